// SPDX-License-Identifier: GPL-2.0-or-later
/* Completion records that were missing: whose they are when files are closed and wqs disabled. */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge-driver.h"
#include "judge-user-desc.h"

#define FUNCTION "0000:00:10.0" /* where the lab puts the device behind an IOMMU */

enum { PAGE = 4096, GOOD = 1 };

/* Where a page is not there yet, the device cannot write. */
static struct record *absent_record(void)
{
	return mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void submit(void *portal, bool shared, struct record *record)
{
	struct desc desc = desc_make(OP_NOOP, NULL, NULL, NULL, 0);

	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)record;
	if (!shared)
		portal_store(portal, &desc);
	while (shared && !portal_enqueue(portal, &desc))
		;
}

/* What comes after it has ended: the record that could not be written is in the log. */
static void log_record(void *portal, bool shared, struct record *record)
{
	struct record here = {};

	submit(portal, shared, record);
	submit(portal, shared, &here);
	is("what follows a record that was missing is done", wait_for(&here), GOOD);
}

static void *map(int fd, const char *what)
{
	void *portal = portal_map(fd);

	check(portal, what, "%s", strerror(errno));
	if (!portal)
		_exit(1);
	return portal;
}

static void close_logged(const char *node, bool shared)
{
	int fd = open(node, O_RDWR | O_CLOEXEC);
	void *portal = map(fd, shared ? "a shared wq is mapped" : "a dedicated wq is mapped");
	struct record *record = absent_record();

	log_record(portal, shared, record);
	munmap(portal, PORTAL_SIZE);
	is("its file is closed before anybody looked into the log", result(close(fd)), 0);
	is("the record finds its process", wait_for(record), GOOD);
}

static void disable_logged(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = map(fd, "a dedicated wq is mapped");
	struct record *record = absent_record();

	log_record(portal, false, record);
	is("the wq is disabled before anybody looked into the log", shell("accfg disable-wq -f dsa0/wq0.0"), 0);
	is("the record finds its process", wait_for(record), GOOD);
	munmap(portal, PORTAL_SIZE);
	close(fd);
}

/*
 * All interrupts of vector 0 are lost, so that the log is read only by whoever gives a PASID up. An entry that is read
 * later is nobody's, or that of the process which got the number.
 */
void judge_log_order(void)
{
	configure_user_wq(0, "dedicated");
	configure_user_wq(1, "shared");
	enable("dsa0/wq0.0 dsa0/wq0.1");
	close_logged(DEDICATED, false);
	close_logged(SHARED, true);
	disable_logged();
}

/* A process that opens a shared wq twice has one PASID, of which the driver knows one file. */
void judge_two_files(void)
{
	struct record *record = absent_record();
	int first, second;
	void *portal;

	configure_user_wq(1, "shared");
	enable("dsa0/wq0.1");
	first = open(SHARED, O_RDWR | O_CLOEXEC);
	second = open(SHARED, O_RDWR | O_CLOEXEC);
	portal = map(second, "a process maps a shared wq that it opened twice");
	is("it closes the first file", result(close(first)), 0);
	submit(portal, true, record);
	is("a record that was missing comes through the second", wait_for(record), GOOD);
	is("which counts it", statistic_becomes("cr_faults", 1), 1);
	munmap(portal, PORTAL_SIZE);
	is("it closes the second file", result(close(second)), 0);
}

/* A page that never comes to whoever touches it, until the file that is returned is closed. */
static int withhold(struct record **record)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register range = {.mode = UFFDIO_REGISTER_MODE_MISSING};

	*record = absent_record();
	range.range.start = (uintptr_t)*record;
	range.range.len = PAGE;
	check(fd >= 0 && !ioctl(fd, UFFDIO_API, &api) && !ioctl(fd, UFFDIO_REGISTER, &range), "a page is withheld", "%s",
	      strerror(errno));
	return fd;
}

static int other_process(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);
	struct record *record = absent_record();

	if (!portal)
		return 100;
	submit(portal, false, record);
	return (int)wait_for(record);
}

/* Whoever lets the driver wait for memory holds up himself: no other process, and nobody who disables the device. */
void judge_stalled(void)
{
	struct record *withheld;
	int stall, fd, status = -1;
	struct uffd_msg message;
	void *portal;
	pid_t child;

	configure_user_wq(0, "dedicated");
	configure_user_wq(1, "shared");
	enable("dsa0/wq0.0 dsa0/wq0.1");
	stall = withhold(&withheld);
	fd = open(SHARED, O_RDWR | O_CLOEXEC);
	portal = map(fd, "a shared wq is mapped");
	submit(portal, true, withheld);
	is("the driver wants the page", read(stall, &message, sizeof(message)), sizeof(message));
	child = fork();
	if (!child)
		_exit(other_process());
	waitpid(child, &status, 0);
	is("the record of another process comes meanwhile", WEXITSTATUS(status), GOOD);
	is("the wq can be disabled", shell("accfg disable-wq -f dsa0/wq0.1"), 0);
	is("the device can be taken from the driver", shell("echo " FUNCTION " >/sys/bus/pci/drivers/idxd/unbind"), 0);
	close(stall);
	is("the record comes when the page does", wait_for(withheld), GOOD);
	munmap(portal, PORTAL_SIZE);
	is("the file is closed", result(close(fd)), 0);
	is("the module is in use by no one", shell("rmmod idxd"), 0);
}

static void submit_batch(void *portal, struct desc *list, struct record *record)
{
	struct desc desc = desc_make(OP_BATCH, record, list, NULL, 2);

	portal_store(portal, &desc);
	is("the batch is done", wait_for(record) == 0, 0);
}

/* What is counted in cr_faults and cr_fault_failures; in-tree is the judge of this part (DRIVER=in-tree). */
void judge_counters(void)
{
	static struct desc list[2];
	struct record *absent = absent_record(), *constant, record;
	struct desc desc;
	void *portal;
	int fd;

	configure_user_wq(0, "dedicated");
	enable("dsa0/wq0.0");
	fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	portal = map(fd, "a dedicated wq is mapped");
	submit(portal, false, absent);
	desc = desc_make(OP_DRAIN, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("a drain behind a record that was missing ends", wait_for(&record), GOOD);
	is("the record comes", wait_for(absent), GOOD);
	is("it is counted, the drain's is not", statistic_becomes("cr_faults", 1), 1);
	madvise(absent, PAGE, MADV_DONTNEED);
	list[0] = desc_make(OP_NOOP, NULL, NULL, NULL, 0);
	list[0].flags |= FLAG_CRAV | FLAG_RCR;
	list[0].record = (uintptr_t)absent;
	list[1] = desc_make(OP_NOOP, NULL, NULL, NULL, 0);
	submit_batch(portal, list, &record);
	is("a record that is missing in a batch, and the batch's, are counted", statistic_becomes("cr_faults", 3), 3);
	is("nothing has failed", statistic("cr_fault_failures"), 0);
	constant = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	list[0].record = (uintptr_t)constant;
	submit_batch(portal, list, &record);
	is("both are counted when one cannot be written", statistic_becomes("cr_faults", 5), 5);
	is("which is one failure", statistic("cr_fault_failures"), 1);
	munmap(portal, PORTAL_SIZE);
	is("it is closed", result(close(fd)), 0);
}

/* Of the last entry of an event log, -1 where there is none. */
static long logged_pasid(const char *device)
{
	char command[200];
	long pasid = -1;
	FILE *output;

	snprintf(command, sizeof(command), "sed -n 's/.*PASID \\([0-9]*\\),.*/\\1/p' /sys/kernel/debug/idxd/%s/event_log", device);
	output = popen(command, "r");
	while (output && fscanf(output, "%ld", &pasid) == 1)
		;
	if (output)
		pclose(output);
	return pasid;
}

/* Opens a shared wq of a device, has an entry logged, and closes it. */
static void leave_entry(const char *node)
{
	int fd = open(node, O_RDWR | O_CLOEXEC);
	void *portal = map(fd, "a process maps a shared wq");
	struct record *record = absent_record();

	submit(portal, true, record);
	is("its record that was missing comes", wait_for(record), GOOD);
	munmap(portal, PORTAL_SIZE);
	is("it closes the wq", result(close(fd)), 0);
}

/*
 * DRAIN_PASID does not end, on any device. Nobody knows what the first device still does in the name of the process, so
 * that no other process may get its number, which it would on the second.
 */
void judge_lingering(void)
{
	long first, second;
	pid_t child;
	int status;

	configure_user_wq(1, "shared");
	enable("dsa0/wq0.1");
	is("there is another device with such a wq",
	   shell("accfg config-engine dsa1/engine1.0 --group-id=0 && accfg config-wq dsa1/wq1.1 --group-id=0 --wq-size=16"
		 " --priority=10 --name=w --type=user --driver-name=user --mode=shared --threshold=16 &&"
		 " accfg enable-device dsa1 && accfg enable-wq dsa1/wq1.1"), 0);
	is("a command has a second", shell("echo 1000 >/sys/module/idxd/parameters/cmd_timeout"), 0);
	child = fork();
	if (!child) {
		int fd = open(SHARED, O_RDWR | O_CLOEXEC);
		void *portal = portal_map(fd);
		struct record *record = absent_record();

		if (portal)
			submit(portal, true, record);
		_exit(portal ? (int)wait_for(record) : 100);
	}
	waitpid(child, &status, 0);
	is("a process used a shared wq, and ended", WEXITSTATUS(status), GOOD);
	first = logged_pasid("dsa0");
	check(first > 0, "it had a PASID", "it had %ld", first);
	leave_entry("/dev/dsa/wq1.1");
	second = logged_pasid("dsa1");
	check(second > 0 && second != first, "another process has another PASID, on the other device, too", "%ld and %ld", first,
	      second);
	is("the devices can be disabled", shell("accfg disable-device -f dsa0 dsa1; rmmod idxd"), 0);
}
