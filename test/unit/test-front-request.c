// SPDX-License-Identifier: GPL-2.0-or-later
/* Page requests, in the queues of a guest that is made by hand. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/model/front-pasid.h"

enum { ROOT = 0x1000, CONTEXT = 0x2000, QUEUE = 0x3000, ANSWERS = 0x4000, MEMORY = 0x6000 };
enum { BUS = 2, DEVFN = 0x83, PASID = 70, REQUESTS_OF_QUEUE = 128 };
#define REGISTERS UINT64_C(0xfed90000)
#define EVENT UINT64_C(0xfee01000)
#define ADDRESS UINT64_C(0x7f1234567123)

struct machine {
	uint8_t memory[MEMORY], registers[0x100];
	unsigned int events;
	uint32_t event;
	bool others; /* another device writes to the same entry */
	struct front_pasid walker;
};

static uint8_t *bytes_of(struct machine *machine, uint64_t address, size_t length)
{
	if (address >= REGISTERS && address - REGISTERS <= sizeof(machine->registers) - length)
		return machine->registers + (address - REGISTERS);
	return address <= MEMORY - length ? machine->memory + address : NULL;
}

static int machine_read(void *arg, uint64_t address, void *buf, size_t length)
{
	const uint8_t *bytes = bytes_of(arg, address, length);

	if (bytes)
		memcpy(buf, bytes, length);
	return bytes ? 0 : -EIO;
}

static int machine_write(void *arg, uint64_t address, const void *buf, size_t length)
{
	struct machine *machine = arg;
	uint8_t *bytes = bytes_of(machine, address, length);

	if (address == EVENT && length == 4) {
		memcpy(&machine->event, buf, length);
		machine->events++;
		return 0;
	}
	if (bytes)
		memcpy(bytes, buf, length);
	return bytes ? 0 : -EIO;
}

static int machine_exchange(void *arg, uint64_t address, uint64_t old, uint64_t word)
{
	struct machine *machine = arg;

	if (machine->others || memcmp(machine->memory + address, &old, sizeof(old)))
		return -EAGAIN;
	memcpy(machine->memory + address, &word, sizeof(word));
	return 0;
}

static void put(struct machine *machine, uint64_t address, uint64_t value)
{
	memcpy(bytes_of(machine, address, sizeof(value)), &value, sizeof(value));
}

static uint64_t get(struct machine *machine, uint64_t address)
{
	uint64_t value;

	memcpy(&value, bytes_of(machine, address, sizeof(value)), sizeof(value));
	return value;
}

static struct machine *m;

static int setup(void **state)
{
	(void)state;
	m = calloc(1, sizeof(*m));
	if (!m)
		return -1;
	m->walker = (struct front_pasid){
		machine_read, machine_write, machine_exchange, m, .on = true, .bus = BUS, .devfn = DEVFN };
	put(m, REGISTERS + 0x18, UINT64_C(1) << 63);	  /* status, in its upper half: enabled */
	put(m, REGISTERS + 0x20, ROOT | 0x400);		  /* scalable mode */
	put(m, REGISTERS + 0x10, UINT64_C(1) << 29);	  /* takes page requests */
	put(m, REGISTERS + 0x90, ANSWERS | 0x800);	  /* one page, 32 bytes each */
	put(m, REGISTERS + 0xd0, QUEUE);		  /* one page */
	put(m, REGISTERS + 0xe0, UINT64_C(0x4321) << 32); /* control, data */
	put(m, REGISTERS + 0xe8, EVENT);
	put(m, ROOT + BUS * 16 + 8, CONTEXT | 1);
	put(m, CONTEXT + (DEVFN & 0x7f) * 32, 0x10 | 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(m);
	return 0;
}

static struct front_request request;

static int send_one(bool write)
{
	return front_request_send(&m->walker, PASID, ADDRESS, write, &request);
}

static int answer(void)
{
	return front_request_answer(&m->walker, &request);
}

/* As Linux does: what the guest says, at a place of the invalidation queue. */
static void say(unsigned int at, unsigned int device, unsigned int pasid, unsigned int group, unsigned int code)
{
	put(m, ANSWERS + 32 * at, 9 | 1 << 4 | code << 12 | (uint64_t)device << 16 | (uint64_t)pasid << 32);
	put(m, ANSWERS + 32 * at + 8, 4 | group << 3);
}

static unsigned int group_of(unsigned int at)
{
	return get(m, QUEUE + 32 * at + 8) >> 3 & 511;
}

static void a_request_is_an_entry_the_tail_and_an_interrupt(void **state)
{
	(void)state;
	assert_int_equal(send_one(true), 0);
	assert_int_equal(get(m, QUEUE), 0x101 | UINT64_C(0x0283) << 16 | (uint64_t)PASID << 32);
	assert_int_equal(get(m, QUEUE + 8) & ~UINT64_C(0xff8), (ADDRESS & ~UINT64_C(0xfff)) | 6); /* last, to write */
	assert_int_equal(get(m, REGISTERS + 0xc8), 32);
	assert_int_equal(m->events, 1);
	assert_int_equal(m->event, 0x4321);
	assert_int_equal(send_one(false), 0);
	assert_int_equal(get(m, QUEUE + 32 + 8) & 7, 5);
	assert_int_equal(get(m, REGISTERS + 0xc8), 64);
}

static void a_masked_interrupt_does_not_come(void **state)
{
	(void)state;
	put(m, REGISTERS + 0xe0, UINT64_C(0x4321) << 32 | UINT32_C(1) << 31);
	assert_int_equal(send_one(true), 0);
	assert_int_equal(m->events, 0);
}

static void the_answer_is_that_to_this_device_pasid_and_group(void **state)
{
	(void)state;
	assert_int_equal(send_one(true), 0);
	assert_int_equal(answer(), -EAGAIN);
	say(3, BUS << 8 | DEVFN, PASID + 1, group_of(0), 0);
	say(4, BUS << 8 | (DEVFN + 1), PASID, group_of(0), 0);
	say(5, BUS << 8 | DEVFN, PASID, group_of(0) + 1, 0);
	assert_int_equal(answer(), -EAGAIN);
	say(127, BUS << 8 | DEVFN, PASID, group_of(0), 0);
	assert_int_equal(answer(), 0);
}

static void a_refusal_is_a_fault(void **state)
{
	(void)state;
	assert_int_equal(send_one(true), 0);
	say(0, BUS << 8 | DEVFN, PASID, group_of(0), 1);
	assert_int_equal(answer(), -EFAULT);
	say(0, BUS << 8 | DEVFN, PASID, group_of(0), 0xf);
	assert_int_equal(answer(), -EFAULT);
}

static void an_old_answer_is_not_taken_for_a_new_one(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 128; i++)
		say(i, BUS << 8 | DEVFN, PASID, i, 0);
	assert_int_equal(send_one(true), 0);
	assert_int_equal(answer(), -EAGAIN);
}

static void short_descriptors_are_read_as_well(void **state)
{
	(void)state;
	put(m, REGISTERS + 0x90, ANSWERS);
	assert_int_equal(send_one(true), 0);
	put(m, ANSWERS + 16, 9 | 1 << 4 | UINT64_C(0x0283) << 16 | (uint64_t)PASID << 32);
	put(m, ANSWERS + 24, group_of(0) << 3);
	assert_int_equal(answer(), 0);
}

static void a_full_queue_is_waited_for(void **state)
{
	(void)state;
	put(m, REGISTERS + 0xc0, 32);
	assert_int_equal(send_one(true), -EAGAIN);
	assert_int_equal(get(m, REGISTERS + 0xc8), 0);
	assert_int_equal(m->events, 0);
	put(m, REGISTERS + 0xc0, 0);
	put(m, REGISTERS + 0xc8, 32 * (REQUESTS_OF_QUEUE - 1));
	put(m, REGISTERS + 0xc0, 32);
	assert_int_equal(send_one(true), 0);
	assert_int_equal(get(m, REGISTERS + 0xc8), 0);
}

static void of_two_devices_at_one_entry_one_waits(void **state)
{
	(void)state;
	m->others = true;
	assert_int_equal(send_one(true), -EAGAIN);
	assert_int_equal(get(m, REGISTERS + 0xc8), 0);
	m->others = false;
	assert_int_equal(send_one(true), 0);
}

static void an_entry_that_was_its_own_is_used_again(void **state)
{
	(void)state;
	put(m, QUEUE, 0x101 | UINT64_C(0x0283) << 16 | (uint64_t)PASID << 32);
	assert_int_equal(send_one(true), 0);
	assert_int_equal(get(m, REGISTERS + 0xc8), 32);
}

static void who_may_not_ask_does_not(void **state)
{
	(void)state;
	put(m, CONTEXT + (DEVFN & 0x7f) * 32, 1);
	assert_int_equal(send_one(true), -ENOTSUP);
	put(m, CONTEXT + (DEVFN & 0x7f) * 32, 0x10 | 1);
	put(m, REGISTERS + 0x10, 0);
	assert_int_equal(send_one(true), -ENOTSUP);
	put(m, REGISTERS + 0x10, UINT64_C(1) << 29);
	put(m, REGISTERS + 0xd0, 0); /* the guest has made no queue */
	assert_int_equal(send_one(true), -ENOTSUP);
	put(m, REGISTERS + 0xd0, MEMORY);
	assert_int_equal(send_one(true), -EIO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_is_an_entry_the_tail_and_an_interrupt),
		TEST(a_masked_interrupt_does_not_come),
		TEST(the_answer_is_that_to_this_device_pasid_and_group),
		TEST(a_refusal_is_a_fault),
		TEST(an_old_answer_is_not_taken_for_a_new_one),
		TEST(short_descriptors_are_read_as_well),
		TEST(a_full_queue_is_waited_for),
		TEST(of_two_devices_at_one_entry_one_waits),
		TEST(an_entry_that_was_its_own_is_used_again),
		TEST(who_may_not_ask_does_not),
	};

	return cmocka_run_group_tests_name("accfg-dsa: page requests", tests, NULL, NULL);
}
