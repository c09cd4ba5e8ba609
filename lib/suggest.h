/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * "Did you mean ...": the nearest of some known names.
 */
#ifndef ACCFG_SUGGEST_H
#define ACCFG_SUGGEST_H

#include <stddef.h>

struct suggestion {
	const char *word;   /* as typed */
	const char *best;   /* nearest so far, NULL: none is near enough */
	unsigned int cost;
};

void suggest_begin(struct suggestion *suggestion, const char *word);
void suggest_try(struct suggestion *suggestion, const char *candidate);

#endif
