// SPDX-License-Identifier: LGPL-2.1-or-later
/* Looking at the rows of attr-table.c: the public accessors and lookups by name, word and rule. */
#include "lib/attr.h"

#include <errno.h>
#include <string.h>

#include "lib/ctx.h"

/* First row of each kind, and the end. */
static const enum attr_id first_rows[] = {
	[ACCFG_KIND_DEVICE] = ATTR_READ_BUFFER_LIMIT,
	[ACCFG_KIND_GROUP] = ATTR_READ_BUFFERS_RESERVED,
	[ACCFG_KIND_WQ] = ATTR_MODE,
	[ACCFG_KIND_ENGINE] = ATTR_ENGINE_GROUP_ID,
	[ACCFG_KIND_ENGINE + 1] = ATTR_COUNT,
};

enum attr_id attr_first(enum accfg_kind kind)
{
	return first_rows[kind];
}

size_t attr_count(enum accfg_kind kind)
{
	return (size_t)(first_rows[kind + 1] - first_rows[kind]);
}

const struct accfg_attr *attr_by_rule(enum idxd_attr rule)
{
	for (size_t i = 0; rule != IDXD_ATTR_NONE && i < ATTR_COUNT; i++) {
		if (attr_table[i].rule == rule)
			return &attr_table[i];
	}
	return NULL;
}

int attr_word_index(const struct accfg_attr *attr, const char *word)
{
	const char *at = attr->values;
	size_t length = strlen(word);

	for (int i = 0;; i++) {
		size_t n = strcspn(at, "|");

		if (n == length && !memcmp(at, word, n))
			return i;
		if (!at[n])
			return -EINVAL;
		at += n + 1;
	}
}

static bool known_kind(enum accfg_kind kind)
{
	return kind >= ACCFG_KIND_DEVICE && kind <= ACCFG_KIND_ENGINE;
}

ACCFG_EXPORT const struct accfg_attr *accfg_attr_get_first(enum accfg_kind kind)
{
	return known_kind(kind) ? attr_row(attr_first(kind)) : NULL;
}

ACCFG_EXPORT const struct accfg_attr *accfg_attr_get_next(const struct accfg_attr *attr)
{
	enum attr_id next = attr_get_id(attr) + 1;

	return next < ATTR_COUNT && attr_table[next].kind == attr->kind ? attr_row(next) : NULL;
}

static bool has_name(const struct accfg_attr *attr, const char *name)
{
	return !strcmp(attr->name, name) || (attr->old_name && !strcmp(attr->old_name, name)) ||
	       (attr->json_key && !strcmp(attr->json_key, name));
}

ACCFG_EXPORT const struct accfg_attr *accfg_attr_get_by_name(enum accfg_kind kind, const char *name)
{
	const struct accfg_attr *attr = accfg_attr_get_first(kind);

	while (attr && !has_name(attr, name))
		attr = accfg_attr_get_next(attr);
	return attr;
}

ACCFG_EXPORT const char *accfg_attr_get_name(const struct accfg_attr *attr)
{
	return attr->name;
}

ACCFG_EXPORT const char *accfg_attr_get_old_name(const struct accfg_attr *attr)
{
	return attr->old_name;
}

ACCFG_EXPORT const char *accfg_attr_get_json_key(const struct accfg_attr *attr)
{
	return attr->json_key;
}

ACCFG_EXPORT enum accfg_kind accfg_attr_get_kind(const struct accfg_attr *attr)
{
	return attr->kind;
}

ACCFG_EXPORT enum accfg_attr_type accfg_attr_get_type(const struct accfg_attr *attr)
{
	return attr->type;
}

ACCFG_EXPORT bool accfg_attr_is_writable(const struct accfg_attr *attr)
{
	return attr->writable;
}

ACCFG_EXPORT bool accfg_attr_has_family(const struct accfg_attr *attr, enum accfg_family family)
{
	return attr->families & ATTR_FAMILY_BIT(family);
}

ACCFG_EXPORT const char *accfg_attr_get_unit(const struct accfg_attr *attr)
{
	return attr->unit;
}

ACCFG_EXPORT const char *accfg_attr_get_help(const struct accfg_attr *attr)
{
	return attr->help;
}

ACCFG_EXPORT const char *accfg_attr_get_since(const struct accfg_attr *attr)
{
	return attr->since;
}

ACCFG_EXPORT const char *accfg_attr_get_values(const struct accfg_attr *attr)
{
	return attr->values;
}

ACCFG_EXPORT const char *accfg_attr_get_option(const struct accfg_attr *attr)
{
	return attr->option;
}

ACCFG_EXPORT char accfg_attr_get_option_char(const struct accfg_attr *attr)
{
	return attr->option_char;
}
