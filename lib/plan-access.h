/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Permission to take the steps of a plan, asked before the first of them. */
#ifndef ACCFG_PLAN_ACCESS_H
#define ACCFG_PLAN_ACCESS_H

#include "lib/plan.h"
#include "lib/resolve.h"

/*
 * Root is asked about one step of each device only, others about all. -EACCES: see the profile's
 * problems; -EROFS: sysfs is mounted read-only.
 */
int plan_check_access(const struct accfg_plan *plan, struct resolution *resolution);

#endif
