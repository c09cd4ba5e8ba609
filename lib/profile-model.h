/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a profile says, as read: devices with their groups, wqs and engines and the attributes given for each, every one
 * with its place in the text. Made by profile-read.c (from JSON) and profile-machine.c (from sysfs); used by resolve,
 * validate, plan and profile-write. Knows no machine: selectors and templates are still as written.
 */
#ifndef ACCFG_PROFILE_MODEL_H
#define ACCFG_PROFILE_MODEL_H

#include "lib/libaccfg.h"
#include "lib/place.h"

struct accfg_config; /* profile-configs.h */
struct problem_list; /* problem.h */

#define PROFILE_GROUP_NONE (-1)	    /* said to be in no group */
#define PROFILE_GROUP_NOT_SAID (-2)
#define PROFILE_FAMILY_ANY (-1)
#define PROFILE_ENABLED_NOT_SAID (-1)

/* One attribute given for an object. text is canonical: decimal, bitmaps as the kernel writes them, words. */
struct profile_value {
	const struct accfg_attr *attr; /* always a writable row, never group_id: that is in the object */
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
	int group_id;	      /* group it stands in (nesting or group_id), or PROFILE_GROUP_... */
	struct profile_place group_place; /* of group_id, else of the "dev" of the group it stands in */
	struct profile_place place; /* of the value of "dev" */
	int enabled; /* is it to be enabled, where enabling is asked for: 0, 1 or PROFILE_ENABLED_NOT_SAID */
	struct profile_place enabled_place;
	struct profile_value *values;
	size_t n_values;
};

struct profile_device {
	struct profile_object self; /* kind device, name = selector as written: "dsa0", "dsa*", "dsaX", "0000:6a:01.0",
				     * "numa:1"; device_id -1 unless it is a plain name */
	int family;		    /* enum accfg_family, or PROFILE_FAMILY_ANY while the selector may match both */
	bool is_template;	    /* may match several devices */
	bool expands_x;		    /* "dsaX": X in the text of values stands for the id of each device too */
	struct profile_object *objects; /* groups, wqs, engines, in the order of the text */
	size_t n_objects;
};

struct accfg_profile {
	struct accfg_ctx *ctx;
	char *file; /* what messages call it; may be NULL */
	struct profile_device *devices;
	size_t n_devices;
	struct accfg_config *configs; /* the named configurations of the file, if it has any */
	size_t n_configs;
	struct accfg_config *taken; /* whose devices these are; NULL: none of them */
	char *wanted_config;	    /* to be taken when reading, or NULL; outlives profile_clear() */
	struct problem_list *problems;
};

const struct profile_value *profile_object_find(const struct profile_object *object, const char *attr_name);

/*
 * Adds a value or replaces the one of the same attribute; copies text. NULL: out of memory. place may be NULL.
 * Used by readers; range checks are the caller's.
 */
struct profile_value *profile_object_put(struct profile_object *object, const struct accfg_attr *attr, const char *text,
					 int64_t number, const struct profile_place *place);

/*
 * Append an empty device or object; NULL: out of memory. The result and all earlier pointers into the same array
 * last until the next append. Names are copied; what follows from a name is filled in by profile_name_... below or by
 * the caller; objects begin with PROFILE_GROUP_NOT_SAID.
 */
struct profile_device *profile_add_device(struct accfg_profile *profile, const char *name);
struct profile_object *profile_add_object(struct profile_device *device, enum accfg_kind kind, const char *name);

/* Forgets devices, problems and file name. */
void profile_clear(struct accfg_profile *profile);

/* Makes the first error among the problems the last failure of the context; returns code. */
int profile_fail(struct accfg_profile *profile, int code);

/* Fill family, id and template from the selector self.name. -EINVAL: no selector of devices. */
int profile_name_parse_device(struct profile_device *device);
/* Fill device_id and id from name and kind. -EINVAL: no name of that kind. */
int profile_name_parse_part(struct profile_object *object);
/* "dsa0", "wq": what names of a kind begin with; "" for devices. */
const char *profile_name_prefix(enum accfg_kind kind);

/* A copy of text with every X replaced by id; the caller frees. NULL: out of memory. */
char *profile_expand_x(const char *text, unsigned int id);

/* "dsa0/wq0.1" as written, or "dsa0" for the device itself, cut to size. Returns buffer. */
const char *profile_path(const struct profile_device *device, const struct profile_object *object, char *buffer,
			 size_t size);

#endif
