// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every allocation in turn fails once: the first of an operation, then the second, until the operation needs fewer.
 * For kernels with CONFIG_FAILSLAB.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "phases.h"

#define FAILSLAB "/sys/kernel/debug/failslab"

enum { MOST = 2000 };

bool allocations_can_fail(void)
{
	return !put("N", FAILSLAB "/ignore-gfp-wait") && !put("0", FAILSLAB "/verbose") &&
	       !access("/proc/thread-self/fail-nth", W_OK);
}

static int do_module(const struct device *device)
{
	char path[MAX_PATH_TEXT];
	struct utsname name;
	int fd, ret;

	(void)device;
	uname(&name);
	snprintf(path, sizeof(path), "/lib/modules/%s/updates/idxd.ko", name.release);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ret = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return ret;
}

static int undo_module(const struct device *device)
{
	(void)device;
	return syscall(SYS_delete_module, "idxd", O_NONBLOCK) ? -errno : 0;
}

static int no_wq(const struct device *device)
{
	return bind_device(device->name);
}

static int with_wq(const struct device *device)
{
	int err = configure_wq(device->name, 0, false);

	return err ? err : bind_wq(device->name, 0, false);
}

static int configured(const struct device *device)
{
	return configure_wq(device->name, 0, false);
}

static int do_device(const struct device *device)
{
	return bind_device(device->name);
}

static int undo_device(const struct device *device)
{
	return unbind_device(device->name);
}

static int do_wq(const struct device *device)
{
	return bind_wq(device->name, 0, false);
}

static int undo_wq(const struct device *device)
{
	return unbind_wq(device->name, 0, false);
}

/* Each begins where the one before ended; before it is tried again it is undone, if need be. */
static const struct operation {
	const char *name;
	int (*prepare)(const struct device *device); /* before each try */
	int (*run)(const struct device *device);
	int (*undo)(const struct device *device); /* after one that succeeded */
} operations[] = {
	{ "load", NULL, do_module, undo_module },
	{ "probe", NULL, pci_bind, pci_unbind },
	{ "enable a device", configured, do_device, undo_device },
	{ "enable a wq", configured, do_wq, undo_wq },
	{ "disable a wq", with_wq, undo_wq, NULL },
	{ "disable a device", no_wq, undo_device, NULL },
	{ "remove", pci_bind, pci_unbind, NULL },
	{ "unload", do_module, undo_module, NULL },
};

/* Before each operation, to where it begins. */
static void stand_ready(const struct operation *operation, const struct device *device)
{
	bool unloaded = operation->run == do_module || operation->prepare == do_module;
	bool unbound = operation->run == pci_bind || operation->prepare == pci_bind;
	bool enabled = operation->run == do_wq || operation->run == undo_wq;

	if (unloaded) {
		undo_module(device);
		return;
	}
	do_module(device);
	devices_find();
	if (unbound)
		pci_unbind(device);
	else if (enabled)
		bind_device(device->name);
	else
		unbind_device(device->name);
}

static void fail_nth(unsigned int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", n);
	if (put(text, "/proc/thread-self/fail-nth")) {
		fprintf(stderr, "fail-nth cannot be set\n");
		exit(1);
	}
}

/* What is left of the number: 0 once the allocation has failed. Reading it allocates, hence the look at what comes back. */
static bool failed_one(void)
{
	char text[16];
	bool failed;

	failed = !get(text, sizeof(text), "/proc/thread-self/fail-nth") && !strcmp(text, "0");
	put("0", "/proc/thread-self/fail-nth");
	return failed;
}

static void fail_all_in(const struct operation *operation, const struct device *device)
{
	unsigned int n, survived = 0;
	bool reached = true;

	stand_ready(operation, device);
	for (n = 1; reached && n < MOST; n++) {
		int err;

		if (operation->prepare)
			operation->prepare(device);
		fail_nth(n);
		err = operation->run(device);
		reached = failed_one();
		if (reached)
			count(COUNT_FAILED_ALLOCATIONS, true);
		survived += reached && !err;
		if (!reached && err) {
			fprintf(stderr, "# %s: %s, though nothing failed any more\n", operation->name, strerror(-err));
			exit(1);
		}
		if (!err && operation->undo)
			operation->undo(device);
	}
	printf("# %s: %u allocations failed, %u of them did not matter\n", operation->name, n - 2, survived);
	fflush(stdout);
}

void work_failing_allocations(struct worker *worker)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		fail_all_in(&operations[i], worker->device);
}
