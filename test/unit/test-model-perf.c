// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: what its performance counters count, and what their filters let pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

#define WQCFG 0x800
#define PERF 0x1000
enum { WQ, ENGINE, TRANSLATION, OPERATION, COMPLETION };
enum { BY_WQ, BY_CLASS, BY_PAGE, BY_SIZE, BY_ENGINE };

static const struct descriptor noop = { .flags = OP(DSA_OPCODE_NOOP) | WANTED, .record = AT_RECORD };

static int setup(void **state)
{
	(void)state;
	start_ready("dsa-v1-evl");
	return 0;
}

static void counter_starts(unsigned int counter, unsigned int category, uint32_t events)
{
	set64(m, PERF + 0x200 + 8 * counter, 0);
	set64(m, PERF + 0x100 + 8 * counter, 1 | category << 8 | (uint64_t)events << 32);
}

static void counter_stops(unsigned int counter)
{
	set64(m, PERF + 0x100 + 8 * counter, 0);
}

static uint64_t counted(unsigned int counter)
{
	return get64(m, PERF + 0x200 + 8 * counter);
}

static void set_filter(unsigned int counter, unsigned int filter, uint32_t value)
{
	set32(m, PERF + 0x300 + 32 * counter + 4 * filter, value);
}

static void counters_count_overflow_freeze_and_are_reset(void **state)
{
	const uint64_t perf = 0x1000;

	(void)state;
	assert_int_equal(get64(m, 0x68), perf / 0x100);
	set64(m, perf + 0x100, 1 | 2 | 4 | 4 << 8 | 0x10ull << 32); /* completions, with interrupt and freeze */
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 1);
	set64(m, perf + 0x200, (1ull << 48) - 1);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 0);
	assert_int_equal(get32(m, perf + 0x30), 1);
	assert_int_equal(get32(m, perf + 0x20), 0xff);
	assert_int_equal(get32(m, 0x98), 8);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 0);
	set32(m, perf + 0x10, 3);
	assert_int_equal(get64(m, perf + 0x100), 0);
}

static void counter_that_counts_can_only_be_turned_off(void **state)
{
	const uint64_t perf = 0x1000, config = 1 | 4 << 8 | 0x10ull << 32;

	(void)state;
	assert_int_equal(get32(m, perf + 0x300), 0xffff);
	set64(m, perf + 0x100, config);
	set64(m, perf + 0x100, 1 | 3 << 8 | 0x1ull << 32);
	set32(m, perf + 0x300, 0);
	assert_int_equal(get64(m, perf + 0x100), config);
	assert_int_equal(get32(m, perf + 0x300), 0xffff);
	set32(m, perf + 0x20, 1);
	set64(m, perf + 0x100, 0);
	assert_int_equal(get64(m, perf + 0x100), config & ~1ull);
	assert_int_equal(get32(m, perf + 0x20), 0);
}

static void counters_freeze_each_on_its_own(void **state)
{
	const uint64_t perf = 0x1000;

	(void)state;
	for (unsigned int i = 0; i < 2; i++)
		set64(m, perf + 0x100 + 8 * i, 1 | 4 << 8 | 0x10ull << 32);
	set32(m, perf + 0x20, 1);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 0);
	assert_int_equal(get64(m, perf + 0x208), 1);
	set32(m, perf + 0x20, 0);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 1);
	assert_int_equal(get64(m, perf + 0x208), 2);
}

/* One counter for each: category and event as perf is asked for them. */
static void counters_count_what_they_are_asked_for(void **state)
{
	static const struct {
		unsigned int category, event;
		uint64_t count;
	} rows[] = { { 0, 0x10, 3 }, { 1, 0x1, 34 }, { 1, 0x2, 32 }, { 2, 0x4, 4 }, { 2, 0x8, 1 }, { 3, 0x10, 1 }, { 4, 0x10, 2 }, { 4, 0x4, 1 } };
	struct descriptor fill = { .flags = OP(DSA_OPCODE_MEMFILL), .dst = AT_DST, .size = 512 };
	struct descriptor move = { .flags = OP(DSA_OPCODE_MEMMOVE), .src = AT_SRC, .dst = AT_DST, .size = 512 };
	const uint64_t perf = 0x1000;

	(void)state;
	for (unsigned int i = 0; i < 8; i++)
		set64(m, perf + 0x100 + 8 * i, 1 | rows[i].category << 8 | (uint64_t)rows[i].event << 32);
	assert_int_equal(done(m, fill), DSA_COMP_SUCCESS);
	assert_int_equal(done(m, move), DSA_COMP_SUCCESS);
	move.size = 576;
	move.dst = 2 * MEMORY; /* is not there */
	assert_int_equal(done(m, move) & DSA_COMP_STATUS_MASK, DSA_COMP_PAGE_FAULT_NOBOF);
	for (unsigned int i = 0; i < 8; i++)
		assert_int_equal(get64(m, perf + 0x200 + 8 * i), rows[i].count);
}

/* As appendix D.1.1 of the specification numbers them. */
static void each_operation_has_its_event(void **state)
{
	static const struct {
		uint8_t opcode;
		unsigned int bit;
	} rows[] = { { DSA_OPCODE_NOOP, 0 },	  { DSA_OPCODE_BATCH, 1 },   { DSA_OPCODE_DRAIN, 2 },	 { DSA_OPCODE_MEMMOVE, 3 },
		     { DSA_OPCODE_MEMFILL, 4 },	  { DSA_OPCODE_COMPARE, 5 }, { DSA_OPCODE_COMPVAL, 6 },	 { DSA_OPCODE_CR_DELTA, 7 },
		     { DSA_OPCODE_AP_DELTA, 8 },  { DSA_OPCODE_DUALCAST, 9 }, { DSA_OPCODE_CRCGEN, 10 },	 { DSA_OPCODE_COPY_CRC, 11 },
		     { DSA_OPCODE_DIF_CHECK, 12 }, { DSA_OPCODE_DIF_INS, 13 }, { DSA_OPCODE_DIF_STRP, 14 }, { DSA_OPCODE_DIF_UPDT, 15 },
		     { DSA_OPCODE_CFLUSH, 16 } };

	(void)state;
	assert_int_equal(get64(m, PERF + 0x80 + 8 * OPERATION), 0x1ffff);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		counter_starts(0, OPERATION, 1u << rows[i].bit);
		counter_starts(1, OPERATION, 0xfffffffu & ~(1u << rows[i].bit));
		done(m, (struct descriptor){ .flags = OP(rows[i].opcode), .src = AT_SRC, .dst = AT_DST, .size = 64 });
		assert_int_equal(counted(0), 1);
		assert_int_equal(counted(1), 0);
		counter_stops(0);
		counter_stops(1);
	}
}

static void shared(uint32_t threshold)
{
	const uint16_t pasid_on = 1;

	dsa_config_write(m->dsa, 0x116, &pasid_on, 2);
	assert_int_equal(command(m, 7, 1), 0);
	set32(m, WQCFG + 4, threshold);
	set32(m, WQCFG + 8, 1 << 28 | 1 << 4);
	assert_int_equal(command(m, 6, 0), 0);
}

static void each_portal_has_its_events(void **state)
{
	const uint64_t limited = 0x1000, unlimited = 0;

	(void)state;
	start_ready("dsa-v2");
	for (unsigned int i = 0; i < 7; i++)
		counter_starts(i, WQ, 1u << i);
	for (unsigned int i = 0; i < 18; i++)
		submit(m, 0, &noop);
	run(m);
	assert_int_equal(counted(4), 16);
	assert_int_equal(counted(5), 2);
	assert_int_equal(counted(6), 2);
	shared(2);
	for (unsigned int i = 0; i < 3; i++)
		dsa_bar_write(m->dsa, 2, limited, &noop, 64);
	for (unsigned int i = 0; i < 16; i++)
		dsa_bar_write(m->dsa, 2, unlimited, &noop, 64);
	assert_int_equal(counted(0), 2);
	assert_int_equal(counted(1), 1);
	assert_int_equal(counted(2), 14);
	assert_int_equal(counted(3), 2);
	assert_int_equal(counted(4), 16);
}

static void version_1_does_not_count_what_is_discarded(void **state)
{
	(void)state;
	assert_int_equal(get64(m, PERF + 0x80), 0x3f);
	counter_starts(0, WQ, 0x40);
	submit(m, 1, &noop);
	assert_int_equal(counted(0), 0);
	start_ready("dsa-v2");
	assert_int_equal(get64(m, PERF + 0x80), 0x7f);
	counter_starts(0, WQ, 0x40);
	set32(m, WQCFG + 64 + 8, 1); /* dedicated, and not enabled */
	submit(m, 1, &noop);
	assert_int_equal(counted(0), 1);
}

static void descriptors_of_a_batch_are_told_from_others(void **state)
{
	struct descriptor list[3];

	(void)state;
	counter_starts(0, ENGINE, 0x10);
	counter_starts(1, ENGINE, 0x20);
	counter_starts(2, COMPLETION, 0x20);
	for (unsigned int i = 0; i < 3; i++)
		list[i] = noop;
	memcpy(m->memory + AT_LIST, list, sizeof(list));
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_BATCH), .src = AT_LIST, .size = 3 }), DSA_COMP_SUCCESS);
	assert_int_equal(counted(0), 3);
	assert_int_equal(counted(1), 1);
	assert_int_equal(counted(2), 4);
}

static void who_reads_and_who_writes_is_counted_once(void **state)
{
	const struct descriptor move = { .flags = OP(DSA_OPCODE_MEMMOVE), .src = AT_SRC, .dst = AT_DST, .size = 1 << 15 };
	const struct descriptor fill = { .flags = OP(DSA_OPCODE_MEMFILL), .dst = AT_DST, .size = 1 << 15 };

	(void)state;
	counter_starts(0, ENGINE, 0x4);
	counter_starts(1, ENGINE, 0x8);
	assert_int_equal(done(m, move), DSA_COMP_SUCCESS);
	assert_int_equal(done(m, fill), DSA_COMP_SUCCESS);
	assert_int_equal(counted(0), 1);
	assert_int_equal(counted(1), 2);
}

static void only_filters_of_the_capability_have_registers(void **state)
{
	(void)state;
	assert_int_equal(get64(m, PERF) >> 36 & 0xff, 0x01);
	assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * BY_WQ), 0xffff);
	set_filter(7, BY_ENGINE, 1);
	assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * BY_ENGINE), 0);
	start_ready("dsa-filters");
	assert_int_equal(get64(m, PERF) >> 36 & 0xff, 0x1f);
	for (unsigned int filter = BY_WQ; filter <= BY_ENGINE; filter++) {
		assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * filter), 0xffff);
		set_filter(7, filter, 0xf0003 + filter);
		assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * filter), 3 + filter);
	}
	assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * 5), 0);
	set32(m, PERF + 0x10, 1);
	assert_int_equal(get32(m, PERF + 0x300 + 32 * 7 + 4 * BY_ENGINE), 0xffff);
}

/* What a counter with this filter counts of one copy: submissions, data or translations. */
static uint64_t with_filter(unsigned int category, uint32_t events, unsigned int filter, uint32_t value, uint32_t flags, uint32_t size)
{
	uint64_t count;

	set_filter(0, filter, value);
	counter_starts(0, category, events);
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_MEMMOVE) | flags, .src = AT_SRC, .dst = AT_DST, .size = size }),
			 DSA_COMP_SUCCESS);
	count = counted(0);
	counter_stops(0);
	set_filter(0, filter, 0xffff);
	return count;
}

static void filters_let_pass_what_they_name(void **state)
{
	(void)state;
	start_ready("dsa-filters");
	assert_int_equal(with_filter(WQ, 0x10, BY_WQ, 1, 0, 64), 1);
	assert_int_equal(with_filter(WQ, 0x10, BY_WQ, 2, 0, 64), 0);
	assert_int_equal(with_filter(ENGINE, 0x2, BY_ENGINE, 1, 0, 64), 2);
	assert_int_equal(with_filter(ENGINE, 0x2, BY_ENGINE, 0xe, 0, 64), 0);
	assert_int_equal(with_filter(TRANSLATION, 0x4, BY_PAGE, 1, 0, 64), 2);
	assert_int_equal(with_filter(TRANSLATION, 0x4, BY_PAGE, 6, 0, 64), 0);
	assert_int_equal(with_filter(OPERATION, 0x8, BY_ENGINE, 0, 0, 64), 1); /* has nothing to say about it */
}

static void sizes_of_transfers_are_in_ranges(void **state)
{
	static const struct {
		uint32_t size, bit;
	} rows[] = { { 1, 0 }, { 511, 0 }, { 512, 1 }, { 2047, 1 }, { 2048, 2 }, { 4095, 2 }, { 4096, 3 }, { 16383, 3 }, { 16384, 4 } };

	(void)state;
	start_ready("dsa-filters");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(with_filter(ENGINE, 0x4, BY_SIZE, 1u << rows[i].bit, 0, rows[i].size), 1);
		assert_int_equal(with_filter(ENGINE, 0x4, BY_SIZE, 0xffffu & ~(1u << rows[i].bit), 0, rows[i].size), 0);
	}
}

/* A descriptor names one of the two classes of its group for each of its addresses. */
static void traffic_classes_are_those_of_the_group(void **state)
{
	(void)state;
	machine_begin(machine_new("dsa-filters"));
	configure(m);
	set64(m, 0x400 + 40, get64(m, 0x400 + 40) | 1 | 5 << 3);
	assert_int_equal(command(m, 1, 0), 0);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(with_filter(ENGINE, 0x1, BY_CLASS, 1 << 1, 0, 64), 2);
	assert_int_equal(with_filter(ENGINE, 0x1, BY_CLASS, 1 << 5, 0, 64), 0);
	assert_int_equal(with_filter(ENGINE, 0x1, BY_CLASS, 1 << 5, IDXD_OP_FLAG_ADDR1_TCS, 64), 2);
	assert_int_equal(with_filter(ENGINE, 0x2, BY_CLASS, 1 << 1, IDXD_OP_FLAG_ADDR1_TCS, 64), 2);
	assert_int_equal(with_filter(ENGINE, 0x2, BY_CLASS, 1 << 5, IDXD_OP_FLAG_ADDR2_TCS, 64), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(counters_count_overflow_freeze_and_are_reset),
		TEST(counter_that_counts_can_only_be_turned_off),
		TEST(counters_freeze_each_on_its_own),
		TEST(counters_count_what_they_are_asked_for),
		TEST(each_operation_has_its_event),
		TEST(each_portal_has_its_events),
		TEST(version_1_does_not_count_what_is_discarded),
		TEST(descriptors_of_a_batch_are_told_from_others),
		TEST(who_reads_and_who_writes_is_counted_once),
		TEST(only_filters_of_the_capability_have_registers),
		TEST(filters_let_pass_what_they_name),
		TEST(sizes_of_transfers_are_in_ranges),
		TEST(traffic_classes_are_those_of_the_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
