/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carrying out a plan: signals, progress, what is said of a failure. */
#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "cli/cli.h"

#define CLI_JOBS_OPT { "jobs", 'j', "N", "work on so many devices at once (default all, at most 16)", NULL }

/* 0: not given. Reports. */
int cli_jobs_option(struct cli *cli, const struct cli_args *args, unsigned int *jobs);
/* Returns the exit status. SIGINT, SIGTERM and SIGHUP undo what was done. */
int cli_apply(struct cli *cli, struct accfg_plan *plan, unsigned int jobs);
/* Did a signal come while the last plan was applied? Then nothing more is to be begun. */
bool cli_was_interrupted(void);

#endif
