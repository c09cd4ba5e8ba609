// SPDX-License-Identifier: GPL-2.0-or-later
/* The way of bytes into compression and decompression and out of them, checksums, the AECS in memory, canonical codes. */
#include <string.h>

#include "test/model/iax-stream.h"

const uint16_t length_base[29] = { 3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
				   31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
const uint8_t length_bits[29] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
const uint16_t distance_base[D_CODES] = { 1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
					  193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
const uint8_t distance_bits[D_CODES] = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13 };

void stream_init(struct stream *stream, struct job *job)
{
	*stream = (struct stream){ .job = job, .limit = (uint32_t)job_field(job, 48, 4), .crc = UINT32_MAX };
}

int stream_take(struct stream *stream)
{
	struct job *job = stream->job;
	uint8_t *chunk = job->dsa->chunk[0];

	if (stream->in_at == stream->in_have) {
		const uint32_t left = job->size - stream->taken, want = left < CHUNK ? left : CHUNK;

		if (!want || stream->status)
			return -1;
		stream->in_at = 0;
		stream->in_have = (uint32_t)job_read(job, job->src + stream->taken, chunk, want);
		stream->taken += stream->in_have;
		if (!stream->in_have) {
			stream->status = job_fault_status(job);
			return -1;
		}
	}
	return chunk[stream->in_at++];
}

bool stream_flush(struct stream *stream)
{
	struct job *job = stream->job;
	const uint32_t have = stream->out_have;

	if (have && !stream->suppress && job_write(job, job->dst + stream->written, job->dsa->chunk[1], have) < have) {
		stream->status = job_fault_status(job);
		return false;
	}
	stream->written += have;
	stream->out_have = 0;
	return true;
}

bool stream_put(struct stream *stream, uint8_t byte)
{
	if (stream->suppress)
		return true;
	if (stream->written + stream->out_have == stream->limit) {
		stream->status = IAX_COMP_OUTBUF_OVERFLOW;
		return false;
	}
	stream->job->dsa->chunk[1][stream->out_have++] = byte;
	return stream->out_have < CHUNK || stream_flush(stream);
}

/* The CRC32 of gzip or of iSCSI, and all 16-bit words xored. */
void stream_checksum(struct stream *stream, const uint8_t *bytes, uint32_t len)
{
	stream->crc = crc32_bits(stream->crc, stream->job->flags & IDXD_OP_FLAG_CRC_RFC3720, true, bytes, len);
	for (uint32_t i = 0; i < len; i++, stream->total++)
		stream->xor ^= (uint16_t)(bytes[i] << (stream->total % 2 * 8));
}

void stream_seed(struct stream *stream, const uint8_t *aecs)
{
	stream->crc = (uint32_t)crc_reflect(~(uint32_t)load(aecs, 4), 32);
	stream->xor = (uint16_t)load(aecs + 4, 2);
}

void stream_save(const struct stream *stream, uint8_t *aecs)
{
	store(aecs, ~(uint32_t)crc_reflect(stream->crc, 32), 4);
	store(aecs + 4, stream->xor, 4);
}

uint8_t stream_fails(struct stream *stream, enum iax_error error)
{
	if (!stream->status) {
		stream->job->result = (uint8_t)error;
		stream->status = IAX_COMP_ANALYTICS_ERROR;
	}
	return stream->status;
}

/* A page that is missing but was not needed is no fault. */
uint8_t stream_end(struct stream *stream)
{
	struct job *job = stream->job;

	stream_flush(stream);
	if (stream->status != job_fault_status(job))
		job->faulted = false;
	if (stream->status == IAX_COMP_OUTBUF_OVERFLOW)
		job->done = stream->taken - (stream->in_have - stream->in_at);
	else if (job->faulted)
		job->done = stream->written;
	store(job->extra + EXTRA(24), stream->written, 4);
	store(job->extra + EXTRA(30), stream->xor, 2);
	store(job->extra + EXTRA(32), ~(uint32_t)crc_reflect(stream->crc, 32), 4);
	return stream->status ? stream->status : IAX_COMP_SUCCESS;
}

void bits_append(uint8_t *to, unsigned int *n, uint64_t bits, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++, ++*n) {
		to[*n / 8] &= (uint8_t)~(1u << *n % 8);
		to[*n / 8] |= (uint8_t)((bits >> i & 1) << *n % 8);
	}
}

static uint8_t aecs_check(const struct job *job, uint32_t size)
{
	const uint32_t uses = job->flags & (AECS_READ | AECS_WRITE | AECS_WRITE_ON_OVERFLOW);

	if (job->flags & SECOND_INPUT || (uses & (AECS_WRITE | AECS_WRITE_ON_OVERFLOW)) == (AECS_WRITE | AECS_WRITE_ON_OVERFLOW))
		return IAX_COMP_INVALID_FLAGS;
	if (!uses)
		return job->flags & AECS_TOGGLE ? IAX_COMP_INVALID_FLAGS : 0;
	if (job_field(job, 40, 8) % AECS_ALIGN || job_field(job, 52, 4) % AECS_ALIGN)
		return IAX_COMP_ADDR_ALIGN;
	return job_field(job, 52, 4) < size || job_field(job, 52, 4) > AECS_MOST ? IAX_COMP_INVALID_SIZE : 0;
}

static uint64_t aecs_at(const struct job *job, bool second)
{
	return job_field(job, 40, 8) + (second ? job_field(job, 52, 4) : 0);
}

static bool aecs_overlaps(const struct stream *stream, uint64_t at)
{
	const struct job *job = stream->job;
	const uint64_t size = job_field(job, 52, 4);

	return job_overlaps(at, size, job->src, job->size) ||
	       (!stream->suppress && job_overlaps(at, size, job->dst, stream->limit));
}

uint8_t stream_check(const struct stream *stream, uint32_t size)
{
	const struct job *job = stream->job;
	const uint64_t most = UINT64_C(1) << (job->dsa->wq[job->wq].cfg[WQCFG_SHIFTS] & 0x1f);
	const bool second = job->flags & AECS_TOGGLE;
	const uint8_t status = aecs_check(job, size);

	if (status)
		return status;
	if (stream->limit > most || job_field(job, 52, 4) > most || (!stream->limit && (!stream->suppress || !job->size)))
		return IAX_COMP_INVALID_SIZE;
	if (!stream->suppress && job_overlaps(job->src, job->size, job->dst, stream->limit))
		return IAX_COMP_OVERLAP_BUFFERS;
	if (job->flags & AECS_READ && aecs_overlaps(stream, aecs_at(job, second)))
		return IAX_COMP_OVERLAP_BUFFERS;
	if (job->flags & (AECS_WRITE | AECS_WRITE_ON_OVERFLOW) && aecs_overlaps(stream, aecs_at(job, !second)))
		return IAX_COMP_OVERLAP_BUFFERS;
	return 0;
}

uint8_t aecs_read(struct job *job, uint8_t *aecs, uint32_t size)
{
	if (!(job->flags & AECS_READ))
		return 0;
	return job_read(job, aecs_at(job, job->flags & AECS_TOGGLE), aecs, size) < size ? job_fault_status(job) : 0;
}

uint8_t aecs_write(struct job *job, const uint8_t *aecs, uint32_t size)
{
	return job_write(job, aecs_at(job, !(job->flags & AECS_TOGGLE)), aecs, size) < size ? job_fault_status(job) : 0;
}

bool huffman_make(struct huffman *huffman, const uint8_t *lengths, unsigned int count)
{
	unsigned int code = 0, at = 0;

	memset(huffman, 0, sizeof(*huffman));
	for (unsigned int i = 0; i < count; i++)
		huffman->count[lengths[i]] += lengths[i] > 0;
	for (unsigned int length = 1; length <= MAX_CODE; length++) {
		huffman->first[length] = (uint16_t)code;
		huffman->index[length] = (uint16_t)at;
		at += huffman->count[length];
		code = (code + huffman->count[length]) * 2;
		if (code > 2u << length)
			return false;
		for (unsigned int i = 0, next = huffman->index[length]; i < count; i++)
			if (lengths[i] == length)
				huffman->symbol[next++] = (uint16_t)i;
	}
	return true;
}
