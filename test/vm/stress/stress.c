// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phases, one after the other, as told on the command line; each ends with a module that unloads, no memory lost, and
 * devices that work. Prints TAP without a plan, and what was done. With MINUTES other than 0 it begins again until they
 * are over or something failed.
 *
 * Usage: stress SEED MINUTES PHASE:NUMBER...
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "phases.h"

enum { MAX_WORKERS = 32, GRACE_S = 180 };

static const char *const count_names[COUNTS] = {
	[COUNT_DEVICE_CYCLES] = "devices bound and unbound",
	[COUNT_WQ_CYCLES] = "wqs bound and unbound",
	[COUNT_PCI_CYCLES] = "PCI functions unbound and bound",
	[COUNT_REMOVALS] = "PCI functions removed and found again",
	[COUNT_RESETS] = "function level resets",
	[COUNT_MODULE_CYCLES] = "module unloaded and loaded",
	[COUNT_SLEEPS] = "suspended and resumed",
	[COUNT_COPIES] = "copies",
	[COUNT_READS] = "attributes read",
	[COUNT_WRITES] = "attributes and descriptors written",
	[COUNT_OPENS] = "nodes opened",
	[COUNT_REGISTER_WRITES] = "random writes to registers",
	[COUNT_PORTAL_WRITES] = "random writes to portals",
	[COUNT_PERF] = "counters of perf read",
	[COUNT_FAILED_ALLOCATIONS] = "allocations made to fail",
	[COUNT_USER_COPIES] = "copies of programs with their own addresses",
	[COUNT_WOKEN] = "programs woken in poll()",
	[COUNT_STALLED] = "wqs gone under a write() that waits for memory",
};

static struct shared {
	atomic_ulong counts[COUNTS], refused[COUNTS];
	atomic_bool stop;
} *shared;

struct device devices[MAX_DEVICES];
unsigned int n_devices;
static uint64_t seed;
static unsigned int failed;

void count(enum count what, bool done)
{
	if (done)
		shared->counts[what]++;
	else
		shared->refused[what]++;
}

uint64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static time_t now(void)
{
	return (time_t)(now_ms() / 1000);
}

bool time_is_over(void)
{
	return shared->stop;
}

/* All functions that have a driver of name idxd, or had one at the first call. */
void devices_find(void)
{
	char path[MAX_PATH_TEXT];
	struct dirent *entry;
	DIR *dir;

	for (unsigned int i = 0; i < n_devices; i++)
		devices[i].name[0] = '\0';
	dir = n_devices ? NULL : opendir("/sys/bus/pci/drivers/idxd");
	while (dir && (entry = readdir(dir)) && n_devices < MAX_DEVICES)
		if (!strncmp(entry->d_name, "0000:", 5))
			snprintf(devices[n_devices++].pci, MAX_NAME, "%.63s", entry->d_name);
	if (dir)
		closedir(dir);
	for (unsigned int i = 0; i < n_devices; i++) {
		snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s", devices[i].pci);
		dir = opendir(path);
		while (dir && (entry = readdir(dir)))
			if ((!strncmp(entry->d_name, "dsa", 3) || !strncmp(entry->d_name, "iax", 3)) &&
			    entry->d_name[3] >= '0' && entry->d_name[3] <= '9')
				snprintf(devices[i].name, MAX_NAME, "%.63s", entry->d_name);
		if (dir)
			closedir(dir);
	}
}

void tell(bool good, const char *what, const char *why)
{
	printf("%sok %s\n", good ? "" : "not ", what);
	if (!good) {
		failed++;
		printf("# %s\n", why);
		fflush(stdout);
		run("dmesg | tail -n 15 | sed 's/^/# /'");
	}
	fflush(stdout);
}

static struct {
	pid_t pid;
	const char *name;
} workers[MAX_WORKERS];
static unsigned int n_workers, n_ever;

/* A device that was away, or whose driver was, may have another name now. */
static void names_again(void)
{
	static uint64_t last;

	if (now_ms() - last < 1000)
		return;
	devices_find();
	last = now_ms();
}

void worker_start(const char *name, worker_fn fn, const struct device *device, unsigned long times)
{
	struct worker worker = { .id = ++n_ever, .device = device };
	pid_t pid;

	worker.random = seed * 1000003 + worker.id;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		for (unsigned long n = 0; times ? n < times : !time_is_over(); n++) {
			names_again();
			fn(&worker);
		}
		_exit(0);
	}
	workers[n_workers].pid = pid;
	workers[n_workers++].name = name;
}

static void tell_where(pid_t pid, const char *name)
{
	char command[200];

	printf("# %s hangs:\n", name);
	fflush(stdout);
	snprintf(command, sizeof(command), "sed 's/^/# /' /proc/%d/stack /proc/%d/wchan", (int)pid, (int)pid);
	run(command);
	run("echo w >/proc/sysrq-trigger; dmesg | tail -n 100 | sed 's/^/# /'");
}

/* 0, or how many workers failed or hang. */
unsigned int workers_end(unsigned long seconds)
{
	time_t last;
	unsigned int bad = 0;
	int status;

	last = now() + (time_t)seconds + GRACE_S;
	for (unsigned int i = 0; i < n_workers; i++) {
		pid_t pid;

		while (!(pid = waitpid(workers[i].pid, &status, WNOHANG)) && now() < last)
			nap_ms(50);
		if (!pid)
			tell_where(workers[i].pid, workers[i].name);
		if (!pid || status) {
			printf("# %s: status %#x\n", workers[i].name, pid ? (unsigned int)status : 0xffffu);
			shared->stop = true;
			bad++;
		}
	}
	n_workers = 0;
	return bad;
}

void time_starts(void)
{
	shared->stop = false;
}

void time_stops(void)
{
	shared->stop = true;
}

long seconds_passed(void)
{
	static time_t before;
	long passed = before ? (long)(now() - before) : 0;

	before = now();
	return passed;
}

void counts_print(void)
{
	for (unsigned int i = 0; i < COUNTS; i++)
		if (shared->counts[i] || shared->refused[i])
			printf("# %s: %lu, refused: %lu\n", count_names[i], shared->counts[i], shared->refused[i]);
	fflush(stdout);
}

unsigned long count_of(enum count what)
{
	return shared->counts[what];
}

const char *count_name(enum count what)
{
	return count_names[what];
}

/* "mmio:1000" */
static bool run_one(const char *argument)
{
	char name[MAX_NAME];
	const char *colon = strchr(argument, ':');

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(argument, ":"), argument);
	return phase_run(name, colon ? strtoul(colon + 1, NULL, 0) : 10);
}

int main(int argc, char **argv)
{
	time_t end;
	int i;

	if (argc < 4) {
		fprintf(stderr, "Usage: stress SEED MINUTES PHASE:NUMBER...\n");
		return 2;
	}
	seed = strtoull(argv[1], NULL, 0);
	end = now() + 60 * (time_t)strtoul(argv[2], NULL, 0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	no_looking_for_leaks();
	devices_find();
	printf("# seed %llu, %u devices\n", (unsigned long long)seed, n_devices);
	do {
		for (i = 3; i < argc; i++)
			if (!run_one(argv[i]))
				return 2;
	} while (now() < end && !failed);
	printf("# in all:\n");
	counts_print();
	return failed ? 1 : 0;
}
