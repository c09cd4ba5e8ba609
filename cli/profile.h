/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What load-config, check-config, save-config and config-user-default share: reading a profile with its problems
 * reported, and making the machine what it says.
 */
#ifndef CLI_PROFILE_H
#define CLI_PROFILE_H

#include "cli/cli.h"

#define CLI_PROFILE_DEFAULT ACCFG_CONF_DIR "/accfg.conf"

/* The file that -c or -s names, or the default. */
const char *cli_profile_path(const struct cli_args *args, const char *option);
/* Makes an empty profile for a command. */
int cli_with_profile(struct cli *cli, const struct cli_args *args,
		     int (*fn)(struct cli *, const struct cli_args *, struct accfg_profile *));
/* Reads a file or, for "-", standard input. Problems are not reported yet. */
int cli_profile_read(struct accfg_profile *profile, const char *path, unsigned int flags);
/* The same as --config-file, --select and --strict say. */
int cli_profile_read_args(struct accfg_profile *profile, const struct cli_args *args, unsigned int flags);
#define CLI_SELECT_OPT { "select", 0, "NAME", "which of the named configurations in FILE", NULL }
/* Reports all problems; counts errors and notes. */
void cli_profile_report(struct cli *cli, struct accfg_profile *profile, size_t *errors, size_t *notes);
/* Reports what is wrong after rc (not 0) and returns the exit status. */
int cli_profile_failed(struct cli *cli, struct accfg_profile *profile, int rc);

struct cli_apply {
	unsigned int flags; /* ACCFG_PLAN_... */
	bool dry_run;
	const char *json_path; /* the dry run for programs: what the profile is called; NULL: for people */
	unsigned int wait_ms;
	unsigned int jobs; /* 0: the default */
};

/* Plan, apply, summary. */
int cli_profile_apply(struct cli *cli, struct accfg_profile *profile, const struct cli_apply *how);

#endif
