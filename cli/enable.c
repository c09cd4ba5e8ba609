// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * enable-device, disable-device, enable-wq, disable-wq: many objects per call; each is tried, the first failure gives the
 * exit status, and what is so already is no failure.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/lock.h"
#include "cli/wait.h"

static const struct verb {
	const char *done; /* "enabled" */
	bool enable;
} verbs[] = { { "disabled", false }, { "enabled", true } };

static bool is_enabled(struct accfg_object *object)
{
	struct accfg_device *device = accfg_object_as_device(object);

	return device ? accfg_device_is_enabled(device) : accfg_wq_is_enabled(accfg_object_as_wq(object));
}

static int change(struct accfg_object *object, bool enable, unsigned int flags)
{
	struct accfg_device *device = accfg_object_as_device(object);
	struct accfg_wq *wq = accfg_object_as_wq(object);

	if (device)
		return enable ? accfg_device_enable(device) : accfg_device_disable(device, flags);
	return enable ? accfg_wq_enable(wq) : accfg_wq_disable(wq, flags);
}

/* Adds to `done` what was changed; *count counts what is as it was asked for. */
static int change_one(struct cli *cli, struct accfg_object *object, const struct verb *verb, unsigned int flags,
		      struct cli_set *done, size_t *count)
{
	struct accfg_device *device = accfg_object_as_device(object);
	int rc = device ? cli_check_halted(cli, device) : CLI_OK;

	if (rc)
		return rc;
	if (is_enabled(object) == verb->enable) {
		cli_note(cli, "%s is %s already", accfg_object_get_path(object), verb->done);
		++*count;
		return CLI_OK;
	}
	rc = change(object, verb->enable, flags);
	if (rc)
		return cli_report(cli, rc);
	++*count;
	return cli_set_add(cli, done, object);
}

static int change_all(struct cli *cli, const struct cli_args *args, const struct cli_set *set, struct cli_set *done)
{
	const struct verb *verb = &verbs[!strncmp(args->cmd->name, "enable", 6)];
	unsigned int flags = cli_args_has(args, "force") ? ACCFG_FORCE : 0;
	int status = CLI_OK;
	size_t count = 0;

	for (size_t i = 0; i < set->count; i++)
		status = cli_first_failure(status, change_one(cli, set->objects[i], verb, flags, done, &count));
	cli_note(cli, "%s %zu %s(s) out of %zu", verb->done, count, cli_kind_name(args->cmd->kind), set->count);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	struct cli_set set = { 0 }, done = { 0 };
	struct accfg_lock *lock;
	unsigned int wait_ms = 0;
	int status = cli_wait_option(cli, args, &wait_ms), locked;

	if (!status)
		status = cli_select(cli, args->cmd->kind, args->operands, args->n_operands, 0, &set);
	locked = cli_lock(cli, &set, cli_args_has(args, "force"), &lock);
	if (!locked && (!status || set.count))
		status = cli_first_failure(status, change_all(cli, args, &set, &done));
	accfg_lock_free(lock);
	status = cli_first_failure(status, locked);
	if (args->cmd->kind == ACCFG_KIND_WQ && wait_ms)
		cli_wait_nodes(cli, &done, wait_ms);
	cli_set_free(&set);
	cli_set_free(&done);
	return status;
}

static const struct cli_opt no_opts[] = { { 0 } };

static const struct cli_opt force_opts[] = {
	{ "force", 'f', NULL, "also when clients use it", NULL },
	{ 0 },
};

static const struct cli_opt enable_wq_opts[] = { CLI_WAIT_OPTS, { 0 } };

const struct accfg_cmd cmd_enable_device = {
	.name = "enable-device",
	.operands = "DEVICE...",
	.help = "Enable devices",
	.opts = no_opts,
	.complete = "device",
	.kind = ACCFG_KIND_DEVICE,
	.needs_driver = true,
	.needs_operands = true,
	.run = run,
};

const struct accfg_cmd cmd_disable_device = {
	.name = "disable-device",
	.operands = "DEVICE...",
	.help = "Disable devices and their wqs",
	.more = "The kernel forgets the configuration of a device when it is disabled. save-config keeps it.",
	.opts = force_opts,
	.complete = "device",
	.kind = ACCFG_KIND_DEVICE,
	.needs_driver = true,
	.needs_operands = true,
	.run = run,
};

const struct accfg_cmd cmd_enable_wq = {
	.name = "enable-wq",
	.operands = "WQ...",
	.help = "Enable wqs of enabled devices",
	.more = "Waits until the device nodes of user wqs are there, which udev makes; that one is missing is said, but is no failure.",
	.opts = enable_wq_opts,
	.complete = "wq",
	.kind = ACCFG_KIND_WQ,
	.needs_driver = true,
	.needs_operands = true,
	.run = run,
};

const struct accfg_cmd cmd_disable_wq = {
	.name = "disable-wq",
	.operands = "WQ...",
	.help = "Disable wqs",
	.more = "The kernel forgets most of the configuration of a wq when it is disabled; its size and group stay.",
	.opts = force_opts,
	.complete = "wq",
	.kind = ACCFG_KIND_WQ,
	.needs_driver = true,
	.needs_operands = true,
	.run = run,
};
