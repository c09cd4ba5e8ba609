/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Locks for a plan. */
#ifndef ACCFG_PLAN_LOCK_H
#define ACCFG_PLAN_LOCK_H

#include "lib/profile-model.h"

/*
 * All devices that the profile means, and what a killed writer left on them is undone; the profile's problems say so. flags: of
 * accfg_plan_new(). Errors as of recover_lock().
 */
int plan_lock(struct accfg_profile *profile, unsigned int flags, struct accfg_lock **lock);

#endif
