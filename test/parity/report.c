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

static void report_pair(const char **comma, const char *key, const char *text)
{
	fputs(*comma, stdout);
	report_string(key, strlen(key));
	putchar(':');
	report_string(text, strlen(text));
	*comma = ",";
}

static void report_changes(const struct device *device, const struct answer *answer)
{
	const char *comma = "", *text;
	char key[96];

	for (size_t i = 0; answer->after && i < device->count; i++) {
		if (!snapshot_differs(device, answer->before, answer->after, i))
			continue;
		text = answer->after->text[i];
		snprintf(key, sizeof(key), "%s/%s", device->attrs[i].object, device->attrs[i].name);
		report_pair(&comma, key, text ? text : "(unreadable)");
	}
	if (answer->text)
		report_pair(&comma, "(text)", answer->text);
	if (answer->events)
		report_pair(&comma, "(events)", answer->events);
}

void report_value(const struct device *device, const struct value *value, const struct answer *answer)
{
	bool changed = answer->text || answer->events ||
		       (answer->after && snapshot_differences(device, answer->before, answer->after));

	report_key(value);
	if (changed)
		putchar('[');
	if (answer->result < 0)
		printf("\"%s\"", error_name(answer->result));
	else if ((size_t)answer->result == answer->length)
		fputs("\"ok\"", stdout);
	else
		printf("\"%zd bytes\"", answer->result);
	if (!changed)
		return;
	fputs(",{", stdout);
	report_changes(device, answer);
	fputs("}]", stdout);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Numbers that the kernel gives out in the order of asking. */
static bool is_accidental(const char *name)
{
	static const char *const accidental[] = { "dev", "type", "pid" };

	for (size_t i = 0; i < sizeof(accidental) / sizeof(accidental[0]); i++)
		if (!strcmp(name, accidental[i]))
			return true;
	return false;
}

/* What a file reads, for folders of few small ones. */
static size_t file_text(const struct device *device, const char *path, char *out, size_t size)
{
	char text[512] = "", *plain, *major;
	FILE *file = fopen(path, "r");
	size_t length;

	if (!file)
		return 0;
	length = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[length] = '\0';
	major = strstr(text, "MAJOR=");
	if (major)
		memmove(major + 6, major + 6 + strspn(major + 6, "0123456789"), strlen(major + 6 + strspn(major + 6, "0123456789")) + 1);
	plain = device_plain_text(device, text);
	length = snprintf(out, size, ": %s", plain);
	free(plain);
	return length;
}

static void report_file(const struct device *device, const char *folder, const char *name, bool texts)
{
	char path[400], text[600];
	struct stat st;
	size_t length;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (name[0] == '.' || lstat(path, &st))
		return;
	/* A child of the device has its number in its name. */
	if (device && S_ISDIR(st.st_mode) && (strchr(name, '.') || !strncmp(name, "file", 4)))
		return;
	if (!S_ISREG(st.st_mode)) {
		report_result(name, S_ISLNK(st.st_mode) ? "link" : "folder");
		return;
	}
	length = snprintf(text, sizeof(text), "%04o %lld", st.st_mode & 07777, (long long)st.st_size);
	if (texts && !is_accidental(name))
		file_text(device, path, text + length, sizeof(text) - length);
	report_result(name, text);
}

/* Which files a folder has, with mode and size. */
void report_folder(const struct device *device, const char *state, const char *what, const char *folder, bool texts)
{
	struct dirent **list;
	int count = scandir(folder, &list, NULL, by_name);

	report_begin(device, state, what);
	for (int i = 0; i < count; i++) {
		report_file(device, folder, list[i]->d_name, texts);
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
	report_folder(device, "files", "device", folder, false);
	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
		for (unsigned int i = 0;; i++) {
			snprintf(object, sizeof(object), "%s%u", kinds[kind], i);
			device_real_name(device, object, name, sizeof(name));
			snprintf(folder, sizeof(folder), BUS "/devices/%s", name);
			if (stat(folder, &st))
				break;
			report_folder(device, "files", object, folder, false);
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
			report_folder(NULL, "files", what, folder, false);
	}
}
