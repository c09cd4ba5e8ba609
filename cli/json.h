/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON in the form that accel-config's json-c has: two spaces, no blank behind the colon, "/" escaped. Knows
 * text only; write errors are those of the stream.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdbool.h>
#include <stdio.h>

struct json {
	FILE *out;
	unsigned int depth;
	bool compact;  /* all on one line */
	bool not_first; /* something stands before in this object or array */
};

/* key is NULL in arrays and at the top. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *key, const char *value);
void json_raw(struct json *json, const char *key, const char *text); /* a number, or JSON that was made before */
void json_escape(FILE *out, const char *text);

#endif
