// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: protection information (T10 DIF) and each of its flags, as intel/DML describes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

static int setup(void **state)
{
	(void)state;
	machine_begin(machine_ready("dsa-v1"));
	return 0;
}

static unsigned int result(void)
{
	return m->memory[AT_RECORD + 1];
}

static unsigned int completed(void)
{
	return memory32(m, AT_RECORD + 4);
}

/* DIF of two blocks of 512 bytes, application tag 0x1234, reference tag from 7 on. */
static struct descriptor dif(unsigned int op, uint32_t size, uint64_t from, uint64_t to)
{
	struct descriptor d = { .flags = OP(op), .src = from, .dst = to, .size = size };
	const uint64_t tags = 7 | 0x1234ull << 48;

	if (op != DSA_OPCODE_DIF_INS)
		memcpy(d.more + 8, &tags, 8);
	if (op == DSA_OPCODE_DIF_INS || op == DSA_OPCODE_DIF_UPDT)
		memcpy(d.more + 16, &tags, 8);
	return d;
}

static void dif_is_inserted_checked_updated_and_stripped(void **state)
{
	const uint8_t tags[] = { 0x12, 0x34, 0, 0, 0, 8 };

	(void)state;
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_INS, 1024, AT_SRC, AT_DST)), DSA_COMP_SUCCESS);
	assert_memory_equal(dst, src, 512);
	assert_memory_equal(dst + 520, src + 512, 512);
	assert_memory_equal(dst + 520 + 512 + 2, tags, 6);
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_CHECK, 1040, AT_DST, 0)), DSA_COMP_SUCCESS);
	assert_int_equal(memory32(m, AT_RECORD + 16), 9);
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_UPDT, 1040, AT_DST, AT_MORE)), DSA_COMP_SUCCESS);
	assert_memory_equal(m->memory + AT_MORE, dst, 1040);
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_STRP, 1040, AT_MORE, AT_DST)), DSA_COMP_SUCCESS);
	assert_memory_equal(dst, src, 1024);
}

static void dif_error_says_which_tag_of_which_block(void **state)
{
	(void)state;
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_INS, 1024, AT_SRC, AT_DST)), DSA_COMP_SUCCESS);
	dst[530] ^= 1;
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_CHECK, 1040, AT_DST, 0)), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 1);
	assert_int_equal(completed(), 520);
	dst[530] ^= 1;
	dst[514] ^= 1;
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_CHECK, 1040, AT_DST, 0)), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 2);
	dst[514] ^= 1;
	dst[519] ^= 1;
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_CHECK, 1040, AT_DST, 0)), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 4);
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_CHECK, 1041, AT_DST, 0)), DSA_COMP_XFER_ERANGE);
}

/* A block that begins with the nine digits and is zero up to its end has no published guard; the digits alone have. */
static void dif_guard_of_the_nine_digits_is_the_published_one(void **state)
{
	(void)state;
	memset(src, 0, 512);
	memcpy(src + 503, "123456789", 9); /* leading zeroes do not change a CRC that starts from zero */
	assert_int_equal(done(m, dif(DSA_OPCODE_DIF_INS, 512, AT_SRC, AT_DST)), DSA_COMP_SUCCESS);
	assert_int_equal(dst[512], 0xd0);
	assert_int_equal(dst[513], 0xdb);
}

/* The flags of descriptors: bytes 40 (source), 41 (destination) and 42 (both). */
enum { SRC, DST, BOTH };

static uint8_t with(unsigned int op, uint32_t size, uint64_t from, uint64_t to, unsigned int which, uint8_t flags)
{
	struct descriptor d = dif(op, size, from, to);

	d.more[which] = flags;
	return done(m, d);
}

static void insert(unsigned int which, uint8_t flags)
{
	assert_int_equal(with(DSA_OPCODE_DIF_INS, 1024, AT_SRC, AT_DST, which, flags), DSA_COMP_SUCCESS);
}

static uint8_t check(unsigned int which, uint8_t flags)
{
	return with(DSA_OPCODE_DIF_CHECK, 1040, AT_DST, 0, which, flags);
}

static void dif_blocks_have_four_sizes(void **state)
{
	static const uint32_t sizes[] = { 512, 520, 4096, 4104 };

	(void)state;
	for (uint8_t i = 0; i < 4; i++) {
		const uint32_t size = sizes[i];

		assert_int_equal(with(DSA_OPCODE_DIF_INS, 2 * size, AT_SRC, AT_DST, BOTH, i), DSA_COMP_SUCCESS);
		assert_memory_equal(dst + size + 8, src + size, size);
		assert_int_equal(dst[2 * size + 15], 8);
		assert_int_equal(with(DSA_OPCODE_DIF_CHECK, 2 * size + 16, AT_DST, 0, BOTH, i), DSA_COMP_SUCCESS);
		assert_int_equal(with(DSA_OPCODE_DIF_STRP, 2 * size + 16, AT_DST, AT_MORE, BOTH, i), DSA_COMP_SUCCESS);
		assert_memory_equal(m->memory + AT_MORE, src, 2 * size);
	}
}

static void dif_guard_can_start_from_ones_and_be_inverted(void **state)
{
	(void)state;
	insert(BOTH, 0x4);
	assert_int_equal(check(BOTH, 0x4), DSA_COMP_SUCCESS);
	assert_int_equal(check(BOTH, 0), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 1);
	insert(BOTH, 0);
	dst[512] ^= 0xff;
	dst[513] ^= 0xff;
	dst[1032] ^= 0xff;
	dst[1033] ^= 0xff;
	assert_int_equal(check(BOTH, 0x8), DSA_COMP_SUCCESS);
}

static void dif_tags_are_fixed_or_count(void **state)
{
	(void)state;
	insert(DST, 0x90); /* the reference tag stays, the application tag counts */
	assert_int_equal(dst[515], 0x34);
	assert_int_equal(dst[1035], 0x35);
	assert_int_equal(dst[1039], 7);
	assert_int_equal(check(SRC, 0x90), DSA_COMP_SUCCESS);
	assert_int_equal(check(SRC, 0x10), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 4);
	assert_int_equal(check(SRC, 0x80), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 2);
}

static void dif_checks_can_be_left_out(void **state)
{
	(void)state;
	insert(DST, 0);
	dst[512] ^= 1;
	dst[519] ^= 1;
	assert_int_equal(check(SRC, 0), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 5);
	assert_int_equal(check(SRC, 0x20), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 4);
	assert_int_equal(check(SRC, 0x40), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 1);
	assert_int_equal(check(SRC, 0x60), DSA_COMP_SUCCESS);
}

static void dif_application_tag_is_masked(void **state)
{
	struct descriptor d = dif(DSA_OPCODE_DIF_INS, 512, AT_SRC, AT_DST);
	const uint16_t mask = 0x00ff;

	(void)state;
	memcpy(d.more + 20, &mask, 2);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(dst[514], 0x12);
	assert_int_equal(dst[515], 0);
	d = dif(DSA_OPCODE_DIF_CHECK, 520, AT_DST, 0);
	assert_int_equal(done(m, d), DSA_COMP_DIF_ERR);
	memcpy(d.more + 12, &mask, 2);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
}

static void dif_of_all_ones_is_skipped_or_an_error(void **state)
{
	(void)state;
	insert(DST, 0);
	memset(dst + 512, 0xff, 8);
	assert_int_equal(check(SRC, 0), DSA_COMP_DIF_ERR);
	assert_int_equal(check(SRC, 0x2), DSA_COMP_SUCCESS);
	assert_int_equal(check(SRC, 0x4), DSA_COMP_SUCCESS);
	assert_int_equal(check(SRC, 0x8), DSA_COMP_SUCCESS);
	assert_int_equal(check(SRC, 0x3), DSA_COMP_DIF_ERR);
	assert_int_equal(result(), 8);
	dst[512] = 0; /* the guard is not of ones */
	assert_int_equal(check(SRC, 0x2), DSA_COMP_DIF_ERR);
	assert_int_equal(check(SRC, 0x8), DSA_COMP_SUCCESS);
	dst[519] = 0; /* nor the reference tag */
	assert_int_equal(check(SRC, 0x8), DSA_COMP_DIF_ERR);
	assert_int_equal(check(SRC, 0x4), DSA_COMP_SUCCESS);
}

static uint8_t update(uint8_t flags)
{
	struct descriptor d = dif(DSA_OPCODE_DIF_UPDT, 520, AT_DST, AT_MORE);
	const uint64_t tags = 0x0a0b0c0d | 0xbeefull << 48;

	d.more[SRC] = 0x20; /* the guard is wrong */
	d.more[DST] = flags;
	memcpy(d.more + 16, &tags, 8);
	return done(m, d);
}

static void dif_update_makes_tags_anew_or_passes_them_on(void **state)
{
	const uint8_t *tags = m->memory + AT_MORE + 512;

	(void)state;
	insert(DST, 0);
	dst[512] ^= 0xff;
	assert_int_equal(update(0), DSA_COMP_SUCCESS);
	assert_int_equal(tags[0], dst[512] ^ 0xff);
	assert_memory_equal(tags + 2, "\xbe\xef\x0a\x0b\x0c\x0d", 6);
	assert_int_equal(update(0x20), DSA_COMP_SUCCESS);
	assert_int_equal(tags[0], dst[512]);
	assert_int_equal(update(0x08), DSA_COMP_SUCCESS);
	assert_memory_equal(tags + 2, "\x12\x34\x0a\x0b\x0c\x0d", 6);
	assert_int_equal(update(0x40), DSA_COMP_SUCCESS);
	assert_memory_equal(tags + 2, "\xbe\xef\x00\x00\x00\x07", 6);
}

static void dif_flags_that_are_reserved_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check(BOTH, 0x10), DSA_COMP_NOZERO_RESERVE);
	assert_int_equal(check(DST, 0x08), DSA_COMP_NOZERO_RESERVE);
	assert_int_equal(with(DSA_OPCODE_DIF_INS, 512, AT_SRC, AT_DST, DST, 1), DSA_COMP_NOZERO_RESERVE);
	assert_int_equal(with(DSA_OPCODE_DIF_INS, 512, AT_SRC, AT_DST, SRC, 0x10), DSA_COMP_NOZERO_RESERVE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dif_is_inserted_checked_updated_and_stripped),
		TEST(dif_error_says_which_tag_of_which_block),
		TEST(dif_guard_of_the_nine_digits_is_the_published_one),
		TEST(dif_blocks_have_four_sizes),
		TEST(dif_guard_can_start_from_ones_and_be_inverted),
		TEST(dif_tags_are_fixed_or_count),
		TEST(dif_checks_can_be_left_out),
		TEST(dif_application_tag_is_masked),
		TEST(dif_of_all_ones_is_skipped_or_an_error),
		TEST(dif_update_makes_tags_anew_or_passes_them_on),
		TEST(dif_flags_that_are_reserved_are_refused),
	};

	return cmocka_run_group_tests_name("device model: DIF", tests, NULL, NULL);
}
