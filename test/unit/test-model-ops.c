// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: every DSA operation, checked with published values where there are any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

static int setup(void **state)
{
	(void)state;
	machine_begin(machine_ready("dsa-v2"));
	return 0;
}

static uint8_t result(void)
{
	return m->memory[AT_RECORD + 1];
}

static uint32_t completed(void)
{
	return memory32(m, AT_RECORD + 4);
}

static struct descriptor descriptor(unsigned int op, uint32_t size)
{
	return (struct descriptor){ .flags = OP(op), .src = AT_SRC, .dst = AT_DST, .size = size };
}

static void noop_and_drain_complete(void **state)
{
	(void)state;
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_NOOP) }), DSA_COMP_SUCCESS);
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_DRAIN) }), DSA_COMP_SUCCESS);
}

static void memmove_copies_and_says_nothing_of_how_much_when_it_was_all(void **state)
{
	(void)state;
	assert_int_equal(done(m, descriptor(DSA_OPCODE_MEMMOVE, 0x4321)), DSA_COMP_SUCCESS);
	assert_memory_equal(src, dst, 0x4321);
	assert_int_equal(dst[0x4321], 0);
	assert_int_equal(completed(), 0);
}

static void memmove_copes_with_overlap_in_both_directions(void **state)
{
	uint8_t before[0x3000];
	struct descriptor d = descriptor(DSA_OPCODE_MEMMOVE, 0x3000);

	(void)state;
	memcpy(before, src, sizeof(before));
	d.dst = AT_SRC + 0x123;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_memory_equal(src + 0x123, before, sizeof(before));
	d.src = AT_SRC + 0x123;
	d.dst = AT_SRC;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_memory_equal(src, before, sizeof(before));
}

static void fill_repeats_its_pattern(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_MEMFILL, 70003);

	(void)state;
	d.src = 0x0807060504030201;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	for (unsigned int i = 0; i < 70003; i++)
		assert_int_equal(dst[i], i % 8 + 1);
	assert_int_equal(dst[70003], 0);
}

static void compare_says_where_the_first_difference_is(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_COMPARE, 0x2000);

	(void)state;
	memcpy(dst, src, 0x2000);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 0);
	dst[0x1234]++;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 1);
	assert_int_equal(completed(), 0x1234);
	d.flags |= IDXD_OP_FLAG_CR;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS_PRED);
	d.more[0] = 1;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
}

static void compare_pattern_looks_at_eight_bytes_again_and_again(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_COMPVAL, 100);

	(void)state;
	for (unsigned int i = 0; i < 100; i++)
		src[i] = i % 8 + 1;
	d.dst = 0x0807060504030201;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 0);
	src[99] = 0;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 1);
	assert_int_equal(completed(), 99);
}

static void dualcast_writes_two_places_whose_low_bits_agree(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_DUALCAST, 0x1800);
	uint64_t second = AT_MORE;

	(void)state;
	memcpy(d.more, &second, 8);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_memory_equal(src, dst, 0x1800);
	assert_memory_equal(src, m->memory + AT_MORE, 0x1800);
	second += 8;
	memcpy(d.more, &second, 8);
	assert_int_equal(done(m, d), DSA_COMP_DCAST_ERR);
}

static void crc_of_the_nine_digits_is_the_published_one(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_CRCGEN, 9);

	(void)state;
	memcpy(src, "123456789", 9);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(memory64(m, AT_RECORD + 16), 0xe3069283);
	d.flags = OP(DSA_OPCODE_COPY_CRC);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(memory64(m, AT_RECORD + 16), 0xe3069283);
	assert_memory_equal(dst, "123456789", 9);
}

static void crc_goes_on_from_a_seed_in_the_descriptor_or_in_memory(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_CRCGEN, 4);
	const uint64_t seed_at = AT_MORE;
	uint32_t first;

	(void)state;
	memcpy(src, "123456789", 9);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	first = memory32(m, AT_RECORD + 16);
	d.src += 4;
	d.size = 5;
	memcpy(d.more, &first, 4);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(memory32(m, AT_RECORD + 16), 0xe3069283);
	memset(d.more, 0, 4);
	memcpy(d.more + 8, &seed_at, 8);
	memcpy(m->memory + AT_MORE, &first, 4);
	d.flags |= 0x10000;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(memory32(m, AT_RECORD + 16), 0xe3069283);
}

static void delta_record_brings_one_buffer_to_the_other(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_CR_DELTA, 0x1000);
	const uint64_t record = AT_MORE;
	const uint32_t limit = 80;
	uint32_t size;

	(void)state;
	memcpy(dst, src, 0x1000);
	memcpy(d.more, &record, 8);
	memcpy(d.more + 8, &limit, 4);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 0);
	dst[8] ^= 1;
	dst[0xfff] ^= 1;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 1);
	size = memory32(m, AT_RECORD + 16);
	assert_int_equal(size, 20);
	d = (struct descriptor){ .flags = OP(DSA_OPCODE_AP_DELTA), .src = AT_MORE, .dst = AT_SRC, .size = 0x1000 };
	memcpy(d.more, &size, 4);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_memory_equal(src, dst, 0x1000);
	m->memory[AT_MORE + 10] = 0;
	m->memory[AT_MORE + 11] = 0;
	assert_int_equal(done(m, d), DSA_COMP_DR_OFFSET_NOINC);
	m->memory[AT_MORE + 11] = 0x10;
	assert_int_equal(done(m, d), DSA_COMP_DR_OFFSET_ERANGE);
}

static void delta_that_does_not_fit_is_result_2(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_CR_DELTA, 0x1000);
	const uint64_t record = AT_MORE;
	const uint32_t limit = 80;

	(void)state;
	memcpy(d.more, &record, 8);
	memcpy(d.more + 8, &limit, 4);
	memset(src, 1, 0x1000);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(result(), 2);
	assert_int_equal(memory32(m, AT_RECORD + 16), 80);
}

static void cache_flush_only_needs_its_memory(void **state)
{
	struct descriptor d = descriptor(DSA_OPCODE_CFLUSH, 0x1000);

	(void)state;
	d.src = 0;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	d.dst = MEMORY;
	assert_int_equal(done(m, d), DSA_COMP_PAGE_FAULT_NOBOF);
}

static void batch(unsigned int count, struct descriptor *list)
{
	for (unsigned int i = 0; i < count; i++) {
		list[i].flags |= WANTED;
		list[i].record = AT_RECORDS + 32 * i;
	}
	memset(m->memory + AT_RECORDS, 0, 32 * count);
	memcpy(m->memory + AT_LIST, list, count * sizeof(*list));
}

static uint8_t run_batch(unsigned int count)
{
	return done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_BATCH), .src = AT_LIST, .size = count });
}

static void batch_does_all_of_its_list(void **state)
{
	struct descriptor list[] = { descriptor(DSA_OPCODE_MEMMOVE, 100), descriptor(DSA_OPCODE_NOOP, 0) };

	(void)state;
	list[1].src = list[1].dst = 0;
	batch(2, list);
	assert_int_equal(run_batch(2), DSA_COMP_SUCCESS);
	assert_int_equal(completed(), 2);
	assert_int_equal(m->memory[AT_RECORDS], DSA_COMP_SUCCESS);
	assert_int_equal(m->memory[AT_RECORDS + 32], DSA_COMP_SUCCESS);
	assert_memory_equal(src, dst, 100);
}

static void fence_behind_a_failure_ends_the_batch(void **state)
{
	struct descriptor list[] = { descriptor(DSA_OPCODE_MEMMOVE, 0), descriptor(DSA_OPCODE_MEMMOVE, 8),
				     descriptor(DSA_OPCODE_MEMMOVE, 8) };

	(void)state;
	list[2].flags |= IDXD_OP_FLAG_FENCE;
	batch(3, list);
	assert_int_equal(run_batch(3), DSA_COMP_BATCH_FAIL);
	assert_int_equal(completed(), 2);
	assert_int_equal(m->memory[AT_RECORDS], DSA_COMP_XFER_ERANGE);
	assert_int_equal(m->memory[AT_RECORDS + 32], DSA_COMP_SUCCESS);
	assert_int_equal(m->memory[AT_RECORDS + 64], 0);
}

static void batch_refuses_what_no_list_can_be(void **state)
{
	struct descriptor d = { .flags = OP(DSA_OPCODE_BATCH), .src = AT_LIST, .size = 1 };
	struct descriptor list[] = { { .flags = OP(DSA_OPCODE_BATCH), .src = AT_LIST, .size = 2 },
				     { .flags = OP(DSA_OPCODE_NOOP) } };

	(void)state;
	assert_int_equal(done(m, d), DSA_COMP_DESC_CNT_ERANGE);
	d.size = 33;
	assert_int_equal(done(m, d), DSA_COMP_DESC_CNT_ERANGE);
	d.size = 2;
	d.src += 8;
	assert_int_equal(done(m, d), DSA_COMP_DESCLIST_ALIGN);
	d.src = MEMORY;
	assert_int_equal(done(m, d), DSA_COMP_BATCH_PAGE_FAULT);
	batch(2, list);
	assert_int_equal(run_batch(2), DSA_COMP_BATCH_FAIL);
	assert_int_equal(m->memory[AT_RECORDS], DSA_COMP_BAD_OPCODE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(noop_and_drain_complete),
		TEST(memmove_copies_and_says_nothing_of_how_much_when_it_was_all),
		TEST(memmove_copes_with_overlap_in_both_directions),
		TEST(fill_repeats_its_pattern),
		TEST(compare_says_where_the_first_difference_is),
		TEST(compare_pattern_looks_at_eight_bytes_again_and_again),
		TEST(dualcast_writes_two_places_whose_low_bits_agree),
		TEST(crc_of_the_nine_digits_is_the_published_one),
		TEST(crc_goes_on_from_a_seed_in_the_descriptor_or_in_memory),
		TEST(delta_record_brings_one_buffer_to_the_other),
		TEST(delta_that_does_not_fit_is_result_2),
		TEST(cache_flush_only_needs_its_memory),
		TEST(batch_does_all_of_its_list),
		TEST(fence_behind_a_failure_ends_the_batch),
		TEST(batch_refuses_what_no_list_can_be),
	};

	return cmocka_run_group_tests_name("device model: operations", tests, NULL, NULL);
}
