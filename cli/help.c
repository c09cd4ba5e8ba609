// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What accfg says of itself: help from the descriptors and option rows, version, and the rows as lines for the
 * generator of shell completions (contrib/completions).
 */
#include <string.h>

#include "cli/cli.h"

#define HELP_COLUMN 36

static void print_option(const struct cli_opt *row)
{
	char left[96];
	const char *separator = !row->arg || row->arg[0] == '[' ? "" : "=";
	int n = 0;

	if (!row->help)
		return; /* for programs */
	if (row->letter)
		n = snprintf(left, sizeof(left), "  -%c, --%s", row->letter, row->name);
	else
		n = snprintf(left, sizeof(left), "      --%s", row->name);
	if (row->arg && row->arg[0] == '[')
		snprintf(left + n, sizeof(left) - (size_t)n, "[=%s", row->arg + 1);
	else if (row->arg)
		snprintf(left + n, sizeof(left) - (size_t)n, "%s%s", separator, row->arg);
	if (strlen(left) >= HELP_COLUMN)
		printf("%s\n%*s%s\n", left, HELP_COLUMN, "", row->help);
	else
		printf("%-*s%s\n", HELP_COLUMN, left, row->help);
}

static void print_options(const char *title, const struct cli_opts *opts, size_t from, size_t to)
{
	if (from < to)
		printf("\n%s:\n", title);
	for (size_t i = from; i < to; i++)
		print_option(&opts->rows[i]);
}

void cli_help(void)
{
	struct cli_opts opts;

	puts("Usage: accfg [OPTION...] COMMAND [ARGUMENT...]\n"
	     "Configure Intel DSA and IAA accelerators.\n\n"
	     "Commands:");
	for (size_t i = 0; cli_commands[i]; i++)
		printf("  %-20s %s\n", cli_commands[i]->name, cli_commands[i]->help);
	cli_opts_of(NULL, &opts);
	print_options("Options, before or after the command", &opts, 0, opts.count);
	puts("\nDevices are named dsa0, iax1, or by PCI address (6a:01.0), glob ('dsa*'), family (dsa, iax, iaa), numa:0,\n"
	     "or all; groups, wqs and engines as dsa0/wq0.1 or wq0.1, by globs of these, or by a device for all of its own.\n\n"
	     "Exit status: 0 done or already so, 1 failure, 2 usage, 3 profile or value not valid, 4 enabled or in use,\n"
	     "5 no permission, 6 not supported or no driver, 9 failed after something had been changed, 10 not found.\n\n"
	     "accfg help COMMAND says more; accfg(1).");
}

void cli_command_help(const struct accfg_cmd *cmd)
{
	struct cli_opts opts;

	cli_opts_of(cmd, &opts);
	printf("Usage: accfg %s [OPTION...]%s%s\n%s.\n", cmd->name, cmd->operands[0] ? " " : "", cmd->operands, cmd->help);
	if (cmd->more)
		printf("\n%s\n", cmd->more);
	print_options("Options", &opts, 0, opts.own);
	print_options("Options of every command", &opts, opts.own, opts.count);
}

void cli_list_commands(void)
{
	for (size_t i = 0; cli_commands[i]; i++)
		puts(cli_commands[i]->name);
}

/* Words of a completion; "machine" is spelt out. */
static void dump_completion(const char *complete)
{
	const char *name;

	if (!complete || strcmp(complete, "machine")) {
		puts(complete ? complete : "-");
		return;
	}
	for (unsigned int i = 0; (name = accfg_machine_get_name(i)); i++)
		printf("%s%s", i ? "|" : "", name);
	putchar('\n');
}

static void dump_rows(const char *command, const struct cli_opts *opts)
{
	for (size_t i = 0; i < opts->count; i++) {
		const struct cli_opt *row = &opts->rows[i];

		if (!row->help)
			continue;
		printf("option\t%s\t%s\t%c\t%s\t", command, row->name, row->letter ? row->letter : '-',
		       !row->arg ? "none" : row->arg[0] == '[' ? "optional" : "required");
		dump_completion(row->complete);
	}
}

/* Lines of "command NAME OPERANDS" and "option COMMAND LONG LETTER ARGUMENT COMPLETION", with tabs. */
void cli_dump_options(void)
{
	struct cli_opts opts;

	cli_opts_of(NULL, &opts);
	dump_rows("-", &opts);
	for (size_t i = 0; cli_commands[i]; i++) {
		const struct accfg_cmd *cmd = cli_commands[i];

		printf("command\t%s\t%s\n", cmd->name, cmd->complete ? cmd->complete : "-");
		cli_opts_of(cmd, &opts);
		dump_rows(cmd->name, &opts);
	}
}

void cli_print_version(void)
{
	puts(PACKAGE_VERSION);
}

static int run_help(struct cli *cli, const struct cli_args *args)
{
	const struct accfg_cmd *cmd;

	if (!args->n_operands)
		return cli_help(), CLI_OK;
	cmd = cli_command(args->operands[0]);
	if (!cmd)
		return cli_usage(cli, "'%s' is no command", args->operands[0]);
	return cli_command_help(cmd), CLI_OK;
}

static int run_version(struct cli *cli, const struct cli_args *args)
{
	(void)cli;
	(void)args;
	return cli_print_version(), CLI_OK;
}

const struct accfg_cmd cmd_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.help = "Say how accfg or one of its commands is used",
	.complete = "command",
	.run = run_help,
};

const struct accfg_cmd cmd_version = {
	.name = "version",
	.operands = "",
	.help = "Print the version",
	.run = run_version,
};
