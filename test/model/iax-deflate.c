// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * COMPRESS: matches in the last 4 KiB, with the Huffman codes that the AECS gives, behind the bits that wait in it (a
 * driver puts the header of the block there), or how often each symbol comes (statistics). Which matches silicon finds is
 * not published, so the output is another than its, of the same data. Not here: big-endian words, indexing, dictionaries
 * and headers made by the device, whose flags are refused.
 */
#include <string.h>

#include "test/model/iax-stream.h"

/* Flags at byte 38: intel/QPL, own_hw_definitions.h */
#define STATISTICS 0x0001u
#define FLUSH 0x0002u
#define END_SHIFT 2 /* what comes at the end: nothing, an end of block, and behind that an empty stored block */
#define ONLY_LITERALS 0x0010u
#define KNOWN_FLAGS 0x001fu

enum { END_NOTHING, END_BLOCK, END_STORED, END_STORED_FINAL };

/* Offsets in the AECS, which linux too has: struct aecs_comp_table_record */
enum {
	AECS_N_BITS = 28,
	AECS_BITS = 32,
	AECS_LL = 288,
	AECS_D = 1440,
	AECS_SIZE = 1568,
	AECS_WRITTEN = 64, /* the codes stay */
	MAX_BITS = 256 * 8,
	COUNTS_D = 1152, /* in the statistics */
	COUNTS_SIZE = 1280,
};

#define MOST_COUNTED 0x7ffffu

enum { HEADS = 4096, TEXT = 2 * WINDOW + 8192, TRIES = 32, FAR_ENOUGH = MAX_MATCH + MIN_MATCH };

struct deflater {
	struct stream stream;
	unsigned int flags;
	uint64_t bits;
	unsigned int n_bits;
	uint32_t counts[LL_CODES + D_CODES];
	/* text: what can be matched, then what comes; positions count from the start of the data */
	uint8_t text[TEXT];
	uint32_t base, at, end;
	bool all;
	uint32_t head[HEADS], before[WINDOW]; /* position + 1; 0: none */
	uint8_t aecs[AECS_SIZE];
};

static bool out(struct deflater *z, uint32_t bits, unsigned int count)
{
	z->bits |= (uint64_t)bits << z->n_bits;
	for (z->n_bits += count; z->n_bits >= 8; z->n_bits -= 8, z->bits >>= 8)
		if (!stream_put(&z->stream, (uint8_t)z->bits))
			return false;
	return true;
}

/* A row of the tables: the code in bits 0 to 14, most significant first, and its length in bits 15 to 18. */
static bool code_out(struct deflater *z, unsigned int offset, unsigned int symbol)
{
	const uint32_t row = (uint32_t)load(z->aecs + offset + 4 * symbol, 4);
	const unsigned int length = row >> 15 & 0xf;

	if (z->flags & STATISTICS) {
		uint32_t *count = &z->counts[offset == AECS_LL ? symbol : LL_CODES + symbol];

		*count += *count < MOST_COUNTED;
		return true;
	}
	if (!length) {
		stream_fails(&z->stream, ERROR_HUFFMAN_CODE);
		return false;
	}
	return out(z, (uint32_t)crc_reflect(row & 0x7fff, length), length);
}

static bool extra_out(struct deflater *z, uint32_t bits, unsigned int count)
{
	return z->flags & STATISTICS || out(z, bits, count);
}

static unsigned int code_for(uint32_t value, const uint16_t *base, unsigned int count)
{
	while (base[count - 1] > value)
		count--;
	return count - 1;
}

static bool match_out(struct deflater *z, uint32_t length, uint32_t distance)
{
	const unsigned int l = code_for(length, length_base, 29), d = code_for(distance, distance_base, D_CODES);

	return code_out(z, AECS_LL, 257 + l) && extra_out(z, length - length_base[l], length_bits[l]) &&
	       code_out(z, AECS_D, d) && extra_out(z, distance - distance_base[d], distance_bits[d]);
}

static unsigned int hash(const uint8_t *bytes)
{
	return (uint32_t)(load(bytes, 3) * 2654435761u) >> 20;
}

static uint8_t *text_at(struct deflater *z, uint32_t at)
{
	return z->text + (at - z->base);
}

static void learn(struct deflater *z, uint32_t count)
{
	for (; count; count--, z->at++) {
		uint32_t *head = &z->head[hash(text_at(z, z->at))];

		if (z->end - z->at < MIN_MATCH)
			continue;
		z->before[z->at % WINDOW] = *head;
		*head = z->at + 1;
	}
}

static uint32_t longest(struct deflater *z, uint32_t *distance)
{
	const uint32_t most = z->end - z->at < MAX_MATCH ? z->end - z->at : MAX_MATCH;
	const uint8_t *here = text_at(z, z->at);
	uint32_t best = 0, from = most < MIN_MATCH || z->flags & ONLY_LITERALS ? 0 : z->head[hash(here)];

	for (unsigned int tries = TRIES; from && tries && z->at - (from - 1) <= WINDOW; tries--) {
		const uint8_t *there = text_at(z, from - 1);
		uint32_t length = 0, next;

		while (length < most && there[length] == here[length])
			length++;
		if (length > best) {
			best = length;
			*distance = z->at - (from - 1);
		}
		next = z->before[(from - 1) % WINDOW];
		if (next >= from)
			break;
		from = next;
	}
	return best;
}

/* Keeps the window, and takes as much as there is room for. */
static void fill(struct deflater *z)
{
	const uint32_t begin = z->end;
	int byte;

	if (z->at - z->base > WINDOW) {
		const uint32_t drop = z->at - z->base - WINDOW;

		memmove(z->text, z->text + drop, z->end - z->base - drop);
		z->base += drop;
	}
	while (z->end - z->base < TEXT - 8 && (byte = stream_take(&z->stream)) >= 0)
		*text_at(z, z->end++) = (uint8_t)byte;
	z->all = z->end - z->base < TEXT - 8;
	stream_checksum(&z->stream, text_at(z, begin), z->end - begin);
}

static bool one(struct deflater *z)
{
	uint32_t distance = 0, length;

	if (z->end - z->at < FAR_ENOUGH && !z->all)
		fill(z);
	if (z->at == z->end)
		return false;
	length = longest(z, &distance);
	if (length < MIN_MATCH) {
		const bool done = code_out(z, AECS_LL, *text_at(z, z->at));

		learn(z, 1);
		return done;
	}
	if (!match_out(z, length, distance))
		return false;
	learn(z, length);
	return true;
}

/* What an AECS brought goes first. */
static bool begin(struct deflater *z)
{
	const uint32_t waiting = (uint32_t)load(z->aecs + AECS_N_BITS, 4);

	if (!(z->stream.job->flags & AECS_READ))
		return true;
	stream_seed(&z->stream, z->aecs);
	if (waiting > MAX_BITS) {
		stream_fails(&z->stream, ERROR_AECS);
		return false;
	}
	for (uint32_t i = 0; i < waiting && !(z->flags & STATISTICS); i++)
		if (!out(z, z->aecs[AECS_BITS + i / 8] >> i % 8 & 1, 1))
			return false;
	return true;
}

static bool stored_out(struct deflater *z, unsigned int final)
{
	return out(z, final, 3) && out(z, 0, (8 - z->n_bits) % 8) && out(z, 0, 16) && out(z, 0xffff, 16);
}

static bool finish(struct deflater *z)
{
	const unsigned int end = z->flags >> END_SHIFT & 3;

	if (end != END_NOTHING && !code_out(z, AECS_LL, END_OF_BLOCK))
		return false;
	if (end >= END_STORED && !(z->flags & STATISTICS) && !stored_out(z, end == END_STORED_FINAL))
		return false;
	if (!(z->flags & FLUSH) || !z->n_bits)
		return true;
	z->stream.job->extra[EXTRA(28)] = (uint8_t)z->n_bits;
	return out(z, 0, 8 - z->n_bits);
}

static void counts_out(struct deflater *z)
{
	uint8_t counts[COUNTS_SIZE] = { 0 };

	if (z->counts[END_OF_BLOCK] == 0)
		z->counts[END_OF_BLOCK] = 1;
	for (unsigned int i = 0; i < LL_CODES; i++)
		store(counts + 4 * i, z->counts[i], 4);
	for (unsigned int i = 0; i < D_CODES; i++)
		store(counts + COUNTS_D + 4 * i, z->counts[LL_CODES + i], 4);
	for (unsigned int i = 0; i < COUNTS_SIZE && stream_put(&z->stream, counts[i]); i++)
		;
}

static void save(struct deflater *z)
{
	uint8_t status;

	if (!(z->stream.job->flags & AECS_WRITE) || z->stream.status)
		return;
	stream_save(&z->stream, z->aecs);
	memset(z->aecs + AECS_BITS, 0, MAX_BITS / 8);
	store(z->aecs + AECS_N_BITS, z->n_bits, 4);
	store(z->aecs + AECS_BITS, z->bits, 8);
	status = aecs_write(z->stream.job, z->aecs, AECS_WRITTEN);
	if (status)
		z->stream.status = status;
}

static void work(struct deflater *z)
{
	if (!begin(z))
		return;
	while (one(z))
		;
	if (!z->stream.status && finish(z) && z->flags & STATISTICS)
		counts_out(z);
}

/* The destination that is too small is an error of its own here: what was read cannot be read again. */
static uint8_t run(struct deflater *z)
{
	work(z);
	if (z->stream.status == IAX_COMP_OUTBUF_OVERFLOW) {
		z->stream.status = 0;
		stream_fails(&z->stream, ERROR_NO_ROOM);
	}
	save(z);
	return stream_end(&z->stream);
}

/* Statistics need no codes, and have none to write; the others come from the AECS, whole. */
static bool aecs_is_wanted(const struct job *job, unsigned int flags)
{
	if (job->flags & AECS_WRITE_ON_OVERFLOW)
		return false;
	return flags & STATISTICS ? !(job->flags & (AECS_READ | AECS_WRITE)) : job->flags & AECS_READ;
}

uint8_t op_compress(struct job *job)
{
	struct deflater z = { .flags = (unsigned int)job_field(job, 38, 2) };
	uint8_t status;

	if (z.flags & ~KNOWN_FLAGS)
		return IAX_COMP_INVALID_COMP_FLAG;
	if (!aecs_is_wanted(job, z.flags))
		return IAX_COMP_INVALID_FLAGS;
	stream_init(&z.stream, job);
	status = stream_check(&z.stream, AECS_SIZE);
	if (!status && job->flags & AECS_READ && job_field(job, 52, 4) != AECS_SIZE)
		status = IAX_COMP_INVALID_SIZE;
	if (status)
		return status;
	status = aecs_read(job, z.aecs, AECS_SIZE);
	return status ? status : run(&z);
}
