// SPDX-License-Identifier: GPL-2.0-or-later
/* What cannot be told in a completion record: the event log, its file for people, and the
 * statistics of a file. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge-user-desc.h"
#include "judge-user.h"

#define LOG "/sys/kernel/debug/idxd/dsa0/event_log"

enum { PAGE = 4096, GOOD = 1, BAD_OPERATION = 0x10 };

static void *page(int protection)
{
	return mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* The device cannot write the record, so it is in the log, and the driver writes it where the
 * program waits. */
static void delivery(void *portal)
{
	uint8_t *from = page(PROT_READ | PROT_WRITE), *to = page(PROT_READ | PROT_WRITE);
	struct record *absent = page(PROT_READ | PROT_WRITE), *constant = page(PROT_READ);
	struct record here;
	struct desc desc = desc_make(OP_MOVE, &here, from, to, PAGE);

	memset(from, 0x5a, PAGE);
	memset(to, 0, PAGE);
	desc.record = (uintptr_t)absent;
	portal_store(portal, &desc);
	is("the file counts a completion record that was missing",
	   statistic_becomes("cr_faults", 1), 1);
	is("the record comes, though its page was not there", wait_for(absent), GOOD);
	is("the work was done", memcmp(from, to, PAGE), 0);
	is("there is no failure", statistic("cr_fault_failures"), 0);
	madvise(absent, PAGE, MADV_DONTNEED);
	desc = desc_make(OP_UNKNOWN, NULL, NULL, NULL, 0);
	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)(absent + 3);
	portal_store(portal, &desc);
	is("so does one that tells of an error", wait_for(absent + 3), BAD_OPERATION);
	is("and is counted", statistic_becomes("cr_faults", 2), 2);
	desc = desc_make(OP_NOOP, NULL, NULL, NULL, 0);
	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)constant;
	portal_store(portal, &desc);
	is("a record that nobody can write is a failure", statistic_becomes("cr_fault_failures", 1),
	   1);
	is("and a record that was missing", statistic("cr_faults"), 3);
	is("memory that can only be read stays as it was", constant->status, 0);
	munmap(from, PAGE);
	munmap(to, PAGE);
	munmap(absent, PAGE);
	munmap(constant, PAGE);
}

static void shared_delivery(void)
{
	int fd = open(SHARED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);
	struct record *absent = page(PROT_READ | PROT_WRITE);
	struct desc desc = desc_make(OP_NOOP, NULL, NULL, NULL, 0);

	check(portal, "a shared wq is opened", "%s", strerror(errno));
	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)absent;
	while (portal && !portal_enqueue(portal, &desc))
		;
	is("a record comes to the program that used ENQCMD", wait_for(absent), GOOD);
	is("its file counts it", statistic_becomes("cr_faults", 1), 1);
	close(fd);
	munmap(absent, PAGE);
	munmap(portal, PORTAL_SIZE);
}

static void log_file(void)
{
	is("the event log has a file", result(access(LOG, F_OK)), 0);
	is("which is root's", shell("[ $(stat -c %%a " LOG ") = 400 ]"), 0);
	is("it begins with the pointers", shell("head -n 1 " LOG " | grep -q '^Event Log head'"),
	   0);
	is("it has the entries", shell("[ $(grep -c '^Event Log entry' " LOG ") -ge 3 ]"), 0);
	is("which were processed", shell("grep '^Event Log entry' " LOG " | grep -q processed"), 0);
}

/* An error that no record can take, because none is wanted, is an entry too; the wq works on. */
static void without_record(int fd, void *portal)
{
	struct pollfd poller = {.fd = fd, .events = POLLIN};
	struct record record;
	struct desc desc = desc_make(OP_UNKNOWN, NULL, NULL, NULL, 0);

	portal_store(portal, &desc);
	desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("an error without a record stops nothing", wait_for(&record), GOOD);
	is("with an event log it is nothing to be polled for", poll(&poller, 1, 100), 0);
}

void judge_log(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);

	check(portal, "a dedicated wq is opened", "%s", strerror(errno));
	if (!portal)
		return;
	is("no record was missing", statistic("cr_faults"), 0);
	delivery(portal);
	without_record(fd, portal);
	log_file();
	munmap(portal, PORTAL_SIZE);
	is("it is closed", result(close(fd)), 0);
	shared_delivery();
}

/* The software error register is shown in words from the highest; the error is byte 1. */
static int shows_error(unsigned int error)
{
	return shell("[ $(cat " WQS "errors | tail -c 5 | cut -c 1-2) = %02x ]", error);
}

/* On a device without an event log. */
void judge_swerr(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	void *portal = portal_map(fd);
	struct record *absent = page(PROT_READ | PROT_WRITE), record;
	struct desc desc = desc_make(OP_UNKNOWN, NULL, NULL, NULL, 0);

	check(portal, "a dedicated wq is opened", "%s", strerror(errno));
	if (!portal)
		return;
	is("there is no event log", result(access(LOG, F_OK)), -ENOENT);
	is("nothing is to be polled for", poll(&poller, 1, 0), 0);
	is("no error is there", shows_error(0), 0);
	portal_store(portal, &desc);
	is("an error without a record ends the poll", poll(&poller, 1, 10000), 1);
	is("which says that there is something", poller.revents, POLLIN);
	is("the device shows the error", shows_error(BAD_OPERATION), 0);
	is("the error stays", poll(&poller, 1, 0), 1);
	desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("the wq works on", wait_for(&record), GOOD);
	desc = desc_make(OP_NOOP, NULL, NULL, NULL, 0);
	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)absent;
	portal_store(portal, &desc);
	desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("what comes after a record that was missing is done", wait_for(&record), GOOD);
	is("the record itself does not come", absent->status, 0);
	is("the device shows its error", shows_error(0x1a), 0);
	is("the file counts none", statistic("cr_faults"), 0);
	munmap(portal, PORTAL_SIZE);
	is("it is closed", result(close(fd)), 0);
}
