// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs in a guest, with a device that halts now and then: "recovers" is for resets that the driver can make, "gives-up"
 * for those that it cannot; "sleep" lets the machine sleep, as deep as it needs nobody to wake it; and "probe" leaves the
 * device to its driver as nobody should.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge-user-desc.h"
#include "judge-user.h"

#define FUNCTION "0000:00:10.0" /* where the lab puts it */
#define PCI "/sys/bus/pci/drivers/idxd/"

enum { GOOD = 1, PATIENCE_MS = 20000, MOST_COPIES = 400, GENCFG = 0x80, CMD = 0xa0, CMDSTS = 0xa8, DRAIN_ALL = 3 };

static struct record record;
static uint8_t from[4096], to[4096];

/* The signal that storing to a portal gives, or 0. */
static int submit(void *portal)
{
	const struct desc desc = desc_make(OP_MOVE, &record, from, to, sizeof(to));

	return portal_signal(portal, &desc);
}

static bool program_copies(void *portal)
{
	memset(from, from[0] + 1, sizeof(from));
	return !submit(portal) && wait_for(&record) == GOOD && !memcmp(from, to, sizeof(to));
}

static bool kernel_copies(void)
{
	return !shell("echo 1 >/sys/module/dmacopy/parameters/run");
}

/* How often the kernel said it. */
static int said(const char *what)
{
	char command[200], text[20] = "";
	FILE *pipe;

	snprintf(command, sizeof(command), "dmesg | grep -cE '%s'", what);
	pipe = popen(command, "r");
	if (!pipe || !fgets(text, sizeof(text), pipe))
		text[0] = '\0';
	if (pipe)
		pclose(pipe);
	return atoi(text);
}

/* As a text: everything that there is to be set, and what is enabled. */
static char *configuration(void)
{
	static char texts[2][1 << 16];
	static unsigned int n;
	char *text = texts[n++ % 2];
	FILE *pipe = popen("cd " WQS " && find . wq0.* group0.* engine0.* -maxdepth 1 -type f ! -name cmd_status"
			   " ! -name wq_occupancy ! -name uevent | xargs grep '' 2>&1 | sort", "r");
	size_t size = pipe ? fread(text, 1, sizeof(texts[0]) - 1, pipe) : 0;

	text[size] = '\0';
	if (pipe)
		pclose(pipe);
	return text;
}

static int configure(void)
{
	int err = shell("accfg config-engine dsa0/engine0.0 --group-id=0");

	err |= shell("accfg config-wq dsa0/wq0.0 --group-id=0 --mode=dedicated --wq-size=16 --priority=10 --type=user"
		     " --name=program --driver-name=user");
	err |= shell("accfg config-wq dsa0/wq0.1 --group-id=0 --mode=dedicated --wq-size=32 --priority=5 --type=kernel"
		     " --name=copies --driver-name=dmaengine --max-transfer-size=8192");
	err |= shell("accfg config-wq dsa0/wq0.2 --group-id=0 --mode=shared --threshold=7 --wq-size=8 --priority=3 --type=user"
		     " --name=later --driver-name=user --block-on-fault=1");
	return err | shell("accfg enable-device dsa0 && accfg enable-wq dsa0/wq0.0 dsa0/wq0.1");
}

static void ready(void)
{
	is("accfg configures three wqs and enables two", configure(), 0);
	check(kernel_copies(), "the kernel's copies", "see the console");
}

/* One copy after the other until the driver notices that the device halted. */
static void until_it_halts(void)
{
	int before = said("the device halted");
	unsigned int i;

	for (i = 0; i < MOST_COPIES && said("the device halted") == before; i++)
		kernel_copies();
	is("the device halts, and the driver says so", said("the device halted") - before, 1);
}

static bool wait_copies(void)
{
	for (unsigned int ms = 0; ms < PATIENCE_MS; ms += 100) {
		if (kernel_copies())
			return true;
		pause_ms(100);
	}
	return false;
}

static void until_awake(const char *how)
{
	is("it wakes up", shell("echo 0 >/sys/module/suspend/parameters/pm_test_delay;"
				" echo %s >/sys/power/pm_test && echo mem >/sys/power/state", how), 0);
}

static void recovers_once(const char *how, int fd, void *portal, const char *level)
{
	char *before = configuration();
	struct pollfd poller = { .fd = fd, .events = 0 };

	check(strstr(before, "wq0.2/name:later\n"), "the configuration can be read", "it is '%s'", before);
	check(program_copies(portal), how, "it does not even copy before");
	if (level)
		until_awake(level);
	else
		until_it_halts();
	check(wait_copies(), "the kernel's wq copies again", "see the console");
	check(program_copies(portal), "the program's wq copies again, with the same file and mapping", "record %#x", record.status);
	is("nobody told the program", poll(&poller, 1, 0), 0);
	is("everything is set and enabled as before", strcmp(before, configuration()), 0);
	is("the driver did not give up", said(" halted$|cannot be enabled again|reset failed"), 0);
}

/* Twice; then what was only configured is used, too. Levels are pm_test's, NULL where the device halts. */
static void twice(const char *const how[2], const char *const level[2])
{
	void *portal;
	int fd;

	ready();
	fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	portal = portal_map(fd);
	check(portal, "a program has a wq", "%s", strerror(errno));
	if (!portal)
		return;
	is("an engine gets a group of its own", shell("echo 1 >" WQS "engine0.1/group_id"), 0);
	is("the next wq that is enabled tells the device", shell("accfg enable-wq dsa0/wq0.2 && accfg disable-wq dsa0/wq0.2 &&"
			" accfg config-wq dsa0/wq0.2 --type=user --name=later --driver-name=user --mode=shared --threshold=7 --priority=3"), 0);
	for (unsigned int i = 0; i < 2; i++)
		recovers_once(how[i], fd, portal, level[i]);
	is("the wq that was only configured can be enabled", shell("accfg enable-wq dsa0/wq0.2"), 0);
	munmap(portal, PORTAL_SIZE);
	close(fd);
	is("everything can be disabled", shell("accfg disable-device -f dsa0"), 0);
}

/* The model halts twice, with either type. */
static void recovers(void)
{
	twice((const char *const[]){ "a software reset helps", "a function level reset helps" }, (const char *const[]){ NULL, NULL });
	ready();
}

static void sleeps(void)
{
	char *before;

	twice((const char *const[]){ "the devices sleep", "the machine sleeps" }, (const char *const[]){ "devices", "core" });
	is("a disabled device is configured", shell("accfg config-wq dsa0/wq0.3 --group-id=0 --mode=dedicated --wq-size=4"
						    " --priority=9 --type=kernel --name=other --driver-name=dmaengine"), 0);
	before = configuration();
	until_awake("core");
	check(strstr(before, "wq0.3/size:4\n"), "the configuration can be read", "it is '%s'", before);
	is("a disabled device is set as before", strcmp(before, configuration()), 0);
	ready();
}

static void is_dead(int fd, void *portal)
{
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	struct pollfd poller = { .fd = fd, .events = 0 };

	poll(&poller, 1, PATIENCE_MS);
	is("whoever waits in poll() is woken", poller.revents, POLLHUP | POLLERR);
	is("the program's mapping is a bus error", submit(portal), SIGBUS);
	is("write() fails", result(write(fd, &desc, sizeof(desc))), -ENODEV);
	is("another open() fails", result(open(DEDICATED, O_RDWR | O_CLOEXEC)), -ENODEV);
	munmap(portal, PORTAL_SIZE);
	is("the file can be closed", result(close(fd)), 0);
}

/* With what the PCI driver can do when it comes back: the model takes a function level reset for all of them. */
static void gives_up_once(const char *how, const char *words)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC), resets = said("halted .*function level reset");
	void *portal = portal_map(fd);

	check(portal, how, "%s", strerror(errno));
	if (!portal)
		return;
	until_it_halts();
	is("the driver says what it needs", said(words), 1);
	is_dead(fd, portal);
	is("the device is halted", shell("[ $(cat " WQS "state) = halted ]"), 0);
	check(!kernel_copies(), "copies are refused", "they are not");
	is("nothing can be enabled", shell("accfg enable-wq dsa0/wq0.2") != 0, 1);
	is("the wq can be unbound", shell("echo wq0.1 >/sys/bus/dsa/drivers/dmaengine/unbind"), 0);
	is("its driver goes", shell("echo " FUNCTION " >" PCI "unbind"), 0);
	is("and comes", shell("echo " FUNCTION " >" PCI "bind"), 0);
	is("with a function level reset", said("halted .*function level reset") - resets, 1);
	is("the device is disabled", shell("[ $(cat " WQS "state) = disabled ]"), 0);
}

static void gives_up(void)
{
	ready();
	gives_up_once("a warm reset is needed", "needs a warm reset of the system");
	ready();
	gives_up_once("a cold reset is needed", "needs a cold reset of the system");
	ready();
}

static volatile uint32_t *map_registers(void)
{
	int fd = open("/sys/bus/pci/devices/" FUNCTION "/resource0", O_RDWR | O_CLOEXEC);
	void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	return at == MAP_FAILED ? NULL : at;
}

/* Whoever had the device before: a kernel that crashed, a program with VFIO. */
static void probe(void)
{
	volatile uint32_t *registers;

	is("the driver goes", shell("echo " FUNCTION " >" PCI "unbind && echo 500 >/sys/module/idxd/parameters/cmd_timeout"), 0);
	registers = map_registers();
	check(registers, "somebody else has the device", "%s", strerror(errno));
	if (!registers)
		return;
	registers[GENCFG / 4] = 0xf;
	registers[CMD / 4] = DRAIN_ALL << 20; /* the model never ends it */
	is("it is busy for ever", registers[CMDSTS / 4] >> 31, 1);
	is("the driver comes", shell("echo " FUNCTION " >" PCI "bind"), 0);
	is("with a function level reset", said("stuck .*function level reset"), 1);
	is("the limit of read buffers is that of a reset, all of them", registers[GENCFG / 4], attribute("max_read_buffers"));
	munmap((void *)registers, 4096);
	ready();
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "recovers"))
		recovers();
	else if (argc == 2 && !strcmp(argv[1], "sleep"))
		sleeps();
	else if (argc == 2 && !strcmp(argv[1], "gives-up"))
		gives_up();
	else if (argc == 2 && !strcmp(argv[1], "probe"))
		probe();
	else
		return 2;
	return told_all();
}
