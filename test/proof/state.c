// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints every attribute of every object on the bus, sorted: "wq0.1/size=16", the error of what
 * cannot be read ("wq0.1/cdev_minor!ENXIO") and what it is bound to ("wq0.1 -> user"). Knows
 * nothing of what attributes there should be, and uses nothing of accfg: it is what the proofs
 * compare.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUS "/sys/bus/dsa/devices"

/* What says what happened and not what is: the driver's last status, and numbers that it gives out anew. */
static const char *const passing[] = { "cmd_status", "cdev_minor", "dev", "uevent" };

static char **lines;
static size_t n_lines;

static void add(const char *format, const char *object, const char *name, const char *value)
{
	char *line;

	if (asprintf(&line, format, object, name, value) < 0)
		abort();
	if (!(n_lines & (n_lines - 1)))
		lines = realloc(lines, 2 * (n_lines + 1) * sizeof(*lines));
	if (!lines)
		abort();
	lines[n_lines++] = line;
}

static int is_passing(const char *name)
{
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (!strcmp(name, passing[i]))
			return 1;
	return 0;
}

static void add_attribute(int dir, const char *object, const char *name)
{
	char value[8192];
	struct stat st;
	ssize_t n;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode) ||
	    !(st.st_mode & S_IRUSR) || is_passing(name))
		return;
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, value, sizeof(value) - 1);
	if (n < 0) {
		add("%s/%s!%s", object, name, strerrorname_np(errno));
	} else {
		value[n] = 0;
		value[strcspn(value, "\n")] = 0;
		add("%s/%s=%s", object, name, value);
	}
	if (fd >= 0)
		close(fd);
}

static void add_driver(int dir, const char *object)
{
	char target[4096];
	ssize_t n = readlinkat(dir, "driver", target, sizeof(target) - 1);

	if (n < 0)
		return;
	target[n] = 0;
	add("%s%s -> %s", object, "", strrchr(target, '/') ? strrchr(target, '/') + 1 : target);
}

static void add_object(int bus, const char *object)
{
	int fd = openat(bus, object, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		add("%s%s!%s", object, "", strerrorname_np(errno));
		return;
	}
	while ((entry = readdir(dir)))
		add_attribute(dirfd(dir), object, entry->d_name);
	add_driver(dirfd(dir), object);
	closedir(dir);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
	DIR *bus = opendir(BUS);
	struct dirent *entry;

	if (!bus) {
		perror(BUS);
		return 1;
	}
	while ((entry = readdir(bus)))
		if (entry->d_name[0] != '.')
			add_object(dirfd(bus), entry->d_name);
	closedir(bus);
	qsort(lines, n_lines, sizeof(*lines), by_text);
	for (size_t i = 0; i < n_lines; i++) {
		puts(lines[i]);
		free(lines[i]);
	}
	free(lines);
	return fflush(stdout) ? 1 : 0;
}
