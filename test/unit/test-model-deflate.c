// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: COMPRESS and DECOMPRESS, with the AECS that drivers give them; zlib, where it is there, is the judge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "test/unit/model-fixture.h"

enum {
	AT_AECS = 0x4000, /* two of them, one behind the other */
	DECOMPRESS_AECS = 5376,
	COMPRESS_AECS = 1568,
	DATA = 0x8000,
	/* flags at byte 38 */
	STATISTICS = 1, FLUSH = 2, APPEND_END = 4, ONLY_LITERALS = 0x10,
	ENABLE = 1, STOP = 4, CHECK = 8, FINAL = 0x10, SUPPRESS = 0x200,
	LINUX = ENABLE | FLUSH | STOP | CHECK,
	/* flags of the descriptor */
	READ = 0x10000, WRITE = 0x40000, WRITE_ON_OVERFLOW = 0x80000, TOGGLE = 0x400000,
};

static int setup(void **state)
{
	(void)state;
	machine_begin(machine_ready("iax-v1"));
	return 0;
}

static struct descriptor coder(unsigned int op, uint64_t from, uint32_t size, uint64_t to, uint32_t limit, unsigned int flags)
{
	struct descriptor d = { .flags = OP(op), .src = from, .size = size, .dst = to, .flags2 = (uint16_t)flags };

	memcpy(d.more + 8, &limit, 4);
	return d;
}

static struct descriptor with_aecs(struct descriptor d, uint32_t flags, uint32_t size)
{
	const uint64_t at = AT_AECS;

	d.flags |= flags;
	memcpy(d.more, &at, 8);
	memcpy(d.more + 12, &size, 4);
	return d;
}

static void put32(uint8_t *to, uint32_t value)
{
	memcpy(to, &value, 4);
}

/* RFC 1951, 3.2.6: the fixed codes, as rows of the AECS; in front of all a header of three bits. */
static void fixed_aecs(void)
{
	uint8_t *aecs = m->memory + AT_AECS;

	memset(aecs, 0, COMPRESS_AECS);
	put32(aecs + 28, 3);
	aecs[32] = 3;
	for (uint32_t i = 0; i < 286; i++) {
		const uint32_t length = i < 144 || i >= 280 ? 8 : i < 256 ? 9 : 7;
		const uint32_t code = i < 144 ? 0x30 + i : i < 256 ? 0x190 + i - 144 : i < 280 ? i - 256 : 0xc0 + i - 280;

		put32(aecs + 288 + 4 * i, length << 15 | code);
	}
	for (uint32_t i = 0; i < 30; i++)
		put32(aecs + 1440 + 4 * i, 5u << 15 | i);
}

static struct descriptor compress_fixed(uint32_t size, uint32_t limit)
{
	fixed_aecs();
	return with_aecs(coder(IAX_OPCODE_COMPRESS, AT_SRC, size, AT_DST, limit, FLUSH | APPEND_END), READ, COMPRESS_AECS);
}

static uint32_t output(void)
{
	return memory32(m, AT_RECORD + 24);
}

static uint32_t crc(void)
{
	return memory32(m, AT_RECORD + 32);
}

static unsigned int error(void)
{
	return m->memory[AT_RECORD + 1];
}

enum { ZEROS, TEXT, RANDOM, RUNS, KINDS };

static void data(unsigned int kind, uint32_t size)
{
	uint32_t random = 1;

	for (uint32_t i = 0; i < size; i++) {
		random = random * 1103515245 + 12345;
		if (kind == TEXT)
			src[i] = (uint8_t)"this and that, here and there; "[(i + (random >> 28)) % 31];
		else
			src[i] = (uint8_t)(kind == ZEROS ? 0 : kind == RANDOM ? random >> 16 : i / 300);
	}
}

static uint8_t decompress(uint32_t size, uint32_t limit, unsigned int flags)
{
	return done(m, coder(IAX_OPCODE_DECOMPRESS, AT_DST, size, AT_MORE, limit, flags));
}

static uint8_t decompress_bytes(const void *bytes, uint32_t size, unsigned int flags)
{
	memcpy(dst, bytes, size);
	return decompress(size, 0x1000, flags);
}

static void what_is_compressed_comes_back_with_the_same_checksum(void **state)
{
	static const uint32_t sizes[] = { 1, 2, 3, 4, 258, 4096, 4097, 20000, DATA };

	(void)state;
	for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]) * KINDS; i++) {
		const uint32_t size = sizes[i / KINDS];
		uint32_t length, sum;

		data(i % KINDS, size);
		assert_int_equal(done(m, compress_fixed(size, DATA + 0x1000)), IAX_COMP_SUCCESS);
		assert_int_equal(memory32(m, AT_RECORD + 4), 0);
		length = output();
		sum = crc();
#ifdef HAVE_ZLIB
		{
			uint8_t back[DATA];
			z_stream z = { .next_in = dst, .avail_in = length, .next_out = back, .avail_out = size };

			assert_int_equal(inflateInit2(&z, -12), Z_OK);
			assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
			assert_int_equal(z.avail_in, 0);
			assert_memory_equal(back, src, size);
			inflateEnd(&z);
			assert_int_equal(sum, crc32(0, src, size));
		}
#endif
		assert_int_equal(decompress(length, size, LINUX), IAX_COMP_SUCCESS);
		assert_int_equal(output(), size);
		assert_int_equal(crc(), sum);
		assert_memory_equal(m->memory + AT_MORE, src, size);
	}
}

static void checksum_of_the_nine_digits_is_that_of_gzip_or_iscsi(void **state)
{
	struct descriptor d;

	(void)state;
	memcpy(src, "123456789", 9);
	d = compress_fixed(9, 100);
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(crc(), 0xcbf43926);
	assert_int_equal(memory32(m, AT_RECORD + 28) >> 16, ('1' ^ '3' ^ '5' ^ '7' ^ '9') | ('2' ^ '4' ^ '6' ^ '8') << 8);
	d.flags |= IDXD_OP_FLAG_CRC_RFC3720;
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(crc(), 0xe3069283);
}

static void output_that_does_not_fit_is_an_overflow(void **state)
{
	uint32_t size;

	(void)state;
	memset(src, 'x', 1000);
	assert_int_equal(done(m, compress_fixed(1000, 2)), IAX_COMP_ANALYTICS_ERROR);
	assert_int_equal(error(), 25);
	assert_int_equal(done(m, compress_fixed(1000, 1000)), IAX_COMP_SUCCESS);
	size = output();
	m->memory[AT_MORE + 999] = 1;
	assert_int_equal(decompress(size, 999, LINUX), IAX_COMP_OUTBUF_OVERFLOW);
	assert_int_equal(output(), 999);
	assert_int_equal(m->memory[AT_MORE + 999], 1);
	assert_int_equal(decompress(size, 0, LINUX), IAX_COMP_INVALID_SIZE);
	assert_int_equal(decompress(size, 0, LINUX | SUPPRESS), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 0);
}

static void verification_needs_no_room(void **state)
{
	uint32_t sum, size;

	(void)state;
	data(TEXT, 5000);
	assert_int_equal(done(m, compress_fixed(5000, 8000)), IAX_COMP_SUCCESS);
	sum = crc();
	size = output();
	memset(m->memory + AT_MORE, 7, 5000);
	assert_int_equal(decompress(size, 1, LINUX | SUPPRESS), IAX_COMP_SUCCESS);
	assert_int_equal(crc(), sum);
	assert_int_equal(m->memory[AT_MORE], 7);
}

/* Streams that are wrong, and the detail that intel/QPL documents (hw_status.h). */
static void each_error_of_a_stream_has_its_code(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t size;
		unsigned int error;
	} rows[] = {
		{ "\x07", 1, 13 },		   /* a block of type 3 */
		{ "\x01\x05\x00\x05\x00", 5, 14 }, /* a stored length and not its inverse */
		{ "\x01\x05\x00\xfa\xff" "abc", 8, 15 }, /* ends in a stored block */
		{ "\x4b", 1, 15 },		   /* ends in a literal */
		{ "\x04", 1, 15 },		   /* ends in a header */
		{ "\x03\x02", 2, 18 },		   /* length 3, distance 1, but nothing before */
		{ "\xfd\x00\x00", 3, 35 },	   /* 31 + 257 codes of literals and lengths */
		{ "\x05\x1f\x00", 3, 36 },	   /* 32 of distances */
		{ "\x05\x00\x92\x04", 4, 8 },	   /* too many codes of one length */
		{ "\x1b\x03", 2, 16 },		   /* literal 286 */
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const uint8_t status = decompress_bytes(rows[i].bytes, rows[i].size, LINUX);

		if (status != IAX_COMP_ANALYTICS_ERROR || error() != rows[i].error)
			fail_msg("row %u: status %#x, error %u instead of %u", i, status, error(), rows[i].error);
	}
}

/* Two blocks, the first not final: "a", then "b", each with fixed codes. */
static void end_of_any_block_or_of_the_last_one_stops(void **state)
{
	static const uint8_t blocks[] = { 0x4a, 0x04, 0x2c, 0x09, 0x00 };

	(void)state;
	assert_int_equal(decompress_bytes(blocks, sizeof(blocks), LINUX), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 1);
	assert_int_equal(decompress_bytes(blocks, sizeof(blocks), LINUX | FINAL), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 2);
	assert_memory_equal(m->memory + AT_MORE, "ab", 2);
	assert_int_equal(decompress_bytes(blocks, 2, LINUX | FINAL), IAX_COMP_ANALYTICS_ERROR);
	assert_int_equal(error(), 15);
	assert_int_equal(decompress_bytes(blocks, 2, ENABLE), IAX_COMP_SUCCESS);
}

static void decompression_has_to_be_asked_for(void **state)
{
	(void)state;
	assert_int_equal(decompress_bytes("123456789", 9, FLUSH), IAX_COMP_INVALID_COMP_FLAG);
}

static void a_stream_in_pieces_goes_on_where_it_was(void **state)
{
	uint32_t size, sum, made = 0;
	bool second = false;

	(void)state;
	for (unsigned int kind = 0; kind < KINDS; kind++) {
		data(kind, 9000);
		assert_int_equal(done(m, compress_fixed(9000, DATA)), IAX_COMP_SUCCESS);
		size = output();
		sum = crc();
		made = 0;
		for (uint32_t at = 0, piece; at < size; at += piece, second = !second) {
			struct descriptor d;

			piece = size - at < 7 ? size - at : 7;
			d = coder(IAX_OPCODE_DECOMPRESS, AT_DST + at, piece, AT_MORE + made, 9000, ENABLE);
			d = with_aecs(d, WRITE | (at ? READ : 0) | (second ? TOGGLE : 0), DECOMPRESS_AECS);
			assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
			assert_int_equal(memory32(m, AT_RECORD + 4), 0);
			made += output();
		}
		assert_int_equal(made, 9000);
		assert_int_equal(crc(), sum);
		assert_memory_equal(m->memory + AT_MORE, src, 9000);
	}
}

#ifdef HAVE_ZLIB
static uint32_t zlib_stream(int level, int strategy, uint32_t size)
{
	z_stream z = { .next_in = src, .avail_in = size, .next_out = dst, .avail_out = 0x10000 };

	assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, -12, 8, strategy), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return (uint32_t)z.total_out;
}

static void streams_of_zlib_come_out_whole_and_in_pieces(void **state)
{
	static const int strategies[] = { Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED };

	(void)state;
	for (unsigned int i = 0; i < KINDS * 4 * 3; i++) {
		const uint32_t want = i / KINDS / 4 == 0 ? 300 : 30000;
		uint32_t size, made = 0, piece;

		data(i % KINDS, want);
		size = zlib_stream(i / KINDS / 4 == 2 ? 0 : 9, strategies[i / KINDS % 4], want);
		assert_int_equal(decompress(size, want, ENABLE | STOP | CHECK | FINAL), IAX_COMP_SUCCESS);
		assert_memory_equal(m->memory + AT_MORE, src, want);
		memset(m->memory + AT_MORE, 0, want);
		for (uint32_t at = 0; at < size; at += piece) {
			struct descriptor d;

			piece = size - at < 61 ? size - at : 61;
			d = coder(IAX_OPCODE_DECOMPRESS, AT_DST + at, piece, AT_MORE + made, want, ENABLE);
			d = with_aecs(d, WRITE | (at ? READ : 0) | (at / 61 % 2 ? TOGGLE : 0), DECOMPRESS_AECS);
			assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
			made += output();
		}
		assert_int_equal(made, want);
		assert_memory_equal(m->memory + AT_MORE, src, want);
	}
}
#endif

static void an_overflow_goes_on_in_another_buffer(void **state)
{
	uint32_t size, made;
	struct descriptor d;

	(void)state;
	data(TEXT, 3000);
	assert_int_equal(done(m, compress_fixed(3000, DATA)), IAX_COMP_SUCCESS);
	size = output();
	d = with_aecs(coder(IAX_OPCODE_DECOMPRESS, AT_DST, size, AT_MORE, 1000, LINUX), WRITE_ON_OVERFLOW, DECOMPRESS_AECS);
	assert_int_equal(done(m, d), IAX_COMP_OUTBUF_OVERFLOW);
	made = output();
	assert_in_range(made, 742, 1000);
	size -= memory32(m, AT_RECORD + 4);
	d = coder(IAX_OPCODE_DECOMPRESS, AT_DST + memory32(m, AT_RECORD + 4), size, AT_MORE + made, 3000, LINUX);
	assert_int_equal(done(m, with_aecs(d, READ | TOGGLE, DECOMPRESS_AECS)), IAX_COMP_SUCCESS);
	assert_int_equal(made + output(), 3000);
	assert_memory_equal(m->memory + AT_MORE, src, 3000);
}

static void compression_in_pieces_makes_one_stream(void **state)
{
	uint32_t made, sum;
	struct descriptor d;

	(void)state;
	data(TEXT, 5000);
	fixed_aecs();
	d = coder(IAX_OPCODE_COMPRESS, AT_SRC, 2000, AT_DST, DATA, 0);
	assert_int_equal(done(m, with_aecs(d, READ | WRITE, COMPRESS_AECS)), IAX_COMP_SUCCESS);
	made = output();
	memcpy(m->memory + AT_AECS + COMPRESS_AECS + 288, m->memory + AT_AECS + 288, COMPRESS_AECS - 288);
	d = coder(IAX_OPCODE_COMPRESS, AT_SRC + 2000, 3000, AT_DST + made, DATA, FLUSH | APPEND_END);
	assert_int_equal(done(m, with_aecs(d, READ | TOGGLE, COMPRESS_AECS)), IAX_COMP_SUCCESS);
	sum = crc();
	assert_int_equal(decompress(made + output(), 5000, LINUX), IAX_COMP_SUCCESS);
	assert_int_equal(crc(), sum);
	assert_memory_equal(m->memory + AT_MORE, src, 5000);
}

static void statistics_count_the_symbols(void **state)
{
	(void)state;
	memcpy(src, "abcabcabcabcx", 13); /* a, b, c, a match of 9 three bytes back, x */
	assert_int_equal(done(m, coder(IAX_OPCODE_COMPRESS, AT_SRC, 13, AT_DST, 1280, STATISTICS)), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 1280);
	assert_int_equal(memory32(m, AT_DST + 4 * 'a'), 1);
	assert_int_equal(memory32(m, AT_DST + 4 * 'x'), 1);
	assert_int_equal(memory32(m, AT_DST + 4 * 256), 1);
	assert_int_equal(memory32(m, AT_DST + 4 * 263), 1);
	assert_int_equal(memory32(m, AT_DST + 1152 + 4 * 2), 1);
	assert_int_equal(done(m, coder(IAX_OPCODE_COMPRESS, AT_SRC, 13, AT_DST, 1280, STATISTICS | ONLY_LITERALS)), IAX_COMP_SUCCESS);
	assert_int_equal(memory32(m, AT_DST + 4 * 'a'), 4);
	assert_int_equal(done(m, coder(IAX_OPCODE_COMPRESS, AT_SRC, 13, AT_DST, 1279, STATISTICS)), IAX_COMP_ANALYTICS_ERROR);
}

static void compression_without_codes_is_an_error(void **state)
{
	(void)state;
	memset(m->memory + AT_AECS, 0, COMPRESS_AECS);
	assert_int_equal(done(m, with_aecs(coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, 100, FLUSH), READ, COMPRESS_AECS)),
			 IAX_COMP_ANALYTICS_ERROR);
	assert_int_equal(error(), 30);
}

/* IAA specification, table 6-3: when compression reads and writes the AECS */
static void compression_reads_its_codes_and_statistics_nothing(void **state)
{
	const struct descriptor plain = coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, 2000, FLUSH);
	const struct descriptor statistics = coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, 2000, STATISTICS);

	(void)state;
	fixed_aecs();
	assert_int_equal(done(m, plain), IAX_COMP_INVALID_FLAGS);
	assert_int_equal(done(m, with_aecs(plain, WRITE, COMPRESS_AECS)), IAX_COMP_INVALID_FLAGS);
	assert_int_equal(done(m, with_aecs(plain, READ | WRITE_ON_OVERFLOW, COMPRESS_AECS)), IAX_COMP_INVALID_FLAGS);
	assert_int_equal(done(m, with_aecs(plain, READ, COMPRESS_AECS + 32)), IAX_COMP_INVALID_SIZE);
	assert_int_equal(done(m, with_aecs(plain, READ, COMPRESS_AECS)), IAX_COMP_SUCCESS);
	assert_int_equal(done(m, with_aecs(statistics, READ, COMPRESS_AECS)), IAX_COMP_INVALID_FLAGS);
	assert_int_equal(done(m, with_aecs(statistics, WRITE, COMPRESS_AECS)), IAX_COMP_INVALID_FLAGS);
	assert_int_equal(done(m, statistics), IAX_COMP_SUCCESS);
}

static void compression_writes_no_codes(void **state)
{
	(void)state;
	fixed_aecs();
	memset(m->memory + AT_AECS + COMPRESS_AECS, 0x5a, COMPRESS_AECS);
	assert_int_equal(done(m, with_aecs(coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, 100, 0), READ | WRITE, COMPRESS_AECS)),
			 IAX_COMP_SUCCESS);
	assert_int_not_equal(memory32(m, AT_AECS + COMPRESS_AECS + 60), 0x5a5a5a5a);
	assert_int_equal(memory32(m, AT_AECS + COMPRESS_AECS + 64), 0x5a5a5a5a);
}

static void compression_of_nothing_ends_a_stream(void **state)
{
	(void)state;
	fixed_aecs();
	assert_int_equal(done(m, with_aecs(coder(IAX_OPCODE_COMPRESS, AT_SRC, 0, AT_DST, 100, FLUSH | APPEND_END), READ, COMPRESS_AECS)),
			 IAX_COMP_SUCCESS);
	assert_int_equal(output(), 2);
	assert_int_equal(decompress(2, 100, LINUX), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 0);
	assert_int_equal(decompress(0, 0, LINUX | SUPPRESS), IAX_COMP_INVALID_SIZE);
}

static void buffers_do_not_overlap_nor_exceed_the_limit(void **state)
{
	struct descriptor d;

	(void)state;
	fixed_aecs();
	d = coder(IAX_OPCODE_COMPRESS, AT_AECS + 500, 10, AT_DST, 100, FLUSH);
	assert_int_equal(done(m, with_aecs(d, READ, COMPRESS_AECS)), IAX_COMP_OVERLAP_BUFFERS);
	d = coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_AECS + COMPRESS_AECS, 100, FLUSH);
	assert_int_equal(done(m, with_aecs(d, READ, COMPRESS_AECS)), IAX_COMP_SUCCESS);
	fixed_aecs();
	assert_int_equal(done(m, with_aecs(d, READ | WRITE, COMPRESS_AECS)), IAX_COMP_OVERLAP_BUFFERS);
	d = coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, (2u << 20) + 1, FLUSH);
	assert_int_equal(done(m, with_aecs(d, READ, COMPRESS_AECS)), IAX_COMP_INVALID_SIZE);
	d = coder(IAX_OPCODE_DECOMPRESS, AT_SRC, 10, AT_DST, 100, LINUX);
	assert_int_equal(done(m, with_aecs(d, READ, 0x10020)), IAX_COMP_INVALID_SIZE);
}

static void stored_block_can_follow_the_end(void **state)
{
	struct descriptor d;

	(void)state;
	data(TEXT, 100);
	d = compress_fixed(100, 1000);
	m->memory[AT_AECS + 32] = 2; /* not final */
	d.flags2 = FLUSH | 0xc;	     /* an end and a final stored block */
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(decompress(output(), 100, LINUX | FINAL), IAX_COMP_SUCCESS);
	assert_memory_equal(m->memory + AT_MORE, src, 100);
}

/* What accel-config's own test of the hardware submits: a final block, behind it a final stored one, and a seeded AECS. */
static void descriptors_of_accel_config_s_test_work(void **state)
{
	struct descriptor d;
	uint32_t size;

	(void)state;
	data(TEXT, 10000);
	fixed_aecs();
	put32(m->memory + AT_AECS, 0x12345678);
	put32(m->memory + AT_AECS + 4, 0xabcd);
	d = coder(IAX_OPCODE_COMPRESS, AT_SRC, 10000, AT_DST, DATA, FLUSH | 0xc);
	assert_int_equal(done(m, with_aecs(d, READ | WRITE, COMPRESS_AECS)), IAX_COMP_SUCCESS);
	size = output();
	assert_int_equal(memory32(m, AT_AECS + COMPRESS_AECS), crc());
	assert_int_equal(memory32(m, AT_AECS + COMPRESS_AECS + 28), 0);
	memmove(src, dst, size);
	d = coder(IAX_OPCODE_DECOMPRESS, AT_SRC, size, AT_MORE, DATA, LINUX | FINAL);
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(output(), 10000);
	data(TEXT, 10000);
	assert_memory_equal(m->memory + AT_MORE, src, 10000);
}

static void aecs_has_to_be_aligned_and_large_enough(void **state)
{
	struct descriptor d = compress_fixed(100, 1000);

	(void)state;
	d.more[0] = 16;
	assert_int_equal(done(m, d), IAX_COMP_ADDR_ALIGN);
	d = compress_fixed(100, 1000);
	put32(d.more + 12, COMPRESS_AECS - 32);
	assert_int_equal(done(m, d), IAX_COMP_INVALID_SIZE);
	d = compress_fixed(100, 1000);
	put32(m->memory + AT_AECS + 28, 2049);
	assert_int_equal(done(m, d), IAX_COMP_ANALYTICS_ERROR);
	assert_int_equal(error(), 22);
	d.flags |= 0x20000;
	assert_int_equal(done(m, d), IAX_COMP_INVALID_FLAGS);
}

static void flags_that_the_model_has_not_are_refused(void **state)
{
	(void)state;
	for (unsigned int flag = 5; flag < 16; flag++)
		assert_int_equal(done(m, coder(IAX_OPCODE_COMPRESS, AT_SRC, 10, AT_DST, 100, 1u << flag)), IAX_COMP_INVALID_COMP_FLAG);
	assert_int_equal(decompress(10, 100, LINUX | 0x20), IAX_COMP_INVALID_COMP_FLAG);
	for (unsigned int flag = 10; flag < 16; flag++)
		assert_int_equal(decompress(10, 100, LINUX | 1u << flag), IAX_COMP_INVALID_COMP_FLAG);
}

static void missing_pages_are_faults_and_those_not_needed_are_none(void **state)
{
	struct descriptor d;
	uint32_t size;

	(void)state;
	data(TEXT, 100);
	assert_int_equal(done(m, compress_fixed(100, 1000)), IAX_COMP_SUCCESS);
	size = output();
	memmove(m->memory + MEMORY - size, dst, size);
	d = coder(IAX_OPCODE_DECOMPRESS, MEMORY - size, size + 100, AT_MORE, 1000, LINUX);
	assert_int_equal(done(m, d), IAX_COMP_SUCCESS);
	assert_int_equal(memory64(m, AT_RECORD + 8), 0);
	d.src++;
	d.size = 2000;
	assert_int_not_equal(done(m, d), IAX_COMP_SUCCESS);
	d = coder(IAX_OPCODE_DECOMPRESS, MEMORY - size, size, 2 * MEMORY, 1000, LINUX);
	assert_int_equal(done(m, d), DSA_COMP_PAGE_FAULT_NOBOF | DSA_COMP_STATUS_WRITE);
	assert_int_equal(memory64(m, AT_RECORD + 8), 2 * MEMORY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_compressed_comes_back_with_the_same_checksum),
		TEST(checksum_of_the_nine_digits_is_that_of_gzip_or_iscsi),
		TEST(output_that_does_not_fit_is_an_overflow),
		TEST(verification_needs_no_room),
		TEST(each_error_of_a_stream_has_its_code),
		TEST(end_of_any_block_or_of_the_last_one_stops),
		TEST(decompression_has_to_be_asked_for),
		TEST(a_stream_in_pieces_goes_on_where_it_was),
#ifdef HAVE_ZLIB
		TEST(streams_of_zlib_come_out_whole_and_in_pieces),
#endif
		TEST(an_overflow_goes_on_in_another_buffer),
		TEST(compression_in_pieces_makes_one_stream),
		TEST(statistics_count_the_symbols),
		TEST(compression_without_codes_is_an_error),
		TEST(compression_reads_its_codes_and_statistics_nothing),
		TEST(compression_writes_no_codes),
		TEST(compression_of_nothing_ends_a_stream),
		TEST(buffers_do_not_overlap_nor_exceed_the_limit),
		TEST(stored_block_can_follow_the_end),
		TEST(descriptors_of_accel_config_s_test_work),
		TEST(aecs_has_to_be_aligned_and_large_enough),
		TEST(flags_that_the_model_has_not_are_refused),
		TEST(missing_pages_are_faults_and_those_not_needed_are_none),
	};

	return cmocka_run_group_tests_name("device model: compression", tests, NULL, NULL);
}
