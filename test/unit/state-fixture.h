/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * States for tests: of named hardware, at random, and a driver that plays the steps of a diff by
 * kernel/rules.
 */
#ifndef STATE_FIXTURE_H
#define STATE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/plan-diff.h"

/* Numbers that are the same in every run. */
uint32_t random_below(uint64_t *seed, uint32_t bound);

/* A clean dsa0 of version 1 as on Sapphire Rapids, on the newest kernel. */
void state_fixture_dsa(struct state *state);
/* A clean device of any size, capabilities and kernel. */
void state_fixture_random_device(struct state *state, uint64_t *seed);
/* A state of the same device that breaks no rule, enabled or not. */
void state_fixture_random(struct state *state, const struct state *device, uint64_t *seed);

/* NULL, or the first step that the driver refuses, or what is not as wanted in the end. */
const char *state_fixture_play(const struct state *now, const struct state *want,
			       const struct diff *diff, bool stale, uint64_t *seed);
/* One step; false: the driver refuses it. */
bool state_fixture_step(struct state *driver, const struct diff_step *step);
/* NULL, or the first thing in which they differ, whether the driver chose it or not. */
const char *state_fixture_compare(const struct state *driver, const struct state *want);
/* "set dsa0/wq0.1 size 16" lines of a diff; the caller frees. */
char *state_fixture_words(const struct state *state, const struct diff *diff);

#endif
