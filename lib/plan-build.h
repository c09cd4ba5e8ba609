/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between the plan-*.c files that make steps. Each step is played on a copy of the state as the
 * driver would play it, so that what disabling wipes, what one attribute changes of another, and what
 * is so already come out by themselves.
 */
#ifndef ACCFG_PLAN_BUILD_H
#define ACCFG_PLAN_BUILD_H

#include "lib/plan-diff.h"

struct builder {
	struct diff *diff;
	const struct state *now;
	const struct state *want;
	const struct state *given; /* what want was before build_without_given(), or NULL */
	struct state cur;     /* after the steps so far */
	struct state scratch; /* want, with a value on the way */
	enum diff_phase set_phase; /* of what is set now */
	bool enables; /* the device or a wq, in the end */
	enum { GIVEN_WHERE_IT_STAYS, GIVEN_BY_FAILURE, GIVEN_FOR_A_MOMENT } giving; /* plan-given.c */
	uint32_t giver; /* the wq that is enabled for a moment */
	int error;
};

static inline struct state_key key_of(enum idxd_kind kind, uint32_t id, enum idxd_attr attr)
{
	return (struct state_key){ kind, id, attr };
}

/* NULL and the builder's error when there is no memory. Does not play it. */
struct diff_step *build_step(struct builder *b, enum diff_phase phase, struct state_key key,
			     const char *rule);
/* Writes the value that wanted has at key. */
void build_write(struct builder *b, const struct state *wanted, struct state_key key,
		 const char *rule);
/* A value on the way to that of want. */
void build_write_number(struct builder *b, struct state_key key, uint64_t number, const char *rule);
static inline bool build_differs(const struct builder *b, struct state_key key)
{
	return diff_is_written(&b->cur, b->want, key);
}

/* Wants less than the driver gives by itself, which build_given() makes it give (plan-given.c). */
int build_without_given(struct builder *b, struct state *without);
void build_given(struct builder *b);
void build_given_back(struct builder *b);
/* Before any other size is written (plan-given.c). */
void build_empty_largest(struct builder *b);
/* A wq without which the device could not be enabled: its id, n_wqs for none (plan-lend.c). */
uint32_t build_lend_wq(struct builder *b);
void build_take_back(struct builder *b, uint32_t id);
/* Through enabling and disabling, where nothing else helps (plan-reset.c). */
void build_reset(struct builder *b);
/* All settings but those that are late. */
void build_settings(struct builder *b);
/* Those of a wq. */
void build_wq(struct builder *b, uint32_t id);

#endif
