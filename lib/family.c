// SPDX-License-Identifier: LGPL-2.1-or-later
/* Families of accelerators as rows: what differs between them besides attributes (attr-table.c). */
#include <string.h>

#include "lib/device.h"
#include "util/number.h"

const struct family_row family_table[FAMILY_COUNT] = {
	[ACCFG_FAMILY_DSA] = { .name = "dsa", .old_bus = "dsa" },
	[ACCFG_FAMILY_IAX] = { .name = "iax", .alias = "iaa", .old_bus = "iax", .kernel_driver = "crypto" },
};

static size_t match_prefix(const struct family_row *row, const char *name)
{
	size_t n = strlen(row->name);

	if (!strncmp(name, row->name, n))
		return n;
	n = row->alias ? strlen(row->alias) : 0;
	return n && !strncmp(name, row->alias, n) ? n : 0;
}

bool family_parse_name(const char *name, enum accfg_family *family, unsigned int *id)
{
	for (unsigned int i = 0; i < FAMILY_COUNT; i++) {
		size_t n = match_prefix(&family_table[i], name);

		if (!n)
			continue;
		*family = (enum accfg_family)i;
		return part_parse_number(name + n, id);
	}
	return false;
}

bool family_parse_word(const char *word, enum accfg_family *family)
{
	for (unsigned int i = 0; i < FAMILY_COUNT; i++) {
		size_t n = match_prefix(&family_table[i], word);

		if (!n || word[n])
			continue;
		*family = (enum accfg_family)i;
		return true;
	}
	return false;
}

bool part_parse_number(const char *text, unsigned int *id)
{
	return (text[0] != '0' || !text[1]) && !number_parse_uint(text, id);
}
