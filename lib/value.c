// SPDX-License-Identifier: LGPL-2.1-or-later
/* Typed values of attributes: from the text that was read, and into the text to write. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/object.h"
#include "util/bitmap.h"
#include "util/number.h"

/* The file is there and readable but holds something else. */
static int unparsable(struct accfg_object *object, enum attr_id id, const char *text, const char *wanted)
{
	struct error_about about = { .object = object, .attr = attr_row(id)->name };

	return ctx_fail(object_ctx(object), -EINVAL, &about, "the file holds \"%.40s\", which is not %s", text,
			wanted);
}

int object_get_u64(struct accfg_object *object, enum attr_id id, uint64_t *value)
{
	unsigned int base = attr_row(id)->type == ACCFG_ATTR_HEX ? 16 : 10;
	const char *text;
	int rc = object_get_text(object, id, &text);

	if (rc)
		return rc;
	if (number_parse_u64(text, base, value))
		return unparsable(object, id, text, base == 16 ? "a hexadecimal number" : "a number");
	return 0;
}

int object_get_u32(struct accfg_object *object, enum attr_id id, uint32_t *value)
{
	uint64_t number = 0;
	int rc = object_get_u64(object, id, &number);

	if (rc)
		return rc;
	if (number > UINT32_MAX) {
		const char *text = "";

		object_get_text(object, id, &text);
		return unparsable(object, id, text, "a number of 32 bits");
	}
	*value = (uint32_t)number;
	return 0;
}

int object_get_uint(struct accfg_object *object, enum attr_id id, unsigned int *value)
{
	uint32_t number = 0;
	int rc = object_get_u32(object, id, &number);

	if (!rc)
		*value = number;
	return rc;
}

int object_get_int(struct accfg_object *object, enum attr_id id, int *value)
{
	const char *text;
	int number, rc = object_get_text(object, id, &text);

	if (rc)
		return rc;
	/* -1 says "none" of ids, nodes and classes; nothing below it means anything */
	if (number_parse_int(text, &number) || number < -1)
		return unparsable(object, id, text, "a number from -1");
	*value = number;
	return 0;
}

int object_get_bool(struct accfg_object *object, enum attr_id id, bool *value)
{
	const char *text;
	int rc = object_get_text(object, id, &text);

	if (rc)
		return rc;
	if ((text[0] != '0' && text[0] != '1') || text[1])
		return unparsable(object, id, text, "0 or 1");
	*value = text[0] == '1';
	return 0;
}

int object_get_bitmap(struct accfg_object *object, enum attr_id id, struct accfg_bitmap *value)
{
	const char *text;
	int rc = object_get_text(object, id, &text);

	if (rc)
		return rc;
	return bitmap_parse(text, value->bits) ? unparsable(object, id, text, "a bitmap of 256 bits") : 0;
}

int object_get_word(struct accfg_object *object, enum attr_id id, int unknown_word, int *value)
{
	const char *text;
	int rc = object_get_text(object, id, &text);
	int index;

	if (rc)
		return rc;
	index = attr_word_index(attr_row(id), text);
	if (index < 0 && *text)
		index = unknown_word;
	if (index < 0)
		return unparsable(object, id, text, attr_row(id)->values);
	*value = index;
	return 0;
}

int object_set_uint(struct accfg_object *object, enum attr_id id, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	return object_set_text(object, attr_row(id), text);
}

int object_set_int(struct accfg_object *object, enum attr_id id, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	return object_set_text(object, attr_row(id), text);
}

int object_set_bitmap(struct accfg_object *object, enum attr_id id, const struct accfg_bitmap *value)
{
	char text[BITMAP_TEXT_SIZE];

	bitmap_format(value->bits, text);
	return object_set_text(object, attr_row(id), text);
}

int object_set_word(struct accfg_object *object, enum attr_id id, int value)
{
	const char *at = attr_row(id)->values;
	char text[32];

	for (int i = 0; i < value && *at; i++) {
		at += strcspn(at, "|");
		at += *at == '|';
	}
	snprintf(text, sizeof(text), "%.*s", (int)strcspn(at, "|"), at);
	if (value < 0 || !*text)
		return ctx_fail(object_ctx(object), -EINVAL,
				&(struct error_about){ .object = object, .attr = attr_row(id)->name },
				"%d is no value of this attribute", value);
	return object_set_text(object, attr_row(id), text);
}
