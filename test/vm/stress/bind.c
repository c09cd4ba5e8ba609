// SPDX-License-Identifier: GPL-2.0-or-later
/* Devices and wqs of the bus dsa: configured, bound to their drivers and unbound again. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stress.h"

#define BUS "/sys/bus/dsa"

static int put_wq(const char *device, unsigned int wq, const char *attribute, const char *value)
{
	return put(value, BUS "/devices/%s/wq%s.%u/%s", device, device + 3, wq, attribute);
}

/* Eight entries for each of the first wqs: they fit side by side on every device. */
int configure_wq(const char *device, unsigned int wq, enum wq_kind kind)
{
	bool user = kind != WQ_KERNEL;
	const char *pairs[][2] = { { "group_id", "0" },
				   { "mode", kind == WQ_SHARED ? "shared" : "dedicated" },
				   { "size", "8" },
				   { "priority", "10" },
				   { "type", user ? "user" : "kernel" },
				   { "name", "stress" },
				   { "driver_name", user ? "user" : "dmaengine" } };
	int err = put("0", BUS "/devices/%s/engine%s.0/group_id", device, device + 3);

	if (err == -EPERM) /* the device is enabled, and its engines are as they are */
		err = 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		int one = put_wq(device, wq, pairs[i][0], pairs[i][1]);

		err = err ? err : one;
	}
	if (!err && kind == WQ_SHARED)
		err = put_wq(device, wq, "threshold", "8");
	return err;
}

int bind_device(const char *device)
{
	return put(device, BUS "/drivers/idxd/bind");
}

int unbind_device(const char *device)
{
	return put(device, BUS "/drivers/idxd/unbind");
}

static int bind_or_not(const char *device, unsigned int wq, bool user, const char *which)
{
	char name[MAX_NAME];

	snprintf(name, sizeof(name), "wq%s.%u", device + 3, wq);
	return put(name, BUS "/drivers/%s/%s", user ? "user" : "dmaengine", which);
}

int bind_wq(const char *device, unsigned int wq, bool user)
{
	return bind_or_not(device, wq, user, "bind");
}

int unbind_wq(const char *device, unsigned int wq, bool user)
{
	return bind_or_not(device, wq, user, "unbind");
}

static void must(int err, const char *what, const struct worker *worker)
{
	if (!err)
		return;
	fprintf(stderr, "%s %s: %s\n", worker->device->name, what, strerror(-err));
	exit(1);
}

/* Nobody else touches this device: every step has to succeed. Every other time the device takes its wq down. */
void work_bind_strictly(struct worker *worker)
{
	const char *device = worker->device->name;

	must(configure_wq(device, 0, false), "configuration", worker);
	must(bind_device(device), "bind", worker);
	must(bind_wq(device, 0, false), "bind wq", worker);
	if (one_in(worker, 2)) {
		must(unbind_wq(device, 0, false), "unbind wq", worker);
		must(unbind_device(device), "unbind", worker);
	} else {
		must(unbind_device(device), "unbind with its wq", worker);
		if (!is("disabled", BUS "/devices/%s/wq%s.0/state", device, device + 3))
			must(-EBUSY, "unbinding left the wq enabled", worker);
	}
	count(COUNT_WQ_CYCLES, true);
	count(COUNT_DEVICE_CYCLES, true);
}

static const struct device *any_device(struct worker *worker)
{
	return worker->device ? worker->device : &devices[random_below(worker, n_devices)];
}

void work_bind_device(struct worker *worker)
{
	const struct device *device = any_device(worker);
	int err;

	if (one_in(worker, 2))
		configure_wq(device->name, 0, one_in(worker, 4));
	err = bind_device(device->name);
	nap_ms(random_below(worker, 200));
	count(COUNT_DEVICE_CYCLES, !unbind_device(device->name) && !err);
}

void work_bind_wq(struct worker *worker)
{
	const struct device *device = any_device(worker);
	unsigned int wq = random_below(worker, 4);
	bool user = one_in(worker, 3);
	int err;

	configure_wq(device->name, wq, user);
	bind_device(device->name);
	err = bind_wq(device->name, wq, user);
	nap_ms(random_below(worker, 500));
	count(COUNT_WQ_CYCLES, !unbind_wq(device->name, wq, user) && !err);
}

static bool is_enabled(const char *device, unsigned int wq)
{
	return is("enabled", BUS "/devices/%s/wq%s.%u/state", device, device + 3, wq);
}

/* First the configuration of all: groups do not change while the device is enabled. */
static void keep_enabled(const char *device, const enum wq_kind *kinds, unsigned int many)
{
	for (unsigned int wq = 0; wq < many; wq++)
		if (!is_enabled(device, wq))
			configure_wq(device, wq, kinds[wq]);
	bind_device(device);
	for (unsigned int wq = 0; wq < many; wq++)
		if (!is_enabled(device, wq))
			count(COUNT_WQ_CYCLES, !bind_wq(device, wq, kinds[wq]));
}

/* A kernel wq and a user wq stay enabled; a device that could not be repaired comes back with its driver. */
void work_keep(struct worker *worker)
{
	static const enum wq_kind kinds[] = { WQ_KERNEL, WQ_USER };
	const struct device *device = worker->device;

	if (is("halted", BUS "/devices/%s/state", device->name)) {
		int err = pci_unbind(device);

		count(COUNT_PCI_CYCLES, !pci_bind(device) && !err);
	}
	keep_enabled(device->name, kinds, 2);
	nap_ms(50);
	if (one_in(worker, 20))
		unbind_device(device->name);
}

/* For programs, and a kernel wq beside them. */
static const enum wq_kind kinds_for_users[] = { WQ_USER, WQ_SHARED, WQ_USER, WQ_KERNEL };
enum { WQS_FOR_USERS = sizeof(kinds_for_users) / sizeof(kinds_for_users[0]) };

void work_keep_users(struct worker *worker)
{
	keep_enabled(worker->device->name, kinds_for_users, WQS_FOR_USERS);
	nap_ms(random_below(worker, 200));
}

/* A wq, a device, its driver: what programs have open goes. */
void work_take(struct worker *worker)
{
	const struct device *device = any_device(worker);
	unsigned int wq = random_below(worker, WQS_FOR_USERS);
	int err;

	nap_ms(random_below(worker, 400));
	switch (random_below(worker, 8)) {
	case 0:
		count(COUNT_RESETS, !put("1", "/sys/bus/pci/devices/%s/reset", device->pci));
		break;
	case 1:
	case 2:
		err = pci_unbind(device);
		count(COUNT_PCI_CYCLES, !pci_bind(device) && !err);
		break;
	case 3:
		err = put("1", "/sys/bus/pci/devices/%s/remove", device->pci);
		count(COUNT_REMOVALS, !put("1", "/sys/bus/pci/rescan") && !err);
		break;
	case 4:
		count(COUNT_DEVICE_CYCLES, !unbind_device(device->name));
		break;
	default:
		count(COUNT_WQ_CYCLES, !unbind_wq(device->name, wq, kinds_for_users[wq]));
	}
}
