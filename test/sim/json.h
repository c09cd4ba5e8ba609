/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strict reading of our own JSON files: unknown keys and wrong types are
 * errors that name file, entry and key.
 */
#ifndef ACCFG_SIM_JSON_H
#define ACCFG_SIM_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

struct json_where {
	const char *file;
	const char *what;	/* "entry", "device" */
	unsigned int index;
};

/* One key that is understood, and where its value goes. */
struct json_key {
	const char *name;
	enum json_form { JSON_TEXT, JSON_NUMBER, JSON_INT, JSON_FLAG,
			 JSON_OTHER } form;
	void *to;	/* const char *, uint64_t, int, bool, json_object * */
};

int json_number(json_object *v, uint64_t *out);
json_object *json_read(const char *path);
int json_keys(const struct json_where *at, json_object *obj,
	      const struct json_key *keys, unsigned int n);
int json_fail(const struct json_where *at, const char *key, const char *fmt,
	      ...) __attribute__((format(printf, 3, 4)));

#endif
