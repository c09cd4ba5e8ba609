// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * load-config and config-user-default: profiles that come in.
 */
#include <errno.h>
#include <string.h>

#include "cli/apply.h"
#include "cli/lock.h"
#include "cli/profile.h"
#include "cli/wait.h"
#include "cli/whole.h"

static int load_into(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	struct cli_apply how = { .dry_run = cli_args_has(args, "dry-run") };
	int rc, status = cli_wait_option(cli, args, &how.wait_ms);

	if (!status)
		status = cli_jobs_option(cli, args, &how.jobs);
	if (status)
		return status;
	if (cli_args_has(args, "json") && !how.dry_run)
		return cli_usage(cli, "--json is for --dry-run");
	if (cli_args_has(args, "json"))
		how.json_path = cli_profile_path(args, "config-file");
	if (cli_args_has(args, "enable"))
		how.flags |= ACCFG_PLAN_ENABLE;
	if (cli_args_has(args, "exact"))
		how.flags |= ACCFG_PLAN_EXACT;
	if (cli_args_has(args, "forced"))
		how.flags |= ACCFG_PLAN_FORCE;
	rc = cli_profile_read_args(profile, args, 0);
	return rc ? cli_profile_failed(cli, profile, rc) : cli_profile_apply(cli, profile, &how);
}

static bool is_named(struct accfg_wq *wq, const char *name)
{
	const char *label;

	return accfg_wq_is_enabled(wq) && !accfg_wq_get_name(wq, &label) && !strcmp(label, name);
}

static bool has_enabled_wq(struct accfg_device *device)
{
	struct accfg_wq *wq;

	accfg_wq_foreach(device, wq)
		if (accfg_wq_is_enabled(wq))
			return true;
	return false;
}

static int disable_wqs(struct cli *cli, struct accfg_device *device, const char *name, size_t *count)
{
	struct accfg_wq *wq;
	int rc;

	accfg_wq_foreach(device, wq) {
		if (!is_named(wq, name))
			continue;
		rc = accfg_wq_disable(wq, ACCFG_FORCE);
		if (rc)
			return cli_report(cli, rc);
		++*count;
	}
	if (has_enabled_wq(device))
		return CLI_OK;
	rc = accfg_device_disable(device, ACCFG_FORCE);
	return rc ? cli_report(cli, rc) : CLI_OK;
}

static bool has_named(struct accfg_device *device, const char *name)
{
	struct accfg_wq *wq;

	accfg_wq_foreach(device, wq)
		if (is_named(wq, name))
			return true;
	return false;
}

/* All of a device, or nothing. */
static int disable_default(struct cli *cli, struct accfg_device *device, const char *name, size_t *count)
{
	struct cli_whole whole;
	size_t disabled = 0;
	int status = CLI_OK;

	if (!has_named(device, name))
		return CLI_OK;
	status = cli_whole_begin(cli, accfg_device_get_object(device), &whole);
	if (status)
		return status;
	status = cli_whole_end(cli, &whole, disable_wqs(cli, device, name, &disabled));
	*count += status ? 0 : disabled;
	return status;
}

static int disable_defaults(struct cli *cli, const char *name)
{
	char all[] = "all", *words[] = { all };
	struct accfg_lock *lock = NULL;
	struct cli_set set = { 0 };
	int status = cli_select(cli, ACCFG_KIND_DEVICE, words, 1, 0, &set);
	size_t count = 0;

	if (!status)
		status = cli_lock(cli, &set, true, &lock);
	for (size_t i = 0; lock && i < set.count; i++) {
		struct accfg_device *device = accfg_object_as_device(set.objects[i]);

		status = cli_first_failure(status, disable_default(cli, device, name, &count));
		accfg_device_refresh(device);
	}
	if (lock || !status)
		cli_note(cli, "disabled %zu wq(s) with the name %s", count, name);
	accfg_lock_free(lock);
	cli_set_free(&set);
	return status;
}

static int read_template(struct cli *cli, const char *path, struct accfg_profile *template)
{
	int rc = cli_profile_read(template, path, 0);

	return rc ? cli_profile_failed(cli, template, rc) : CLI_OK;
}

/* The profile that is to be applied: as the template says, where there is one. */
static int make_user_default(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	const char *path = cli_args_get(args, "config-file"), *name = cli_args_get(args, "name");
	struct accfg_profile *template = NULL;
	int status = CLI_OK, rc = path ? accfg_profile_new(cli->ctx, &template) : 0;

	if (rc)
		return cli_report(cli, rc);
	if (template)
		status = read_template(cli, path, template);
	if (!status) {
		rc = accfg_profile_read_user_template(profile, name, template);
		status = rc ? cli_profile_failed(cli, profile, rc) : CLI_OK;
	}
	accfg_profile_free(template);
	return status;
}

static int user_default(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	const char *name = cli_args_get(args, "name");
	struct cli_apply how = { .flags = ACCFG_PLAN_ENABLE, .dry_run = cli_args_has(args, "dry-run") };
	int status = cli_wait_option(cli, args, &how.wait_ms);

	if (!status)
		status = cli_jobs_option(cli, args, &how.jobs);
	if (status)
		return status;
	if (cli_args_has(args, "disable"))
		return disable_defaults(cli, name ? name : "user_default_wq");
	status = make_user_default(cli, args, profile);
	return status ? status : cli_profile_apply(cli, profile, &how);
}

static int run_load(struct cli *cli, const struct cli_args *args)
{
	return cli_with_profile(cli, args, load_into);
}

static int run_user_default(struct cli *cli, const struct cli_args *args)
{
	return cli_with_profile(cli, args, user_default);
}

static const struct cli_opt load_opts[] = {
	{ "config-file", 'c', "FILE", "the profile; - is standard input (default " CLI_PROFILE_DEFAULT ")", "file" },
	CLI_SELECT_OPT,
	{ "enable", 'e', NULL, "enable the devices and wqs that the profile mentions", NULL },
	{ "forced", 'f', NULL, "take over enabled devices, clients or not", NULL },
	{ "exact", 0, NULL, "what the profile does not mention of its devices becomes clean, and its wqs disabled", NULL },
	{ "dry-run", 'n', NULL, "print the steps, change nothing", NULL },
	{ "json", 0, NULL, "the steps of --dry-run for programs, as accfg-plan.schema.json says", NULL },
	{ "strict", 0, NULL, "take JSON as the standard says it, nothing else", NULL },
	CLI_JOBS_OPT,
	CLI_WAIT_OPTS,
	{ 0 },
};

const struct accfg_cmd cmd_load_config = {
	.name = "load-config",
	.operands = "",
	.help = "Make devices what a profile says",
	.more = "Everything is checked before anything is written. What is so already is not written.",
	.opts = load_opts,
	.needs_driver = true,
	.run = run_load,
};

static const struct cli_opt user_default_opts[] = {
	{ "config-file", 'c', "FILE", "a profile whose last wq of each family is the template; - is standard input",
	  "file" },
	{ "name", 'n', "TEXT", "name of the wqs (default that of the template, else user_default_wq)", NULL },
	{ "disable", 'd', NULL, "disable wqs of that name, and devices without other enabled wqs", NULL },
	{ "dry-run", 0, NULL, "print the steps, change nothing", NULL },
	CLI_JOBS_OPT,
	CLI_WAIT_OPTS,
	{ 0 },
};

const struct accfg_cmd cmd_config_user_default = {
	.name = "config-user-default",
	.operands = "",
	.help = "Set up and enable every disabled device for users, the same way",
	.more = "Each device gets one group with all engines and all wqs, shared, of type user, sharing the entries evenly.",
	.opts = user_default_opts,
	.needs_driver = true,
	.run = run_user_default,
};
