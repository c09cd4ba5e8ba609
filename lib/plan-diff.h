/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From one state of a device to another, as steps in an order that the driver takes: pure, no
 * profile and no I/O. Loading a profile is diff(now, wanted), undoing is diff(now, snapshot).
 */
#ifndef ACCFG_PLAN_DIFF_H
#define ACCFG_PLAN_DIFF_H

#include "lib/state.h"

/* Steps of several devices run phase by phase. */
enum diff_phase {
	DIFF_DISABLE_WQ,
	DIFF_DISABLE_DEVICE,
	DIFF_SET,
	DIFF_ENABLE_DEVICE,
	DIFF_ENABLE_WQ,
	DIFF_SET_LATE, /* joins its group only when all is enabled: state-late.c */
	DIFF_PHASES
};

struct diff_step {
	enum diff_phase phase;
	struct state_key key; /* attr is IDXD_ATTR_NONE unless DIFF_SET or DIFF_SET_LATE */
	char *old_value;      /* just before the step; NULL unless it is set */
	char *new_value;
	const char *rule; /* static: why it is here */
	bool fails;	  /* only what the driver does before it fails is wanted */
};

struct diff {
	struct diff_step *steps;
	size_t n;
};

/*
 * wq_order: ids of all wqs in the order to enable them, NULL for theirs. -ENOMEM. To be released in
 * any case.
 */
int diff_make(struct diff *diff, const struct state *now, const struct state *want,
	      const uint32_t *wq_order);
/* Back to exactly what it was, also where that takes enabling the device for a moment. */
int diff_make_undo(struct diff *diff, const struct state *now, const struct state *snapshot);
void diff_release(struct diff *diff);

static inline enum accfg_step_kind diff_step_kind(const struct diff_step *step)
{
	if (step->phase == DIFF_SET || step->phase == DIFF_SET_LATE)
		return ACCFG_STEP_SET;
	return step->phase < DIFF_SET ? ACCFG_STEP_DISABLE : ACCFG_STEP_ENABLE;
}

/* What must be disabled for an attribute to be written. */
enum diff_need { DIFF_NEEDS_NOTHING, DIFF_NEEDS_WQ, DIFF_NEEDS_DEVICE };
enum diff_need diff_need(enum idxd_attr attr);

/*
 * Does a difference need the enabled device, or the enabled wq, to be disabled? key, if not NULL:
 * the first such one.
 */
bool diff_finds_device(const struct state *now, const struct state *want, struct state_key *key);
bool diff_finds_wq(const struct state *now, const struct state *want, uint32_t id,
		   struct state_key *key);
static inline bool diff_needs_device(const struct state *now, const struct state *want)
{
	return diff_finds_device(now, want, NULL);
}

/* Would the value of want be written over that of now? Not where the driver cannot be told. */
bool diff_is_written(const struct state *now, const struct state *want, struct state_key key);

#endif
