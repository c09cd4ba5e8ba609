// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recover: what killed writers left is listed, undone, or forgotten. The next writer does the undoing by itself; this is for doing it now.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/json.h"
#include "cli/lock.h"

/* Names of devices; they need not be there any more. */
struct names {
	char **list;
	size_t n;
};

static int add_name(struct cli *cli, struct names *names, const char *name)
{
	char **list;

	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->list[i], name))
			return CLI_OK;
	list = reallocarray(names->list, names->n + 1, sizeof(*list));
	if (list) {
		names->list = list;
		list[names->n] = strdup(name);
	}
	if (!list || !list[names->n])
		return cli_report_file(cli, "select", name, -ENOMEM);
	names->n++;
	return CLI_OK;
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->list[i]);
	free(names->list);
}

static bool has_device(const struct accfg_interrupted *interrupted, const char *name)
{
	const char *device;

	for (unsigned int i = 0; (device = accfg_interrupted_get_device(interrupted, i)); i++)
		if (!strcmp(device, name))
			return true;
	return false;
}

static bool is_pending(struct accfg_recovery *recovery, const char *name)
{
	for (const struct accfg_interrupted *item = accfg_recovery_get_first(recovery); item;
	     item = accfg_recovery_get_next(recovery, item))
		if (has_device(item, name))
			return true;
	return false;
}

/* A plain name that a journal has is one; all else selects among the devices that are there. */
static int add_word(struct cli *cli, struct accfg_recovery *recovery, char *word, struct names *names)
{
	struct cli_set set = { 0 };
	int status;

	if (is_pending(recovery, word))
		return add_name(cli, names, word);
	status = cli_select(cli, ACCFG_KIND_DEVICE, &word, 1, 0, &set);
	for (size_t i = 0; i < set.count && !status; i++)
		status = add_name(cli, names, accfg_object_get_name(set.objects[i]));
	cli_set_free(&set);
	return status;
}

/* ---- list ---- */

static bool is_meant(const struct accfg_interrupted *item, const struct names *names, bool any)
{
	for (size_t i = 0; i < names->n; i++)
		if (has_device(item, names->list[i]))
			return true;
	return any;
}

static const char *state_word(const struct accfg_interrupted *item)
{
	if (accfg_interrupted_get_damage(item))
		return "damaged";
	if (accfg_interrupted_is_stale(item))
		return "stale";
	if (accfg_interrupted_is_running(item))
		return "running";
	return accfg_interrupted_has_ended(item) ? "ended" : "pending";
}

static void format_time(const struct accfg_interrupted *item, const char *format, char *text, size_t size)
{
	time_t when = (time_t)accfg_interrupted_get_time(item);
	struct tm parts;

	if (!localtime_r(&when, &parts) || !strftime(text, size, format, &parts))
		snprintf(text, size, "?");
}

/* Names of devices and commands are of other programs. */
static void put_visibly(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < 0x20 || *p == 0x7f)
			printf("\\x%02x", *p);
		else
			putchar(*p);
}

static void print_text(const struct accfg_interrupted *item)
{
	const char *device;
	char when[40];

	printf("%s: ", state_word(item));
	if (accfg_interrupted_get_damage(item)) {
		put_visibly(accfg_interrupted_get_file(item));
		printf(": %s\n", accfg_interrupted_get_damage(item));
		return;
	}
	for (unsigned int i = 0; (device = accfg_interrupted_get_device(item, i)); i++)
		printf("%s%s", i ? ", " : "", device);
	format_time(item, "%Y-%m-%d %H:%M:%S", when, sizeof(when));
	printf(": ");
	put_visibly(accfg_interrupted_get_command(item));
	printf(" (pid %d, %s)\n", accfg_interrupted_get_pid(item), when);
}

static bool is_to_be_undone(const struct accfg_interrupted *item)
{
	return !accfg_interrupted_get_damage(item) && !accfg_interrupted_is_stale(item) &&
	       !accfg_interrupted_is_running(item) && !accfg_interrupted_has_ended(item);
}

void cli_print_pending(struct cli *cli)
{
	const struct accfg_interrupted *item;
	struct accfg_recovery *recovery;

	if (accfg_recovery_new(cli->ctx, &recovery))
		return;
	for (item = accfg_recovery_get_first(recovery); item; item = accfg_recovery_get_next(recovery, item))
		if (is_to_be_undone(item)) {
			printf("to be undone by accfg recover, ");
			print_text(item);
		}
	accfg_recovery_free(recovery);
}

static void print_json(struct json *json, const struct accfg_interrupted *item)
{
	const char *device;
	char text[40];

	json_open(json, NULL, '{');
	json_string(json, "state", state_word(item));
	json_string(json, "file", accfg_interrupted_get_file(item));
	if (accfg_interrupted_get_damage(item)) {
		json_string(json, "damage", accfg_interrupted_get_damage(item));
	} else {
		json_string(json, "command", accfg_interrupted_get_command(item));
		if (accfg_interrupted_get_profile(item))
			json_string(json, "profile", accfg_interrupted_get_profile(item));
		snprintf(text, sizeof(text), "%d", accfg_interrupted_get_pid(item));
		json_raw(json, "pid", text);
		format_time(item, "%Y-%m-%dT%H:%M:%S%z", text, sizeof(text));
		json_string(json, "time", text);
		json_open(json, "devices", '[');
		for (unsigned int i = 0; (device = accfg_interrupted_get_device(item, i)); i++)
			json_string(json, NULL, device);
		json_close(json, ']');
	}
	json_close(json, '}');
}

static int list(struct accfg_recovery *recovery, const struct names *names, bool any, bool as_json)
{
	struct json json = { .out = stdout };
	const struct accfg_interrupted *item;

	if (as_json)
		json_open(&json, NULL, '[');
	for (item = accfg_recovery_get_first(recovery); item; item = accfg_recovery_get_next(recovery, item)) {
		if (!is_meant(item, names, any))
			continue;
		if (as_json)
			print_json(&json, item);
		else
			print_text(item);
	}
	if (as_json) {
		json_close(&json, ']');
		putchar('\n');
	}
	return CLI_OK;
}

/* ---- undo ---- */

static void print_told(struct accfg_ctx *ctx, const struct accfg_error *what, void *data)
{
	struct cli_recovery *recovery = data;

	if (accfg_error_is_note(what))
		printf("%s\n", accfg_error_get_message(what));
	else
		cli_recovery_told(ctx, what, recovery);
}

static int recover(struct cli *cli, const struct cli_args *args, const struct names *names, bool any)
{
	struct cli_recovery recovery = { .cli = cli };
	bool dry = cli_args_has(args, "dry-run");
	unsigned int flags = (dry ? ACCFG_RECOVER_DRY : 0) | (cli_args_has(args, "force") ? ACCFG_FORCE : 0) |
			     (cli_args_has(args, "discard") ? ACCFG_RECOVER_DISCARD : 0);
	int rc;

	if (!names->n && !any)
		return CLI_OK;
	rc = accfg_recover(cli->ctx, (const char *const *)names->list, names->n, flags,
			   dry ? print_told : cli_recovery_told, &recovery);
	return cli_recovery_status(&recovery, rc);
}

static int run_with(struct cli *cli, const struct cli_args *args, struct accfg_recovery *recovery)
{
	bool any = !args->n_operands;
	struct names names = { 0 };
	int status = CLI_OK;

	for (size_t i = 0; i < args->n_operands && !status; i++)
		status = add_word(cli, recovery, args->operands[i], &names);
	if (!status && (cli_args_has(args, "list") || cli_args_has(args, "json")))
		status = list(recovery, &names, any, cli_args_has(args, "json"));
	else if (!status && !accfg_recovery_get_first(recovery))
		cli_note(cli, "nothing is to be recovered");
	else if (!status)
		status = recover(cli, args, &names, any);
	free_names(&names);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	struct accfg_recovery *recovery;
	int rc = accfg_recovery_new(cli->ctx, &recovery), status;

	if (rc)
		return cli_report(cli, rc);
	status = run_with(cli, args, recovery);
	accfg_recovery_free(recovery);
	return status;
}

static const struct cli_opt opts[] = {
	{ "list", 'l', NULL, "only list what was left, and what is being done now", NULL },
	{ "json", 0, NULL, "the list as JSON", NULL },
	{ "dry-run", 'n', NULL, "print what would be done, change nothing", NULL },
	{ "force", 'f', NULL, "also take away wqs that have clients by now, and undo what somebody else changed", NULL },
	{ "discard", 0, NULL, "forget what was left, the devices stay as they are", NULL },
	{ 0 },
};

const struct accfg_cmd cmd_recover = {
	.name = "recover",
	.operands = "[DEVICE...]",
	.help = "Undo what a killed accfg left",
	.more = "The next command that writes to one of the devices does this by itself.",
	.opts = opts,
	.complete = "device",
	.run = run,
};
