// SPDX-License-Identifier: GPL-2.0-or-later
/* The IAA operations as rows, and CRC64. */
#include "test/model/dsa-job.h"

#define AECS                                                                                                     \
	(IDXD_OP_FLAG_CC | IDXD_OP_FLAG_RD_SRC2_AECS | IDXD_OP_FLAG_RD_SRC2_2ND | IDXD_OP_FLAG_WR_SRC2_AECS_COMP | \
	 IDXD_OP_FLAG_WR_SRC2_AECS_OVFL | IDXD_OP_FLAG_SRC2_STS | IDXD_OP_FLAG_CRC_RFC3720 | IDXD_OP_FLAG_CR |     \
	 IDXD_OP_FLAG_DRDBK)

#define CRC64_MSB_FIRST 0x8000u /* of the flags at byte 38: bytes are not reflected */
#define CRC64_INVERT 0x4000u

static const struct op noop = { op_noop, 0, BYTES_MASK(16, 20) | BYTES_MASK(38, 26), false };
static const struct op drain = { op_noop, 0, BYTES_MASK(32, 4) | BYTES_MASK(38, 26), false };
static const struct op memmove_op = { op_memmove, IDXD_OP_FLAG_CC | IDXD_OP_FLAG_DRDBK, BYTES_MASK(38, 26), true };
static const struct op crc64 = { op_crc64, 0, BYTES_MASK(24, 8) | BYTES_MASK(40, 16), true };
#ifdef HAVE_ZLIB
static const struct op compress_op = { op_compress, AECS, 0, true };
static const struct op decompress_op = { op_decompress, AECS, 0, true };
#endif

const struct op *iax_op_find(uint8_t opcode)
{
	switch (opcode) {
	case IAX_OPCODE_NOOP:
		return &noop;
	case IAX_OPCODE_DRAIN:
		return &drain;
	case IAX_OPCODE_MEMMOVE:
		return &memmove_op;
	case IAX_OPCODE_CRC64:
		return &crc64;
#ifdef HAVE_ZLIB
	case IAX_OPCODE_COMPRESS:
		return &compress_op;
	case IAX_OPCODE_DECOMPRESS:
		return &decompress_op;
#endif
	}
	return NULL;
}

static uint8_t crc64_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	uint64_t *crc = state;

	*crc = crc64_bits(*crc, job_field(job, 56, 8), !(job_field(job, 38, 2) & CRC64_MSB_FIRST), bytes, len);
	job->done += len;
	return 0;
}

/* The polynomial is at byte 56, most significant bit first; the result at byte 32 of the record. */
uint8_t op_crc64(struct job *job)
{
	const uint64_t flags = job_field(job, 38, 2), invert = flags & CRC64_INVERT ? UINT64_MAX : 0;
	uint64_t crc = invert;
	const uint8_t status = job_each_chunk(job, job->src, job->size, crc64_chunk, &crc);

	crc ^= invert;
	store(job->extra + EXTRA(32), flags & CRC64_MSB_FIRST ? crc : crc_reflect(crc, 64), 8);
	return status;
}
