// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How files are read and written otherwise than whole at once: ways of opening, offsets, parts, one descriptor used twice.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "probe.h"

/* Each does one thing with an open file and says what came of it, in text of TEXT_MAX. */
static void say(char *text, ssize_t result)
{
	if (result < 0)
		snprintf(text, TEXT_MAX, "%s", error_name(-errno));
	else
		snprintf(text, TEXT_MAX, "%zd", result);
}

static void append_all(int fd, char *text, size_t part)
{
	size_t used = strlen(text), length = 0;
	ssize_t n;

	while (used + part < TEXT_MAX && length < 200 && (n = read(fd, text + used, part)) > 0) {
		used += n;
		length += n;
		text[used++] = '|';
	}
	text[used] = '\0';
}

static void in_parts(int fd, char *text)
{
	append_all(fd, text, 3);
}

static void from_offset(int fd, char *text)
{
	ssize_t n = pread(fd, text, 64, 1);

	if (n < 0)
		say(text, n);
	else
		text[n] = '\0';
}

static void from_far(int fd, char *text)
{
	char none[8];

	say(text, pread(fd, none, sizeof(none), 5000));
}

static void from_the_end(int fd, char *text)
{
	say(text, lseek(fd, 0, SEEK_END));
}

static void to_offset(int fd, char *text)
{
	say(text, pwrite(fd, "7", 1, 1));
}

static void twice(int fd, char *text)
{
	ssize_t first = write(fd, "8", 1), second = write(fd, "9", 1);

	snprintf(text, TEXT_MAX, "%zd %zd", first, second);
}

static void of_two_parts(int fd, char *text)
{
	const struct iovec parts[] = { { "1", 1 }, { "2\n", 2 } };

	say(text, writev(fd, parts, 2));
}

static void then_read(int fd, char *text)
{
	ssize_t n = write(fd, "4", 1);

	snprintf(text, TEXT_MAX, "%zd:", n);
	lseek(fd, 0, SEEK_SET);
	append_all(fd, text, 100);
}

static void read_again(int fd, char *text)
{
	append_all(fd, text, 100);
	lseek(fd, 0, SEEK_SET);
	append_all(fd, text, 100);
}

static void cut(int fd, char *text)
{
	say(text, ftruncate(fd, 0));
}

static void mapped(int fd, char *text)
{
	void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);

	say(text, map == MAP_FAILED ? -1 : 0);
	if (map != MAP_FAILED)
		munmap(map, 4096);
}

static const struct way {
	const char *name;
	int flags;
	void (*run)(int fd, char *text);
} ways[] = {
	{ "opened to read", O_RDONLY, NULL },
	{ "opened to write", O_WRONLY, NULL },
	{ "opened for both", O_RDWR, NULL },
	{ "opened and cut", O_WRONLY | O_TRUNC, NULL },
	{ "opened and created", O_WRONLY | O_CREAT, NULL },
	{ "opened as a folder", O_RDONLY | O_DIRECTORY, NULL },
	{ "read in parts", O_RDONLY, in_parts },
	{ "read from 1", O_RDONLY, from_offset },
	{ "read from 5000", O_RDONLY, from_far },
	{ "read twice", O_RDONLY, read_again },
	{ "the end", O_RDONLY, from_the_end },
	{ "written at 1", O_WRONLY, to_offset },
	{ "written twice", O_WRONLY, twice },
	{ "written of two parts", O_WRONLY, of_two_parts },
	{ "appended to", O_WRONLY | O_APPEND, twice },
	{ "written and read", O_RDWR, then_read },
	{ "cut", O_WRONLY, cut },
	{ "mapped", O_RDONLY, mapped },
};

static void try_way(struct device *device, const struct attr *attr, const struct way *way)
{
	static char text[TEXT_MAX + 8192];
	int fd = open(attr->path, way->flags | O_CLOEXEC, 0600);
	char *now = NULL;
	size_t used;

	memset(text, 0, sizeof(text));
	if (fd < 0)
		say(text, -1);
	else if (way->run)
		way->run(fd, text);
	else
		strcpy(text, "ok");
	if (fd >= 0)
		close(fd);
	used = strlen(text);
	now = attr_read(device, attr);
	snprintf(text + used, sizeof(text) - used, "; %s", now ? now : "(unreadable)");
	free(now);
	report_result(way->name, text);
}

void handle_try(struct device *device, const struct state *state)
{
	static const char *const files[][2] = {
		{ "device", "version" }, { "device", "cmd_status" }, { "device", "op_cap" }, { "wq0", "size" }, { "wq0", "name" },
		{ "wq0", "mode" }, { "group0", "work_queues" }, { "engine0", "group_id" }, { "wq0", "uevent" },
	};
	char what[80];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const struct attr *attr = device_attr(device, files[i][0], files[i][1]);

		if (!attr)
			continue;
		snprintf(what, sizeof(what), "%s/%s in other ways", files[i][0], files[i][1]);
		report_begin(device, state->name, what);
		for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]); way++)
			try_way(device, attr, &ways[way]);
		report_end();
	}
	state_enter(device, state, false);
}
