// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * judge-user PLATFORM: the beginning, the end, and how a test tells its result. PLATFORM says what the machine gives:
 * "refused" (the driver takes no user wq), "no-sva" (it does, but no process gets a PASID), "sva", "swerr" (the same, on
 * a device without an event log), and "gone" (wqs are taken away). What is expected was seen on the in-tree driver.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

static void configure(void)
{
	is("accfg gives the group an engine",
	   shell("accfg config-engine dsa0/engine0.0 --group-id=0"), 0);
	is("accfg configures a dedicated user wq",
	   shell("accfg config-wq dsa0/wq0.0 --group-id=0 --mode=dedicated --wq-size=16 "
		 "--priority=10 --type=user"
		 " --name=one --driver-name=user"),
	   0);
}

static const struct {
	const char *name;
	void (*judge)(void);
} platforms[] = {
	{ "refused", judge_refused },
	{ "no-sva", judge_open_fails },
	{ "sva", judge_sva },
	{ "swerr", judge_sva },
	{ "gone", judge_gone },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < sizeof(platforms) / sizeof(platforms[0]); i++) {
		if (strcmp(argv[1], platforms[i].name))
			continue;
		configure();
		platforms[i].judge();
		printf("1..%u\n", told);
		return failed ? 1 : 0;
	}
	fprintf(stderr, "Usage: judge-user refused|no-sva|sva|swerr|gone\n");
	return 2;
}
