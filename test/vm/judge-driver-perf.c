// SPDX-License-Identifier: GPL-2.0-or-later
/* Performance counters: what filters let pass, groups that cannot count together, and events of a device that goes. */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "judge-driver.h"

#define PMU "/sys/bus/event_source/devices/dsa0/"

enum { CATEGORY_WQ, CATEGORY_ENGINE, CATEGORY_TRANSLATION, CATEGORY_OPERATION };
enum { SUBMITTED_DEDICATED = 1 << 4, READERS = 1 << 2, TRANSLATED = 1 << 0 | 1 << 2, MEMMOVE = 1 << 3, MOST = 64, COPIES = 16 };

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

static int open_event(unsigned int category, unsigned int events, uint64_t filters, int leader)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = (unsigned int)number("type"),
		.config = category | events << 4,
		.config1 = filters,
	};

	return (int)result(syscall(SYS_perf_event_open, &attr, -1, number("cpumask"), leader, 0));
}

static int open_counter(int leader)
{
	return open_event(CATEGORY_WQ, SUBMITTED_DEDICATED, 0, leader);
}

/* As perf has them from "format": filter_wq, filter_tc, filter_pgsz, filter_sz, filter_eng. */
static uint64_t filter(unsigned int shift, uint64_t value)
{
	return value << shift;
}

/* Copies of 4 KiB through wq 0 by engine 0 in traffic class 1, which is the driver's default; pages are of 4 KiB. */
void judge_perf_filters(void)
{
	enum { WQ = 0, CLASS = 32, PAGE = 40, SIZE = 44, ENGINE = 52, ROWS = 8 };
	const struct {
		const char *what;
		unsigned int category, events;
		uint64_t filters;
		bool counts;
	} rows[2][ROWS] = {
		{ { "the wq", CATEGORY_OPERATION, MEMMOVE, filter(WQ, 1), true },
		  { "another wq", CATEGORY_OPERATION, MEMMOVE, filter(WQ, 2), false },
		  { "the traffic class", CATEGORY_ENGINE, READERS, filter(CLASS, 1 << 1), true },
		  { "another traffic class", CATEGORY_ENGINE, READERS, filter(CLASS, 1 << 2), false },
		  { "the engine", CATEGORY_ENGINE, READERS, filter(ENGINE, 1), true },
		  { "another engine", CATEGORY_ENGINE, READERS, filter(ENGINE, 2), false },
		  { "the size", CATEGORY_ENGINE, READERS, filter(SIZE, 1 << 3), true },
		  { "another size", CATEGORY_ENGINE, READERS, filter(SIZE, 1 << 2), false } },
		{ { "the size of pages", CATEGORY_TRANSLATION, TRANSLATED, filter(PAGE, 1), true },
		  { "another size of pages", CATEGORY_TRANSLATION, TRANSLATED, filter(PAGE, 2), false },
		  { "size and engine", CATEGORY_ENGINE, READERS, filter(SIZE, 1 << 3) | filter(ENGINE, 1), true },
		  { "size, and another engine", CATEGORY_ENGINE, READERS, filter(SIZE, 1 << 3) | filter(ENGINE, 2), false },
		  { "all sizes", CATEGORY_ENGINE, READERS, filter(SIZE, 0xff), true },
		  { "nothing in particular", CATEGORY_ENGINE, READERS, 0, true },
		  { "several wqs", CATEGORY_OPERATION, MEMMOVE, filter(WQ, 3), true },
		  { "the other wqs", CATEGORY_OPERATION, MEMMOVE, filter(WQ, 0xfe), false } },
	};

	configure_kernel_wq(0);
	enable("dsa0/wq0.0");
	is("who copies is there", shell("modprobe dmacopy size=4096 count=%d depth=1", COPIES), 0);
	for (unsigned int turn = 0; turn < 2; turn++) {
		int fds[ROWS];

		for (unsigned int i = 0; i < ROWS; i++)
			fds[i] = open_event(rows[turn][i].category, rows[turn][i].events, rows[turn][i].filters, -1);
		is("the copies are made", shell("echo 1 >/sys/module/dmacopy/parameters/run"), 0);
		for (unsigned int i = 0; i < ROWS; i++) {
			unsigned long long value = ~0ull;
			long err = result(read(fds[i], &value, sizeof(value)));
			bool good = err == sizeof(value) && (rows[turn][i].counts ? value >= COPIES : !value);

			check(good, rows[turn][i].what, "%lld counted, and read() gives %ld", value, err);
			close(fds[i]);
		}
	}
	is("who copies goes", shell("rmmod dmacopy"), 0);
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
