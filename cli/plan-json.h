/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plans and differences as JSON on stdout: Documentation/accfg-plan.schema.json, accfg-diff.schema.json.
 */
#ifndef CLI_PLAN_JSON_H
#define CLI_PLAN_JSON_H

#include "lib/libaccfg.h"

/* path: of the profile, as the user called it. */
void cli_plan_json(struct accfg_plan *plan, struct accfg_profile *profile, const char *path);
void cli_diff_json(struct accfg_plan *plan, struct accfg_profile *profile, const char *path);

#endif
