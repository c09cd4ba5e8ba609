// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The device model: the event log. Where the fields of an entry are, and which error has which of them, is as linux
 * (drivers/dma/idxd/registers.h) has it; what becomes of batches is as accel-config's dsa_test expects it of hardware.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

enum { ENTRY = 64, RCI = 1, IMS = 2, RCR = 4, FIRST = 8 };

/* With a log of 64 entries. */
static void start(const char *profile)
{
	machine_begin(machine_ready(profile));
	assert_int_equal(command(m, 2, 0), 0);
	set64(m, 0xe0, AT_LOG);
	set64(m, 0xe8, 64);
	set32(m, 0x80, 1 << 13 | 1 << 12);
	assert_int_equal(command(m, 1, 0), 0);
	assert_int_equal(command(m, 6, 0), 0);
}

static int setup(void **state)
{
	(void)state;
	start("dsa-v1-evl");
	return 0;
}

static unsigned int logged(void)
{
	return get64(m, 0xf0) >> 32 & 0xffff;
}

static uint64_t word(unsigned int entry, unsigned int index)
{
	return memory64(m, AT_LOG + entry * ENTRY + 8 * index);
}

static unsigned int error(unsigned int entry)
{
	return word(entry, 0) >> 8 & 0xff;
}

static unsigned int handle(unsigned int entry)
{
	return word(entry, 1) >> 32 & 0xffff;
}

static unsigned int bits(unsigned int entry)
{
	return (unsigned int)(word(entry, 1) >> 48);
}

static void send(struct descriptor d)
{
	submit(m, 0, &d);
	run(m);
}

static const struct descriptor noop = { .flags = OP(DSA_OPCODE_NOOP) | WANTED, .record = AT_RECORD };

static void entry_of_a_missing_record_tells_what_was_wanted_at_its_end(void **state)
{
	struct descriptor d = noop;

	(void)state;
	m->hole = AT_RECORD;
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 3;
	send(d);
	assert_int_equal(error(0), DSA_COMP_CRA_XLAT);
	assert_int_equal(word(0, 0) & 0xff, 0xac); /* descriptor, wq, write, error info */
	assert_int_equal(handle(0), 3);
	assert_int_equal(bits(0), RCI | RCR);
	assert_int_equal(m->interrupts[3], 0);
	d = noop;
	d.flags = OP(0x0e) | IDXD_OP_FLAG_CRAV;
	send(d);
	assert_int_equal(error(1), DSA_COMP_CRA_XLAT);
	assert_int_equal(bits(1), 0);
}

static void entry_of_a_wrong_handle_has_it(void **state)
{
	const struct descriptor d = { .flags = OP(DSA_OPCODE_NOOP) | IDXD_OP_FLAG_RCI, .handle = 77 };

	(void)state;
	send(d);
	assert_int_equal(error(0), DSA_COMP_INT_HANDLE_INVAL);
	assert_int_equal(handle(0), 77);
	assert_int_equal(bits(0), RCI);
}

static void entry_of_wrong_flags_has_them_and_no_handle(void **state)
{
	const struct descriptor d = { .flags = OP(DSA_OPCODE_NOOP) | 0x800000, .handle = 77 };

	(void)state;
	send(d);
	assert_int_equal(error(0), DSA_COMP_INVALID_FLAGS);
	assert_int_equal(word(0, 1) >> 32, 0x800000);
	assert_int_equal(word(0, 0) & 0xff, 0x8c);
}

static void entry_of_another_error_has_neither(void **state)
{
	const struct descriptor d = { .flags = OP(0x0e), .handle = 77 };

	(void)state;
	send(d);
	assert_int_equal(logged(), 1);
	assert_int_equal(error(0), DSA_COMP_BAD_OPCODE);
	assert_int_equal(word(0, 1), 0);
	assert_int_equal(word(0, 0) & 0xff, 0x0c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(entry_of_a_missing_record_tells_what_was_wanted_at_its_end),
		TEST(entry_of_a_wrong_handle_has_it),
		TEST(entry_of_wrong_flags_has_them_and_no_handle),
		TEST(entry_of_another_error_has_neither),
	};

	return cmocka_run_group_tests_name("device model: event log", tests, NULL, NULL);
}
