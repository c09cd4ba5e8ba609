/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds where every key and value of a JSON text stands. json-c says what the text means but not where; this scanner
 * accepts the same sloppy dialect and keeps the places. Knows nothing of profiles. Values are not decoded here.
 */
#ifndef ACCFG_LOCATE_H
#define ACCFG_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/place.h"

#define LOCATE_MAX_DEPTH 64
/* A profile of 256 devices with everything said has a third of this; json-c needs about 200 bytes for each. */
#define LOCATE_MAX_NODES 262144
#define LOCATE_MAX_REMARKS 256

enum locate_type {
	LOCATE_OBJECT,
	LOCATE_ARRAY,
	LOCATE_STRING,
	LOCATE_NUMBER,
	LOCATE_WORD, /* null, true, false, NaN, Infinity */
};

struct locate_node {
	enum locate_type type;
	uint32_t child; /* index of the first child, 0: none */
	uint32_t next;	/* index of the next sibling, 0: none */
	uint32_t key;	/* offset of the key with its quotes */
	uint32_t key_length; /* 0: has no key */
	uint32_t start; /* offset of the value */
	uint32_t length;
	struct profile_place key_place;
	struct profile_place place;
};

/* What json-c takes without a word although it is not JSON. */
enum locate_sloppy {
	LOCATE_COMMENT,
	LOCATE_TRAILING_COMMA,
	LOCATE_SINGLE_QUOTE,
	LOCATE_WORD_CASE,      /* True, NULL */
	LOCATE_NOT_A_NUMBER,   /* NaN, Infinity */
	LOCATE_NUMBER_FORM,    /* 010, 1., .5 */
	LOCATE_CONTROL_CHAR,   /* a raw tab or newline within a string */
	LOCATE_TRAILING_TEXT,  /* anything after the value */
};

struct locate_remark {
	enum locate_sloppy what;
	struct profile_place place;
};

struct locate_map {
	struct locate_node *nodes; /* nodes[0] is the whole value, then in the order of the text */
	uint32_t n_nodes;
	uint32_t room;
	struct locate_remark remarks[LOCATE_MAX_REMARKS];
	unsigned int n_remarks; /* of all, may be more than are kept */
	size_t end;	  /* offset after the value; the rest is no part of it */
	char reason[160]; /* of a failure */
	struct profile_place error_place;
};

/*
 * Scans length bytes of valid UTF-8 without NUL. Comments are overwritten by blanks, since json-c 0.16 does not see the
 * end of one that ends in two asterisks. Errors: -EINVAL no JSON (reason, error_place), -ENOMEM, -E2BIG too deep
 * or too many values (reason, error_place). The map is to be freed in every case.
 */
int locate_scan(char *text, size_t length, struct locate_map *map);
void locate_free(struct locate_map *map);

/* What a remark is about, for messages: "a trailing comma". */
const char *locate_sloppy_text(enum locate_sloppy what);

/* The place of an offset in a text, for errors that are known by offset only. */
struct profile_place locate_place_of(const char *text, size_t offset);

#endif
