// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The answers as JSON: one object a line, {"at": "PROFILE STATE OBJECT/ATTRIBUTE", VALUE: ANSWER, ...}. An answer is "ok",
 * the name of an error, or an array of that and what reads otherwise than before.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "probe.h"

const char *error_name(ssize_t result)
{
	const char *name = strerrorname_np(-result);

	return name ? name : "?";
}

void report_string(const char *text, size_t length)
{
	putchar('"');
	for (size_t i = 0; i < length; i++) {
		unsigned char c = text[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c == '\n')
			fputs("\\n", stdout);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

void report_begin(const struct device *device, const char *state, const char *what)
{
	printf("{\"at\":\"%s %s %s\"", device ? device->profile : "machine", state, what);
}

void report_result(const char *key, const char *text)
{
	putchar(',');
	report_string(key, strlen(key));
	putchar(':');
	report_string(text, strlen(text));
}

void report_end(void)
{
	puts("}");
}

static void report_key(const struct value *value)
{
	char key[TEXT_MAX];
	size_t length = value->length;

	putchar(',');
	if (value->repeat == 1) {
		report_string(value->text, length);
	} else {
		length = snprintf(key, sizeof(key), "%s*%u", value->text, value->repeat);
		report_string(key, length);
	}
	putchar(':');
}

static void report_changes(const struct device *device, const struct snapshot *before, const struct snapshot *after)
{
	const char *comma = "";
	char key[96];

	for (size_t i = 0; i < device->count; i++) {
		const char *text = after->text[i] ? after->text[i] : "(unreadable)";

		if (!snapshot_differs(device, before, after, i))
			continue;
		snprintf(key, sizeof(key), "%s/%s", device->attrs[i].object, device->attrs[i].name);
		fputs(comma, stdout);
		report_string(key, strlen(key));
		putchar(':');
		report_string(text, strlen(text));
		comma = ",";
	}
}

/* after is NULL where nothing can have changed. */
void report_value(const struct device *device, const struct value *value, ssize_t result, size_t length, const struct snapshot *before,
		  const struct snapshot *after)
{
	bool changed = after && snapshot_differences(device, before, after);

	report_key(value);
	if (changed)
		putchar('[');
	if (result < 0)
		printf("\"%s\"", error_name(result));
	else if ((size_t)result == length)
		fputs("\"ok\"", stdout);
	else
		printf("\"%zd bytes\"", result);
	if (!changed)
		return;
	fputs(",{", stdout);
	report_changes(device, before, after);
	fputs("}]", stdout);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Which files a folder has, with mode and size. */
static void report_folder(const struct device *device, const char *what, const char *folder)
{
	struct dirent **list;
	int count = scandir(folder, &list, NULL, by_name);
	char path[400], text[64];
	struct stat st;

	report_begin(device, "files", what);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, list[i]->d_name);
		if (list[i]->d_name[0] != '.' && !lstat(path, &st)) {
			if (S_ISREG(st.st_mode))
				snprintf(text, sizeof(text), "%04o %lld", st.st_mode & 07777, (long long)st.st_size);
			else
				snprintf(text, sizeof(text), "%s", S_ISLNK(st.st_mode) ? "link" : "folder");
			/* A child of the device has its number in its name. */
			if (!device || !S_ISDIR(st.st_mode) || !strchr(list[i]->d_name, '.'))
				report_result(list[i]->d_name, text);
		}
		free(list[i]);
	}
	report_end();
	if (count >= 0)
		free(list);
}

void report_files(struct device *device)
{
	static const char *const kinds[] = { "wq", "group", "engine" };
	char object[16], name[32], folder[80];
	struct stat st;

	device_real_name(device, "device", name, sizeof(name));
	snprintf(folder, sizeof(folder), BUS "/devices/%s", name);
	report_folder(device, "device", folder);
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
		for (unsigned int i = 0;; i++) {
			snprintf(object, sizeof(object), "%s%u", kinds[kind], i);
			device_real_name(device, object, name, sizeof(name));
			snprintf(folder, sizeof(folder), BUS "/devices/%s", name);
			if (stat(folder, &st))
				break;
			report_folder(device, object, folder);
		}
	}
}

void report_drivers(void)
{
	static const char *const drivers[] = { "", "/idxd", "/dmaengine", "/user", "/crypto", "/dsa" };
	char folder[80], what[32];
	struct stat st;

	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		snprintf(folder, sizeof(folder), BUS "/drivers%s", drivers[i]);
		snprintf(what, sizeof(what), "drivers%s", drivers[i]);
		if (!stat(folder, &st))
			report_folder(NULL, what, folder);
	}
}
