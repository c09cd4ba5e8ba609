/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why the kernel refused: from its rules, from cmd_status, or else the errno. All note the failure and return rc. */
#ifndef ACCFG_EXPLAIN_H
#define ACCFG_EXPLAIN_H

#include "lib/object.h"

int explain_write(struct accfg_object *object, const struct accfg_attr *attr, const char *text, int rc);
/* A bind that failed; cmd_status as read afterwards, 0 if unknown. */
int explain_bind(struct accfg_object *object, const char *driver, uint32_t cmd_status, int rc);

/* Refusals that need no rule to be understood; NULL: there is nothing better than the errno. */
const char *explain_plain(int rc);

/*
 * Asks kernel/rules why this write would be refused (explain-rules.c). Reads the whole device, so texts that
 * were read before end, and text must not be one of them. False: the rules know no reason.
 */
bool explain_ask_rules(struct accfg_object *object, const struct accfg_attr *attr, const char *text,
		       struct idxd_verdict *verdict);
/* The same of a bind that failed: what keeps the device, or the wq, from being enabled. */
bool explain_ask_bind(struct accfg_object *object, const char *driver, struct idxd_verdict *verdict);

#endif
