/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for the device nodes of wqs that were just enabled. A node that does not appear is said and is no failure:
 * containers have no udev.
 */
#ifndef CLI_WAIT_H
#define CLI_WAIT_H

#include "cli/cli.h"

#define CLI_WAIT_OPTS                                                                                   \
	{ "no-wait", 0, NULL, "do not wait for device nodes", NULL },                                   \
	{ "timeout", 0, "SECONDS", "wait at most that long for device nodes (default 2)", NULL }

int cli_wait_option(struct cli *cli, const struct cli_args *args, unsigned int *wait_ms);
/* wait_ms is for all of them together; objects that are no wqs with nodes are passed over. */
void cli_wait_nodes(struct cli *cli, const struct cli_set *wqs, unsigned int wait_ms);

#endif
