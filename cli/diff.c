// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff-config: where the machine is not what a profile says. Takes no lock and writes nothing.
 */
#include "cli/plan-json.h"
#include "cli/profile.h"

/* Names come from anybody, and must not steer the terminal. */
static void print_value(const char *value)
{
	if (!*value)
		fputs("\"\"", stdout);
	for (const unsigned char *p = (const unsigned char *)value; *p; p++)
		printf(*p < 0x20 || *p == 0x7f ? "\\x%02x" : "%c", *p);
}

static void print_line(char sign, const struct accfg_change *change, const char *value)
{
	printf("%c%s=", sign, accfg_attr_get_name(accfg_change_get_attr(change)));
	print_value(value);
	putchar('\n');
}

static void print_change(const struct accfg_change *change)
{
	print_line('-', change, accfg_change_get_old_value(change));
	print_line('+', change, accfg_change_get_new_value(change));
}

static void print_header(struct accfg_device *device, struct accfg_profile *profile, const char *path)
{
	const char *name = accfg_object_get_path(accfg_device_get_object(device));
	const char *config = accfg_profile_get_selected_config(profile);

	printf("--- %s (machine)\n", name);
	printf("+++ %s (%s%s%s)\n", name, path, config ? ": " : "", config ? config : "");
}

static void print(struct accfg_plan *plan, struct accfg_profile *profile, const char *path)
{
	const struct accfg_change *change;
	struct accfg_device *last = NULL;
	struct accfg_object *last_object = NULL;

	for (change = accfg_plan_get_first_change(plan); change; change = accfg_plan_get_next_change(plan, change)) {
		struct accfg_object *object = accfg_change_get_object(change);
		struct accfg_device *device = accfg_object_get_device(object);

		if (device != last)
			print_header(device, profile, path);
		if (object != last_object)
			printf("@@ %s @@\n", accfg_object_get_name(object));
		last = device;
		last_object = object;
		print_change(change);
	}
}

static int diff(struct cli *cli, const struct cli_args *args, struct accfg_profile *profile)
{
	const char *path = cli_profile_path(args, "config-file");
	unsigned int flags = ACCFG_PLAN_DRY | ACCFG_PLAN_FORCE; /* nobody is disturbed */
	int rc = cli_profile_read_args(profile, args, 0), status;
	struct accfg_plan *plan;
	size_t errors, notes;

	if (cli_args_has(args, "enable"))
		flags |= ACCFG_PLAN_ENABLE;
	if (cli_args_has(args, "exact"))
		flags |= ACCFG_PLAN_EXACT;
	if (!rc)
		rc = accfg_plan_new(profile, flags, &plan);
	if (rc)
		return cli_profile_failed(cli, profile, rc);
	cli_profile_report(cli, profile, &errors, &notes);
	(cli_args_has(args, "json") ? cli_diff_json : print)(plan, profile, path);
	status = accfg_plan_get_first_change(plan) ? CLI_DIFFERS : CLI_OK;
	accfg_plan_free(plan);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	return cli_with_profile(cli, args, diff);
}

static const struct cli_opt opts[] = {
	{ "config-file", 'c', "FILE", "the profile; - is standard input (default " CLI_PROFILE_DEFAULT ")", "file" },
	CLI_SELECT_OPT,
	{ "enable", 'e', NULL, "what the profile mentions is expected to be enabled", NULL },
	{ "exact", 0, NULL, "what the profile does not mention of its devices is expected to be clean", NULL },
	{ "json", 0, NULL, "for programs, as accfg-diff.schema.json says", NULL },
	{ "strict", 0, NULL, "take JSON as the standard says it, nothing else", NULL },
	{ 0 },
};

const struct accfg_cmd cmd_diff_config = {
	.name = "diff-config",
	.operands = "",
	.help = "Print where devices are not what a profile says",
	.more = "The exit status is 7 if something differs. Nothing is written.",
	.opts = opts,
	.needs_driver = true,
	.run = run,
};
