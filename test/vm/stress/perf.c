// SPDX-License-Identifier: GPL-2.0-or-later
/* The performance counters of a device, by perf_event_open(). */
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "phases.h"

#define PMU "/sys/bus/event_source/devices"

enum { CATEGORY_WQ = 0, CATEGORY_OPERATION = 3, SUBMITTED_DEDICATED = 1 << 4, OPERATION_MEMMOVE = 1 << 3, COPIES = 16 };

/* A file that counts, or -errno. */
static int open_counter(const char *device, unsigned int category, unsigned int events, uint64_t filter)
{
	struct perf_event_attr attr = { .size = sizeof(attr), .config = category | events << 4, .config1 = filter };
	char text[16];
	int err = get(text, sizeof(text), PMU "/%s/type", device);
	long fd;

	if (err)
		return err;
	attr.type = (uint32_t)strtoul(text, NULL, 10);
	err = get(text, sizeof(text), PMU "/%s/cpumask", device);
	if (err)
		return err;
	fd = syscall(SYS_perf_event_open, &attr, -1, atoi(text), -1, 0);
	return fd < 0 ? -errno : (int)fd;
}

static long read_and_close(int fd)
{
	uint64_t value = 0;

	if (fd < 0)
		return fd;
	if (read(fd, &value, sizeof(value)) != sizeof(value))
		value = (uint64_t)-1;
	close(fd);
	return (long)value;
}

static const struct {
	unsigned int category, events;
	uint64_t filter;
	long wanted;
} counters[] = {
	{ CATEGORY_WQ, SUBMITTED_DEDICATED, 0, COPIES },   /* no filter: all wqs */
	{ CATEGORY_WQ, SUBMITTED_DEDICATED, 1, COPIES },   /* wq 0 */
	{ CATEGORY_WQ, SUBMITTED_DEDICATED, 2, 0 },	   /* wq 1 */
	{ CATEGORY_OPERATION, OPERATION_MEMMOVE, 0, COPIES },
};
#define N_COUNTERS (sizeof(counters) / sizeof(counters[0]))

/* All at once count what is copied. */
unsigned int perf_counts(const struct device *device)
{
	unsigned int bad = 0;
	int fds[N_COUNTERS], err;

	for (size_t i = 0; i < N_COUNTERS; i++)
		fds[i] = open_counter(device->name, counters[i].category, counters[i].events, counters[i].filter);
	err = copy_on(device);
	if (err)
		printf("# %s: copies: %s\n", device->name, strerror(-err));
	for (size_t i = 0; i < N_COUNTERS; i++) {
		long value = read_and_close(fds[i]);

		if (value == counters[i].wanted)
			continue;
		printf("# %s: category %u, events %#x, filter %#llx: %ld, not %ld\n", device->name, counters[i].category,
		       counters[i].events, (unsigned long long)counters[i].filter, value, counters[i].wanted);
		bad++;
	}
	return bad + !!err;
}

/* While the device comes and goes. */
void work_perf(struct worker *worker)
{
	const struct device *device = &devices[random_below(worker, n_devices)];
	int fd = open_counter(device->name, random_below(worker, 5), 1u << random_below(worker, 8), random_below(worker, 4));

	nap_ms(random_below(worker, 300));
	count(COUNT_PERF, read_and_close(fd) >= 0);
}
