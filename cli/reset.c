// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reset: devices back to the state after boot. Disabling makes the kernel forget most settings; the rows below are for
 * what it keeps and for devices that were configured but never enabled.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/lock.h"

/*
 * In the order to be written. A value that begins with "=" is that of an attribute of the device. threshold cannot be
 * written 0, but becomes 0 with dedicated: hence mode twice. use_read_buffer_limit can only be written while the device
 * has a limit. read_buffers_allowed is 0 after boot of kernel 6.1, and means all of them there and later.
 */
static const struct reset_row {
	enum accfg_kind kind;
	const char *attr, *value;
	const char *only_if; /* another attribute of the object is not 0 */
} rows[] = {
	{ ACCFG_KIND_WQ, "size", "0", NULL },
	{ ACCFG_KIND_WQ, "group_id", "-1", NULL },
	{ ACCFG_KIND_WQ, "mode", "dedicated", "threshold" },
	{ ACCFG_KIND_WQ, "mode", "shared", NULL },
	{ ACCFG_KIND_WQ, "priority", "0", NULL },
	{ ACCFG_KIND_WQ, "prs_disable", "0", NULL },
	{ ACCFG_KIND_WQ, "ats_disable", "0", NULL },
	{ ACCFG_KIND_WQ, "block_on_fault", "0", NULL },
	{ ACCFG_KIND_WQ, "max_transfer_size", "2097152", NULL },
	{ ACCFG_KIND_WQ, "max_batch_size", "32", NULL },
	{ ACCFG_KIND_WQ, "enqcmds_retries", "32", NULL },
	{ ACCFG_KIND_WQ, "type", "none", NULL },
	{ ACCFG_KIND_WQ, "name", "", NULL },
	{ ACCFG_KIND_WQ, "driver_name", "", NULL },
	{ ACCFG_KIND_ENGINE, "group_id", "-1", NULL },
	{ ACCFG_KIND_GROUP, "use_read_buffer_limit", "0", NULL },
	{ ACCFG_KIND_GROUP, "read_buffers_reserved", "0", NULL },
	{ ACCFG_KIND_GROUP, "read_buffers_allowed", "=max_read_buffers", "read_buffers_allowed" },
	{ ACCFG_KIND_GROUP, "desc_progress_limit", "0", NULL },
	{ ACCFG_KIND_GROUP, "batch_progress_limit", "0", NULL },
	{ ACCFG_KIND_DEVICE, "read_buffer_limit", "0", NULL },
	{ ACCFG_KIND_DEVICE, "event_log_size", "64", NULL },
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static const char *attr_text(struct accfg_object *object, enum accfg_kind kind, const char *name)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(kind, name);
	const char *text;

	return attr && !accfg_object_get_attr(object, attr, &text) ? text : NULL;
}

static bool is_wanted(const struct reset_row *row, struct accfg_object *object)
{
	const char *text = row->only_if ? attr_text(object, row->kind, row->only_if) : NULL;

	return !row->only_if || (text && strcmp(text, "0"));
}

/* Attributes that are not there, or have no value in this state, need no reset. */
static int reset_attr(struct cli *cli, const struct reset_row *row, struct accfg_object *object, size_t *changed)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(row->kind, row->attr);
	struct accfg_object *device = accfg_device_get_object(accfg_object_get_device(object));
	const char *value = row->value, *now;
	int rc;

	if (!accfg_attr_has_family(attr, accfg_device_get_family(accfg_object_get_device(object))))
		return CLI_OK;
	if (*value == '=')
		value = attr_text(device, ACCFG_KIND_DEVICE, value + 1);
	if (!value || !is_wanted(row, object) || accfg_object_get_attr(object, attr, &now) || !strcmp(now, value))
		return CLI_OK;
	rc = accfg_object_set_attr(object, attr, value);
	if (rc)
		return cli_report(cli, rc);
	++*changed;
	return CLI_OK;
}

static bool same_bits(const struct accfg_bitmap *a, const struct accfg_bitmap *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/*
 * op_config becomes what the hardware can do. op_cap hides the bit of BATCH from most kernels while op_config shows and
 * takes it; hence both are tried, and neither is written if it is there.
 */
static int reset_op_config(struct cli *cli, struct accfg_wq *wq, size_t *changed)
{
	struct accfg_bitmap now, all, with_batch;
	int rc;

	if (accfg_wq_get_op_config(wq, &now) || accfg_device_get_op_cap(accfg_wq_get_device(wq), &all))
		return CLI_OK;
	with_batch = all;
	with_batch.bits[0] |= 1 << 1;
	if (same_bits(&now, &all) || same_bits(&now, &with_batch))
		return CLI_OK;
	rc = accfg_wq_set_op_config(wq, &with_batch);
	if (rc == -EINVAL)
		rc = accfg_wq_set_op_config(wq, &all);
	if (rc)
		return cli_report(cli, rc);
	++*changed;
	return CLI_OK;
}

/* All rows of a kind for one object. */
static int reset_object(struct cli *cli, struct accfg_object *object, size_t *changed)
{
	int status = CLI_OK;

	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].kind == accfg_object_get_kind(object))
			status = cli_first_failure(status, reset_attr(cli, &rows[i], object, changed));
	if (accfg_object_as_wq(object))
		status = cli_first_failure(status, reset_op_config(cli, accfg_object_as_wq(object), changed));
	return status;
}

static int reset_parts(struct cli *cli, struct accfg_device *device, size_t *changed)
{
	struct accfg_engine *engine;
	struct accfg_group *group;
	struct accfg_wq *wq;
	int status = CLI_OK;

	accfg_wq_foreach(device, wq)
		status = cli_first_failure(status, reset_object(cli, accfg_wq_get_object(wq), changed));
	accfg_engine_foreach(device, engine)
		status = cli_first_failure(status, reset_object(cli, accfg_engine_get_object(engine), changed));
	/* Row by row, as what one group reserves is missing to the others. */
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].kind == ACCFG_KIND_GROUP)
			accfg_group_foreach(device, group)
				status = cli_first_failure(status, reset_attr(cli, &rows[i], accfg_group_get_object(group),
									      changed));
	return cli_first_failure(status, reset_object(cli, accfg_device_get_object(device), changed));
}

static int say_busy(struct cli *cli, struct accfg_wq *wq)
{
	const char *path = accfg_object_get_path(accfg_wq_get_object(wq)), *name;
	const struct accfg_holder *holder = NULL;
	struct accfg_holders *holders = NULL;

	if (!accfg_wq_get_holders(wq, &holders))
		holder = accfg_holders_get_first(holders);
	name = holder ? accfg_holder_get_name(holder) : NULL;
	if (holder)
		cli_error(cli, "%s is enabled and held by %s (pid %d)%s, -f resets it all the same", path,
			  name ? name : "a process", accfg_holder_get_pid(holder),
			  accfg_holders_get_next(holders, holder) ? " and others" : "");
	else
		cli_error(cli, "%s is enabled, -f resets it all the same", path);
	accfg_holders_free(holders);
	return CLI_BUSY;
}

/* Without force, a device with an enabled wq stays as it is: someone may be about to open it. */
static int disable(struct cli *cli, struct accfg_device *device, unsigned int flags, bool *was_enabled)
{
	struct accfg_wq *wq;
	int rc;

	*was_enabled = accfg_device_is_enabled(device);
	if (!*was_enabled)
		return CLI_OK;
	if (!flags)
		accfg_wq_foreach(device, wq)
			if (accfg_wq_is_enabled(wq))
				return say_busy(cli, wq);
	rc = accfg_device_disable(device, flags);
	return rc ? cli_report(cli, rc) : CLI_OK;
}

static int reset_device(struct cli *cli, struct accfg_device *device, unsigned int flags, size_t *count)
{
	bool configurable = true, was_enabled;
	size_t changed = 0;
	int status = disable(cli, device, flags, &was_enabled);

	if (status)
		return status;
	accfg_device_refresh(device);
	if (accfg_device_get_configurable(device, &configurable) || configurable)
		status = reset_parts(cli, device, &changed);
	accfg_device_refresh(device);
	status = cli_first_failure(status, cli_check_halted(cli, device));
	*count += !status && (was_enabled || changed);
	return status && (was_enabled || changed) ? CLI_CHANGED : status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	unsigned int flags = cli_args_has(args, "force") ? ACCFG_FORCE : 0;
	struct accfg_lock *lock = NULL;
	struct cli_set set = { 0 };
	size_t count = 0;
	int status = cli_select(cli, ACCFG_KIND_DEVICE, args->operands, args->n_operands, 0, &set);

	if (!status)
		status = cli_lock(cli, &set, flags, &lock);
	if (!status) {
		for (size_t i = 0; i < set.count; i++)
			status = cli_first_failure(status, reset_device(cli, accfg_object_as_device(set.objects[i]),
									flags, &count));
		cli_note(cli, "reset %zu device(s) out of %zu%s", count, set.count,
			 status || count == set.count ? "" : ", the others were clean");
	}
	accfg_lock_free(lock);
	cli_set_free(&set);
	return status;
}

static const struct cli_opt opts[] = {
	{ "force", 'f', NULL, "also devices with enabled wqs, clients or not", NULL },
	{ 0 },
};

const struct accfg_cmd cmd_reset = {
	.name = "reset",
	.operands = "DEVICE...",
	.help = "Bring devices back to the clean state",
	.more = "Devices and their wqs are disabled, and every setting gets the value that it has when the driver is loaded.",
	.opts = opts,
	.complete = "device",
	.needs_driver = true,
	.needs_operands = true,
	.run = run,
};
