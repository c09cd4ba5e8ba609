// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The device model: the event log, as the specification (341204-006, 5.9) and linux (drivers/dma/idxd/registers.h) have it;
 * what becomes of batches is as accel-config's dsa_test expects it of hardware.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

enum { ENTRY = 64, RCI = 1, WANTED_RECORD = 4, FIRST = 8 };

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
	assert_int_equal(bits(0), RCI | WANTED_RECORD);
	assert_int_equal(m->interrupts[3], 0);
	d = noop;
	d.flags = OP(0x0e) | IDXD_OP_FLAG_CRAV;
	send(d);
	assert_int_equal(error(1), DSA_COMP_CRA_XLAT);
	assert_int_equal(bits(1), WANTED_RECORD); /* as of every error */
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

static struct descriptor batch_of(unsigned int count)
{
	struct descriptor *list = (struct descriptor *)(m->memory + AT_LIST);

	memset(m->memory + AT_RECORD, 0, 64);
	for (unsigned int i = 0; i < count; i++) {
		list[i] = noop;
		list[i].record = AT_RECORDS + 32 * i;
		memset(m->memory + AT_RECORDS + 32 * i, 0, 32);
	}
	return (struct descriptor){ .flags = OP(DSA_OPCODE_BATCH) | WANTED, .record = AT_RECORD, .src = AT_LIST, .size = count };
}

static struct descriptor *in_list(unsigned int i)
{
	return (struct descriptor *)(m->memory + AT_LIST) + i;
}

/* Status, result and how many, of the completion record at an address. */
static void record_is(uint64_t at, unsigned int status, unsigned int result, uint32_t count)
{
	assert_int_equal(m->memory[at], status);
	assert_int_equal(m->memory[at + 1], result);
	assert_int_equal(memory32(m, at + 4), count);
}

static void batch_with_a_missing_record_completes_in_the_log_behind_it(void **state)
{
	struct descriptor d = batch_of(3);

	(void)state;
	m->hole = 2 * MEMORY;
	in_list(0)->record = in_list(1)->record = m->hole;
	send(d);
	assert_int_equal(logged(), 3);
	assert_int_equal(error(0), DSA_COMP_CRA_XLAT);
	assert_int_equal(word(0, 0) & 0x10, 0x10);
	assert_int_equal(bits(0), WANTED_RECORD | FIRST);
	assert_int_equal(word(1, 1) & 0xffff, 1);
	assert_int_equal(bits(1), WANTED_RECORD);
	assert_int_equal(error(2), DSA_COMP_BATCH_EVL_ERR);
	assert_int_equal(word(2, 0) >> 32 & 0xff, DSA_OPCODE_BATCH);
	assert_int_equal(word(2, 2), AT_RECORD);
	assert_int_equal(word(2, 0) >> 24 & 0xff, word(0, 0) >> 24 & 0xff);
	record_is(AT_LOG + 2 * ENTRY + 32, DSA_COMP_SUCCESS, 0, 3);
	record_is(AT_RECORD, 0, 0, 0);
	record_is(AT_RECORDS + 64, DSA_COMP_SUCCESS, 0, 0);
	in_list(0)->record = in_list(1)->record = AT_RECORDS;
	send(d);
	record_is(AT_RECORD, DSA_COMP_SUCCESS, 0, 3);
	assert_int_equal(logged(), 3);
}

static void batch_that_wants_only_an_interrupt_is_in_the_log_when_a_record_was_missing(void **state)
{
	struct descriptor d = batch_of(2);

	(void)state;
	in_list(1)->record = 2 * MEMORY;
	d.flags &= ~(uint32_t)IDXD_OP_FLAG_RCR;
	send(d);
	assert_int_equal(logged(), 1);
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 2;
	send(d);
	assert_int_equal(logged(), 3);
	assert_int_equal(error(2), DSA_COMP_BATCH_EVL_ERR);
	assert_int_equal(bits(2), RCI);
	assert_int_equal(handle(2), 2);
	assert_int_equal(m->interrupts[2], 0);
}

static void batches_are_told_apart_in_the_log(void **state)
{
	struct descriptor d = batch_of(2);

	(void)state;
	in_list(0)->record = 2 * MEMORY;
	send(d);
	send(d);
	assert_int_equal(logged(), 4);
	assert_int_not_equal(word(0, 0) >> 24 & 0xff, word(2, 0) >> 24 & 0xff);
	assert_int_equal(bits(2), WANTED_RECORD | FIRST);
}

static void fence_behind_a_missing_record_ends_the_batch(void **state)
{
	struct descriptor d = batch_of(4);

	(void)state;
	in_list(1)->record = 2 * MEMORY;
	in_list(2)->flags |= IDXD_OP_FLAG_FENCE;
	send(d);
	assert_int_equal(error(1), DSA_COMP_BATCH_EVL_ERR);
	record_is(AT_LOG + ENTRY + 32, DSA_COMP_BATCH_FAIL, 1, 2);
	record_is(AT_RECORDS + 64, 0, 0, 0);
}

static void result_of_a_batch_says_that_one_has_failed(void **state)
{
	struct descriptor d = batch_of(3);

	(void)state;
	send(d);
	record_is(AT_RECORD, DSA_COMP_SUCCESS, 0, 3);
	in_list(1)->flags |= 0x800000;
	send(d);
	record_is(AT_RECORD, DSA_COMP_BATCH_FAIL, 1, 3);
	d.src = AT_LIST + 0x1000 - 2 * 64; /* of the second the list's next page is missing */
	memcpy(m->memory + d.src, in_list(0), 128);
	m->hole = AT_LIST + 0x1000;
	for (unsigned int i = 0; i < 2; i++)
		((struct descriptor *)(m->memory + d.src))[i].flags &= ~(uint32_t)WANTED;
	send(d);
	record_is(AT_RECORD, DSA_COMP_BATCH_PAGE_FAULT, 1, 2);
}

static void without_a_log_a_batch_with_a_missing_record_has_failed(void **state)
{
	struct descriptor d;

	(void)state;
	machine_begin(machine_ready("dsa-v1"));
	d = batch_of(2);
	in_list(0)->record = 2 * MEMORY;
	send(d);
	record_is(AT_RECORD, DSA_COMP_BATCH_FAIL, 1, 2);
	assert_int_equal(get64(m, 0xc0) >> 8 & 0xff, DSA_COMP_CRA_XLAT);
}

/* Without page requests: so it is behind all records that could have been missing. */
static void drain_completes_in_the_log(void **state)
{
	struct descriptor drain = { .flags = OP(DSA_OPCODE_DRAIN) | WANTED, .record = AT_RECORD };
	const uint16_t on = 1;

	(void)state;
	send(drain);
	assert_int_equal(logged(), 1);
	assert_int_equal(error(0), DSA_COMP_DRAIN_EVL);
	assert_int_equal(word(0, 2), AT_RECORD);
	assert_int_equal(bits(0), WANTED_RECORD);
	assert_int_equal(m->memory[AT_LOG + 32], DSA_COMP_SUCCESS);
	assert_int_equal(m->memory[AT_RECORD], 0);
	drain.flags |= 0x800000; /* an error is told where it is asked for */
	send(drain);
	assert_int_equal(logged(), 1);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_INVALID_FLAGS);
	drain.flags = OP(DSA_OPCODE_DRAIN) | IDXD_OP_FLAG_RCI;
	drain.record = 0;
	drain.handle = 2;
	send(drain);
	assert_int_equal(logged(), 1);
	assert_int_equal(m->interrupts[2], 1);
	dsa_config_write(m->dsa, 0x124, &on, 2);
	drain = (struct descriptor){ .flags = OP(DSA_OPCODE_DRAIN) | WANTED, .record = AT_RECORD };
	send(drain);
	assert_int_equal(logged(), 1);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
}

static void wrong_handle_is_in_the_log_and_in_the_record(void **state)
{
	struct descriptor d = noop;

	(void)state;
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 77;
	send(d);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_INT_HANDLE_INVAL);
	assert_int_equal(logged(), 1);
	assert_int_equal(error(0), DSA_COMP_INT_HANDLE_INVAL);
	assert_int_equal(bits(0), RCI | WANTED_RECORD);
	assert_int_equal(m->memory[AT_LOG + 32], DSA_COMP_INT_HANDLE_INVAL);
}

static void log_that_fails_is_a_software_error_of_its_own(void **state)
{
	const struct descriptor d = { .flags = OP(0x0e) };

	(void)state;
	for (unsigned int i = 0; i < 64; i++)
		send(d);
	assert_int_equal(logged(), 63);
	assert_int_equal(get64(m, 0xc0), 0x5401);
	start("dsa-v1-evl");
	m->hole = AT_LOG;
	send(d);
	assert_int_equal(get64(m, 0xc0), 0x5401);
	assert_int_equal(logged(), 0);
}

static void interrupt_is_pending_only_where_there_is_one(void **state)
{
	const struct descriptor d = { .flags = OP(0x0e) };

	(void)state;
	send(d);
	assert_int_equal(get64(m, 0xf0) >> 62, 0);
	set32(m, 0x88, 4);
	send(d);
	send(d);
	assert_int_equal(get64(m, 0xf0) >> 62, 1);
	assert_int_equal(m->interrupts[0], 1);
	set32(m, 0xf4, 1 << 30);
	send(d);
	assert_int_equal(m->interrupts[0], 2);
}

static void command_while_one_is_active_is_in_the_log(void **state)
{
	(void)state;
	set32(m, 0xa0, 8 << 20 | 1);
	set32(m, 0xa0, 8 << 20 | 1);
	run(m);
	assert_int_equal(logged(), 1);
	assert_int_equal(error(0), 0x52);
	assert_int_equal(get64(m, 0xc0), 0);
}

/* But a descriptor that a full wq lost is not. */
static void lost_descriptor_is_not_in_the_log(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 17; i++)
		submit(m, 0, &noop);
	assert_int_equal(logged(), 0);
	assert_int_equal(get64(m, 0xc0) & 0xff01, 0x5301);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(entry_of_a_missing_record_tells_what_was_wanted_at_its_end),
		TEST(entry_of_a_wrong_handle_has_it),
		TEST(entry_of_wrong_flags_has_them_and_no_handle),
		TEST(entry_of_another_error_has_neither),
		TEST(batch_with_a_missing_record_completes_in_the_log_behind_it),
		TEST(batch_that_wants_only_an_interrupt_is_in_the_log_when_a_record_was_missing),
		TEST(batches_are_told_apart_in_the_log),
		TEST(fence_behind_a_missing_record_ends_the_batch),
		TEST(result_of_a_batch_says_that_one_has_failed),
		TEST(without_a_log_a_batch_with_a_missing_record_has_failed),
		TEST(drain_completes_in_the_log),
		TEST(wrong_handle_is_in_the_log_and_in_the_record),
		TEST(log_that_fails_is_a_software_error_of_its_own),
		TEST(interrupt_is_pending_only_where_there_is_one),
		TEST(command_while_one_is_active_is_in_the_log),
		TEST(lost_descriptor_is_not_in_the_log),
	};

	return cmocka_run_group_tests_name("device model: event log", tests, NULL, NULL);
}
