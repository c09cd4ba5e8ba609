// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks for the commands that write without a plan: lock.h. */
#include "cli/lock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void cli_recovery_told(struct accfg_ctx *ctx, const struct accfg_error *what, void *data)
{
	struct cli_recovery *recovery = data;
	const char *rule = accfg_error_get_rule(what);

	(void)ctx;
	cli_report_error(recovery->cli, what);
	recovery->errors += !accfg_error_is_note(what);
	if (rule && !strcmp(rule, "journal-damaged"))
		recovery->status = CLI_FAILED;
}

int cli_recovery_status(const struct cli_recovery *recovery, int rc)
{
	if (!rc)
		return recovery->status;
	if (rc == -EIO && recovery->errors)
		return CLI_CHANGED;
	if (rc == -EBUSY && recovery->errors)
		return CLI_BUSY;
	return cli_report(recovery->cli, rc);
}

static int recover(struct cli *cli, struct accfg_device *const *devices, size_t n, bool force)
{
	struct cli_recovery recovery = { .cli = cli };
	const char **names = calloc(n + 1, sizeof(*names));
	int rc;

	if (!names)
		return cli_report_file(cli, "lock", "devices", -ENOMEM);
	for (size_t i = 0; i < n; i++)
		names[i] = accfg_device_get_name(devices[i]);
	rc = accfg_recover(cli->ctx, names, n, force ? ACCFG_FORCE : 0, cli_recovery_told, &recovery);
	free(names);
	recovery.status = CLI_OK; /* the command itself can go on */
	return cli_recovery_status(&recovery, rc);
}

int cli_lock(struct cli *cli, const struct cli_set *set, bool force, struct accfg_lock **lock)
{
	struct accfg_device **devices = calloc(set->count + 1, sizeof(*devices));
	int rc, status;

	*lock = NULL;
	if (!set->count || !devices) {
		free(devices);
		return set->count ? cli_report_file(cli, "lock", "devices", -ENOMEM) : CLI_OK;
	}
	for (size_t i = 0; i < set->count; i++)
		devices[i] = accfg_object_get_device(set->objects[i]);
	rc = accfg_lock_new(cli->ctx, devices, set->count, lock);
	status = rc ? cli_report(cli, rc) : recover(cli, devices, set->count, force);
	free(devices);
	if (status) {
		accfg_lock_free(*lock);
		*lock = NULL;
	}
	return status;
}
