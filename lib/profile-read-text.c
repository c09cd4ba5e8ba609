// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Attributes of a profile that are text: names, words of a few, bitmaps. Numbers and the choice between them are in
 * profile-read-value.c.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "kernel/rules/idxd-state.h"
#include "lib/profile-read-value.h"
#include "lib/suggest.h"
#include "util/bitmap.h"

/* The string, or NULL after saying that it must be one. -1 and -2 are placeholders here too. */
static const char *get_string(struct value_reading *v)
{
	struct json_object *json = v->member->item.json;
	struct problem what = value_problem(v, "type");

	if (json_object_is_type(json, json_type_int) && value_is_placeholder(json_object_get_int64(json)))
		return NULL;
	if (!json_object_is_type(json, json_type_string)) {
		reader_error(v->r, &what, "text in double quotes is needed");
		return NULL;
	}
	if (strlen(json_object_get_string(json)) != (size_t)json_object_get_string_len(json)) {
		what.rule = "control-character";
		reader_error(v->r, &what, "a NUL character cannot be written to the kernel");
		return NULL;
	}
	return json_object_get_string(json);
}

/* Calls suggest for each word of "shared|dedicated"; returns the index of text, -1 if it is none of them. */
static int word_index(const char *words, const char *text, struct suggestion *suggestion, char *copy, size_t size)
{
	char *rest, *word;
	int index = 0;

	snprintf(copy, size, "%s", words);
	for (word = strtok_r(copy, "|", &rest); word; word = strtok_r(NULL, "|", &rest), index++) {
		if (strcmp(word, text) == 0)
			return index;
		suggest_try(suggestion, word);
	}
	return -1;
}

void value_read_enum(struct value_reading *v)
{
	const char *text = get_string(v), *words = accfg_attr_get_values(v->attr);
	struct suggestion suggestion;
	char copy[128], list[160] = "";
	int index;

	if (!text || !words)
		return;
	suggest_begin(&suggestion, text);
	index = word_index(words, text, &suggestion, copy, sizeof(copy));
	if (index >= 0) {
		value_put(v, text, index);
		return;
	}
	for (const char *p = words; *p && strlen(list) + 3 < sizeof(list); p++) {
		char one[2] = { *p, '\0' };

		strcat(list, *p == '|' ? ", " : one);
	}
	struct problem what = value_problem(v, "word");

	if (suggestion.best)
		reader_error(v->r, &what, "unknown word, did you mean \"%s\"? Allowed: %s", suggestion.best, list);
	else
		reader_error(v->r, &what, "unknown word; allowed: %s", list);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* The kernel drops blanks at both ends. */
void value_read_string(struct value_reading *v)
{
	const char *text = get_string(v);
	bool driver = strcmp(accfg_attr_get_name(v->attr), "driver_name") == 0;
	size_t limit = driver ? IDXD_RULES_DRIVER_NAME_MAX : IDXD_RULES_NAME_MAX, length;
	struct problem what = value_problem(v, "control-character");
	char trimmed[IDXD_RULES_NAME_MAX + 1];

	if (!text)
		return;
	for (const char *p = text; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f) {
			reader_error(v->r, &what, "control characters and newlines are not allowed");
			return;
		}
	}
	while (is_blank(*text))
		text++;
	length = strlen(text);
	while (length && is_blank(text[length - 1]))
		length--;
	if (length > limit) {
		what.rule = "length";
		reader_error(v->r, &what, "%zu bytes, allowed: 1 to %zu", length, limit);
		return;
	}
	if (length == 0)
		return; /* list shows "" for a wq without a name */
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	value_put(v, trimmed, 0);
}

void value_read_bitmap(struct value_reading *v)
{
	const char *text = get_string(v);
	uint64_t bits[BITMAP_WORDS];
	char canonical[BITMAP_TEXT_SIZE];
	struct problem what = value_problem(v, "bitmap");
	int r;

	if (!text || !*text)
		return;
	r = bitmap_parse(text, bits);
	if (r == -EOVERFLOW) {
		reader_error(v->r, &what, "more than 256 bits");
	} else if (r < 0) {
		reader_error(v->r, &what, "hexadecimal digits in groups of at most 8 are needed, "
			     "with commas between the groups");
	} else {
		bitmap_format(bits, canonical);
		value_put(v, canonical, 0);
	}
}
