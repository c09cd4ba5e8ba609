// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Errors and notes on stderr, as text or as JSON, and the exit status that an error leads to. Nothing else of accfg
 * writes to stderr.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "cli/cli.h"
#include "cli/json.h"

/* Rules whose breaking is not "the value is invalid". */
static const struct {
	const char *rule;
	enum cli_status status;
} rule_status[] = {
	{ "device-enabled", CLI_BUSY },
	{ "wq-enabled", CLI_BUSY },
	{ "already-enabled", CLI_BUSY },
	{ "driver-not-loaded", CLI_UNSUPPORTED },
	{ "no-attribute", CLI_UNSUPPORTED },
	{ "read-only", CLI_UNSUPPORTED },
	{ "not-configurable", CLI_UNSUPPORTED },
	{ "not-on-iax", CLI_UNSUPPORTED },
	{ "not-supported", CLI_UNSUPPORTED },
	{ "block-on-fault-cap", CLI_UNSUPPORTED },
	{ "traffic-class-version", CLI_UNSUPPORTED },
	{ "name-kernel-pasid", CLI_UNSUPPORTED },
	{ "no-user-pasid", CLI_UNSUPPORTED },
	{ "shared-unsupported", CLI_UNSUPPORTED },
	{ "mode-unsupported", CLI_UNSUPPORTED },
	{ "pasid-priv", CLI_UNSUPPORTED },
	{ "locked", CLI_BUSY },
	{ "clients", CLI_BUSY },
	{ "recover-busy", CLI_BUSY },
	{ "no-object", CLI_NOT_FOUND },
	{ "device-not-enabled", CLI_FAILED },
	{ "halted", CLI_FAILED },
	{ "hardware", CLI_FAILED },
	{ "system", CLI_FAILED },
};

int cli_status_of_errno(int code)
{
	switch (-code) {
	case EINVAL:
	case ERANGE:
	case EOVERFLOW:
	case EFBIG: return CLI_INVALID;
	case EBUSY: return CLI_BUSY;
	case EACCES:
	case EPERM:
	case EROFS: return CLI_PERMISSION;
	case EOPNOTSUPP:
	case ENOSYS: return CLI_UNSUPPORTED;
	case ENOENT:
	case ENODEV: return CLI_NOT_FOUND;
	default: return CLI_FAILED;
	}
}

int cli_status_of(const struct accfg_error *error)
{
	const char *rule = accfg_error_get_rule(error);
	int code = accfg_error_get_code(error);

	if (rule && !strcmp(rule, "run-dir"))
		return code == -EACCES ? CLI_PERMISSION : CLI_FAILED;
	for (size_t i = 0; rule && i < sizeof(rule_status) / sizeof(rule_status[0]); i++)
		if (!strcmp(rule, rule_status[i].rule))
			return rule_status[i].status;
	if (code == -EACCES || code == -EROFS || code == -EBUSY || code == -ENODEV)
		return cli_status_of_errno(code);
	if (rule)
		return CLI_INVALID;
	if (code == -ENOENT && accfg_error_get_attr(error))
		return CLI_UNSUPPORTED; /* an attribute that this kernel or device does not have */
	return cli_status_of_errno(code);
}

int cli_first_failure(int before, int now)
{
	return before ? before : now;
}

static void text_key(struct json *json, const char *key, const char *value)
{
	if (value)
		json_string(json, key, value);
}

static void number_key(struct json *json, const char *key, unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	if (value)
		json_raw(json, key, text);
}

static void json_details(struct json *json, const struct accfg_error *error)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", accfg_error_get_code(error));
	json_raw(json, "code", text);
	text_key(json, "object", accfg_error_get_object(error));
	text_key(json, "attribute", accfg_error_get_attr(error));
	text_key(json, "value", accfg_error_get_value(error));
	text_key(json, "rule", accfg_error_get_rule(error));
	text_key(json, "reason", accfg_error_get_reason(error));
	snprintf(text, sizeof(text), "0x%x", accfg_error_get_cmd_status(error));
	text_key(json, "cmd_status", accfg_error_get_cmd_status(error) ? text : NULL);
	text_key(json, "file", accfg_error_get_file(error));
	number_key(json, "line", accfg_error_get_line(error));
	number_key(json, "column", accfg_error_get_column(error));
}

/* Texts of profiles and devices must not steer the terminal. */
static void put_visibly(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x20 || *p == 0x7f)
			fprintf(stderr, "\\x%02x", *p);
		else
			putc(*p, stderr);
	}
}

static void put(struct cli *cli, const char *severity, const char *message, const struct accfg_error *error)
{
	struct json json = { .out = stderr, .compact = true };

	fflush(stdout); /* keeps the order where both go to one place; its errors are seen at the end */
	if (!cli->json_errors) {
		fputs(error && !strcmp(severity, "note") ? "accfg: note: " : "accfg: ", stderr);
		put_visibly(message);
		putc('\n', stderr);
		return;
	}
	json_open(&json, NULL, '{');
	json_open(&json, "error", '{');
	json_string(&json, "severity", severity);
	json_string(&json, "message", message);
	if (error)
		json_details(&json, error);
	json_close(&json, '}');
	json_close(&json, '}');
	putc('\n', stderr);
}

static void put_format(struct cli *cli, const char *severity, const char *format, va_list args)
{
	char *message;

	if (vasprintf(&message, format, args) < 0) {
		put(cli, severity, "out of memory", NULL);
		return;
	}
	put(cli, severity, message, NULL);
	free(message);
}

void cli_error(struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_format(cli, "error", format, args);
	va_end(args);
}

void cli_note(struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_format(cli, "note", format, args);
	va_end(args);
}

int cli_usage(struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_format(cli, "error", format, args);
	va_end(args);
	if (!cli->json_errors)
		fputs("accfg: see accfg help, or accfg help COMMAND\n", stderr);
	return CLI_USAGE;
}

int cli_invalid(struct cli *cli, const char *option, const char *value, const char *format, ...)
{
	char *reason;
	va_list args;

	va_start(args, format);
	if (vasprintf(&reason, format, args) < 0)
		reason = NULL;
	va_end(args);
	cli_error(cli, "--%s=%s: %s", option, value, reason ? reason : "out of memory");
	free(reason);
	return CLI_INVALID;
}

void cli_report_error(struct cli *cli, const struct accfg_error *error)
{
	put(cli, accfg_error_is_note(error) ? "note" : "error", accfg_error_get_message(error), error);
}

int cli_report(struct cli *cli, int rc)
{
	const struct accfg_error *error = accfg_get_last_error(cli->ctx);

	if (error && accfg_error_get_code(error) == rc) {
		cli_report_error(cli, error);
		return cli_status_of(error);
	}
	cli_error(cli, "%s", strerror(-rc));
	return cli_status_of_errno(rc);
}

int cli_report_file(struct cli *cli, const char *what, const char *file, int code)
{
	cli_error(cli, "cannot %s %s: %s", what, file, strerror(-code));
	return cli_status_of_errno(code);
}

int cli_finish_output(struct cli *cli, int status)
{
	bool failed = ferror(stdout);
	int code = 0;

	if (fflush(stdout) || failed)
		code = errno;
	if (fclose(stdout) && !code && errno != EBADF)
		code = errno;
	if (!failed && !code)
		return status;
	cli_error(cli, "cannot write to standard output: %s", strerror(code ? code : EIO));
	return cli_first_failure(status, CLI_FAILED);
}

static void log_line(struct accfg_ctx *ctx, int priority, const char *file, int line, const char *function,
		     const char *format, va_list args)
{
	struct cli *cli = accfg_get_userdata(ctx);
	const char *severity = priority <= LOG_ERR ? "error" : priority <= LOG_WARNING ? "warning" : "debug";

	(void)file;
	(void)line;
	(void)function;
	put_format(cli, severity, format, args);
}

/* The library says what it does where ACCFG_LOG or --verbose asks for it. */
void cli_log_to_stderr(struct cli *cli)
{
	if (cli->verbose)
		accfg_set_log_priority(cli->ctx, LOG_DEBUG);
	if (cli->verbose || getenv("ACCFG_LOG"))
		accfg_set_log_fn(cli->ctx, log_line);
}

/* Nothing that is written to sysfs ends a halt, so such a device is neither disabled nor reset. */
int cli_check_halted(struct cli *cli, struct accfg_device *device)
{
	enum accfg_device_state state;

	if (accfg_device_get_state(device, &state) || state != ACCFG_DEVICE_HALTED)
		return CLI_OK;
	cli_error(cli, "%s: state=halted: stays so after a hardware error until its PCI device is unbound "
		  "from idxd and bound again",
		  accfg_object_get_path(accfg_device_get_object(device)));
	return CLI_FAILED;
}
