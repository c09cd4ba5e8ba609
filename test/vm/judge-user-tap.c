// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How a test of a guest's program tells its result, and what it asks the shell and sysfs. The programs that use it, this
 * one and judge-other, have the beginning and the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge-user.h"

static unsigned int told, failed;
static char said[400];

void check(bool good, const char *sentence, const char *format, ...)
{
	va_list args;

	told++;
	failed += !good;
	printf("%s %s\n", good ? "ok" : "not ok", sentence);
	if (!good) {
		printf("# ");
		va_start(args, format);
		vprintf(format, args);
		va_end(args);
		printf("%s%s\n", *said ? "; said: " : "", said);
	}
	fflush(stdout);
	said[0] = 0;
}

void check_number(const char *sentence, const char *what, long long value, long long expected)
{
	check(value == expected, sentence, "%s is %lld (%#llx, %s), not %lld", what, value, value,
	      value < 0 ? strerror((int)-value) : "no error", expected);
}

long result(long returned)
{
	return returned == -1 ? -errno : returned;
}

int shell(const char *format, ...)
{
	char command[400] = "{ ", *end = command + 2;
	va_list args;
	size_t length;
	FILE *output;
	int status;

	va_start(args, format);
	end += vsnprintf(end, sizeof(command) - 20, format, args);
	va_end(args);
	strcpy(end, "; } 2>&1");
	output = popen(command, "r");
	if (!output)
		return -errno;
	length = fread(said, 1, sizeof(said) - 1, output);
	said[length] = 0;
	for (size_t i = 0; i < length; i++)
		if (said[i] == '\n')
			said[i] = ' ';
	while (fgetc(output) != EOF)
		;
	status = pclose(output);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

long long attribute(const char *format, ...)
{
	char path[200] = WQS, text[40] = "";
	va_list args;
	ssize_t got;
	int fd, err;

	va_start(args, format);
	vsnprintf(path + strlen(WQS), sizeof(path) - strlen(WQS), format, args);
	va_end(args);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	got = read(fd, text, sizeof(text) - 1);
	err = errno;
	close(fd);
	return got < 0 ? -err : strtoll(text, NULL, 0);
}

int told_all(void)
{
	printf("1..%u\n", told);
	return failed ? 1 : 0;
}

void pause_ms(unsigned int ms)
{
	const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

long long statistic(const char *name)
{
	char path[100];
	long long value = -1;
	FILE *file;

	snprintf(path, sizeof(path), "cat /sys/bus/dsa/devices/file*/%s", name);
	file = popen(path, "r");
	if (file && fscanf(file, "%lld", &value) != 1)
		value = -2;
	if (file)
		pclose(file);
	return value;
}

long long statistic_becomes(const char *name, long long value)
{
	for (unsigned int i = 0; i < 1000 && statistic(name) != value; i++)
		pause_ms(10);
	return statistic(name);
}
