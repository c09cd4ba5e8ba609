// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Profiles for the commands that use them: reading, reporting, and carrying out the library's plan.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/apply.h"
#include "cli/plan-json.h"
#include "cli/profile.h"
#include "cli/summary.h"
#include "cli/wait.h"

const char *cli_profile_path(const struct cli_args *args, const char *option)
{
	const char *path = cli_args_get(args, option);

	return path ? path : CLI_PROFILE_DEFAULT;
}

int cli_with_profile(struct cli *cli, const struct cli_args *args,
		     int (*fn)(struct cli *, const struct cli_args *, struct accfg_profile *))
{
	struct accfg_profile *profile;
	int rc = accfg_profile_new(cli->ctx, &profile), status;

	if (rc)
		return cli_report(cli, rc);
	status = fn(cli, args, profile);
	accfg_profile_free(profile);
	return status;
}

int cli_profile_read(struct accfg_profile *profile, const char *path, unsigned int flags)
{
	if (!strcmp(path, "-"))
		return accfg_profile_read_fd(profile, STDIN_FILENO, "<stdin>", flags);
	return accfg_profile_read_file(profile, path, flags);
}

int cli_profile_read_args(struct accfg_profile *profile, const struct cli_args *args, unsigned int flags)
{
	int rc = accfg_profile_select_config(profile, cli_args_get(args, "select"));

	if (cli_args_has(args, "strict"))
		flags |= ACCFG_PROFILE_STRICT;
	return rc ? rc : cli_profile_read(profile, cli_profile_path(args, "config-file"), flags);
}

void cli_profile_report(struct cli *cli, struct accfg_profile *profile, size_t *errors, size_t *notes)
{
	const struct accfg_error *problem;

	*errors = *notes = 0;
	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem)) {
		cli_report_error(cli, problem);
		++*(accfg_error_is_note(problem) ? notes : errors);
	}
}

int cli_profile_failed(struct cli *cli, struct accfg_profile *profile, int rc)
{
	size_t errors, notes;

	cli_profile_report(cli, profile, &errors, &notes);
	if (!errors)
		return cli_report(cli, rc);
	if (rc == -EIO) /* what a killed writer left could not be undone, not all of it */
		return CLI_CHANGED;
	return cli_status_of_errno(rc);
}

static void print_step(const struct accfg_step *step)
{
	static const char *const verbs[] = { "set", "enable", "disable" };
	const struct accfg_attr *attr = accfg_step_get_attr(step);
	const char *old = accfg_step_get_old_value(step), *rule = accfg_step_get_rule(step);

	printf("%s %s", verbs[accfg_step_get_kind(step)], accfg_object_get_path(accfg_step_get_object(step)));
	if (attr) {
		printf(" %s=%s", accfg_attr_get_name(attr), accfg_step_get_new_value(step));
		if (old)
			printf(" (was %s)", *old ? old : "empty");
	}
	if (rule)
		printf(" # %s", rule);
	putchar('\n');
}

static int dry_run(struct accfg_plan *plan)
{
	const struct accfg_step *step;

	for (step = accfg_plan_get_first_step(plan); step; step = accfg_plan_get_next_step(plan, step))
		print_step(step);
	return CLI_OK;
}

static void wait_enabled(struct cli *cli, struct accfg_plan *plan, unsigned int wait_ms)
{
	const struct accfg_step *step;
	struct cli_set wqs = { 0 };

	for (step = accfg_plan_get_first_step(plan); step; step = accfg_plan_get_next_step(plan, step))
		if (accfg_step_get_kind(step) == ACCFG_STEP_ENABLE && accfg_object_as_wq(accfg_step_get_object(step)))
			cli_set_add(cli, &wqs, accfg_step_get_object(step));
	cli_wait_nodes(cli, &wqs, wait_ms);
	cli_set_free(&wqs);
}

static int apply(struct cli *cli, struct accfg_plan *plan, const struct cli_apply *how)
{
	int status = cli_apply(cli, plan, how->jobs);

	if (status)
		return status;
	if (how->wait_ms)
		wait_enabled(cli, plan, how->wait_ms);
	cli_summary(cli, plan);
	return CLI_OK;
}

int cli_profile_apply(struct cli *cli, struct accfg_profile *profile, const struct cli_apply *how)
{
	struct accfg_plan *plan = NULL;
	size_t errors, notes;
	int rc = accfg_plan_new(profile, how->flags | (how->dry_run ? ACCFG_PLAN_DRY : 0), &plan), status = CLI_OK;

	if (rc)
		return cli_profile_failed(cli, profile, rc);
	cli_profile_report(cli, profile, &errors, &notes);
	if (how->dry_run && how->json_path)
		cli_plan_json(plan, profile, how->json_path);
	else
		status = how->dry_run ? dry_run(plan) : apply(cli, plan, how);
	accfg_plan_free(plan);
	return status;
}
