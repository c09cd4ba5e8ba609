/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between the profile-read*.c files only: a reading under way, and values of the text as pairs of what json-c and what
 * the locator know of them.
 */
#ifndef ACCFG_PROFILE_READ_H
#define ACCFG_PROFILE_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/locate.h"
#include "lib/problem.h"
#include "lib/profile-model.h"

struct json_object;

#define PROFILE_MAX_BYTES (4u * 1024 * 1024)

struct reader {
	struct accfg_profile *profile;
	char *text; /* ours, ends with a NUL; comments become blanks while it is scanned */
	size_t length;
	bool strict;
	bool any_config;  /* none of several configurations needs to be selected */
	bool quiet;	  /* notes are not wanted */
	bool unique_keys; /* the same key twice is an error */
	struct locate_map map;
	int error; /* -ENOMEM, or -EINVAL when json-c and locator disagree; ends the reading */
	const struct accfg_attr **not_here; /* attributes already noted as not of the device's family */
	size_t n_not_here;
};

/* A value of the text. */
struct item {
	const struct locate_node *node;
	struct json_object *json; /* NULL for null */
};

struct member {
	char *key;
	struct item item;
	bool overridden; /* the same key comes again later */
};

/* profile-read-json.c */
struct json_object *reader_parse(struct reader *r); /* NULL: the problem is recorded, or r->error set */
/* The members of an object in the order of the text. False: r->error is set. */
bool reader_members(struct reader *r, struct item object, struct member **members, size_t *count);
void reader_members_free(struct member *members, size_t count);
/* First element, and the one after it; node is NULL after the last. index counts along, from 0. */
struct item reader_first(struct reader *r, struct item array, size_t *index);
struct item reader_next(struct reader *r, struct item array, struct item element, size_t *index);
/* The text of a value as written, shortened and on one line. Returns buffer. */
const char *reader_source(const struct reader *r, const struct locate_node *node, char *buffer, size_t size);

/* profile-read.c: what is in a file, at most one byte more than allowed; *length tells, and the caller frees. */
int reader_read_all(int fd, char **text, size_t *length);

/* profile-read.c: record a problem; file is filled in. */
__attribute__((format(printf, 3, 4)))
void reader_error(struct reader *r, const struct problem *what, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void reader_note(struct reader *r, const struct problem *what, const char *format, ...);

/* profile-read-configs.c: all of the text. */
void reader_read_profile(struct reader *r, struct item root);

/* profile-read-device.c */
void reader_read_device(struct reader *r, struct item item);

/* profile-read-value.c: one attribute of an object of the device; object may be &device->self. */
void reader_read_value(struct reader *r, const struct profile_device *device, struct profile_object *object,
		       const struct accfg_attr *attr, const struct member *member);

/* The same of the key "enabled", which is no attribute. */
void reader_read_enabled(struct reader *r, const struct profile_device *device, struct profile_object *object,
			 const struct member *member);

/* profile-read-check.c: what can only be seen when all is read. */
void reader_check(struct reader *r);

#endif
