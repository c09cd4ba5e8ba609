// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of sysfs, chance and time. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"

static int open_formatted(int flags, const char *format, va_list args)
{
	char path[MAX_PATH_TEXT];
	int fd;

	vsnprintf(path, sizeof(path), format, args);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int put(const char *value, const char *format, ...)
{
	va_list args;
	int fd, ret = 0;

	va_start(args, format);
	fd = open_formatted(O_WRONLY, format, args);
	va_end(args);
	if (fd < 0)
		return fd;
	if (write(fd, value, strlen(value)) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

static int read_line(int fd, char *value, size_t size)
{
	ssize_t length = read(fd, value, size - 1);

	if (length < 0)
		return -errno;
	value[length] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return 0;
}

int get(char *value, size_t size, const char *format, ...)
{
	va_list args;
	int fd, ret;

	*value = '\0';
	va_start(args, format);
	fd = open_formatted(O_RDONLY, format, args);
	va_end(args);
	if (fd < 0)
		return fd;
	ret = read_line(fd, value, size);
	close(fd);
	return ret;
}

bool is(const char *value, const char *format, ...)
{
	char found[MAX_NAME];
	va_list args;
	int fd, ret;

	va_start(args, format);
	fd = open_formatted(O_RDONLY, format, args);
	va_end(args);
	if (fd < 0)
		return false;
	ret = read_line(fd, found, sizeof(found));
	close(fd);
	return !ret && !strcmp(found, value);
}

/* splitmix64 */
uint64_t random_next(struct worker *worker)
{
	uint64_t z = worker->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

unsigned int random_below(struct worker *worker, unsigned int limit)
{
	return (unsigned int)(random_next(worker) % limit);
}

bool one_in(struct worker *worker, unsigned int n)
{
	return !random_below(worker, n);
}

void nap_ms(unsigned int ms)
{
	struct timespec time = { ms / 1000, (long)(ms % 1000) * 1000000 };

	nanosleep(&time, NULL);
}

int run(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}
