// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Allocations fail, one in each run of an operation: each that it makes, or a sample where there are many. Afterwards the
 * operation has to work again. For kernels with CONFIG_FAILSLAB.
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
#define FAIL_NTH "/proc/thread-self/fail-nth"

enum { NEVER = 1 << 24 }; /* more allocations than an operation makes */

unsigned int allocation_samples;

bool allocations_can_fail(void)
{
	return !put("N", FAILSLAB "/ignore-gfp-wait") && !put("0", FAILSLAB "/verbose") && !access(FAIL_NTH, W_OK);
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
	return ret == -EEXIST ? 0 : ret;
}

static int undo_module(const struct device *device)
{
	(void)device;
	return syscall(SYS_delete_module, "idxd", O_NONBLOCK) ? -errno : 0;
}

static int bound(const struct device *device)
{
	int err = pci_bind(device);

	return err == -EBUSY || err == -ENODEV ? 0 : err; /* it was bound */
}

static int loaded_and_bound(const struct device *device)
{
	int err = do_module(device);

	return err ? err : bound(device);
}

static int unbound(const struct device *device)
{
	pci_unbind(device);
	return 0;
}

static int unloaded(const struct device *device)
{
	(void)device;
	return syscall(SYS_delete_module, "idxd", O_NONBLOCK) && errno != ENOENT ? -errno : 0;
}

/* Groups do not change while the device is enabled, and an enabling that failed may have forgotten everything. */
static int configured(const struct device *device)
{
	unbind_device(device->name);
	return configure_wq(device->name, 0, WQ_KERNEL);
}

static int with_device(const struct device *device)
{
	int err = configured(device);

	return err ? err : bind_device(device->name);
}

static int with_wq(const struct device *device)
{
	int err = with_device(device);

	return err ? err : bind_wq(device->name, 0, false);
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

static const struct operation {
	const char *name;
	int (*prepare)(const struct device *device); /* before each run */
	int (*run)(const struct device *device);
	int (*undo)(const struct device *device); /* after one that went well */
} operations[] = {
	{ "load", unloaded, do_module, undo_module },
	{ "probe", unbound, pci_bind, pci_unbind },
	{ "enable a device", configured, do_device, undo_device },
	{ "enable a wq", with_device, do_wq, undo_wq },
	{ "disable a wq", with_wq, undo_wq, NULL },
	{ "disable a device", with_wq, undo_device, NULL },
	{ "remove", bound, pci_unbind, NULL },
	{ "unload", loaded_and_bound, undo_module, NULL },
};

static void must(int err, const struct operation *operation, const char *what)
{
	if (!err)
		return;
	fprintf(stderr, "# %s: %s: %s\n", operation->name, what, strerror(-err));
	exit(1);
}

/* The file stays open: opening it allocates. */
static void fail_nth(int fd, unsigned int n)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(fd, text, (size_t)length, 0) == length)
		return;
	fprintf(stderr, "# fail-nth cannot be set\n");
	exit(1);
}

/* How many allocations are left until one fails; 0: it has. */
static unsigned int left(int fd)
{
	char text[16] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0) {
		fprintf(stderr, "# fail-nth cannot be read\n");
		exit(1);
	}
	return (unsigned int)strtoul(text, NULL, 10);
}

static int run_once(const struct operation *operation, const struct device *device, int fd, unsigned int nth, unsigned int *rest)
{
	int err;

	must(operation->prepare(device), operation, "preparation");
	fail_nth(fd, nth);
	err = operation->run(device);
	*rest = left(fd);
	fail_nth(fd, 0);
	if (!err && operation->undo)
		must(operation->undo(device), operation, "undoing");
	return err;
}

static void fail_some_in(const struct operation *operation, struct worker *worker, int fd)
{
	unsigned int all, rest, failed = 0, survived = 0;

	must(run_once(operation, worker->device, fd, NEVER, &rest), operation, "before");
	all = NEVER - rest;
	for (unsigned int i = 0; i < allocation_samples && i < all; i++) {
		unsigned int nth = all <= allocation_samples ? i + 1 : 1 + random_below(worker, all);
		int err = run_once(operation, worker->device, fd, nth, &rest);

		failed += !rest;
		survived += !rest && !err;
		if (!rest)
			count(COUNT_FAILED_ALLOCATIONS, true);
		else
			must(err, operation, "though nothing failed");
	}
	must(run_once(operation, worker->device, fd, NEVER, &rest), operation, "afterwards, when nothing fails any more");
	printf("# %s: of %u allocations %u failed, %u of them did not matter\n", operation->name, all, failed, survived);
	fflush(stdout);
}

/* Loading looks for no devices: a probe is an operation of its own. */
void work_failing_allocations(struct worker *worker)
{
	int fd = open(FAIL_NTH, O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		bool module = operations[i].run == do_module || operations[i].run == undo_module;

		if (module) {
			put("0", "/sys/bus/pci/drivers_autoprobe");
		} else {
			do_module(worker->device);
			pci_bind(worker->device);
			devices_find();
		}
		fail_some_in(&operations[i], worker, fd);
		put("1", "/sys/bus/pci/drivers_autoprobe");
	}
	close(fd);
}
