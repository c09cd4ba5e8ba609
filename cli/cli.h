/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the commands of accfg share: their descriptors, option rows, parsed arguments, selection of objects, and how
 * errors, notes and exit statuses are given. Words go to stderr (report.c), data to stdout.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lib/libaccfg.h"

/* Exit statuses; accfg(1) documents them. */
enum cli_status {
	CLI_OK = 0,
	CLI_FAILED = 1,
	CLI_USAGE = 2,
	CLI_INVALID = 3,     /* a profile or value is not valid */
	CLI_BUSY = 4,        /* enabled, or has clients */
	CLI_PERMISSION = 5,
	CLI_UNSUPPORTED = 6, /* by kernel or device; or the driver is not loaded */
	CLI_DIFFERS = 7,     /* the machine is not what the profile says */
	CLI_UNDONE = 8,      /* failed or interrupted, and the machine is as before */
	CLI_CHANGED = 9,     /* failed, and not all of what was changed could be undone */
	CLI_NOT_FOUND = 10,  /* no such object, device or file */
};

struct cli {
	struct accfg_ctx *ctx;
	bool json_errors;
	bool load_module;
	bool verbose;
	bool list_commands;
	bool dump_options;
	bool help;
	bool version;
};

/* ---- options.c: option rows ---- */

/*
 * One option. arg: NULL for none, "[WORD]" for an optional one. complete: what a shell completes the argument with: "file",
 * "dir", "device", "group", "wq", "engine", "machine", or words such as "dsa|iax".
 */
struct cli_opt {
	const char *name;
	char letter;
	const char *arg;
	const char *help;
	const char *complete;
};

#define CLI_MAX_OPTS 48

struct cli_opts {
	struct cli_opt rows[CLI_MAX_OPTS];
	size_t count;
	size_t own; /* the first rows are the command's, the others are global */
};

struct accfg_cmd;

/* An option as it was given. */
struct cli_arg {
	const char *name; /* of its row */
	const char *value;
};

struct cli_args {
	const struct accfg_cmd *cmd;
	struct cli_arg *given;
	size_t n_given;
	char **operands;
	size_t n_operands;
};

void cli_opts_of(const struct accfg_cmd *cmd, struct cli_opts *opts); /* cmd NULL: the global ones */
/* Parses argv (its first word is skipped). stop: at the first operand. Returns CLI_OK or reports and returns CLI_USAGE. */
int cli_parse(struct cli *cli, const struct cli_opts *opts, int argc, char **argv, bool stop, struct cli_args *args);
void cli_args_free(struct cli_args *args);
bool cli_args_has(const struct cli_args *args, const char *name);
const char *cli_args_get(const struct cli_args *args, const char *name); /* the last one given, or NULL */

/* ---- commands ---- */

struct accfg_cmd {
	const char *name;
	const char *operands; /* for the usage line, or "" */
	const char *help;     /* one line */
	const char *more;     /* for --help, or NULL */
	const struct cli_opt *opts;
	const char *complete; /* of operands; as in struct cli_opt */
	bool has_attrs;       /* the options of the attribute rows of kind come first */
	enum accfg_kind kind;
	bool needs_driver;
	bool needs_operands;
	int (*run)(struct cli *cli, const struct cli_args *args);
};

extern const struct accfg_cmd cmd_list, cmd_status, cmd_config_device, cmd_config_group, cmd_config_wq,
	cmd_config_engine, cmd_enable_device, cmd_disable_device, cmd_enable_wq, cmd_disable_wq, cmd_load_config,
	cmd_save_config, cmd_check_config, cmd_diff_config, cmd_reset, cmd_config_user_default, cmd_capture, cmd_recover,
	cmd_help, cmd_version;

extern const struct accfg_cmd *const cli_commands[]; /* NULL after the last */
const struct accfg_cmd *cli_command(const char *name);

/* ---- help.c ---- */

void cli_help(void);
void cli_command_help(const struct accfg_cmd *cmd);
void cli_list_commands(void);
void cli_dump_options(void);
void cli_print_version(void);

/* ---- report.c ---- */

void cli_error(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_note(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A wrong value of an option; returns CLI_INVALID. */
int cli_invalid(struct cli *cli, const char *option, const char *value, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Reports why a function of the library returned rc (not 0) and returns the exit status for it. */
int cli_report(struct cli *cli, int rc);
void cli_report_error(struct cli *cli, const struct accfg_error *error); /* or a note */
int cli_status_of(const struct accfg_error *error);
int cli_status_of_errno(int code);
/* A failure of a system call on a file. */
int cli_report_file(struct cli *cli, const char *what, const char *file, int code);
void cli_log_to_stderr(struct cli *cli);
/* Writes out stdout; a failure is reported and changes the status. */
int cli_finish_output(struct cli *cli, int status);
/* A halted device is said to be so, and is a failure. */
int cli_check_halted(struct cli *cli, struct accfg_device *device);
/* The first failure counts. */
int cli_first_failure(int before, int now);
int cli_need_driver(struct cli *cli);

/* ---- select.c ---- */

struct cli_set {
	struct accfg_object **objects;
	size_t count;
};

/* What may match nothing without being an error: families and "all"; with CLI_SELECT_GLOB globs too. */
#define CLI_SELECT_GLOB (1u << 0)

/* Adds what the words (each may be a list with commas) name, once each. Reports; returns the first failure's status. */
int cli_select(struct cli *cli, enum accfg_kind kind, char *const *words, size_t n, unsigned int flags,
	       struct cli_set *set);
int cli_select_options(struct cli *cli, enum accfg_kind kind, const struct cli_args *args, const char *option,
		       unsigned int flags, struct cli_set *set);
int cli_set_add(struct cli *cli, struct cli_set *set, struct accfg_object *object);
bool cli_set_has(const struct cli_set *set, const struct accfg_object *object);
void cli_set_sort_devices(struct cli_set *set);
void cli_set_free(struct cli_set *set);
const char *cli_kind_name(enum accfg_kind kind);

#endif
