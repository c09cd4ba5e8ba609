/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a key of a profile means in an object of some kind: its identity, an attribute, a list of parts, or something that
 * only `list` prints. Attributes come from the rows of attr-table; the rest stands here.
 */
#ifndef ACCFG_PROFILE_KEYS_H
#define ACCFG_PROFILE_KEYS_H

#include <stdbool.h>

#include "lib/libaccfg.h"

enum profile_key_use {
	PROFILE_KEY_UNKNOWN,
	PROFILE_KEY_DEV,
	PROFILE_KEY_ATTR,      /* may be set */
	PROFILE_KEY_READ_ONLY, /* of list output: ignored */
	PROFILE_KEY_ENABLED,   /* of devices and wqs: to be enabled or not */
	PROFILE_KEY_PARTS,     /* a list of groups, wqs or engines */
};

#define PROFILE_KEY_ENABLED_NAME "enabled"

struct profile_key {
	enum profile_key_use use;
	const struct accfg_attr *attr; /* of PROFILE_KEY_ATTR */
	enum accfg_kind parts;	       /* kind of the parts of PROFILE_KEY_PARTS */
	bool ungrouped;		       /* these parts are in no group */
};

struct profile_key profile_key_lookup(enum accfg_kind kind, const char *name);

/* The key that may stand in such an object and looks most like name, or NULL. */
const char *profile_key_nearest(enum accfg_kind kind, const char *name);

/* The key to write for an attribute: its JSON key, or its sysfs name where list does not show it. */
const char *profile_key_of_attr(const struct accfg_attr *attr);

#endif
