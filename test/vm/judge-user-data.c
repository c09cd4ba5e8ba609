// SPDX-License-Identifier: GPL-2.0-or-later
/* The device works in the memory of the process: moves, batches, faults, each way of submitting. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge-user.h"
#include "judge-user-desc.h"

enum { SIZE = 200000, PAGE = 4096 };
enum {
	GOOD = 1,
	FAULT = 3,
	FAULT_REFUSED = 4,
	BATCH_FAILED = 5,
	BAD_OPERATION = 0x10,
	WRITING = 0x80
};

static struct record record, records[8];

static uint8_t *pages(size_t size, int protection)
{
	uint8_t *memory = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static void fill(uint8_t *memory, size_t size, unsigned int seed)
{
	for (size_t i = 0; i < size; i++)
		memory[i] = (uint8_t)(i * 7 + seed + (i >> 8));
}

static void move(const char *sentence, void *portal, void (*submit)(void *, const struct desc *))
{
	uint8_t *from = calloc(1, SIZE), *to = calloc(1, SIZE);
	const struct desc desc = desc_make(OP_MOVE, &record, from, to, SIZE);

	fill(from, SIZE, (unsigned int)(uintptr_t)submit);
	memset(to, 0, SIZE);
	submit(portal, &desc);
	wait_for(&record);
	check(record.status == GOOD && !memcmp(from, to, SIZE), sentence,
	      "status %#x, fault at %#llx", record.status, (unsigned long long)record.fault);
	free(from);
	free(to);
}

static void enqueue_until_taken(void *portal, const struct desc *desc)
{
	while (!portal_enqueue(portal, desc))
		;
}

static void faults(void *portal)
{
	uint8_t *present = pages(2 * PAGE, PROT_READ | PROT_WRITE),
		*absent = pages(2 * PAGE, PROT_READ | PROT_WRITE);
	uint8_t *constant = pages(PAGE, PROT_READ);
	struct desc desc = desc_make(OP_MOVE, &record, present, absent, PAGE);

	fill(present, 2 * PAGE, 5);
	portal_store(portal, &desc);
	is("a page that is not there is a fault of a write", wait_for(&record), FAULT | WRITING);
	is("and its address is told", record.fault, (uintptr_t)absent);
	is("and that nothing was done", record.done, 0);
	desc = desc_make(OP_MOVE, &record, absent + PAGE, present, PAGE);
	portal_store(portal, &desc);
	is("a source that is not there is a fault of a read", wait_for(&record), FAULT);
	is("and its address is told, too", record.fault, (uintptr_t)absent + PAGE);
	absent[0] = 1;
	desc = desc_make(OP_MOVE, &record, present, absent, 2 * PAGE);
	portal_store(portal, &desc);
	is("the second page of two is the fault", wait_for(&record), FAULT | WRITING);
	is("at its address", record.fault, (uintptr_t)absent + PAGE);
	is("the first was done", record.done, PAGE);
	is("and is right", memcmp(absent, present, PAGE), 0);
	*(volatile uint8_t *)constant;
	desc = desc_make(OP_FILL, &record, NULL, constant, PAGE);
	portal_store(portal, &desc);
	is("memory that can only be read is not written", wait_for(&record), FAULT | WRITING);
	desc = desc_make(OP_MOVE, &record, (void *)0xffffffff81000000, present, PAGE);
	portal_store(portal, &desc);
	is("the kernel's memory is not read", wait_for(&record), FAULT);
	desc = desc_make(OP_MOVE, &record, present, (void *)0xffff888000000000, PAGE);
	portal_store(portal, &desc);
	is("the kernel's memory is not written", wait_for(&record), FAULT | WRITING);
	munmap(present, 2 * PAGE);
	munmap(absent, 2 * PAGE);
	munmap(constant, PAGE);
}

static void batch(void *portal)
{
	struct desc *list = aligned_alloc(64, 4 * sizeof(*list));
	static uint8_t from[4][100], to[4][100];
	struct desc desc = desc_make(OP_BATCH, &record, list, NULL, 4);
	bool same = true;

	for (unsigned int i = 0; i < 4; i++) {
		fill(from[i], sizeof(from[i]), i);
		list[i] = desc_make(OP_MOVE, &records[i], from[i], to[i], sizeof(from[i]));
	}
	portal_store(portal, &desc);
	is("a batch is done", wait_for(&record), GOOD);
	for (unsigned int i = 0; i < 4; i++)
		same = same && records[i].status == GOOD &&
		       !memcmp(from[i], to[i], sizeof(from[i]));
	check(same, "each of its descriptors is done", "statuses %#x %#x %#x %#x",
	      records[0].status, records[1].status, records[2].status, records[3].status);
	list[1].flags = OP_UNKNOWN << 24 | FLAG_CRAV | FLAG_RCR;
	for (unsigned int i = 0; i < 4; i++)
		records[i].status = 0;
	desc = desc_make(OP_BATCH, &record, list, NULL, 4);
	portal_store(portal, &desc);
	is("a batch with a descriptor that is wrong fails", wait_for(&record), BATCH_FAILED);
	is("the wrong one says why", records[1].status, BAD_OPERATION);
	is("the others are done", records[0].status + records[2].status + records[3].status,
	   3 * GOOD);
	free(list);
}

static void dedicated(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);
	struct desc desc;

	check(portal, "a dedicated wq is opened and mapped", "fd %d, %s", fd, strerror(errno));
	if (!portal)
		return;
	desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("a descriptor that does nothing is done", wait_for(&record), GOOD);
	desc.pasid = 12345;
	record.status = 0;
	portal_store(portal, &desc);
	is("the PASID in a descriptor does not matter", wait_for(&record), GOOD);
	move("MOVDIR64B: 200,000 bytes are moved", portal, portal_store);
	move("eight stores: 200,000 bytes are moved", portal, portal_store8);
	move("any place of the portal will do", (uint8_t *)portal + PORTAL_SIZE - 64, portal_store);
	desc = desc_make(OP_UNKNOWN, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("an operation that does not exist is told", wait_for(&record), BAD_OPERATION);
	faults(portal);
	batch(portal);
	munmap(portal, PORTAL_SIZE);
	is("the file is closed", result(close(fd)), 0);
}

static void shared(void)
{
	int fd = open(SHARED, O_RDWR | O_CLOEXEC);
	void *portal = portal_map(fd);

	check(portal, "a shared wq is opened and mapped", "fd %d, %s", fd, strerror(errno));
	if (!portal)
		return;
	move("ENQCMD: 200,000 bytes are moved", portal, enqueue_until_taken);
	munmap(portal, PORTAL_SIZE);
	is("the shared file is closed", result(close(fd)), 0);
}

void judge_data(void)
{
	dedicated();
	shared();
}
