// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The scanner behind locate.h. One pass, no recursion: open containers are kept in a stack of fixed
 * depth. It is as tolerant as json-c and at most more so: what json-c then refuses is json-c's
 * error. test/fuzz holds the two together.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/locate-scan.h"

struct key {
	uint32_t start;
	uint32_t length;
	struct profile_place place;
};

static int node_new(struct scanner *s, const struct key *key, uint32_t *index)
{
	struct locate_map *map = s->map;
	struct locate_node *node;

	if (map->n_nodes == LOCATE_MAX_NODES)
		return scan_fail_at(s, -E2BIG, &s->here, "more than %d values", LOCATE_MAX_NODES);
	if (map->n_nodes == map->room) {
		uint32_t room = map->room ? map->room * 2 : 64;
		struct locate_node *grown = realloc(map->nodes, room * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		map->nodes = grown;
		map->room = room;
	}
	*index = map->n_nodes++;
	node = &map->nodes[*index];
	*node = (struct locate_node){ .start = (uint32_t)s->at,
				      .place = s->here,
				      .key = key->start,
				      .key_length = key->length,
				      .key_place = key->place };
	if (s->depth) {
		uint32_t last = s->last[s->depth - 1];

		if (last)
			map->nodes[last].next = *index;
		else
			map->nodes[s->open[s->depth - 1]].child = *index;
		s->last[s->depth - 1] = *index;
	}
	return 0;
}

static int open_container(struct scanner *s, uint32_t index)
{
	if (s->depth == LOCATE_MAX_DEPTH)
		return scan_fail_at(s, -E2BIG, &s->here, "nested deeper than %d levels",
				    LOCATE_MAX_DEPTH);
	s->open[s->depth] = index;
	s->last[s->depth] = 0;
	s->depth++;
	scan_advance(s);
	return 0;
}

static int scan_value(struct scanner *s, const struct key *key)
{
	enum locate_type type = LOCATE_WORD;
	char c = scan_peek(s);
	uint32_t index = 0;
	int r;

	if (!c)
		return scan_fail(s, "the text ends where a value is expected");
	r = node_new(s, key, &index);
	if (r < 0)
		return r;
	if (c == '{' || c == '[') {
		s->map->nodes[index].type = c == '{' ? LOCATE_OBJECT : LOCATE_ARRAY;
		return open_container(s, index);
	}
	if (c == '"' || c == '\'') {
		type = LOCATE_STRING;
		r = scan_string(s);
	} else if (scan_is_digit(c) || c == '-') {
		r = scan_number(s, &type);
	} else if (strchr("nNtTfFiI", c)) {
		r = scan_word(s, s->here, s->at);
	} else {
		return scan_fail(s, c == ',' ? "a value is missing before this comma"
					     : "a value is expected; text stands in double quotes");
	}
	s->map->nodes[index].type = type;
	s->map->nodes[index].length = (uint32_t)(s->at - s->map->nodes[index].start);
	return r;
}

static int scan_key(struct scanner *s, struct key *key)
{
	int r;

	if (scan_peek(s) != '"' && scan_peek(s) != '\'')
		return scan_fail(s, "a key in double quotes is expected");
	*key = (struct key){ .start = (uint32_t)s->at, .place = s->here };
	r = scan_string(s);
	if (r < 0)
		return r;
	key->length = (uint32_t)(s->at - key->start);
	r = scan_blanks(s);
	if (r < 0)
		return r;
	if (scan_peek(s) != ':')
		return scan_fail(s, "a ':' is expected after the key");
	scan_advance(s);
	return scan_blanks(s);
}

static void close_container(struct scanner *s)
{
	struct locate_node *node = &s->map->nodes[s->open[--s->depth]];

	scan_advance(s);
	node->length = (uint32_t)(s->at - node->start);
}

/* One element of the innermost open container, or its end. */
static int scan_element(struct scanner *s)
{
	const struct locate_node *in = &s->map->nodes[s->open[s->depth - 1]];
	bool object = in->type == LOCATE_OBJECT, first = !s->last[s->depth - 1];
	struct profile_place comma;
	struct key key = { 0 };
	char end = object ? '}' : ']';
	int r = scan_blanks(s);

	if (r < 0)
		return r;
	if (!scan_peek(s))
		return scan_fail_at(s, -EINVAL, &in->place, "the %s that begins here has no end",
				    object ? "object" : "list");
	if (!first && scan_peek(s) != end) {
		if (scan_peek(s) != ',')
			return scan_fail_at(s, -EINVAL, &s->here, "a comma or '%c' is expected",
					    end);
		comma = s->here;
		scan_advance(s);
		r = scan_blanks(s);
		if (r < 0)
			return r;
		if (scan_peek(s) == end)
			scan_remark(s, LOCATE_TRAILING_COMMA, comma);
	}
	if (scan_peek(s) == end) {
		close_container(s);
		return 0;
	}
	r = object ? scan_key(s, &key) : 0;
	return r < 0 ? r : scan_value(s, &key);
}

/* accel-config looks at nothing after the value, so nothing there is an error. */
static void scan_rest(struct scanner *s)
{
	struct profile_place start;

	s->map->end = s->at;
	while (scan_peek(s) && strchr(" \t\r\n", scan_peek(s)))
		scan_advance(s);
	start = s->here;
	if (scan_blanks(s) < 0 || scan_peek(s))
		scan_remark(s, LOCATE_TRAILING_TEXT, s->map->reason[0] ? start : s->here);
	s->map->reason[0] = '\0';
}

int locate_scan(char *text, size_t length, struct locate_map *map)
{
	struct scanner s = { .text = text, .length = length, .here = { 1, 1 }, .map = map };
	const struct key no_key = { 0 };
	int r;

	memset(map, 0, sizeof(*map));
	r = scan_blanks(&s);
	if (r == 0)
		r = scan_value(&s, &no_key);
	while (r == 0 && s.depth)
		r = scan_element(&s);
	if (r == 0)
		scan_rest(&s);
	return r;
}

void locate_free(struct locate_map *map)
{
	free(map->nodes);
	map->nodes = NULL;
}
