// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Option rows: putting together those of a command, and parsing a command line by them. What an option does is its
 * command's business; the global ones stand here.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const struct cli_opt global_opts[] = {
	{ "sysfs-root", 0, "DIR", "where sysfs is (default /sys), for captured trees and containers", "dir" },
	{ "dev-root", 0, "DIR", "where device nodes are (default /dev)", "dir" },
	{ "proc-root", 0, "DIR", "where procfs is (default /proc)", "dir" },
	{ "wait", 0, "SECONDS", "wait so long for other writers of the same devices (default 0)", NULL },
	{ "load-module", 0, NULL, "load the idxd driver first if it is not loaded", NULL },
	{ "json-errors", 0, NULL, "errors and notes on stderr as one JSON object per line", NULL },
	{ "help", 'h', NULL, "print this", NULL },
	{ "version", 'v', NULL, "print the version", NULL },
};

static const struct cli_opt before_command_opts[] = {
	{ "list-cmds", 0, NULL, "print the names of the commands", NULL },
	{ "dump-options", 0, NULL, NULL, NULL },
};

static const struct cli_opt verbose_opt = { "verbose", 'v', NULL, "print what is done on the way to stderr", NULL };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void add(struct cli_opts *opts, const struct cli_opt *row)
{
	if (opts->count < CLI_MAX_OPTS)
		opts->rows[opts->count++] = *row;
}

static const char *arg_of(const struct accfg_attr *attr)
{
	const char *values = accfg_attr_get_values(attr);

	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_BOOL:
	case ACCFG_ATTR_ENUM: return values;
	case ACCFG_ATTR_HEX:
	case ACCFG_ATTR_BITMAP: return "BITMAP";
	case ACCFG_ATTR_STRING: return "TEXT";
	default: return "N";
	}
}

static void add_attrs(struct cli_opts *opts, enum accfg_kind kind)
{
	for (const struct accfg_attr *attr = accfg_attr_get_first(kind); attr; attr = accfg_attr_get_next(attr)) {
		const char *values = accfg_attr_get_values(attr);
		struct cli_opt row = {
			.name = accfg_attr_get_option(attr),
			.letter = accfg_attr_get_option_char(attr),
			.arg = arg_of(attr),
			.help = accfg_attr_get_help(attr),
			.complete = values && strchr(values, '|') ? values : NULL,
		};

		if (row.name && accfg_attr_is_writable(attr))
			add(opts, &row);
	}
}

void cli_opts_of(const struct accfg_cmd *cmd, struct cli_opts *opts)
{
	opts->count = 0;
	if (cmd && cmd->has_attrs)
		add_attrs(opts, cmd->kind);
	for (const struct cli_opt *row = cmd ? cmd->opts : NULL; row && row->name; row++)
		add(opts, row);
	if (cmd)
		add(opts, &verbose_opt);
	opts->own = opts->count;
	for (size_t i = 0; i < COUNT(global_opts); i++) {
		struct cli_opt row = global_opts[i];

		if (cmd && row.letter == 'v')
			row.letter = 0; /* -v of a command is --verbose */
		add(opts, &row);
	}
	for (size_t i = 0; !cmd && i < COUNT(before_command_opts); i++)
		add(opts, &before_command_opts[i]);
}

static bool arg_is_optional(const struct cli_opt *row)
{
	return row->arg && row->arg[0] == '[';
}

/* The tables of getopt_long(3); val is the index of the row + 256. */
static void fill_tables(const struct cli_opts *opts, bool stop, struct option *longs, char *shorts)
{
	char *p = shorts;

	if (stop)
		*p++ = '+';
	*p++ = ':';
	for (size_t i = 0; i < opts->count; i++) {
		const struct cli_opt *row = &opts->rows[i];
		int has_arg = !row->arg ? no_argument : arg_is_optional(row) ? optional_argument : required_argument;

		longs[i] = (struct option){ row->name, has_arg, NULL, 256 + (int)i };
		if (!row->letter)
			continue;
		*p++ = row->letter;
		for (int n = 0; n < has_arg; n++)
			*p++ = ':';
	}
	longs[opts->count] = (struct option){ 0 };
	*p = 0;
}

static const struct cli_opt *row_of(const struct cli_opts *opts, int c)
{
	if (c >= 256)
		return &opts->rows[c - 256];
	for (size_t i = 0; i < opts->count; i++)
		if (opts->rows[i].letter == c)
			return &opts->rows[i];
	return NULL;
}

static int bad_option(struct cli *cli, int c, char **argv)
{
	const char *word = argv[optind - 1];
	bool is_long = !strncmp(word, "--", 2);
	char letter[3] = { '-', (char)optopt, 0 };

	if (c == ':')
		return cli_usage(cli, "option %s needs a value", is_long ? word : letter);
	if (optopt >= 256)
		return cli_usage(cli, "option %s takes no value", word);
	return cli_usage(cli, "%s: no such option, or not the only one that begins so", is_long ? word : letter);
}

/* What acts at once: the roots and switches that every command has. */
static int take_wait(struct cli *cli, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (!*text || *end || !(seconds >= 0 && seconds <= 86400))
		return cli_invalid(cli, "wait", text, "must be seconds, 0..86400");
	accfg_set_lock_wait(cli->ctx, (unsigned int)(seconds * 1000));
	return CLI_OK;
}

static int take_global(struct cli *cli, const char *name, const char *value)
{
	int rc = 0;

	if (!strcmp(name, "wait"))
		return take_wait(cli, value);
	if (!strcmp(name, "sysfs-root"))
		rc = accfg_set_sysfs_root(cli->ctx, value);
	else if (!strcmp(name, "dev-root"))
		rc = accfg_set_dev_root(cli->ctx, value);
	else if (!strcmp(name, "proc-root"))
		rc = accfg_set_proc_root(cli->ctx, value);
	else if (!strcmp(name, "load-module"))
		cli->load_module = true;
	else if (!strcmp(name, "json-errors"))
		cli->json_errors = true;
	else if (!strcmp(name, "help"))
		cli->help = true;
	else if (!strcmp(name, "version"))
		cli->version = true;
	else if (!strcmp(name, "verbose"))
		cli->verbose = true;
	else if (!strcmp(name, "list-cmds"))
		cli->list_commands = true;
	else if (!strcmp(name, "dump-options"))
		cli->dump_options = true;
	return rc ? cli_report(cli, rc) : CLI_OK;
}

/* Errors are given as JSON even when the option stands behind the mistake. */
static void look_for_json_errors(struct cli *cli, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--json-errors"))
			cli->json_errors = true;
}

int cli_parse(struct cli *cli, const struct cli_opts *opts, int argc, char **argv, bool stop, struct cli_args *args)
{
	struct option longs[CLI_MAX_OPTS + 1];
	char shorts[3 * CLI_MAX_OPTS + 3];
	int c;

	look_for_json_errors(cli, argc, argv);
	args->given = calloc((size_t)argc + 1, sizeof(*args->given));
	if (!args->given)
		return cli_report_file(cli, "parse", argv[0], -ENOMEM);
	fill_tables(opts, stop, longs, shorts);
	opterr = 0;
	optind = 0; /* GNU: start anew */
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct cli_opt *row = c == '?' || c == ':' ? NULL : row_of(opts, c);
		int status = row ? take_global(cli, row->name, optarg) : bad_option(cli, c, argv);

		if (status)
			return status;
		if (args->n_given < (size_t)argc)
			args->given[args->n_given++] = (struct cli_arg){ row->name, optarg };
	}
	args->operands = argv + optind;
	args->n_operands = (size_t)(argc - optind);
	return CLI_OK;
}

void cli_args_free(struct cli_args *args)
{
	free(args->given);
	args->given = NULL;
}

const char *cli_args_get(const struct cli_args *args, const char *name)
{
	for (size_t i = args->n_given; i--;)
		if (!strcmp(args->given[i].name, name))
			return args->given[i].value;
	return NULL;
}

bool cli_args_has(const struct cli_args *args, const char *name)
{
	for (size_t i = 0; i < args->n_given; i++)
		if (!strcmp(args->given[i].name, name))
			return true;
	return false;
}
