// SPDX-License-Identifier: GPL-2.0-or-later
/* The DSA operations as rows: what runs them, which flags they take, which bytes must be zero, which need a record. */
#include "test/model/dsa-job.h"

/* Which flags an operation takes: as intel/DML has them (flags.hpp and specific_flags.hpp). */
#define READS (IDXD_OP_FLAG_FENCE | IDXD_OP_FLAG_BOF | IDXD_OP_FLAG_ADDR1_TCS)
#define SECOND IDXD_OP_FLAG_ADDR2_TCS
#define THIRD IDXD_OP_FLAG_ADDR3_TCS
#define WRITES (IDXD_OP_FLAG_CC | IDXD_OP_FLAG_STORD | IDXD_OP_FLAG_DRDBK | IDXD_OP_FLAG_DSTS)
#define FILLS ((READS | SECOND | WRITES) & ~IDXD_OP_FLAG_ADDR1_TCS)
#define CHECK IDXD_OP_FLAG_CR
#define DRAIN 0x0f0000	/* one and two addresses to read back, and no implicit read for either traffic class */
#define CAST 0x010000	/* steering of the second destination */
#define CRC 0x070000	/* read the seed, bypass inversion and reflection, bypass reflection of data */
#define DIF_RESERVED (BYTES_MASK(38, 2) | BYTES_MASK(43, 5))

static const struct op ops[] = {
	[DSA_OPCODE_NOOP] = { op_noop, IDXD_OP_FLAG_FENCE, BYTES_MASK(16, 20) | BYTES_MASK(38, 26), NO_SIZE, false },
	[DSA_OPCODE_BATCH] = { NULL, IDXD_OP_FLAG_ADDR1_TCS, BYTES_MASK(24, 8) | BYTES_MASK(38, 26), NO_SIZE, false },
	[DSA_OPCODE_DRAIN] = { op_drain, IDXD_OP_FLAG_ADDR1_TCS | SECOND | DRAIN, BYTES_MASK(32, 4) | BYTES_MASK(38, 26), NO_SIZE, false },
	[DSA_OPCODE_MEMMOVE] = { op_memmove, READS | SECOND | WRITES, BYTES_MASK(38, 26), SIZED, false },
	[DSA_OPCODE_MEMFILL] = { op_fill, FILLS, BYTES_MASK(38, 26), SIZED, false },
	[DSA_OPCODE_COMPARE] = { op_compare, READS | SECOND | CHECK, BYTES_MASK(38, 2) | BYTES_MASK(41, 23), SIZED, true },
	[DSA_OPCODE_COMPVAL] = { op_compval, READS | CHECK, BYTES_MASK(38, 2) | BYTES_MASK(41, 23), SIZED, true },
	[DSA_OPCODE_CR_DELTA] = { op_create_delta, READS | SECOND | THIRD | WRITES | CHECK,
				  BYTES_MASK(38, 2) | BYTES_MASK(52, 4) | BYTES_MASK(57, 7), SIZED, true },
	[DSA_OPCODE_AP_DELTA] = { op_apply_delta, READS | SECOND | WRITES, BYTES_MASK(38, 2) | BYTES_MASK(44, 20), SIZED, false },
	[DSA_OPCODE_DUALCAST] = { op_dualcast, READS | SECOND | THIRD | WRITES | CAST, BYTES_MASK(38, 2) | BYTES_MASK(48, 16), SIZED, false },
	[DSA_OPCODE_CRCGEN] = { op_crc, READS | THIRD | CRC, BYTES_MASK(38, 2) | BYTES_MASK(44, 4) | BYTES_MASK(56, 8), SIZED, true },
	[DSA_OPCODE_COPY_CRC] = { op_copy_crc, READS | SECOND | THIRD | WRITES | CRC,
				  BYTES_MASK(38, 2) | BYTES_MASK(44, 4) | BYTES_MASK(56, 8), SIZED, true },
	[DSA_OPCODE_DIF_CHECK] = { op_dif_check, READS, DIF_RESERVED | BYTES_MASK(41, 1) | BYTES_MASK(56, 8), SIZED, true },
	[DSA_OPCODE_DIF_INS] = { op_dif_insert, READS | SECOND | WRITES, DIF_RESERVED | BYTES_MASK(40, 1) | BYTES_MASK(48, 8), SIZED, false },
	[DSA_OPCODE_DIF_STRP] = { op_dif_strip, READS | SECOND | WRITES, DIF_RESERVED | BYTES_MASK(41, 1) | BYTES_MASK(56, 8), SIZED, false },
	[DSA_OPCODE_DIF_UPDT] = { op_dif_update, READS | SECOND | WRITES, DIF_RESERVED, SIZED, false },
	[DSA_OPCODE_CFLUSH] = { op_cache_flush, FILLS, BYTES_MASK(38, 26), SIZED, false },
};

const struct op *op_find(const struct dsa *dsa, uint8_t opcode)
{
	if (dsa->profile->iax)
		return iax_op_find(opcode);
	if (opcode >= sizeof(ops) / sizeof(ops[0]))
		return NULL;
	return opcode == DSA_OPCODE_BATCH || ops[opcode].run ? &ops[opcode] : NULL;
}
