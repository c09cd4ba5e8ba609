// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading of JSON files by tables of keys.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"
#include "sim.h"

json_object *json_read(const char *path)
{
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : 0;
	json_object *j;

	if (fd < 0) {
		sim_error("%s: %s", path, strerror(errno));
		return NULL;
	}
	j = json_object_from_fd(fd);
	if (!j)
		sim_error("%s: not JSON", path);
	if (fd)
		close(fd);
	return j;
}

int json_fail(const struct json_where *at, const char *key, const char *fmt,
	      ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	sim_error("%s: %s %u: %s: %s", at->file, at->what, at->index + 1, key,
		  text);
	return -EINVAL;
}

/* Numbers, also as "0x..." texts because JSON has no hexadecimal. */
int json_number(json_object *v, uint64_t *out)
{
	const char *s;
	char *end;

	if (json_object_is_type(v, json_type_int)) {
		*out = json_object_get_uint64(v);
		return json_object_get_int64(v) < 0 ? -EINVAL : 0;
	}
	if (!json_object_is_type(v, json_type_string))
		return -EINVAL;
	s = json_object_get_string(v);
	errno = 0;
	*out = strtoull(s, &end, 0);
	return errno || end == s || *end || *s == '-' ? -EINVAL : 0;
}

static int take(const struct json_key *k, json_object *v)
{
	switch (k->form) {
	case JSON_TEXT:
		if (!json_object_is_type(v, json_type_string))
			return -EINVAL;
		*(const char **)k->to = json_object_get_string(v);
		return 0;
	case JSON_NUMBER:
		return json_number(v, k->to);
	case JSON_INT:
		if (!json_object_is_type(v, json_type_int))
			return -EINVAL;
		*(int *)k->to = json_object_get_int(v);
		return 0;
	case JSON_FLAG:
		if (!json_object_is_type(v, json_type_boolean))
			return -EINVAL;
		*(bool *)k->to = json_object_get_boolean(v);
		return 0;
	case JSON_OTHER:
		*(json_object **)k->to = v;
		return 0;
	}
	return -EINVAL;
}

int json_keys(const struct json_where *at, json_object *obj,
	      const struct json_key *keys, unsigned int n)
{
	static const char *const forms[] = { "a text", "a number (or \"0x..\")",
					     "a whole number",
					     "true or false", "" };
	unsigned int i;

	if (!json_object_is_type(obj, json_type_object))
		return json_fail(at, "{}", "not an object");
	json_object_object_foreach(obj, key, val) {
		for (i = 0; i < n && strcmp(keys[i].name, key); i++)
			;
		if (i == n)
			return json_fail(at, key, "unknown key");
		if (take(&keys[i], val))
			return json_fail(at, key, "must be %s",
					 forms[keys[i].form]);
	}
	return 0;
}
