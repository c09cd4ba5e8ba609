/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between the plan*.c files only: what a plan and its steps hold. Devices are independent; see
 * plan-diff.h for one.
 */
#ifndef ACCFG_PLAN_H
#define ACCFG_PLAN_H

#include "lib/place.h"
#include "lib/plan-diff.h"

struct accfg_step {
	enum accfg_step_kind kind;
	struct accfg_object *object;
	const struct accfg_attr *attr;
	char *old_value;
	char *new_value;
	const char *rule;
	struct profile_place place; /* in the profile, line 0 if it does not say this */
	unsigned int device;	    /* steps with one number are of one device, in their order */
};

struct accfg_plan {
	struct accfg_ctx *ctx;
	char *file; /* of the profile, for messages; may be NULL */
	unsigned int flags;
	struct accfg_step *steps;
	size_t n_steps;
};

#endif
