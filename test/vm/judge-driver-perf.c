// SPDX-License-Identifier: GPL-2.0-or-later
/* Performance counters: groups that cannot count together, and events of a device that goes. */
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

/*
 * The driver leaves the device under an open event. What an event on an old kernel then still has of the PMU must be
 * there; with the kernel's memory poisoned (slub_debug) it is seen when it is not.
 */
void judge_perf_gone(void)
{
	int fd = open_counter(-1);
	unsigned long long value;

	check(fd >= 0, "an event is opened", "%s", strerror(-fd));
	is("the driver leaves the device",
	   shell("function=$(basename $(readlink -f " WQS "/..)); echo $function >/tmp/function;"
		 " echo $function >/sys/bus/pci/drivers/idxd/unbind"), 0);
	is("another event cannot be opened", open_counter(-1) < 0, 1);
	pause_ms(100);
	value = read(fd, &value, sizeof(value)) == sizeof(value);
	check(value <= 1, "the event is read", "%llu", value);
	is("and closed", result(close(fd)), 0);
	is("the driver comes back", shell("cat /tmp/function >/sys/bus/pci/drivers/idxd/bind"), 0);
	is("and can be unloaded", shell("rmmod idxd"), 0);
	is("and loaded, with counters", shell("modprobe idxd && [ -e " PMU "type ]"), 0);
}
