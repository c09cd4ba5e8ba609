// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: the IAA operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

static int setup(void **state)
{
	(void)state;
	machine_begin(machine_ready("iax-v1"));
	return 0;
}

static void noop_drain_and_memmove_complete(void **state)
{
	const struct descriptor move = { .flags = OP(IAX_OPCODE_MEMMOVE), .src = AT_SRC, .dst = AT_DST, .size = 300 };

	(void)state;
	memset(src, 3, 300);
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(IAX_OPCODE_NOOP) }), IAX_COMP_SUCCESS);
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(IAX_OPCODE_DRAIN) }), IAX_COMP_SUCCESS);
	assert_int_equal(done(m, move), IAX_COMP_SUCCESS);
	assert_memory_equal(src, dst, 300);
	assert_int_equal(done(m, (struct descriptor){ .flags = OP(DSA_OPCODE_BATCH) }), IAX_COMP_BAD_OPCODE);
}

static uint64_t crc64_of_digits(uint64_t poly, uint16_t flags)
{
	struct descriptor d = { .flags = OP(IAX_OPCODE_CRC64), .src = AT_SRC, .size = 9, .flags2 = flags };

	memcpy(src, "123456789", 9);
	memcpy(d.more + 16, &poly, 8);
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(memory32(m, AT_RECORD + 4), 0); /* of what ended well nothing is counted */
	return memory64(m, AT_RECORD + 40);
}

/* Check values of the catalogue of CRCs; where the result stands is as QPL's table of crc64 says. */
static void crc64_of_the_nine_digits_is_the_published_one(void **state)
{
	enum { INVERT = 0x4000, REFLECT = 0x8000 };

	(void)state;
	assert_int_equal(crc64_of_digits(0x42f0e1eba9ea3693, 0), 0x6c40df5f0b497347);			 /* ECMA-182 */
	assert_int_equal(crc64_of_digits(0x42f0e1eba9ea3693, INVERT), 0x62ec59e3f1a4f00a);		 /* WE */
	assert_int_equal(crc64_of_digits(0x42f0e1eba9ea3693, REFLECT | INVERT), 0x995dc9bbdf1939fa);	 /* XZ */
	assert_int_equal(crc64_of_digits(0x04c11db700000000, REFLECT | INVERT), 0xcbf43926);		 /* gzip */
	assert_int_equal(crc64_of_digits(0x1edc6f4100000000, REFLECT | INVERT), 0xe3069283);		 /* iSCSI */
	assert_int_equal(crc64_of_digits(0x04c11db700000000, INVERT), 0xfc89191800000000);		 /* bzip2 */
	assert_int_equal(crc64_of_digits(0x8bb7000000000000, 0), 0xd0db000000000000);			 /* T10-DIF */
	assert_int_equal(crc64_of_digits(0x1021000000000000, REFLECT | INVERT), 0x906e);		 /* */
}

static void crc64_takes_no_other_flags(void **state)
{
	const struct descriptor d = { .flags = OP(IAX_OPCODE_CRC64), .src = AT_SRC, .size = 9, .flags2 = 1 };

	(void)state;
	assert_int_equal(done(m, d), IAX_COMP_INVALID_COMP_FLAG);
}

static uint8_t without_a_record(struct descriptor d)
{
	memset(m->memory + AT_RECORD, 0, 64);
	d.flags |= IDXD_OP_FLAG_CRAV;
	d.record = AT_RECORD;
	submit(m, 0, &d);
	run(m);
	return m->memory[AT_RECORD];
}

/* IAA specification, 6.1.3: Request Completion Record */
static void what_has_results_needs_its_record(void **state)
{
	static const uint8_t ops[] = { IAX_OPCODE_MEMMOVE, IAX_OPCODE_CRC64, IAX_OPCODE_COMPRESS, IAX_OPCODE_DECOMPRESS };

	(void)state;
	for (unsigned int i = 0; i < sizeof(ops); i++) {
		assert_int_equal(without_a_record((struct descriptor){ .flags = OP(ops[i]), .src = AT_SRC, .dst = AT_DST, .size = 8 }),
				 IAX_COMP_INVALID_FLAGS);
		assert_int_equal(memory32(m, AT_RECORD + 16), IDXD_OP_FLAG_RCR);
	}
	assert_int_equal(without_a_record((struct descriptor){ .flags = OP(IAX_OPCODE_NOOP) }), 0);
}

/* IAA specification, 7.1 */
static void iaa_counts_no_operations_and_writes_in_half_kilobytes(void **state)
{
	const struct descriptor move = { .flags = OP(IAX_OPCODE_MEMMOVE), .src = AT_SRC, .dst = AT_DST, .size = 2000 };
	const uint64_t perf = 0x1000;

	(void)state;
	assert_int_equal(get64(m, perf + 0x80 + 8 * 3), 0);
	assert_int_equal(get64(m, perf + 0x80 + 8 * 1), 0x2f);
	set64(m, perf + 0x100, 1 | 3 << 8 | 0xfffull << 32);
	set64(m, perf + 0x108, 1 | 1 << 8 | 0x1ull << 32);
	set64(m, perf + 0x110, 1 | 1 << 8 | 0x2ull << 32);
	assert_int_equal(done(m, move), IAX_COMP_SUCCESS);
	assert_int_equal(get64(m, perf + 0x200), 0);
	assert_int_equal(get64(m, perf + 0x208), 63);
	assert_int_equal(get64(m, perf + 0x210), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(noop_drain_and_memmove_complete),
		TEST(crc64_of_the_nine_digits_is_the_published_one),
		TEST(crc64_takes_no_other_flags),
		TEST(what_has_results_needs_its_record),
		TEST(iaa_counts_no_operations_and_writes_in_half_kilobytes),
	};

	return cmocka_run_group_tests_name("device model: IAA", tests, NULL, NULL);
}
