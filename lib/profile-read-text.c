// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Attributes of a profile that are text: names, words of a few, bitmaps. Numbers and the choice
 * between them are in profile-read-value.c.
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

	if (json_object_is_type(json, json_type_int) &&
	    value_is_placeholder(json_object_get_int64(json)))
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

/* The index of text among the words of "shared|dedicated", each of which may be suggested; or -1.
 */
static int word_index(const char *words, const char *text, struct suggestion *suggestion,
		      char *copy, size_t size)
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
		reader_error(v->r, &what, "unknown word, did you mean \"%s\"? Allowed: %s",
			     suggestion.best, list);
	else
		reader_error(v->r, &what, "unknown word; allowed: %s", list);
}

/* Another driver may exist one day, so this is no error. */
static void note_unknown_driver(struct value_reading *v, const char *text)
{
	static const char *const drivers[] = { "user", "dmaengine", "crypto" };
	struct problem what = value_problem(v, "driver-name");
	struct suggestion suggestion;

	suggest_begin(&suggestion, text);
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		if (strcmp(drivers[i], text) == 0)
			return;
		suggest_try(&suggestion, drivers[i]);
	}
	reader_note(v->r, &what, "no driver of the kernel is known by this name%s%s%s",
		    suggestion.best ? ", did you mean \"" : "",
		    suggestion.best ? suggestion.best : "", suggestion.best ? "\"?" : "");
}

/* False and said so: the kernel would end the text there, or no one could read it in a message. */
static bool has_no_control(struct value_reading *v, const char *text)
{
	struct problem what = value_problem(v, "control-character");

	for (const char *p = text; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f) {
			reader_error(v->r, &what,
				     "control characters and newlines are not allowed");
			return false;
		}
	}
	return true;
}

/* The kernel drops spaces at both ends, and takes no empty text, which list shows for nothing set. */
void value_read_string(struct value_reading *v)
{
	const char *text = get_string(v);
	struct problem what = value_problem(v, "length");
	char trimmed[IDXD_RULES_NAME_MAX];
	int64_t low, limit;
	size_t length;

	if (!text || !has_no_control(v, text))
		return;
	value_range(v->attr, &low, &limit);
	if (limit >= IDXD_RULES_NAME_MAX)
		limit = IDXD_RULES_DRIVER_NAME_MAX - 1; /* its row lists words */
	text += strspn(text, " ");
	length = strlen(text);
	while (length && text[length - 1] == ' ')
		length--;
	if ((int64_t)length > limit) {
		reader_error(v->r, &what, "%zu bytes, allowed: 1 to %lld", length,
			     (long long)limit);
		return;
	}
	if (length == 0)
		return;
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	if (strcmp(accfg_attr_get_name(v->attr), "driver_name") == 0)
		note_unknown_driver(v, trimmed);
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
	/* not the form of four words with 0x, which only old kernels print and only for op_cap */
	r = strchr(text, 'x') || strchr(text, 'X') ? -EINVAL : bitmap_parse(text, bits);
	if (r == -EOVERFLOW) {
		reader_error(v->r, &what, "more than 256 bits");
	} else if (r < 0) {
		reader_error(v->r, &what,
			     "hexadecimal digits in groups of at most 8 are needed, "
			     "with commas between the groups");
	} else {
		bitmap_format(bits, canonical);
		value_put(v, canonical, 0);
	}
}
