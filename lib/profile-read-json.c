// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * json-c says what the text means, the locator says where it stands: this file brings the two
 * together and stops the reading when they disagree. The only file of the library that parses JSON.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/profile-read.h"

/* Decoded by json-c, so that there is no second decoder to differ. NULL: r->error is set. */
static char *decode_key(struct reader *r, const struct locate_node *node)
{
	uint32_t start = node->key, length = node->key_length;
	struct profile_place place = node->key_place;
	struct json_tokener *tokener;
	struct json_object *json;
	char *result = NULL;

	if (!memchr(r->text + start, '\\', length)) {
		result = strndup(r->text + start + 1, length - 2);
		if (!result)
			r->error = -ENOMEM;
		return result;
	}
	tokener = json_tokener_new();
	json = tokener ? json_tokener_parse_ex(tokener, r->text + start, (int)length) : NULL;
	if (json_object_is_type(json, json_type_string)) {
		result = strdup(json_object_get_string(json));
		if (result && strlen(result) != (size_t)json_object_get_string_len(json))
			reader_error(
				r, &(struct problem){ .rule = "control-character", .place = place },
				"a key has no NUL character");
	}
	if (!result)
		r->error = tokener && !json ? -EINVAL : -ENOMEM;
	json_object_put(json);
	if (tokener)
		json_tokener_free(tokener);
	return result;
}

static void disagree(struct reader *r, const struct locate_node *node)
{
	reader_error(r, &(struct problem){ .rule = "locator", .place = node->place },
		     "this text is read in two ways; please report it as a bug of accfg");
	r->error = -EINVAL;
}

static bool types_agree(enum locate_type type, struct json_object *json)
{
	switch (json_object_get_type(json)) {
	case json_type_object:
		return type == LOCATE_OBJECT;
	case json_type_array:
		return type == LOCATE_ARRAY;
	case json_type_string:
		return type == LOCATE_STRING;
	case json_type_int:
		return type == LOCATE_NUMBER;
	case json_type_double:
		return type == LOCATE_NUMBER || type == LOCATE_WORD;
	case json_type_null:
	case json_type_boolean:
		return type == LOCATE_WORD;
	}
	return false;
}

struct json_object *reader_parse(struct reader *r)
{
	struct json_tokener *tokener = json_tokener_new_ex(LOCATE_MAX_DEPTH + 8);
	struct json_object *json;

	if (!tokener) {
		r->error = -ENOMEM;
		return NULL;
	}
	json = json_tokener_parse_ex(tokener, r->text, (int)r->map.end);
	if (!json) {
		size_t offset = json_tokener_get_parse_end(tokener);

		reader_error(r,
			     &(struct problem){ .rule = "json",
						.place = locate_place_of(r->text, offset) },
			     "no valid JSON: %s",
			     json_tokener_error_desc(json_tokener_get_error(tokener)));
	} else if (!types_agree(r->map.nodes[0].type, json)) {
		disagree(r, &r->map.nodes[0]);
		json_object_put(json);
		json = NULL;
	}
	json_tokener_free(tokener);
	return json;
}

static int compare_keys(const void *a, const void *b)
{
	const struct member *const *left = a, *const *right = b;
	int order = strcmp((*left)->key, (*right)->key);

	if (order)
		return order;
	return *left < *right ? -1 : *left > *right;
}

/* Marks all but the last of members with the same key, which is the one that json-c kept. */
static void mark_overridden(struct reader *r, struct member *members, size_t count)
{
	struct member **sorted = malloc(count * sizeof(struct member *));

	if (!sorted) {
		r->error = -ENOMEM;
		return;
	}
	for (size_t i = 0; i < count; i++)
		sorted[i] = &members[i];
	qsort(sorted, count, sizeof(struct member *), compare_keys);
	for (size_t i = 1; i < count; i++) {
		const struct locate_node *first = sorted[i - 1]->item.node;
		struct problem what = { .attr = sorted[i]->key,
					.rule = "duplicate-key",
					.place = sorted[i]->item.node->key_place };

		if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0)
			continue;
		sorted[i - 1]->overridden = true;
		if (r->strict || r->unique_keys)
			reader_error(r, &what, "this key was given already at %u:%u",
				     first->key_place.line, first->key_place.column);
		else
			reader_note(r, &what,
				    "this key was given already at %u:%u; the last one counts",
				    first->key_place.line, first->key_place.column);
	}
	free(sorted);
}

static bool pair_members(struct reader *r, struct item object, struct member *members, size_t count)
{
	size_t distinct = 0;

	for (size_t i = 0; i < count; i++) {
		struct item *item = &members[i].item;

		distinct += !members[i].overridden;
		if (!json_object_object_get_ex(object.json, members[i].key, &item->json) ||
		    (!members[i].overridden && !types_agree(item->node->type, item->json))) {
			disagree(r, item->node);
			return false;
		}
	}
	if (distinct != (size_t)json_object_object_length(object.json)) {
		disagree(r, object.node);
		return false;
	}
	return true;
}

bool reader_members(struct reader *r, struct item object, struct member **members, size_t *count)
{
	const struct locate_node *nodes = r->map.nodes;
	struct member *list;
	size_t n = 0;

	for (uint32_t i = object.node->child; i; i = nodes[i].next)
		n++;
	*count = n;
	list = calloc(n ? n : 1, sizeof(*list));
	*members = list;
	if (!list) {
		r->error = -ENOMEM;
		return false;
	}
	n = 0;
	for (uint32_t i = object.node->child; i && !r->error; i = nodes[i].next, n++) {
		list[n].item.node = &nodes[i];
		list[n].key = decode_key(r, &nodes[i]);
	}
	if (!r->error && *count != (size_t)json_object_object_length(object.json))
		mark_overridden(r, list, *count);
	if (!r->error && pair_members(r, object, list, *count))
		return true;
	reader_members_free(list, *count);
	return false;
}

void reader_members_free(struct member *members, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(members[i].key);
	free(members);
}

static struct item element_at(struct reader *r, struct item array, uint32_t node, size_t index)
{
	struct item item = { .node = node ? &r->map.nodes[node] : NULL };

	if (!item.node) {
		if (index != json_object_array_length(array.json))
			disagree(r, array.node);
		return item;
	}
	item.json = json_object_array_get_idx(array.json, index);
	if (types_agree(item.node->type, item.json))
		return item;
	disagree(r, item.node);
	return (struct item){ NULL, NULL };
}

struct item reader_first(struct reader *r, struct item array, size_t *index)
{
	*index = 0;
	return element_at(r, array, array.node->child, 0);
}

struct item reader_next(struct reader *r, struct item array, struct item element, size_t *index)
{
	++*index;
	return element_at(r, array, element.node->next, *index);
}

const char *reader_source(const struct reader *r, const struct locate_node *node, char *buffer,
			  size_t size)
{
	size_t length = node->length;

	if (node->type == LOCATE_OBJECT || node->type == LOCATE_ARRAY) {
		strcpy(buffer, node->type == LOCATE_OBJECT ? "{...}" : "[...]");
		return buffer;
	}
	if (length < size) {
		memcpy(buffer, r->text + node->start, length);
		buffer[length] = '\0';
		return buffer;
	}
	length = size - 4;
	while (length && ((unsigned char)r->text[node->start + length] & 0xc0) == 0x80)
		length--; /* not within a character */
	memcpy(buffer, r->text + node->start, length);
	strcpy(buffer + length, "...");
	return buffer;
}
