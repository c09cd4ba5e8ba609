// SPDX-License-Identifier: GPL-2.0-or-later
/* The IAA operations as rows, and CRC64. */
#include "test/model/iax-stream.h"

/* IAA has no batches, and so no fences. */
#define READS (IDXD_OP_FLAG_BOF | IDXD_OP_FLAG_ADDR1_TCS)
#define WRITES (IDXD_OP_FLAG_ADDR2_TCS | IDXD_OP_FLAG_CC | IDXD_OP_FLAG_STORD | IDXD_OP_FLAG_DRDBK | IDXD_OP_FLAG_DSTS)
#define AECS                                                                                                     \
	(READS | WRITES | IDXD_OP_FLAG_ADDR3_TCS | IDXD_OP_FLAG_RD_SRC2_AECS | IDXD_OP_FLAG_RD_SRC2_2ND |          \
	 IDXD_OP_FLAG_WR_SRC2_AECS_COMP | IDXD_OP_FLAG_WR_SRC2_AECS_OVFL | IDXD_OP_FLAG_SRC2_STS |               \
	 IDXD_OP_FLAG_CRC_RFC3720 | AECS_TOGGLE)

#define CRC64_REFLECT 0x8000u /* of the flags at byte 38: bit 0 of a byte comes first, as gzip has it */
#define CRC64_INVERT 0x4000u

/* All but those that do nothing have to want their completion record (IAA specification, 6.1.3). */
static const struct op noop = { op_noop, 0, BYTES_MASK(16, 20) | BYTES_MASK(38, 26), NO_SIZE, false };
static const struct op drain = { op_noop, IDXD_OP_FLAG_ADDR1_TCS | IDXD_OP_FLAG_ADDR2_TCS,
				 BYTES_MASK(32, 4) | BYTES_MASK(38, 26), NO_SIZE, false };
static const struct op memmove_op = { op_memmove, READS | WRITES, BYTES_MASK(38, 26), SIZED, true };
static const struct op crc64 = { op_crc64, READS, BYTES_MASK(24, 8) | BYTES_MASK(40, 16), SIZED, true };
static const struct op compress_op = { op_compress, AECS, BYTES_MASK(56, 8), SIZED_OR_EMPTY, true };
static const struct op decompress_op = { op_decompress, AECS, BYTES_MASK(56, 8), SIZED_OR_EMPTY, true };

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
	case IAX_OPCODE_COMPRESS:
		return &compress_op;
	case IAX_OPCODE_DECOMPRESS:
		return &decompress_op;
	}
	return NULL;
}

static uint8_t crc64_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	uint64_t *crc = state;

	*crc = crc64_bits(*crc, job_field(job, 56, 8), job_field(job, 38, 2) & CRC64_REFLECT, bytes, len);
	return 0;
}

/* A polynomial of fewer than 64 bits has zeroes behind its last one: only so many bits are inverted. */
static uint64_t crc64_inversion(uint64_t poly)
{
	return ~((poly & -poly) - 1);
}

/*
 * The polynomial is at byte 56, its highest bit (which is always one and not told) shifted out. As intel/QPL documents
 * crc64: the result is at the high end, or reflected, and then at the low end; the record has it at byte 40, where it has
 * the largest value and the sum of other operations.
 */
uint8_t op_crc64(struct job *job)
{
	const uint64_t flags = job_field(job, 38, 2), poly = job_field(job, 56, 8);
	const uint64_t invert = flags & CRC64_INVERT ? crc64_inversion(poly) : 0;
	uint64_t crc = invert;
	uint8_t status;

	if (flags & ~(uint64_t)(CRC64_REFLECT | CRC64_INVERT))
		return IAX_COMP_INVALID_COMP_FLAG;
	status = job_each_chunk(job, job->src, job->size, crc64_chunk, &crc);
	crc ^= invert;
	store(job->extra + EXTRA(40), flags & CRC64_REFLECT ? crc_reflect(crc, 64) : crc, 8);
	return status;
}
