// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of the reader and writer of profiles. It asserts more than "no crash": json-c and the locator see the same
 * text, every place is where it is said to be, what is accepted is written and read back to the same text, and an
 * answer always comes with its reasons.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/libaccfg.h"
#include "lib/locate.h"
#include "test/fuzz/must.h"

/* ---- the locator against json-c ---------------------------------------------------------------- */

static struct json_object *parse(const char *text, size_t length)
{
	struct json_tokener *tokener = json_tokener_new_ex(LOCATE_MAX_DEPTH + 8);
	struct json_object *json = json_tokener_parse_ex(tokener, text, (int)length);

	json_tokener_free(tokener);
	return json;
}

static void must_agree(const struct locate_map *map, uint32_t index, struct json_object *json)
{
	const struct locate_node *node = &map->nodes[index];
	enum json_type type = json_object_get_type(json);
	size_t count = 0;

	switch (node->type) {
	case LOCATE_OBJECT:
		MUST(type == json_type_object);
		for (uint32_t i = node->child; i; i = map->nodes[i].next)
			count++;
		MUST(count >= (size_t)json_object_object_length(json));
		MUST(!count == !json_object_object_length(json));
		return;
	case LOCATE_ARRAY:
		MUST(type == json_type_array);
		for (uint32_t i = node->child; i; i = map->nodes[i].next)
			must_agree(map, i, json_object_array_get_idx(json, count++));
		MUST(count == json_object_array_length(json));
		return;
	case LOCATE_STRING:
		MUST(type == json_type_string);
		return;
	case LOCATE_NUMBER:
		MUST(type == json_type_int || type == json_type_double);
		return;
	case LOCATE_WORD:
		MUST(type == json_type_null || type == json_type_boolean || type == json_type_double);
		return;
	}
}

static void must_have_places(const struct locate_map *map, const char *text)
{
	/* a few, since each is counted from the beginning */
	for (uint32_t i = 0; i < map->n_nodes && i < 64; i++) {
		const struct locate_node *node = &map->nodes[i];
		struct profile_place place = locate_place_of(text, node->start);

		MUST(place.line == node->place.line && place.column == node->place.column);
		if (!node->key_length)
			continue;
		MUST(text[node->key] == '"' || text[node->key] == '\'');
		place = locate_place_of(text, node->key);
		MUST(place.line == node->key_place.line && place.column == node->key_place.column);
	}
}

static void check_locator(const char *text, size_t length)
{
	char *copy = strdup(text);
	struct locate_map map;
	struct json_object *json;
	int r = locate_scan(copy, length, &map);

	MUST(r == 0 || r == -EINVAL || r == -E2BIG);
	if (r == 0) {
		must_have_places(&map, text);
		json = parse(copy, map.end);
		if (json)
			must_agree(&map, 0, json);
		json_object_put(json);
	} else {
		MUST(map.reason[0] && map.error_place.line && map.error_place.column);
	}
	/* comments are the one thing that the locator reads better than json-c 0.16 */
	if (r == -EINVAL && !strchr(text, '/')) {
		json = parse(text, length + 1);
		MUST(!json_object_is_type(json, json_type_array) && !json_object_is_type(json, json_type_object));
		json_object_put(json);
	}
	locate_free(&map);
	free(copy);
}

/* ---- the reader and the writer ------------------------------------------------------------------ */

static void must_explain(struct accfg_profile *profile, int result)
{
	const struct accfg_error *problem;
	size_t errors = 0;

	MUST(result == 0 || result == -EINVAL);
	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem)) {
		const char *message = accfg_error_get_message(problem);

		MUST(message && *message && !strchr(message, '\n'));
		MUST(accfg_error_get_rule(problem));
		MUST(strcmp(accfg_error_get_rule(problem), "locator") != 0);
		if (!accfg_error_is_note(problem))
			errors++;
	}
	MUST(!errors == !result);
}

static int read_text(struct accfg_profile *profile, const char *text, size_t length, unsigned int flags)
{
	int r = accfg_profile_read_memory(profile, text, length, "fuzz", flags);

	must_explain(profile, r);
	return r;
}

static void check_round_trip(struct accfg_profile *profile, struct accfg_profile *again)
{
	char *first, *second;

	MUST(accfg_profile_get_text(profile, &first) == 0);
	MUST(read_text(again, first, strlen(first), ACCFG_PROFILE_STRICT) == 0);
	MUST(accfg_profile_get_text(again, &second) == 0);
	MUST(strcmp(first, second) == 0);
	free(first);
	free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct accfg_profile *profile, *again;
	struct accfg_ctx *ctx;
	char *text = malloc(size + 1);
	int lenient, strict;

	MUST(accfg_new(&ctx) == 0 && text);
	MUST(accfg_profile_new(ctx, &profile) == 0 && accfg_profile_new(ctx, &again) == 0);
	memcpy(text, data, size);
	text[size] = '\0';

	strict = read_text(again, text, size, ACCFG_PROFILE_STRICT);
	lenient = read_text(profile, text, size, 0);
	MUST(strict != 0 || lenient == 0);
	if (lenient == 0)
		check_round_trip(profile, again);
	if (strlen(text) == size && size <= 65536)
		check_locator(text, size);

	accfg_profile_free(profile);
	accfg_profile_free(again);
	accfg_unref(ctx);
	free(text);
	return 0;
}
