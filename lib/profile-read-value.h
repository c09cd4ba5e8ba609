/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between profile-read-value.c and profile-read-text.c only: one attribute that is being read.
 */
#ifndef ACCFG_PROFILE_READ_VALUE_H
#define ACCFG_PROFILE_READ_VALUE_H

#include "lib/profile-read.h"

struct value_reading {
	struct reader *r;
	const struct profile_device *device;
	struct profile_object *object;
	const struct accfg_attr *attr;
	const struct member *member;
	char path[128];
	char source[80];
};

/* A problem of the value, to be handed to reader_error(). It borrows from v. */
struct problem value_problem(const struct value_reading *v, const char *rule);
/* Keeps the value in the model, with its place. */
void value_put(struct value_reading *v, const char *text, int64_t number);
/* accel-config writes -1 and -2 (its error numbers) for what a device has not. */
bool value_is_placeholder(int64_t number);
/* What the row allows on any machine. */
void value_range(const struct accfg_attr *attr, int64_t *low, int64_t *high);

void value_read_string(struct value_reading *v);
void value_read_enum(struct value_reading *v);
void value_read_bitmap(struct value_reading *v);

#endif
