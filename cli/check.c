// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check-config: everything that is wrong with a profile, of each of its named configurations where none is selected.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/profile.h"

/* Problems of reading stay with the profile while one configuration after the other is checked, and are told once. */
struct told {
	char **messages;
	size_t count;
	size_t errors;
};

static bool is_told(const struct told *told, const char *message)
{
	for (size_t i = 0; i < told->count; i++)
		if (!strcmp(told->messages[i], message))
			return true;
	return false;
}

/* Without memory it may be told again. */
static void remember(struct told *told, const char *message)
{
	char **messages = reallocarray(told->messages, told->count + 1, sizeof(*messages));

	if (!messages)
		return;
	told->messages = messages;
	messages[told->count] = strdup(message);
	told->count += messages[told->count] != NULL;
}

static void tell(struct cli *cli, struct accfg_profile *profile, struct told *told)
{
	const struct accfg_error *problem;

	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem)) {
		const char *message = accfg_error_get_message(problem);

		if (is_told(told, message))
			continue;
		remember(told, message);
		cli_report_error(cli, problem);
		told->errors += !accfg_error_is_note(problem);
	}
}

static void forget(struct told *told)
{
	for (size_t i = 0; i < told->count; i++)
		free(told->messages[i]);
	free(told->messages);
}

/* What is selected. */
static int check_one(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile, struct told *told)
{
	size_t errors = told->errors;
	unsigned int flags = (cli_args_has(args, "enable") ? ACCFG_PLAN_ENABLE : 0) |
			     (cli_args_has(args, "exact") ? ACCFG_PLAN_EXACT : 0);
	int rc = accfg_profile_check(profile, cli_args_get(args, "machine"), flags);

	tell(cli, profile, told);
	if (rc && told->errors == errors && rc != -EINVAL)
		return cli_report(cli, rc);
	return rc ? cli_status_of_errno(rc) : CLI_OK;
}

static int check_all(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile, struct told *told)
{
	const struct accfg_config *config;
	int status = CLI_OK, rc;

	for (config = accfg_profile_get_first_config(profile); config;
	     config = accfg_profile_get_next_config(profile, config)) {
		rc = accfg_profile_select_config(profile, accfg_config_get_name(config));
		if (rc)
			return cli_report(cli, rc);
		status = cli_first_failure(status, check_one(cli, args, profile, told));
	}
	return status;
}

static void say_valid(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile, bool all)
{
	const char *path = cli_profile_path(args, "config-file"), *machine = cli_args_get(args, "machine");
	const char *selected = accfg_profile_get_selected_config(profile);
	const struct accfg_config *config;
	size_t n = 0;

	for (config = accfg_profile_get_first_config(profile); config;
	     config = accfg_profile_get_next_config(profile, config))
		n++;
	if (all)
		cli_note(cli, "%s: its %zu configurations are valid%s%s", path, n, machine ? " for " : "",
			 machine ? machine : "");
	else
		cli_note(cli, "%s%s%s is valid%s%s", path, selected ? ": " : "", selected ? selected : "",
			 machine ? " for " : "", machine ? machine : "");
}

/* The errors are what is asked for, so all of them are given, and a count. */
static int check(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	int rc = cli_profile_read_args(profile, args, ACCFG_PROFILE_ANY_CONFIG), status = CLI_OK;
	bool all = accfg_profile_get_first_config(profile) && !accfg_profile_get_selected_config(profile);
	struct told told = { 0 };

	if (!rc && !cli_args_has(args, "machine"))
		status = cli_need_driver(cli);
	if (!status && (!rc || rc == -EINVAL)) /* what could be read is checked even if not all could */
		status = (all ? check_all : check_one)(cli, args, profile, &told);
	tell(cli, profile, &told);
	if (rc && !told.errors)
		status = cli_report(cli, rc);
	if (rc)
		status = cli_status_of_errno(rc);
	if (told.errors)
		cli_note(cli, "%s: %zu error(s)", cli_profile_path(args, "config-file"), told.errors);
	else if (!status)
		say_valid(cli, args, profile, all);
	forget(&told);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	return cli_with_profile(cli, args, check);
}

static const struct cli_opt opts[] = {
	{ "config-file", 'c', "FILE", "the profile; - is standard input (default " CLI_PROFILE_DEFAULT ")", "file" },
	CLI_SELECT_OPT,
	{ "machine", 0, "NAME", "check for this hardware instead of this machine (spr-2s, ...)", "machine" },
	{ "enable", 'e', NULL, "also check what must hold to enable what the profile mentions", NULL },
	{ "exact", 0, NULL, "check for load-config --exact, which keeps nothing that the profile does not mention", NULL },
	{ "strict", 0, NULL, "take JSON as the standard says it, nothing else", NULL },
	{ 0 },
};

const struct accfg_cmd cmd_check_config = {
	.name = "check-config",
	.operands = "",
	.help = "Say everything that is wrong with a profile, and write nothing",
	.more = "Of several named configurations all are checked, or the selected one.",
	.opts = opts,
	.run = run,
};
