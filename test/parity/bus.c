// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files of the bus, its drivers and the module that are about no device.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probe.h"

#define PARAMETERS "/sys/module/idxd/parameters/"

static const char *const files[] = {
	BUS "/drivers_autoprobe", BUS "/uevent", BUS "/drivers/idxd/uevent", BUS "/drivers/dmaengine/uevent", BUS "/drivers/user/uevent",
	BUS "/drivers/crypto/uevent", PARAMETERS "sva", PARAMETERS "tc_override",
};

static char *file_text(const char *path)
{
	char text[TEXT_MAX + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, TEXT_MAX);

	if (fd >= 0)
		close(fd);
	if (length < 0)
		return strdup("(unreadable)");
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return strdup(text);
}

static void try_text(const char *path, const struct value *value, const char *before)
{
	static char buffer[8192];
	struct answer answer = { .events = NULL };
	char *text;

	for (size_t i = 0; i < value->repeat && answer.length + value->length <= sizeof(buffer); i++, answer.length += value->length)
		memcpy(buffer + answer.length, value->text, value->length);
	events_forget();
	answer.result = write_file(path, buffer, answer.length);
	answer.events = events_take(NULL);
	text = file_text(path);
	if (strcmp(text, before)) {
		answer.text = text;
		write_file(path, before, strlen(before));
	}
	report_value(NULL, value, &answer);
	free(answer.events);
	free(text);
}

static void try_file(const char *path)
{
	bool event = !strcmp(path + strlen(path) - 6, "uevent");
	char *before, mode[16];
	struct stat st;

	if (stat(path, &st))
		return;
	before = file_text(path);
	snprintf(mode, sizeof(mode), "%04o", st.st_mode & 07777);
	report_begin(NULL, "bus", path);
	report_result("(mode)", mode);
	report_result("(text)", before);
	for (size_t i = 0; i < (event ? action_count : value_count); i++)
		try_text(path, event ? &actions[i] : &values[i], before);
	report_end();
	free(before);
}

void bus_try(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		try_file(files[i]);
}

ssize_t bus_set_parameter(const char *name, const char *text)
{
	char path[96];

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	return write_file(path, text, strlen(text));
}
