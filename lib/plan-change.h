/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What differs between the machine and the profile of a plan; see plan-change.c.
 */
#ifndef ACCFG_PLAN_CHANGE_H
#define ACCFG_PLAN_CHANGE_H

#include "lib/plan.h"
#include "lib/resolve.h"

struct accfg_change {
	struct accfg_object *object;
	const struct accfg_attr *attr; /* that of the state, where that differs */
	char *old_value;
	char *new_value;
	struct profile_place place; /* in the profile, line 0 if it does not say this */
};

/* In the order of kinds, objects and attributes. -ENOMEM, -ENODEV. */
int plan_add_changes(struct accfg_plan *plan, const struct wanted *wanted);
void plan_free_changes(struct accfg_plan *plan);

#endif
