/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What devices, groups, wqs and engines have in common: a name, a place in the tree, and attributes that are read once
 * when asked for. Each kind embeds one of these as its first member and adds what is its own in its own file.
 */
#ifndef ACCFG_OBJECT_H
#define ACCFG_OBJECT_H

#include "lib/attr.h"
#include "lib/libaccfg.h"

#define OBJECT_PATH_SIZE 48 /* "dsa4294967295/engine4294967295.4294967295" */

/* One attribute as read. text and error both 0: not asked for yet. */
struct attr_slot {
	char *text;
	int error; /* negative errno */
	int fd;	   /* held open (accfg_set_keep_open()) or -1 */
};

struct accfg_object {
	struct accfg_device *device; /* of a device: itself */
	struct accfg_object *next;   /* of the same kind, natural order */
	struct attr_slot *slots;     /* one for each row of the kind */
	enum accfg_kind kind;
	unsigned int id;
	unsigned int name_at; /* where in path the name begins */
	char path[OBJECT_PATH_SIZE];
};

static inline const char *object_path(const struct accfg_object *object)
{
	return object->path;
}

static inline const char *object_name(const struct accfg_object *object)
{
	return object->path + object->name_at;
}

struct accfg_ctx *object_ctx(const struct accfg_object *object);

/* Prefix of the names of a kind's parts: "group", "wq", "engine"; NULL for a device. */
const char *object_prefix(enum accfg_kind kind);

int object_init(struct accfg_object *object, struct accfg_device *device, enum accfg_kind kind, unsigned int id);
void object_release(struct accfg_object *object); /* what it holds, not the object */

/* A path relative to the held directory of the device: "size", "wq0.1/size". */
#define OBJECT_FILE_SIZE 96
void object_file(const struct accfg_object *object, const char *name, char path[OBJECT_FILE_SIZE]);

/* Text of an attribute: kept, or read now. Stores nothing unless it returns 0. The failure is noted in the context. */
int object_get_text(struct accfg_object *object, enum attr_id id, const char **text);
/* The same, always read now. */
int object_read_text(struct accfg_object *object, enum attr_id id, const char **text);
int object_set_text(struct accfg_object *object, const struct accfg_attr *attr, const char *text);
/* What was just read of an attribute, into the value of the context: its length or why it failed. */
void object_keep_text(struct accfg_object *object, enum attr_id id, int length);
/* Forgets what was read of this object. */
void object_forget(struct accfg_object *object);

/* The same, but for one attribute, of any kind. */
void object_forget_but(struct accfg_object *object, enum attr_id id);
/* Forgets one attribute. */
void object_forget_attr(struct accfg_object *object, enum attr_id id);
/* Gives back the descriptors that are held open; false: there were none. */
bool object_close_kept(struct accfg_object *object);

/* Typed: -EINVAL (noted) when the text is not of the type. */
int object_get_uint(struct accfg_object *object, enum attr_id id, unsigned int *value);
int object_get_int(struct accfg_object *object, enum attr_id id, int *value);
int object_get_u64(struct accfg_object *object, enum attr_id id, uint64_t *value); /* UINT or HEX, by the row */
int object_get_u32(struct accfg_object *object, enum attr_id id, uint32_t *value);
int object_get_bool(struct accfg_object *object, enum attr_id id, bool *value);
int object_get_bitmap(struct accfg_object *object, enum attr_id id, struct accfg_bitmap *value);
/* Index of the word in the row; unknown_word where the kernel has a word that the row has not. */
int object_get_word(struct accfg_object *object, enum attr_id id, int unknown_word, int *value);

int object_set_uint(struct accfg_object *object, enum attr_id id, uint64_t value);
int object_set_int(struct accfg_object *object, enum attr_id id, int value);
int object_set_bitmap(struct accfg_object *object, enum attr_id id, const struct accfg_bitmap *value);
int object_set_word(struct accfg_object *object, enum attr_id id, int value);

#endif
