// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What versions 2 and 3 of DSA have beyond version 1, in the memory of a process: delta records, cache flushes, drains that
 * read back, operations that a wq may not do, batches by write(), and what the event log tells of batches.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge-other.h"

enum { OP_CREATE_DELTA = 7, OP_APPLY_DELTA = 8, OP_FLUSH = 0x20 };
enum { CACHE_CONTROL = 0x100, READ_BACK = 0x4000, DRAIN_FIRST = 0x10000 };
enum { SIZE = 4096, LIST = 4 };

static struct record record, records[LIST];
static uint8_t one[SIZE] __attribute__((aligned(64))), two[SIZE] __attribute__((aligned(64)));
static uint8_t delta[SIZE] __attribute__((aligned(64)));

static unsigned int run(const struct client *client, const struct desc *desc)
{
	submit(client, 0, desc);
	return wait_for(&record);
}

static void deltas(const struct client *client)
{
	struct desc desc = desc_make(OP_CREATE_DELTA, &record, one, two, SIZE);

	fill(one, SIZE, 1);
	memcpy(two, one, SIZE);
	two[9] ^= 1;
	two[SIZE - 1] ^= 1;
	put(&desc, 40, (uintptr_t)delta, 8);
	put(&desc, 48, 80, 4);
	is("CREATE DELTA is done", run(client, &desc), GOOD);
	is("two words differ", record.more[0], 20);
	is("which is a result", record.result, 1);
	desc = desc_make(OP_APPLY_DELTA, &record, delta, one, SIZE);
	put(&desc, 40, 20, 4);
	is("APPLY DELTA is done", run(client, &desc), GOOD);
	is("and both are the same", memcmp(one, two, SIZE), 0);
}

static void flags(const struct client *client)
{
	struct desc desc = desc_make(OP_FLUSH, &record, NULL, two, SIZE);

	is("CACHE FLUSH is done", run(client, &desc), GOOD);
	desc = desc_make(OP_FLUSH, &record, NULL, two, SIZE);
	desc.flags |= CACHE_CONTROL;
	is("so is a write back, with cache control", run(client, &desc), GOOD);
	desc = desc_make(OP_MOVE, &record, one, two, SIZE);
	desc.flags |= READ_BACK;
	is("a destination is read back", run(client, &desc), GOOD);
	desc = desc_make(OP_DRAIN, &record, one, NULL, 0);
	desc.flags |= DRAIN_FIRST;
	is("DRAIN reads back", run(client, &desc), GOOD);
}

/* Four copies. */
static struct desc batch(struct desc *list)
{
	for (unsigned int i = 0; i < LIST; i++)
		list[i] = desc_make(OP_MOVE, &records[i], one + 512 * i, two + 512 * i, 512);
	memset(two, 0, SIZE);
	return desc_make(OP_BATCH, &record, list, NULL, LIST);
}

static void batches(const struct client *client)
{
	struct desc *list = pages(1, PROT_READ | PROT_WRITE);
	struct desc desc = batch(list);

	is("a batch is done", run(client, &desc), GOOD);
	is("with all of its work", memcmp(one, two, 512 * LIST), 0);
	desc = batch(list);
	is("write() takes a batch", result(write(client->fd, &desc, sizeof(desc))), 64);
	is("which is done", wait_for(&record), GOOD);
	is("with all of its work, too", memcmp(one, two, 512 * LIST), 0);
	munmap(list, PAGE);
}

/* The record of one of a batch is missing: the driver brings it, and the batch has not failed. */
static void missing_in_batch(const struct client *client)
{
	struct desc *list = pages(1, PROT_READ | PROT_WRITE);
	struct record *absent = pages(1, PROT_READ | PROT_WRITE);
	struct desc desc = batch(list);

	list[2].record = (uintptr_t)absent;
	submit(client, 0, &desc);
	is("a record of a batch comes, though its page was not there", wait_for(absent), GOOD);
	is("so does the batch's", wait_for(&record), GOOD);
	is("all of its work was done", memcmp(one, two, 512 * LIST), 0);
	is("the file counts a fault", file_counts("cr_faults", 1) >= 1, 1);
	is("there is no failure", file_counts("cr_fault_failures", 0), 0);
	munmap(absent, PAGE);
	absent = pages(1, PROT_READ);
	desc = batch(list);
	list[2].record = (uintptr_t)absent;
	submit(client, 0, &desc);
	is("a batch with a record that nobody can write fails", wait_for(&record), BATCH_FAILED);
	is("the file counts the failure", file_counts("cr_fault_failures", 1), 1);
	munmap(absent, PAGE);
	munmap(list, PAGE);
}

/* The pages come while the descriptor waits, whatever they are missing for. */
static void blocking(const struct client *client)
{
	uint8_t *absent = pages(8, PROT_READ | PROT_WRITE), *constant = pages(1, PROT_READ);
	struct desc desc = desc_make(OP_MOVE, &record, one, absent + 100, SIZE);
	struct record *missing = (struct record *)(absent + 4 * PAGE);

	desc.flags |= FLAG_BLOCK;
	is("a descriptor that blocks waits for the pages of its target", run(client, &desc), GOOD);
	is("and moves all", memcmp(absent + 100, one, SIZE), 0);
	memset(two, 1, SIZE);
	desc = desc_make(OP_MOVE, &record, absent + 2 * PAGE, two, SIZE);
	desc.flags |= FLAG_BLOCK;
	is("it waits for those of its source", run(client, &desc), GOOD);
	is("which are zeroes", two[0] | two[SIZE - 1], 0);
	desc = desc_make(OP_FILL, &record, NULL, constant, PAGE);
	desc.flags |= FLAG_BLOCK;
	is("a page that may not be written is refused", run(client, &desc), FAULT_REFUSED | WRITING);
	desc = desc_make(OP_MOVE, &record, absent + 6 * PAGE, two, SIZE);
	is("a descriptor that does not block has a fault", run(client, &desc), FAULT);
	desc = desc_make(OP_NOOP, NULL, NULL, NULL, 0);
	desc.flags |= FLAG_CRAV | FLAG_RCR;
	desc.record = (uintptr_t)missing;
	submit(client, 0, &desc);
	is("but its completion record waits for its page", wait_for(missing), GOOD);
	is("and that is no fault", file_counts("cr_faults", 0), 0);
	munmap(absent + 5 * PAGE, PAGE);
	desc = desc_make(OP_MOVE, &record, absent + 5 * PAGE, two, SIZE);
	desc.flags |= FLAG_BLOCK;
	is("where there is nothing the request is refused", run(client, &desc), FAULT_REFUSED);
	is("which tells its address", record.fault, (uintptr_t)absent + 5 * PAGE);
	munmap(absent, 8 * PAGE);
	munmap(constant, PAGE);
}

static void missing_record(void)
{
	struct record *absent = pages(1, PROT_READ | PROT_WRITE);
	struct client client;
	struct desc desc = desc_make(OP_MOVE, &record, one, two, SIZE);

	if (!client_begin(&client, 1))
		return;
	desc.record = (uintptr_t)(absent + 1);
	submit(&client, 1, &desc);
	is("a record comes, though its page was not there", wait_for(absent + 1), GOOD);
	is("which is no fault where page requests are on", file_counts("cr_faults", 0), 0);
	munmap(absent, PAGE);
	client_end(&client);
}

static void operations(void)
{
	struct client client;
	struct desc desc;

	configure_again("--prs-disable=1 --op-config=00000000,00000000,00000000,00000000,00000000,00000000,00000000,0000001f");
	if (!client_begin(&client, 0))
		return;
	desc = desc_make(OP_FLUSH, &record, NULL, two, SIZE);
	is("CACHE FLUSH is refused where op_config has it not", run(&client, &desc), BAD_OPERATION);
	desc = desc_make(OP_FILL, &record, NULL, two, SIZE);
	is("FILL is not", run(&client, &desc), GOOD);
	missing_in_batch(&client);
	client_end(&client);
}

static void attributes(void)
{
	is("the group's progress can be limited",
	   shell("echo 1 >/sys/bus/dsa/devices/%s/group%u.0/desc_progress_limit", device.name, device.number), 0);
	is("and the limit reads back", number("group%u.0/desc_progress_limit", device.number), 1);
	is("op_cap shows batches and delta records",
	   shell("grep -q ',......fff*$' /sys/bus/dsa/devices/%s/op_cap || grep -q '3ff$' /sys/bus/dsa/devices/%s/op_cap",
		 device.name, device.name),
	   0);
	is("page requests can be turned off", number("wq%u.0/prs_disable", device.number), 0);
	if (device.version < 0x300) {
		is("there are no dsacaps", number("dsacaps"), -ENOENT);
		return;
	}
	is("dsacaps has three words",
	   shell("[ $(cat /sys/bus/dsa/devices/%s/dsacaps) = 000000000000f18d,0014000e000007aa,00fa01ff01ff03ff ]", device.name), 0);
}

void judge_dsa(void)
{
	struct client client;

	attributes();
	if (client_begin(&client, 0)) {
		deltas(&client);
		flags(&client);
		batches(&client);
		blocking(&client);
		client_end(&client);
	}
	missing_record();
	operations();
}
