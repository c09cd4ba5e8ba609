/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spawn-cost COMMAND...: runs COMMAND, its output thrown away, and prints microseconds of wall time, KiB of peak
 * memory and exit status. A program of its own because a shell would be the larger part of what it measures.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	int status, error;
	double start;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: spawn-cost COMMAND...\n");
		return 2;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	start = now_us();
	error = posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ);
	if (error) {
		fprintf(stderr, "spawn-cost: %s: %s\n", argv[1], strerror(error));
		return 1;
	}
	if (wait4(pid, &status, 0, &usage) < 0) {
		fprintf(stderr, "spawn-cost: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	printf("%.0f %ld %d\n", now_us() - start, usage.ru_maxrss,
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	posix_spawn_file_actions_destroy(&actions);
	return 0;
}
