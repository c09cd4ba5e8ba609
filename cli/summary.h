/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What load-config says when it is done.
 */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "cli/cli.h"

void cli_summary(struct cli *cli, struct accfg_plan *plan);

#endif
