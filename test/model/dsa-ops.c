// SPDX-License-Identifier: GPL-2.0-or-later
/* The DSA operations as rows: what runs them, which flags they take, which bytes must be zero. */
#include "test/model/dsa-job.h"

#define DATA (IDXD_OP_FLAG_CC | IDXD_OP_FLAG_DRDBK)
#define CHECK IDXD_OP_FLAG_CR
#define CRC 0x070000 /* read the seed, bypass inversion and reflection, bypass reflection of data */
#define DIF_RESERVED (BYTES_MASK(38, 2) | BYTES_MASK(43, 5))

static const struct op ops[] = {
	[DSA_OPCODE_NOOP] = { op_noop, 0, BYTES_MASK(16, 20) | BYTES_MASK(38, 26), false },
	[DSA_OPCODE_BATCH] = { NULL, 0, BYTES_MASK(24, 8) | BYTES_MASK(38, 26), false },
	[DSA_OPCODE_DRAIN] = { op_noop, 0, BYTES_MASK(32, 4) | BYTES_MASK(38, 26), false },
	[DSA_OPCODE_MEMMOVE] = { op_memmove, DATA, BYTES_MASK(38, 26), true },
	[DSA_OPCODE_MEMFILL] = { op_fill, DATA, BYTES_MASK(38, 2) | BYTES_MASK(48, 16), true },
	[DSA_OPCODE_COMPARE] = { op_compare, CHECK, BYTES_MASK(38, 2) | BYTES_MASK(41, 23), true },
	[DSA_OPCODE_COMPVAL] = { op_compval, CHECK, BYTES_MASK(38, 2) | BYTES_MASK(41, 23), true },
	[DSA_OPCODE_CR_DELTA] = { op_create_delta, CHECK, BYTES_MASK(38, 2) | BYTES_MASK(52, 4) | BYTES_MASK(57, 7), true },
	[DSA_OPCODE_AP_DELTA] = { op_apply_delta, DATA, BYTES_MASK(38, 2) | BYTES_MASK(44, 20), true },
	[DSA_OPCODE_DUALCAST] = { op_dualcast, DATA, BYTES_MASK(38, 2) | BYTES_MASK(48, 16), true },
	[DSA_OPCODE_CRCGEN] = { op_crc, CRC, BYTES_MASK(38, 2) | BYTES_MASK(44, 4) | BYTES_MASK(56, 8), true },
	[DSA_OPCODE_COPY_CRC] = { op_copy_crc, CRC | DATA, BYTES_MASK(38, 2) | BYTES_MASK(44, 4) | BYTES_MASK(56, 8), true },
	[DSA_OPCODE_DIF_CHECK] = { op_dif_check, 0, DIF_RESERVED | BYTES_MASK(56, 8), true },
	[DSA_OPCODE_DIF_INS] = { op_dif_insert, DATA, DIF_RESERVED | BYTES_MASK(48, 8), true },
	[DSA_OPCODE_DIF_STRP] = { op_dif_strip, DATA, DIF_RESERVED | BYTES_MASK(56, 8), true },
	[DSA_OPCODE_DIF_UPDT] = { op_dif_update, DATA, DIF_RESERVED, true },
	[DSA_OPCODE_CFLUSH] = { op_cache_flush, IDXD_OP_FLAG_CC, BYTES_MASK(38, 26), true },
};

const struct op *op_find(const struct dsa *dsa, uint8_t opcode)
{
	if (dsa->profile->iax)
		return iax_op_find(opcode);
	if (opcode >= sizeof(ops) / sizeof(ops[0]))
		return NULL;
	return opcode == DSA_OPCODE_BATCH || ops[opcode].run ? &ops[opcode] : NULL;
}
