/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Words for the verdicts of kernel/rules: the stable word of a rule and the sentence with its numbers. One table for
 * refused writes and for the validation of profiles.
 */
#ifndef ACCFG_REASON_H
#define ACCFG_REASON_H

#include <stddef.h>

#include "kernel/rules/idxd-rules.h"

/* "size-sum"; NULL of IDXD_REASON_OK. Static. */
const char *reason_get_rule(enum idxd_reason reason);

/*
 * "only 64 of 128 entries are left on dsa0": the sentence without object, attribute and value. device is what to call
 * the device. Always ends buf; returns the length, cut to size - 1.
 */
int reason_render(char *buf, size_t size, const struct idxd_verdict *verdict, const char *device);

#endif
