// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One attribute of a profile: from JSON to the canonical text that the model keeps, checked against what the attribute's
 * row allows on any machine. What this machine and the other attributes allow is the business of validate.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/profile-keys.h"
#include "lib/profile-read.h"
#include "lib/suggest.h"

#define BITMAP_WORDS 8

struct value_reading {
	struct reader *r;
	const struct profile_device *device;
	struct profile_object *object;
	const struct accfg_attr *attr;
	const struct member *member;
	char path[128];
	char source[80];
};

static struct problem problem_of(const struct value_reading *v, const char *rule)
{
	return (struct problem){ .object = v->path, .attr = v->member->key, .value = v->source, .rule = rule,
				 .place = v->member->item.node->place };
}

static void put(struct value_reading *v, const char *text, int64_t number)
{
	struct profile_value *value = profile_object_put(v->object, v->attr, text, number, &v->member->item.node->place);

	if (!value)
		v->r->error = -ENOMEM;
	else
		value->key_place = v->member->item.node->key_place;
}

/* "0..15", "1.." or "-1..7" of the row; anything else leaves what the type allows. */
static void range_of(const struct accfg_attr *attr, int64_t *low, int64_t *high)
{
	const char *values = accfg_attr_get_values(attr), *dots = values ? strstr(values, "..") : NULL;
	char *end;
	long long number;

	*low = accfg_attr_get_type(attr) == ACCFG_ATTR_INT ? INT32_MIN : 0;
	*high = accfg_attr_get_type(attr) == ACCFG_ATTR_INT ? INT32_MAX : UINT32_MAX;
	if (!dots)
		return;
	number = strtoll(values, &end, 10);
	if (end != dots)
		return;
	*low = number;
	number = strtoll(dots + 2, &end, 10);
	if (end != dots + 2)
		*high = number;
	else if (strcmp(accfg_attr_get_name(attr), "max_transfer_size") == 0)
		*high = INT64_MAX;
}

static const char *range_text(int64_t low, int64_t high, char *buffer, size_t size)
{
	if (high >= UINT32_MAX)
		snprintf(buffer, size, "at least %lld", (long long)low);
	else
		snprintf(buffer, size, "%lld to %lld", (long long)low, (long long)high);
	return buffer;
}

/* False: no whole number, said so. What int64 cannot hold becomes its nearest limit and fails the range. */
static bool get_number(struct value_reading *v, int64_t *number)
{
	struct json_object *json = v->member->item.json;
	struct problem what = problem_of(v, "type");
	const char *text;

	switch (json_object_get_type(json)) {
	case json_type_int:
		*number = json_object_get_int64(json);
		if (*number == INT64_MAX && json_object_get_uint64(json) > INT64_MAX) {
			what.rule = "range";
			reader_error(v->r, &what, "this number is too large");
			return false;
		}
		return true;
	case json_type_string:
		text = json_object_get_string(json);
		if (*text && strlen(text) < 20 && strspn(text, "-0123456789") == strlen(text))
			reader_error(v->r, &what, "a number is needed; write %s without quotes", text);
		else
			reader_error(v->r, &what, "a number is needed, this is text");
		return false;
	case json_type_double:
		reader_error(v->r, &what, "a whole number is needed");
		return false;
	case json_type_boolean:
		reader_error(v->r, &what, "a number is needed, this is true or false");
		return false;
	default:
		reader_error(v->r, &what, "a number is needed");
		return false;
	}
}

/* accel-config writes -1 and -2 (its error numbers) for what a device has not. */
static bool is_placeholder(int64_t number)
{
	return number == -1 || number == -2;
}

static void read_number(struct value_reading *v)
{
	int64_t number, low, high;
	char text[32], range[64];

	if (!get_number(v, &number))
		return;
	if (is_placeholder(number))
		return;
	range_of(v->attr, &low, &high);
	if (number < low || number > high) {
		struct problem what = problem_of(v, "range");

		reader_error(v->r, &what, "allowed: %s", range_text(low, high, range, sizeof(range)));
		return;
	}
	snprintf(text, sizeof(text), "%lld", (long long)number);
	put(v, text, number);
}

static void read_bool(struct value_reading *v)
{
	struct json_object *json = v->member->item.json;
	int64_t number;

	if (json_object_is_type(json, json_type_boolean))
		number = json_object_get_boolean(json);
	else if (!get_number(v, &number) || is_placeholder(number))
		return;
	if (number != 0 && number != 1) {
		struct problem what = problem_of(v, "range");

		reader_error(v->r, &what, "allowed: 0 or 1");
		return;
	}
	put(v, number ? "1" : "0", number);
}

/* The string, or NULL after saying that it must be one. -1 and -2 are placeholders here too. */
static const char *get_string(struct value_reading *v)
{
	struct json_object *json = v->member->item.json;
	struct problem what = problem_of(v, "type");

	if (json_object_is_type(json, json_type_int) && is_placeholder(json_object_get_int64(json)))
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

static void read_enum(struct value_reading *v)
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
		put(v, text, index);
		return;
	}
	for (const char *p = words; *p && strlen(list) + 3 < sizeof(list); p++) {
		char one[2] = { *p, '\0' };

		strcat(list, *p == '|' ? ", " : one);
	}
	struct problem what = problem_of(v, "word");

	if (suggestion.best)
		reader_error(v->r, &what, "unknown word, did you mean \"%s\"? Allowed: %s", suggestion.best, list);
	else
		reader_error(v->r, &what, "unknown word; allowed: %s", list);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* The kernel takes 1,024 bytes of a name and 128 of a driver's, and drops blanks at both ends. */
static void read_string(struct value_reading *v)
{
	const char *text = get_string(v);
	size_t limit = strcmp(accfg_attr_get_name(v->attr), "driver_name") == 0 ? 128 : 1024, length;
	struct problem what = problem_of(v, "control-character");
	char trimmed[1025];

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
	put(v, trimmed, 0);
}

/* Hexadecimal groups of at most 8 digits, most significant first, as op_config prints them. */
static bool parse_bitmap(const char *text, uint32_t words[BITMAP_WORDS], const char **reason)
{
	uint32_t groups[BITMAP_WORDS] = { 0 };
	unsigned int n = 0;

	for (;;) {
		size_t digits = strspn(text, "0123456789abcdefABCDEF");

		*reason = "hexadecimal digits in groups of at most 8 are needed, with commas between the groups";
		if (digits == 0 || digits > 8)
			return false;
		*reason = "more than 256 bits";
		if (n == BITMAP_WORDS)
			return false;
		groups[n++] = (uint32_t)strtoul(text, NULL, 16);
		text += digits;
		if (!*text)
			break;
		if (*text++ != ',') {
			*reason = "only hexadecimal digits and commas are allowed";
			return false;
		}
	}
	memset(words, 0, BITMAP_WORDS * sizeof(words[0]));
	memcpy(words + BITMAP_WORDS - n, groups, n * sizeof(words[0]));
	return true;
}

static void read_bitmap(struct value_reading *v)
{
	const char *text = get_string(v), *reason;
	uint32_t w[BITMAP_WORDS];
	char canonical[80];

	if (!text || !*text)
		return;
	if (!parse_bitmap(text, w, &reason)) {
		struct problem what = problem_of(v, "bitmap");

		reader_error(v->r, &what, "%s", reason);
		return;
	}
	snprintf(canonical, sizeof(canonical), "%08x,%08x,%08x,%08x,%08x,%08x,%08x,%08x",
		 w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
	put(v, canonical, 0);
}

/* -1: in no group; -2: nothing said. Where the object stands in the text says it already. */
static void read_group_id(struct value_reading *v)
{
	struct profile_object *object = v->object;
	struct problem what;
	int64_t number;

	if (!get_number(v, &number) || number == -2)
		return;
	what = problem_of(v, "group-id");
	if (number < -1 || number > 65535) {
		what.rule = "range";
		reader_error(v->r, &what, "allowed: the number of a group, or -1 for none");
	} else if (object->group_id == PROFILE_GROUP_NOT_SAID || object->group_id == number) {
		object->group_id = (int)number;
		object->group_place = v->member->item.node->place;
	} else if (object->group_id == PROFILE_GROUP_NONE) {
		reader_error(v->r, &what, "it stands in a list of objects without a group; move it into group %lld",
			     (long long)number);
	} else {
		reader_error(v->r, &what, "it stands in group %d (%u:%u); write %d, or leave group_id out",
			     object->group_id, object->group_place.line, object->group_place.column,
			     object->group_id);
	}
}

static void note_given_before(struct value_reading *v)
{
	const struct profile_value *before = profile_object_find(v->object, accfg_attr_get_name(v->attr));
	struct problem what = problem_of(v, "duplicate-key");

	if (!before || before->key_place.line == 0)
		return;
	what.place = v->member->item.node->key_place;
	reader_note(v->r, &what, "the same attribute was given under its other name at %u:%u; the last one counts",
		    before->key_place.line, before->key_place.column);
}

/* Said once for each attribute: profiles for IAA often carry the keys of DSA in every group. */
static void note_not_here(struct value_reading *v)
{
	struct reader *r = v->r;
	const struct accfg_attr **grown;
	struct problem what = problem_of(v, "family");

	for (size_t i = 0; i < r->n_not_here; i++)
		if (r->not_here[i] == v->attr)
			return;
	grown = reallocarray(r->not_here, r->n_not_here + 1, sizeof(*grown));
	if (!grown) {
		r->error = -ENOMEM;
		return;
	}
	r->not_here = grown;
	r->not_here[r->n_not_here++] = v->attr;
	reader_note(r, &what, "%s devices have no such attribute; it is ignored",
		    v->device->family == ACCFG_FAMILY_DSA ? "dsa" : "iax");
}

void reader_read_value(struct reader *r, const struct profile_device *device, struct profile_object *object,
		       const struct accfg_attr *attr, const struct member *member)
{
	struct value_reading v = { .r = r, .device = device, .object = object, .attr = attr, .member = member };
	bool here = device->family == PROFILE_FAMILY_ANY ||
		    accfg_attr_has_family(attr, (enum accfg_family)device->family);

	if (!member->item.json)
		return; /* null: as if it were not there */
	profile_path(device, object, v.path, sizeof(v.path));
	reader_source(r, member->item.node, v.source, sizeof(v.source));
	if (strcmp(accfg_attr_get_name(attr), "group_id") == 0) {
		read_group_id(&v);
		return;
	}
	if (!here) {
		if (json_object_is_type(member->item.json, json_type_int) && json_object_get_int64(member->item.json) > 0)
			note_not_here(&v);
		return;
	}
	note_given_before(&v);
	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_UINT:
	case ACCFG_ATTR_INT:
	case ACCFG_ATTR_HEX:
		read_number(&v);
		break;
	case ACCFG_ATTR_BOOL:
		read_bool(&v);
		break;
	case ACCFG_ATTR_BITMAP:
		read_bitmap(&v);
		break;
	case ACCFG_ATTR_STRING:
		read_string(&v);
		break;
	case ACCFG_ATTR_ENUM:
		read_enum(&v);
		break;
	}
}
