// SPDX-License-Identifier: GPL-2.0-or-later
/* What takes a device from its driver: unbinding, removal, reset, sleep, and the end of the module. */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "stress.h"

#define PCI "/sys/bus/pci"

int pci_bind(const struct device *device)
{
	return put(device->pci, PCI "/drivers/idxd/bind");
}

int pci_unbind(const struct device *device)
{
	return put(device->pci, PCI "/drivers/idxd/unbind");
}

static const struct device *any_device(struct worker *worker)
{
	return worker->device ? worker->device : &devices[random_below(worker, n_devices)];
}

void work_pci(struct worker *worker)
{
	const struct device *device = any_device(worker);
	int err = pci_unbind(device);

	nap_ms(random_below(worker, 50));
	count(COUNT_PCI_CYCLES, !pci_bind(device) && !err);
	nap_ms(random_below(worker, 1500));
}

void work_remove(struct worker *worker)
{
	const struct device *device = any_device(worker);
	int err = put("1", PCI "/devices/%s/remove", device->pci);

	nap_ms(random_below(worker, 50));
	count(COUNT_REMOVALS, !put("1", PCI "/rescan") && !err);
	nap_ms(random_below(worker, 3000));
}

void work_reset(struct worker *worker)
{
	const struct device *device = any_device(worker);

	count(COUNT_RESETS, !put("1", PCI "/devices/%s/reset", device->pci));
	nap_ms(random_below(worker, 1000));
}

/*
 * The driver has been away since BEGIN, and stays for three times as long now, or on a slow kernel nobody else would find it.
 */
static void leave_alone(struct worker *worker, uint64_t begin)
{
	for (uint64_t end = now_ms() + 3 * (now_ms() - begin); now_ms() < end && !time_is_over();)
		nap_ms(50);
	nap_ms(random_below(worker, 3000));
}

/* Refused while a client of the dmaengine or an open node holds the module. */
void work_module(struct worker *worker)
{
	uint64_t begin = now_ms();
	long ret = syscall(SYS_delete_module, "idxd", O_NONBLOCK);

	nap_ms(random_below(worker, 50));
	count(COUNT_MODULE_CYCLES, !run("modprobe idxd 2>/dev/null") && !ret);
	leave_alone(worker, begin);
}

/* Nobody has a node open once no device has a driver, so that the module goes if all who had one have noticed. */
void work_module_from_users(struct worker *worker)
{
	uint64_t begin = now_ms();
	long ret = -1;

	for (unsigned int i = 0; i < n_devices; i++)
		pci_unbind(&devices[i]);
	for (unsigned int tries = 0; ret && tries < 50; tries++) {
		ret = syscall(SYS_delete_module, "idxd", O_NONBLOCK);
		nap_ms(20);
	}
	count(COUNT_MODULE_CYCLES, !run("modprobe idxd 2>/dev/null") && !ret);
	for (unsigned int i = 0; i < n_devices; i++)
		pci_bind(&devices[i]);
	leave_alone(worker, begin);
}

/* As far as suspending devices and processors and back, which needs nobody to wake the machine. */
void work_sleep(struct worker *worker)
{
	nap_ms(random_below(worker, 3000));
	put("0", "/sys/module/suspend/parameters/pm_test_delay");
	put(one_in(worker, 2) ? "devices" : "core", "/sys/power/pm_test");
	count(COUNT_SLEEPS, !put("mem", "/sys/power/state"));
}
