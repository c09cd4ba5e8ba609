/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One step on one device, checked by looking at the result. Applying and undoing do the same. */
#ifndef ACCFG_PLAN_RUN_H
#define ACCFG_PLAN_RUN_H

#include "lib/error.h"

struct run_step {
	enum accfg_step_kind kind;
	enum accfg_kind of;
	unsigned int id;
	const struct accfg_attr *attr; /* of a setting */
	const char *value;
};

/* The failure is noted in the context of the device. flags: ACCFG_FORCE. */
int run_step(struct accfg_device *device, const struct run_step *step, unsigned int flags);

/*
 * The last failure of ctx, taken out of it; rc without words where ctx has none for it. To be
 * cleared by error_clear().
 */
void run_take_error(struct accfg_ctx *ctx, int rc, struct accfg_error *error);

#endif
