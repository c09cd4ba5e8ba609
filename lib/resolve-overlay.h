/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the resolve*.c files only: lays what the profile says of a device over what it is now. */
#ifndef ACCFG_RESOLVE_OVERLAY_H
#define ACCFG_RESOLVE_OVERLAY_H

#include "lib/resolve.h"

/* -ENOMEM */
int resolve_overlay(struct resolution *resolution, struct wanted *wanted);

/* resolve-follow.c: what comes before and after. */
void resolve_before(struct wanted *wanted);
void resolve_after(struct resolution *resolution, struct wanted *wanted);


/* What the profile does not mention is clean (resolve-exact.c): values before it is laid over, enabled states after. */
int resolve_clean(struct wanted *wanted);
void resolve_clean_states(struct wanted *wanted);

#endif
