// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reset: devices back to the clean state, that of kernel/rules, by way of an exact plan.
 */
#include "cli/apply.h"
#include "cli/profile.h"
#include "cli/lock.h"

/* What an exact plan of a profile does that says nothing but the name. */
static int apply_clean(struct cli *cli, struct accfg_profile *profile, const char *name, size_t *changed)
{
	struct accfg_plan *plan;
	int rc = accfg_profile_add_object(profile, name), status;

	if (!rc)
		rc = accfg_plan_new(profile, ACCFG_PLAN_EXACT | ACCFG_PLAN_FORCE, &plan);
	if (rc)
		return cli_profile_failed(cli, profile, rc);
	*changed = accfg_plan_get_size(plan);
	status = cli_apply(cli, plan, 1);
	accfg_plan_free(plan);
	return status;
}

static int make_clean(struct cli *cli, struct accfg_device *device, size_t *changed)
{
	struct accfg_profile *profile;
	int rc = accfg_profile_new(cli->ctx, &profile), status;

	if (rc)
		return cli_report(cli, rc);
	status = apply_clean(cli, profile, accfg_device_get_name(device), changed);
	accfg_profile_free(profile);
	return status;
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
static int check_busy(struct cli *cli, struct accfg_device *device)
{
	struct accfg_wq *wq;

	if (accfg_device_is_enabled(device))
		accfg_wq_foreach(device, wq)
			if (accfg_wq_is_enabled(wq))
				return say_busy(cli, wq);
	return CLI_OK;
}

static int disable(struct cli *cli, struct accfg_device *device, unsigned int flags, size_t *changed)
{
	int rc;

	if (!accfg_device_is_enabled(device))
		return CLI_OK;
	*changed = 1;
	rc = accfg_device_disable(device, flags);
	return rc ? cli_report(cli, rc) : CLI_OK;
}

static int reset_device(struct cli *cli, struct accfg_device *device, unsigned int flags, size_t *count)
{
	bool configurable = true;
	size_t changed = 0;
	int status = flags ? CLI_OK : check_busy(cli, device);

	if (status)
		return status;
	if (accfg_device_get_configurable(device, &configurable) || configurable)
		status = make_clean(cli, device, &changed);
	else
		status = disable(cli, device, flags, &changed);
	if (status)
		return status;
	accfg_device_refresh(device);
	status = cli_check_halted(cli, device);
	*count += !status && changed;
	return status && changed ? CLI_CHANGED : status;
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
		for (size_t i = 0; i < set.count && !cli_was_interrupted(); i++)
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
