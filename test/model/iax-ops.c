// SPDX-License-Identifier: GPL-2.0-or-later
/* The IAA operations as rows. */
#include "test/model/dsa-job.h"

static const struct op noop = { op_noop, 0, BYTES_MASK(16, 20) | BYTES_MASK(38, 26), false };
static const struct op drain = { op_noop, 0, BYTES_MASK(32, 4) | BYTES_MASK(38, 26), false };
static const struct op memmove_op = { op_memmove, IDXD_OP_FLAG_CC, BYTES_MASK(38, 26), true };

const struct op *iax_op_find(uint8_t opcode)
{
	switch (opcode) {
	case IAX_OPCODE_NOOP:
		return &noop;
	case IAX_OPCODE_DRAIN:
		return &drain;
	case IAX_OPCODE_MEMMOVE:
		return &memmove_op;
	}
	return NULL;
}
