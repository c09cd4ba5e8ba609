// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A wq, a device or the driver goes away under an open and mapped file. Not for the in-tree
 * driver: 7.2 uses memory that it has freed when a wq was disabled meanwhile, and gives the portal
 * to whoever still has it mapped.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge-user-desc.h"
#include "judge-user.h"

#define FUNCTION "0000:00:10.0" /* where the lab puts it */

enum { BIG = 1 << 20, IN_FLIGHT = 8, GOOD = 1 };

static struct record record, records[IN_FLIGHT];

/* The signal that storing to a portal gives, or 0. */
static int store_signal(void *portal)
{
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);

	return portal_signal(portal, &desc);
}

static int poll_events(int fd)
{
	struct pollfd poller = {.fd = fd, .events = POLLIN};

	return poll(&poller, 1, 0) < 0 ? -errno : poller.revents;
}

static int configure(void)
{
	return shell("accfg config-engine dsa0/engine0.0 --group-id=0 && accfg config-wq "
		     "dsa0/wq0.0 --group-id=0 --mode=dedicated"
		     " --wq-size=16 --priority=10 --type=user --name=one --driver-name=user && "
		     "accfg enable-device dsa0 &&"
		     " accfg enable-wq dsa0/wq0.0");
}

static void is_dead(int fd, void *portal)
{
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);

	is("the old mapping is a bus error", store_signal(portal), SIGBUS);
	is("polling the old file tells", poll_events(fd), POLLHUP | POLLERR);
	is("writing to it fails", result(write(fd, &desc, sizeof(desc))), -ENODEV);
	is("mapping it fails",
	   result(mmap(NULL, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0),
	   -ENODEV);
	is("nothing was submitted", record.status, 0);
}

/* The node is there again, and belongs to somebody else. */
static void somebody_else(int fd, void *portal)
{
	int other;
	void *its;
	const struct desc desc = desc_make(OP_NOOP, &records[0], NULL, NULL, 0);

	is("accfg configures and enables it again", configure(), 0);
	other = open(DEDICATED, O_RDWR | O_CLOEXEC);
	check(other >= 0, "it can be opened again", "%s", strerror(errno));
	its = portal_map(other);
	is_dead(fd, portal);
	is("there is one client", attribute("wq0.0/clients"), 1);
	munmap(portal, PORTAL_SIZE);
	is("the old file is closed", result(close(fd)), 0);
	is("there is still one client", attribute("wq0.0/clients"), 1);
	if (its)
		portal_store(its, &desc);
	is("which works", wait_for(&records[0]), GOOD);
	munmap(its, PORTAL_SIZE);
	close(other);
}

/* With the driver goes the object dsa0; while somebody holds it, its name is taken. */
static void driver_again(int fd, void *portal, const char *command)
{
	munmap(portal, PORTAL_SIZE);
	is("the old file is closed", result(close(fd)), 0);
	is("the device comes back", shell("%s", command), 0);
	is("accfg configures and enables it again", configure(), 0);
}

/* again: what brings the device back, NULL where it stays. */
static void taken_away(const char *how, const char *command, const char *again)
{
	uint8_t *from = calloc(1, BIG), *to = calloc(1, BIG);
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);

	check(portal, how, "%s", strerror(errno));
	if (!portal)
		return;
	memset(from, 3, BIG);
	memset(to, 4, BIG);
	for (unsigned int i = 0; i < IN_FLIGHT; i++) {
		const struct desc desc = desc_make(OP_MOVE, &records[i], from, to, BIG);

		portal_store(portal, &desc);
	}
	is("it is taken away while the device works", shell("%s", command), 0);
	is("no file is on the bus", shell("ls -d /sys/bus/dsa/devices/file*"), 1);
	is("there is no node", result(access(DEDICATED, F_OK)), -ENOENT);
	is_dead(fd, portal);
	if (again)
		driver_again(fd, portal, again);
	else
		somebody_else(fd, portal);
	free(from);
	free(to);
}

/* A PCI device that is removed behind an IOMMU makes QEMU 11 abort, whatever driver it has, so that is not tried here. */
void judge_gone(void)
{
	is("accfg enables the device and the wq",
	   shell("accfg enable-device dsa0 && accfg enable-wq dsa0/wq0.0"), 0);
	taken_away("a file of a wq that will be disabled", "accfg disable-wq -f dsa0/wq0.0; accfg disable-device dsa0", NULL);
	taken_away("a file of a device that will be disabled", "accfg disable-device -f dsa0", NULL);
	taken_away("a file of a device that will be unbound", "echo dsa0 >/sys/bus/dsa/drivers/idxd/unbind", NULL);
	taken_away("a file of a device whose driver goes", "echo " FUNCTION " >/sys/bus/pci/drivers/idxd/unbind",
		   "echo " FUNCTION " >/sys/bus/pci/drivers/idxd/bind");
	is("the module is in use by no one", shell("accfg disable-device dsa0; rmmod idxd"), 0);
}
