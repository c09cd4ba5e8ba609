/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The wanted states of a resolution against kernel/rules: every broken rule becomes a problem at
 * its place.
 */
#ifndef ACCFG_VALIDATE_H
#define ACCFG_VALIDATE_H

#include "lib/resolve.h"

/*
 * Adds to the problems of the profile and puts them into order. 0: there are no errors, those of
 * resolving included; -ENODEV: only devices that there are not; -EINVAL: others. The first is noted
 * in the context.
 */
int validate_resolution(struct resolution *resolution);

#endif
