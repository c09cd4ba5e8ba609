// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups of performance counters: what cannot count together is refused when it is opened. */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "judge-driver.h"

#define PMU "/sys/bus/event_source/devices/dsa0/"

enum { CATEGORY_WQ = 0, SUBMITTED_DEDICATED = 1 << 4, MOST = 64 };

static long number(const char *name)
{
	char path[100];
	long value = -1;
	FILE *file;

	snprintf(path, sizeof(path), PMU "%s", name);
	file = fopen(path, "re");
	if (file && fscanf(file, "%ld", &value) != 1)
		value = -1;
	if (file)
		fclose(file);
	return value;
}

static int open_counter(int leader)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = (unsigned int)number("type"),
		.config = CATEGORY_WQ | SUBMITTED_DEDICATED << 4,
	};

	return (int)result(syscall(SYS_perf_event_open, &attr, -1, number("cpumask"), leader, 0));
}

/* Members of a group until one is refused. */
static unsigned int open_group(int *fds, int *refusal)
{
	unsigned int n = 0;
	int fd;

	while (n < MOST && (fd = open_counter(n ? fds[0] : -1)) >= 0)
		fds[n++] = fd;
	*refusal = n < MOST ? fd : 0;
	return n;
}

/* The model has eight counters. A group that has no room counts nothing, and nobody says why. */
void judge_perf_group(void)
{
	int fds[MOST], refusal, single;
	unsigned int n = open_group(fds, &refusal);
	unsigned long long value = 1;

	is("a group has as many events as there are counters", n, 8);
	is("one more is refused", refusal, -EINVAL);
	is("the group counts", read(fds[0], &value, sizeof(value)), sizeof(value));
	single = open_counter(-1);
	check(single >= 0, "an event of its own may wait for its turn", "%s", strerror(-single));
	close(single);
	while (n--)
		close(fds[n]);
}
