// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * COMPRESS and DECOMPRESS: raw deflate by zlib, one whole stream for each descriptor. What the AECS says about Huffman
 * codes and about a stream begun before is not used, so the output is not that of silicon bit by bit; it is a valid
 * stream of the same data, and checksums are those of the data that is not compressed.
 */
#include <string.h>
#include <zlib.h>

#include "test/model/dsa-job.h"

#define ERROR_COMPRESS_OVERFLOW 0x19
#define ERROR_BAD_STREAM 0x01
#define ERROR_NO_END 0x02
#define NO_OUTPUT 0x0200u /* of the decompression flags at byte 38 */

struct stream {
	z_stream z;
	struct job *job;
	bool compress, ended;
	uint32_t limit, written, crc;
	uint16_t xor;
};

/* The checksums of IAA: CRC32 of gzip or of iSCSI, and all 16-bit words xored. */
static void checksum(struct stream *stream, uint32_t at, const uint8_t *bytes, size_t len)
{
	const bool castagnoli = stream->job->flags & IDXD_OP_FLAG_CRC_RFC3720;

	stream->crc = crc32_bits(stream->crc, castagnoli, true, bytes, len);
	for (size_t i = 0; i < len; i++)
		stream->xor ^= (uint16_t)(bytes[i] << ((at + i) % 2 * 8));
}

static uint8_t overflow(struct stream *stream)
{
	if (!stream->compress)
		return IAX_COMP_OUTBUF_OVERFLOW;
	stream->job->result = ERROR_COMPRESS_OVERFLOW;
	return IAX_COMP_ANALYTICS_ERROR;
}

static uint8_t put_out(struct stream *stream, const uint8_t *bytes, uint32_t len)
{
	struct job *job = stream->job;
	const bool writes = stream->compress || !(job_field(job, 38, 2) & NO_OUTPUT);

	if (len > stream->limit - stream->written)
		return overflow(stream);
	if (writes && job_write(job, job->dst + stream->written, bytes, len) < len)
		return job_fault_status(job);
	if (!stream->compress)
		checksum(stream, stream->written, bytes, len);
	stream->written += len;
	return 0;
}

/* Takes what there is as input; flush when there will be no more. */
static uint8_t turn(struct stream *stream, bool flush)
{
	uint8_t *out = stream->job->dsa->chunk[1];
	uint8_t status = 0;

	do {
		int rc;

		stream->z.next_out = out;
		stream->z.avail_out = CHUNK;
		rc = stream->compress ? deflate(&stream->z, flush ? Z_FINISH : Z_NO_FLUSH) : inflate(&stream->z, Z_NO_FLUSH);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
			stream->job->result = ERROR_BAD_STREAM;
			return IAX_COMP_ANALYTICS_ERROR;
		}
		stream->ended = rc == Z_STREAM_END;
		status = put_out(stream, out, CHUNK - stream->z.avail_out);
	} while (!status && !stream->ended && !stream->z.avail_out);
	return status;
}

static uint8_t take_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	struct stream *stream = state;
	uint8_t status;

	if (stream->ended) /* what follows the end of the stream is left alone */
		return 0;
	stream->z.next_in = (Bytef *)bytes;
	stream->z.avail_in = len;
	if (stream->compress)
		checksum(stream, job->done, bytes, len);
	status = turn(stream, false);
	job->done += len - stream->z.avail_in;
	return status;
}

static uint8_t finish(struct stream *stream)
{
	if (stream->compress)
		return turn(stream, true);
	if (stream->ended)
		return 0;
	stream->job->result = ERROR_NO_END;
	return IAX_COMP_ANALYTICS_ERROR;
}

static uint8_t run_stream(struct stream *stream)
{
	struct job *job = stream->job;
	uint8_t status;

	stream->limit = (uint32_t)job_field(job, 48, 4);
	stream->crc = UINT32_MAX;
	status = job_each_chunk(job, job->src, job->size, take_chunk, stream);
	if (status == IAX_COMP_SUCCESS) {
		const uint8_t end = finish(stream);

		status = end ? end : status;
	}
	store(job->extra + EXTRA(24), stream->written, 4);
	store(job->extra + EXTRA(30), stream->xor, 2);
	store(job->extra + EXTRA(32), ~(uint32_t)crc_reflect(stream->crc, 32), 4);
	return status;
}

/* Fixed codes, which is what a driver that cannot know silicon's tables would see from its own table. */
uint8_t op_compress(struct job *job)
{
	struct stream stream = { .job = job, .compress = true };
	uint8_t status;

	if (deflateInit2(&stream.z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -12, 8, Z_FIXED) != Z_OK)
		return IAX_COMP_HW_ERR1;
	status = run_stream(&stream);
	deflateEnd(&stream.z);
	return status;
}

uint8_t op_decompress(struct job *job)
{
	struct stream stream = { .job = job };
	uint8_t status;

	if (inflateInit2(&stream.z, -15) != Z_OK)
		return IAX_COMP_HW_ERR1;
	status = run_stream(&stream);
	inflateEnd(&stream.z);
	return status;
}
