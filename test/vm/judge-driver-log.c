// SPDX-License-Identifier: GPL-2.0-or-later
/* Completion records that were missing: whose they are when files are closed and wqs disabled. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge-driver.h"
#include "judge-user-desc.h"

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
