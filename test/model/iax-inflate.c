// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DECOMPRESS: deflate (RFC 1951) with the hardware's window of 4 KiB, its errors, and streams that go on in another
 * descriptor: the AECS then keeps the window, the bits that are not used yet and where in the stream it is. What the
 * hardware keeps of its Huffman codes is not published; here their lengths stand in the place of that. Not here: big-endian
 * words and indexing, whose flags are refused.
 */
#include <string.h>

#include "test/model/iax-stream.h"

/* Flags at byte 38: intel/QPL, own_hw_definitions.h (bits 2 and 3 have each other's name in linux, which sets both). */
#define ENABLE 0x0001u
#define STOP_ON_END 0x0004u
#define CHECK_FOR_END 0x0008u
#define FINAL_END 0x0010u /* end means that of the final block */
#define IGNORE_BITS_SHIFT 6
#define SUPPRESS 0x0200u
#define KNOWN_FLAGS 0x03dfu

/* Offsets in the AECS */
enum {
	AECS_ACCUMULATOR = 184,
	AECS_ACCUMULATOR_SIZES = 440,
	AECS_LENGTHS = 560, /* ours */
	AECS_STORED = 800,  /* ours */
	AECS_STATE = 1076,
	AECS_SMALL = 1088, /* up to here without the window; QPL has 0x4e0 */
	AECS_WRITE_AT = 1252,
	AECS_WINDOW = 1256,
	AECS_SIZE = 5376,
	ACCUMULATORS = 32,
};

enum { AT_TOKEN = 0, AT_HEADER = 1, AT_STORED = 2, AT_FINAL = 4, AT_END = 8 };

struct inflater {
	struct stream stream;
	unsigned int flags, state;
	bool final, ended;
	/* bits: what is here, what an AECS brought, and those of a header up to where it is read */
	uint64_t bits;
	unsigned int n_bits;
	uint8_t kept[ACCUMULATORS * 8], header[ACCUMULATORS * 8 + 1];
	unsigned int n_kept, kept_at, n_header;
	bool keeps_header, fetched;
	/* codes */
	uint8_t lengths[LL_CODES + D_CODES];
	struct huffman ll, d;
	uint32_t stored;
	/* window */
	uint32_t produced;
	uint8_t window[WINDOW], aecs[AECS_SIZE];
};

/* One more byte of bits, or what is left of the last; 0: none. */
static unsigned int fetch(struct inflater *z, unsigned int *bits)
{
	const unsigned int ignore = z->flags >> IGNORE_BITS_SHIFT & 7;
	int byte;

	if (z->kept_at < z->n_kept) {
		const unsigned int left = z->n_kept - z->kept_at;

		*bits = z->kept[z->kept_at / 8];
		z->kept_at += 8;
		return left < 8 ? left : 8;
	}
	byte = stream_take(&z->stream);
	if (byte < 0)
		return 0;
	*bits = (unsigned int)byte;
	return z->stream.taken == z->stream.job->size && z->stream.in_at == z->stream.in_have ? 8 - ignore : 8;
}

static bool need(struct inflater *z, unsigned int count)
{
	while (z->n_bits < count) {
		unsigned int bits = 0;
		const unsigned int more = fetch(z, &bits);

		if (!more)
			return false;
		z->bits |= (uint64_t)(bits & ((1u << more) - 1)) << z->n_bits;
		z->n_bits += more;
		z->fetched = true;
		if (z->keeps_header && z->n_header <= ACCUMULATORS * 64)
			bits_append(z->header, &z->n_header, bits, more);
	}
	return true;
}

static uint32_t take(struct inflater *z, unsigned int count)
{
	const uint32_t value = (uint32_t)(z->bits & (BIT64(count) - 1));

	z->bits >>= count;
	z->n_bits -= count;
	return value;
}

enum { NO_INPUT = -1, NO_CODE = -2 };

static int symbol(struct inflater *z, const struct huffman *huffman)
{
	unsigned int code = 0;

	for (unsigned int length = 1; length <= MAX_CODE; length++) {
		if (!need(z, length))
			return NO_INPUT;
		code = code << 1 | (z->bits >> (length - 1) & 1);
		if (code - huffman->first[length] < huffman->count[length] && code >= huffman->first[length]) {
			take(z, length);
			return huffman->symbol[huffman->index[length] + code - huffman->first[length]];
		}
	}
	return NO_CODE;
}

static bool put(struct inflater *z, uint8_t byte)
{
	if (!stream_put(&z->stream, byte))
		return false;
	stream_checksum(&z->stream, &byte, 1);
	z->window[z->produced++ % WINDOW] = byte;
	return true;
}

/* Input that ends is no error here: what is to be said about it depends on flags, at the end. */
static bool fails(struct inflater *z, enum iax_error error)
{
	stream_fails(&z->stream, error);
	return false;
}

static bool fails_for(struct inflater *z, int symbol, enum iax_error error)
{
	return symbol == NO_INPUT ? false : fails(z, error);
}

static bool fixed_codes(struct inflater *z)
{
	uint8_t lengths[288], distances[32];

	memset(lengths, 8, 144);
	memset(lengths + 144, 9, 112);
	memset(lengths + 256, 7, 24);
	memset(lengths + 280, 8, 8);
	memset(distances, 5, 32);
	memset(z->lengths, 0, sizeof(z->lengths)); /* no code: fixed ones */
	return huffman_make(&z->ll, lengths, 288) && huffman_make(&z->d, distances, 32);
}

/* One set of lengths: no repetition goes from one set into the other, other than RFC 1951 allows. */
static bool read_lengths(struct inflater *z, const struct huffman *cl, uint8_t *lengths, unsigned int count,
			 enum iax_error first, enum iax_error many)
{
	static const uint8_t extra[] = { 2, 3, 7 }, least[] = { 3, 3, 11 };
	unsigned int at = 0;

	while (at < count) {
		const int code = symbol(z, cl);
		unsigned int times = 1;
		uint8_t length = (uint8_t)code;

		if (code < 0)
			return fails_for(z, code, ERROR_CL_CODE);
		if (code >= 16) {
			if (code == 16 && !at)
				return fails(z, first);
			if (!need(z, extra[code - 16]))
				return false;
			times = least[code - 16] + take(z, extra[code - 16]);
			length = code == 16 ? lengths[at - 1] : 0;
		}
		if (times > count - at)
			return fails(z, many);
		memset(lengths + at, length, times);
		at += times;
	}
	return true;
}

static bool make_codes(struct inflater *z)
{
	bool any = false;

	for (unsigned int i = 0; i < LL_CODES; i++)
		any |= z->lengths[i] != 0;
	if (!any)
		return fails(z, ERROR_NO_LL_CODE);
	if (!huffman_make(&z->ll, z->lengths, LL_CODES))
		return fails(z, ERROR_LL_TREE);
	return huffman_make(&z->d, z->lengths + LL_CODES, D_CODES) || fails(z, ERROR_D_TREE);
}

static bool dynamic_codes(struct inflater *z)
{
	static const uint8_t order[] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	unsigned int n_ll, n_d, n_cl;
	uint8_t lengths[19] = { 0 };
	struct huffman cl;

	if (!need(z, 14))
		return false;
	n_ll = take(z, 5) + 257;
	n_d = take(z, 5) + 1;
	n_cl = take(z, 4) + 4;
	if (n_ll > LL_CODES || n_d > D_CODES)
		return fails(z, n_ll > LL_CODES ? ERROR_TOO_MANY_LL : ERROR_TOO_MANY_D);
	for (unsigned int i = 0; i < n_cl; i++) {
		if (!need(z, 3))
			return false;
		lengths[order[i]] = (uint8_t)take(z, 3);
	}
	if (!huffman_make(&cl, lengths, 19))
		return fails(z, ERROR_CL_TREE);
	memset(z->lengths, 0, sizeof(z->lengths));
	return read_lengths(z, &cl, z->lengths, n_ll, ERROR_LL_REPEATS_NOTHING, ERROR_LL_COUNT) &&
	       read_lengths(z, &cl, z->lengths + LL_CODES, n_d, ERROR_D_REPEATS_NOTHING, ERROR_D_COUNT) && make_codes(z);
}

static bool stored_length(struct inflater *z)
{
	take(z, z->n_bits % 8);
	if (!need(z, 32))
		return false;
	z->stored = take(z, 16);
	return take(z, 16) == (z->stored ^ 0xffff) || fails(z, ERROR_STORED_LENGTH);
}

static bool parse_header(struct inflater *z)
{
	unsigned int type;

	if (!need(z, 3))
		return false;
	z->final = take(z, 1);
	type = take(z, 2);
	z->state = type ? AT_TOKEN : AT_STORED;
	switch (type) {
	case 0:
		return stored_length(z);
	case 1:
		return fixed_codes(z);
	case 2:
		return dynamic_codes(z);
	}
	return fails(z, ERROR_BLOCK_TYPE);
}

/*
 * Without all of a header its bits are kept, if the AECS has room for them. Where nothing follows a block but what fills up
 * its last byte, no header has begun.
 */
static bool header(struct inflater *z)
{
	const bool ended = z->ended;
	bool all;

	z->n_header = 0;
	bits_append(z->header, &z->n_header, z->bits, z->n_bits);
	z->keeps_header = true;
	z->ended = z->fetched = false;
	all = parse_header(z);
	z->keeps_header = false;
	if (!all)
		z->state = AT_HEADER;
	if (!all && !z->fetched && z->n_header < 8)
		z->ended = ended;
	return all;
}

static bool end_of_block(struct inflater *z)
{
	z->ended = z->final || !(z->flags & FINAL_END);
	z->state = AT_HEADER;
	return !(z->ended && z->flags & STOP_ON_END);
}

/* What goes on in another descriptor cannot do so in the middle of a match. */
static bool must_be_whole(const struct inflater *z)
{
	return !z->stream.suppress && z->stream.job->flags & (AECS_WRITE | AECS_WRITE_ON_OVERFLOW);
}

static bool copy_match(struct inflater *z, uint32_t length, uint32_t distance)
{
	if (distance > WINDOW)
		return fails(z, ERROR_DISTANCE);
	if (distance > z->produced)
		return fails(z, ERROR_BEFORE_START);
	if (must_be_whole(z) && length > z->stream.limit - z->stream.written - z->stream.out_have) {
		z->stream.status = IAX_COMP_OUTBUF_OVERFLOW;
		return false;
	}
	while (length--)
		if (!put(z, z->window[(z->produced - distance) % WINDOW]))
			return false;
	return true;
}

static bool match(struct inflater *z, unsigned int code)
{
	uint32_t length, distance;
	int far;

	if (code >= 29)
		return fails(z, ERROR_LENGTH);
	if (!need(z, length_bits[code]))
		return false;
	length = length_base[code] + take(z, length_bits[code]);
	far = symbol(z, &z->d);
	if (far < 0)
		return fails_for(z, far, ERROR_D_CODE);
	if (far >= D_CODES)
		return fails(z, ERROR_DISTANCE);
	if (!need(z, distance_bits[far]))
		return false;
	distance = distance_base[far] + take(z, distance_bits[far]);
	return copy_match(z, length, distance);
}

/*
 * One literal, match or end. All its bits, 48 at most, are fetched before, so that it can be had again in one piece; a
 * page that is missing there counts only if it is needed.
 */
static bool token(struct inflater *z)
{
	uint64_t bits;
	unsigned int n_bits;
	const uint32_t produced = z->produced;
	int code;
	bool goes_on;

	z->ended = false;
	need(z, 48);
	z->stream.status = 0;
	bits = z->bits;
	n_bits = z->n_bits;
	code = symbol(z, &z->ll);
	if (code == END_OF_BLOCK)
		return end_of_block(z);
	if (code < 0)
		return fails_for(z, code, ERROR_LL_CODE);
	goes_on = code < END_OF_BLOCK ? put(z, (uint8_t)code) : match(z, (unsigned int)code - 257);
	if (!goes_on && z->produced == produced) {
		z->bits = bits;
		z->n_bits = n_bits;
	}
	return goes_on;
}

static bool stored_byte(struct inflater *z)
{
	if (!z->stored)
		return end_of_block(z);
	if (!need(z, 8) || !put(z, (uint8_t)(z->bits & 0xff)))
		return false;
	take(z, 8);
	z->stored--;
	return true;
}

static bool one(struct inflater *z)
{
	switch (z->state) {
	case AT_HEADER:
		return header(z);
	case AT_STORED:
		return stored_byte(z);
	}
	return token(z);
}

static bool aecs_restore(struct inflater *z)
{
	const unsigned int state = (unsigned int)load(z->aecs + AECS_STATE, 2), at = (unsigned int)load(z->aecs + AECS_WRITE_AT, 2);

	stream_seed(&z->stream, z->aecs);
	for (unsigned int i = 0; i < ACCUMULATORS; i++) {
		const unsigned int bits = z->aecs[AECS_ACCUMULATOR_SIZES + i];

		if (bits > 64 || (bits && z->n_kept % 64))
			return fails(z, ERROR_AECS);
		memcpy(z->kept + i * 8, z->aecs + AECS_ACCUMULATOR + i * 8, 8);
		z->n_kept += bits;
	}
	if (state > AT_END)
		return fails(z, ERROR_AECS);
	z->state = state & AT_END ? AT_HEADER : state & (AT_HEADER | AT_STORED);
	z->final = state & AT_FINAL;
	z->stored = (uint32_t)load(z->aecs + AECS_STORED, 2);
	memcpy(z->window, z->aecs + AECS_WINDOW, WINDOW);
	z->produced = (at & 0x7fff) % WINDOW + (at & 0x8000 ? WINDOW : 0);
	for (unsigned int i = 0; i < LL_CODES + D_CODES; i++)
		z->lengths[i] = z->aecs[AECS_LENGTHS + i / 2] >> i % 2 * 4 & 0xf;
	if (z->state != AT_TOKEN)
		return true;
	return load(z->lengths, 8) || memcmp(z->lengths, z->lengths + 8, sizeof(z->lengths) - 8) ? make_codes(z) : fixed_codes(z);
}

/* false: a header does not fit */
static bool keep_bits(struct inflater *z)
{
	unsigned int n = 0;

	memset(z->aecs + AECS_ACCUMULATOR, 0, AECS_ACCUMULATOR_SIZES + ACCUMULATORS - AECS_ACCUMULATOR);
	if (z->state == AT_HEADER && !z->ended) {
		if (z->n_header > ACCUMULATORS * 64)
			return fails(z, ERROR_BIG_HEADER);
		memcpy(z->aecs + AECS_ACCUMULATOR, z->header, ACCUMULATORS * 8);
		n = z->n_header;
	} else {
		bits_append(z->aecs + AECS_ACCUMULATOR, &n, z->bits, z->n_bits);
	}
	for (unsigned int i = 0; i * 64 < n; i++)
		z->aecs[AECS_ACCUMULATOR_SIZES + i] = (uint8_t)(n - i * 64 < 64 ? n - i * 64 : 64);
	return true;
}

static void aecs_save(struct inflater *z)
{
	const unsigned int state = z->ended ? AT_END : z->state == AT_HEADER ? AT_HEADER : z->state | (z->final ? AT_FINAL : 0);

	if (!keep_bits(z))
		return;
	stream_save(&z->stream, z->aecs);
	store(z->aecs + AECS_STATE, state, 2);
	store(z->aecs + AECS_STORED, z->stored, 2);
	store(z->aecs + AECS_WRITE_AT, z->produced % WINDOW | (z->produced < WINDOW ? 0 : 0x8000), 2);
	memcpy(z->aecs + AECS_WINDOW, z->window, WINDOW);
	for (unsigned int i = 0; i < LL_CODES + D_CODES; i += 2)
		z->aecs[AECS_LENGTHS + i / 2] = (uint8_t)(z->lengths[i] | z->lengths[i + 1] << 4);
}

static uint32_t aecs_size(const struct job *job)
{
	const uint32_t size = (uint32_t)job_field(job, 52, 4);

	return size < AECS_SIZE ? AECS_SMALL : AECS_SIZE;
}

static void work(struct inflater *z)
{
	z->state = AT_HEADER;
	if (z->stream.job->flags & AECS_READ && !aecs_restore(z))
		return;
	while (one(z))
		;
	if (!z->stream.status && z->flags & CHECK_FOR_END && !z->ended)
		fails(z, ERROR_NO_END);
}

static void save(struct inflater *z)
{
	struct job *job = z->stream.job;
	const bool over = z->stream.status == IAX_COMP_OUTBUF_OVERFLOW;
	uint8_t status;

	if (!(job->flags & AECS_WRITE && (!z->stream.status || over)) && !(job->flags & AECS_WRITE_ON_OVERFLOW && over))
		return;
	aecs_save(z);
	status = aecs_write(job, z->aecs, aecs_size(job));
	if (status)
		z->stream.status = status;
}

uint8_t op_decompress(struct job *job)
{
	struct inflater z = { .flags = (unsigned int)job_field(job, 38, 2) };
	uint8_t status;

	if (z.flags & ~KNOWN_FLAGS || !(z.flags & ENABLE))
		return IAX_COMP_INVALID_COMP_FLAG;
	stream_init(&z.stream, job);
	z.stream.suppress = z.flags & SUPPRESS;
	status = stream_check(&z.stream, AECS_SMALL);
	if (status)
		return status;
	status = aecs_read(job, z.aecs, aecs_size(job));
	if (status)
		return status;
	work(&z);
	save(&z);
	return stream_end(&z.stream);
}
