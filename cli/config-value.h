/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of attributes as people write them, checked as far as an attribute's row alone can tell.
 */
#ifndef CLI_CONFIG_VALUE_H
#define CLI_CONFIG_VALUE_H

#include "cli/cli.h"

/* The text that sysfs takes; the caller frees. Reports and returns CLI_INVALID. */
int cli_value_parse(struct cli *cli, const struct accfg_attr *attr, const char *text, char **value);
/* Do two texts of an attribute mean the same? */
bool cli_value_equal(const struct accfg_attr *attr, const char *a, const char *b);

#endif
