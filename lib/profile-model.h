/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a profile says, as read: devices with their groups, wqs and engines and the attributes given for each, every one
 * with its place in the text. Made by profile-read.c (from JSON) and profile-machine.c (from sysfs); used by resolve,
 * validate, plan and profile-write. Knows no machine: selectors and templates are still as written.
 */
#ifndef ACCFG_PROFILE_MODEL_H
#define ACCFG_PROFILE_MODEL_H

#include "lib/libaccfg.h"

struct profile_place {
	unsigned int line; /* 1-based; 0: no place (made from the machine) */
	unsigned int column;
};

/* One attribute given for an object. text is canonical: decimal, "0x..." for bitmaps as the kernel writes them, words. */
struct profile_value {
	const struct accfg_attr *attr; /* always a writable row */
	char *text;
	int64_t number; /* of UINT, INT, BOOL (values above INT64_MAX are an error); index of the word for ENUM; else 0 */
	struct profile_place place; /* of the value */
	struct profile_place key_place;
	bool is_default; /* not in the text: added by us, and said in a note (driver_name from type, ...) */
};

struct profile_object {
	enum accfg_kind kind;
	char *name;	      /* as written: "wq0.1", "wqX.1" */
	int device_id;	      /* 0 of "wq0.1"; -1 for a template ("wqX.1", "wq*.1") */
	unsigned int id;      /* 1 of "wq0.1" */
	int group_id;	      /* group it stands in (nesting or group_id); -1: said to be in none; -2: not said */
	struct profile_place place; /* of the value of "dev" */
	struct profile_value *values;
	size_t n_values;
};

struct profile_device {
	struct profile_object self; /* kind device, name = selector as written: "dsa0", "dsa*", "dsaX", "0000:6a:01.0", "numa:1" */
	bool is_template;	    /* may match several devices; X in names stands for the id of each */
	struct profile_object *objects; /* groups, wqs, engines, in the order of the text */
	size_t n_objects;
};

struct accfg_profile {
	struct accfg_ctx *ctx;
	char *file; /* what messages call it */
	struct profile_device *devices;
	size_t n_devices;
	struct problem_list *problems; /* problems.h */
};

const struct profile_value *profile_object_find(const struct profile_object *object, const char *attr_name);

/*
 * Adds a value or replaces the one of the same attribute; copies text. NULL: out of memory. place may be NULL.
 * Used by readers; range checks are the caller's.
 */
struct profile_value *profile_object_put(struct profile_object *object, const struct accfg_attr *attr, const char *text,
					 int64_t number, const struct profile_place *place);

#endif
