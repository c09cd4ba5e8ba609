/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests on a simulated machine: run inside accfg-sim by test-live.tap and test-explain.tap. Every test takes a device of
 * its own, as one simulated machine serves all tests of a program.
 */
#ifndef TEST_LIVE_H
#define TEST_LIVE_H

#include "lib/libaccfg.h"

extern struct accfg_ctx *live_ctx;

int live_setup(void **state); /* of the group */
int live_teardown(void **state);

struct accfg_device *live_take_dsa(void); /* one that no test had */
struct accfg_wq *live_wq(struct accfg_device *device, unsigned int id);
/* Engine 0 and, given back, wq 0 in group 0: dedicated, 16 entries, for user. Disabled. */
struct accfg_wq *live_configure(struct accfg_device *device);

const struct accfg_error *live_error(void); /* the last; there must be one */
void live_assert_said(const char *part);    /* its message has this in it */

#endif
