// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that end while the device works, processes that are killed, several of them at once. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge-user-desc.h"
#include "judge-user.h"

enum { BIG = 1 << 20, IN_FLIGHT = 12, GOOD = 1 };

static struct record records[IN_FLIGHT];

static void submit_many(void *portal, bool enqueue, uint8_t *from, uint8_t *to)
{
	for (unsigned int i = 0; i < IN_FLIGHT; i++) {
		struct desc desc = desc_make(OP_MOVE, &records[i], from, to, BIG);

		if (!enqueue)
			portal_store(portal, &desc);
		while (enqueue && !portal_enqueue(portal, &desc))
			;
	}
}

/* What was submitted is done when close() returns: nothing is written to the process's memory
 * afterwards. */
static void close_in_flight(const char *node, bool enqueue)
{
	uint8_t *from = calloc(1, BIG), *to = calloc(1, BIG);
	int fd = open(node, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);
	unsigned int good = 0;

	check(portal, "a wq is opened to be closed early", "%s", strerror(errno));
	memset(from, 0x77, BIG);
	memset(to, 1, BIG);
	if (portal) {
		submit_many(portal, enqueue, from, to);
		munmap(portal, PORTAL_SIZE);
	}
	is("it is closed while the device works", result(close(fd)), 0);
	for (unsigned int i = 0; i < IN_FLIGHT; i++)
		good += records[i].status == GOOD;
	is("everything that was submitted is done then", good, IN_FLIGHT);
	is("and right", memcmp(from, to, BIG), 0);
	free(from);
	free(to);
}

/* The mapping outlives the descriptor: what counts is the last reference. */
static void close_but_mapped(void)
{
	struct record record;
	struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);

	check(portal, "a dedicated wq is opened and mapped", "%s", strerror(errno));
	close(fd);
	is("closed but mapped it has its client", attribute("wq0.0/clients"), 1);
	is("and is busy", result(open(DEDICATED, O_RDWR | O_CLOEXEC)), -EBUSY);
	portal_store(portal, &desc);
	is("and works", wait_for(&record), GOOD);
	munmap(portal, PORTAL_SIZE);
	is("when the mapping has gone, so has the client", attribute("wq0.0/clients"), 0);
}

static void submit_for_ever(const char *node, bool enqueue)
{
	int fd = open(node, O_RDWR);
	void *portal = portal_map(fd);
	uint8_t *from = calloc(1, BIG), *to = calloc(1, BIG);
	struct desc desc;

	if (!portal)
		_exit(1);
	memset(to, 1, BIG);
	memset(from, 2, BIG);
	for (unsigned int i = 0;; i++) {
		desc = desc_make(OP_MOVE, &records[i % IN_FLIGHT], from, to, BIG);
		if (enqueue)
			portal_enqueue(portal, &desc);
		else
			portal_store(portal, &desc);
		pause_ms(1);
	}
}

static void killed(const char *node, bool enqueue, unsigned int how_many)
{
	pid_t children[4];
	int status, ended = 0;

	for (unsigned int i = 0; i < how_many; i++) {
		children[i] = fork();
		if (!children[i])
			submit_for_ever(node, enqueue);
	}
	pause_ms(300);
	for (unsigned int i = 0; i < how_many; i++) {
		kill(children[i], SIGKILL);
		waitpid(children[i], &status, 0);
		ended += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	}
	is("processes that submit are killed", ended, how_many);
	is("they are no clients then", attribute("%s/clients", strrchr(node, '/') + 1), 0);
	is("and no files", shell("ls -d /sys/bus/dsa/devices/file*"), 1);
}

/* The last status of a process that moves memory where another one has its own, at the same
 * addresses. */
static int move_own(uint8_t *from, uint8_t *to, unsigned int seed)
{
	int fd = open(SHARED, O_RDWR);
	void *portal = portal_map(fd);
	unsigned int status = GOOD;

	memset(from, (int)seed, BIG);
	for (unsigned int i = 0; portal && status == GOOD && i < 20; i++) {
		struct desc desc = desc_make(OP_MOVE, &records[0], from, to, BIG);

		memset(to, 0, BIG);
		while (!portal_enqueue(portal, &desc))
			;
		status = wait_for(&records[0]);
		if (status == GOOD && memcmp(from, to, BIG))
			status = 200;
	}
	return portal ? (int)status : 201;
}

static void two_at_once(void)
{
	uint8_t *from = calloc(1, BIG), *to = calloc(1, BIG);
	pid_t children[2];
	int statuses[2] = {-1, -1};

	for (unsigned int i = 0; i < 2; i++) {
		children[i] = fork();
		if (!children[i])
			_exit(move_own(from, to, i + 1));
	}
	for (unsigned int i = 0; i < 2; i++)
		waitpid(children[i], &statuses[i], 0);
	is("of two processes on a shared wq the first finds its own memory",
	   WEXITSTATUS(statuses[0]), GOOD);
	is("and the second its own", WEXITSTATUS(statuses[1]), GOOD);
	free(from);
	free(to);
}

void judge_life(void)
{
	close_in_flight(DEDICATED, false);
	close_in_flight(SHARED, true);
	close_but_mapped();
	killed(DEDICATED, false, 1);
	killed(SHARED, true, 4);
	two_at_once();
}
