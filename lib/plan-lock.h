/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Locks for a plan. */
#ifndef ACCFG_PLAN_LOCK_H
#define ACCFG_PLAN_LOCK_H

#include "lib/profile-model.h"

/* All devices that the profile means. Errors as of lock_take(). */
int plan_lock(struct accfg_profile *profile, struct accfg_lock **lock);

#endif
