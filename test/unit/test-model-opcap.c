// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: what a profile's OPCAP announces works, and nothing else does; which flags each operation takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

enum { SIZE = 1024 };

static void put(struct descriptor *d, unsigned int at, const void *bytes, size_t size)
{
	memcpy((uint8_t *)d + at, bytes, size);
}

static void put32(struct descriptor *d, unsigned int at, uint32_t value)
{
	put(d, at, &value, 4);
}

static void put64(struct descriptor *d, unsigned int at, uint64_t value)
{
	put(d, at, &value, 8);
}

/* Memory and a descriptor with which the operation succeeds. */
static struct descriptor dsa_example(struct machine *it, unsigned int op)
{
	struct descriptor d = { .flags = OP(op), .src = AT_SRC, .dst = AT_DST, .size = SIZE };

	memset(it->memory, 0, sizeof(it->memory));
	switch (op) {
	case DSA_OPCODE_NOOP:
		d.src = d.dst = d.size = 0;
		break;
	case DSA_OPCODE_BATCH:
		d.src = AT_LIST;
		d.dst = 0;
		d.size = 2;
		break;
	case DSA_OPCODE_DRAIN:
		d.size = 0;
		break;
	case DSA_OPCODE_COMPVAL:
		d.dst = 0;
		break;
	case DSA_OPCODE_CR_DELTA:
		put64(&d, 40, AT_MORE);
		put32(&d, 48, 80);
		put32(&d, 56, 1); /* result 0 is expected */
		break;
	case DSA_OPCODE_AP_DELTA:
		put32(&d, 40, 10);
		break;
	case DSA_OPCODE_DUALCAST:
		put64(&d, 40, AT_MORE);
		break;
	case DSA_OPCODE_CRCGEN:
	case DSA_OPCODE_COPY_CRC:
		put64(&d, 48, AT_MORE);
		break;
	case DSA_OPCODE_DIF_CHECK:
	case DSA_OPCODE_DIF_STRP:
	case DSA_OPCODE_DIF_UPDT:
		d.size = 520;
		break;
	}
	return d;
}

static struct descriptor iax_example(struct machine *it, unsigned int op)
{
	static const uint8_t hello[] = { 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00 };
	struct descriptor d = { .flags = OP(op), .src = AT_SRC, .dst = AT_DST, .size = SIZE };

	memset(it->memory, 0, sizeof(it->memory));
	switch (op) {
	case IAX_OPCODE_NOOP:
		d.src = d.dst = 0;
		/* fall through */
	case IAX_OPCODE_DRAIN:
		d.size = 0;
		break;
	case IAX_OPCODE_CRC64:
		d.dst = 0;
		put64(&d, 56, 1);
		break;
	case IAX_OPCODE_DECOMPRESS:
		memcpy(it->memory + AT_SRC, hello, sizeof(hello));
		d.size = sizeof(hello);
		d.flags2 = 0xf;
		/* fall through */
	case IAX_OPCODE_COMPRESS:
		d.flags2 |= 1; /* statistics, or decompression */
		put32(&d, 48, 0x2000);
		break;
	}
	return d;
}

static struct descriptor example(struct machine *it, bool iax, unsigned int op)
{
	return iax ? iax_example(it, op) : dsa_example(it, op);
}

static bool announced(struct machine *it, unsigned int op)
{
	return get64(it, 0x40 + op / 64 * 8) >> op % 64 & 1;
}

/* The portals of one are I/O ports, too few for a descriptor. */
static bool has_portals(const struct machine *it)
{
	return dsa_bar_size(it->dsa, 2) > 0x1000;
}

/* Calls each for all operations that a profile announces. */
static void each_operation(void (*each)(struct machine *it, bool iax, unsigned int op))
{
	const struct dsa_profile *profile;

	for (size_t i = 0; (profile = dsa_profile_at(i)); i++) {
		struct machine *it = machine_ready(dsa_profile_name(profile));

		for (unsigned int op = 0; op < 256 && has_portals(it); op++)
			if (announced(it, op))
				each(it, dsa_profile_is_iax(profile), op);
		machine_free(it);
	}
}

static void works(struct machine *it, bool iax, unsigned int op)
{
	const uint8_t status = done(it, example(it, iax, op));

	if (status != DSA_COMP_SUCCESS)
		fail_msg("operation %#x ends with %#x", op, status);
}

static void every_operation_that_opcap_announces_works(void **state)
{
	(void)state;
	each_operation(works);
}

static void no_operation_that_opcap_leaves_out_is_there(void **state)
{
	const struct dsa_profile *profile;

	(void)state;
	for (size_t i = 0; (profile = dsa_profile_at(i)); i++) {
		struct machine *it = machine_ready(dsa_profile_name(profile));

		for (unsigned int op = 0; op < 256 && has_portals(it); op++)
			if (!announced(it, op))
				assert_int_equal(done(it, example(it, dsa_profile_is_iax(profile), op)), DSA_COMP_BAD_OPCODE);
		machine_free(it);
	}
}

/* As intel/DML and the specification list them, outside of a batch, without the flags of completion. */
static uint32_t documented(unsigned int op)
{
	const uint32_t reads = 0x202, writes = 0xe500; /* block on fault, address 1; all that writing has */

	switch (op) {
	case DSA_OPCODE_NOOP: return 0;
	case DSA_OPCODE_BATCH: return 0x200;
	case DSA_OPCODE_DRAIN: return 0x600;
	case DSA_OPCODE_MEMFILL: return 0x2 | writes;
	case DSA_OPCODE_COMPARE: return reads | 0x480;
	case DSA_OPCODE_COMPVAL: return reads | 0x80;
	case DSA_OPCODE_CR_DELTA: return reads | writes | 0x880;
	case DSA_OPCODE_DUALCAST: return reads | writes | 0x10800;
	case DSA_OPCODE_CRCGEN: return reads | 0x70800;
	case DSA_OPCODE_COPY_CRC: return reads | writes | 0x70800;
	case DSA_OPCODE_DIF_CHECK: return reads;
	case DSA_OPCODE_CFLUSH: return 0x2 | (writes & ~0x100u);
	}
	return reads | writes;
}

static void every_flag_is_taken_or_refused_as_documented(void **state)
{
	struct machine *it = machine_ready("dsa-v1");

	(void)state;
	for (unsigned int op = 0; op < 64; op++) {
		for (unsigned int flag = 0; announced(it, op) && flag < 24; flag++) {
			struct descriptor d = example(it, false, op);
			const bool taken = (documented(op) | 0x102c) >> flag & 1;
			uint8_t status;

			if (flag == 4) /* wants a handle */
				continue;
			d.flags |= 1u << flag;
			status = done(it, d);
			if (status != (taken ? DSA_COMP_SUCCESS : DSA_COMP_INVALID_FLAGS))
				fail_msg("operation %#x with flag %u ends with %#x", op, flag, status);
			if (!taken)
				assert_int_equal(memory32(it, AT_RECORD + 16), 1u << flag);
		}
	}
	machine_free(it);
}

static void without_the_capability_its_flag_is_refused(void **state)
{
	struct machine *it = machine_ready("dsa-small");
	struct descriptor d;

	(void)state;
	static const uint32_t flags[] = { IDXD_OP_FLAG_BOF, IDXD_OP_FLAG_CC, IDXD_OP_FLAG_DRDBK };
	for (unsigned int i = 0; i < 3; i++) {
		d = example(it, false, DSA_OPCODE_MEMMOVE);
		d.flags |= flags[i];
		assert_int_equal(done(it, d), DSA_COMP_INVALID_FLAGS);
	}
	machine_free(it);
}

static void drain_reads_back_what_it_is_told_to(void **state)
{
	struct machine *it = machine_ready("dsa-v2");
	struct descriptor d = example(it, false, DSA_OPCODE_DRAIN);

	(void)state;
	d.flags |= 0x030000;
	assert_int_equal(done(it, d), DSA_COMP_SUCCESS);
	d.dst = MEMORY;
	assert_int_equal(done(it, d), DSA_COMP_PFAULT_RDBA);
	assert_int_equal(memory64(it, AT_RECORD + 8), MEMORY);
	d.flags &= ~0x020000u;
	assert_int_equal(done(it, d), DSA_COMP_SUCCESS);
	d.src = MEMORY;
	assert_int_equal(done(it, d), DSA_COMP_PFAULT_RDBA);
	machine_free(it);
}

/* What is the answer, or the only sign, has to be asked for. Refused with the flags that are missing. */
static void an_operation_that_answers_needs_its_record(void **state)
{
	static const unsigned int ops[] = { DSA_OPCODE_DRAIN, DSA_OPCODE_COMPARE, DSA_OPCODE_COMPVAL, DSA_OPCODE_CR_DELTA,
					    DSA_OPCODE_CRCGEN, DSA_OPCODE_COPY_CRC, DSA_OPCODE_DIF_CHECK };
	struct machine *it = machine_ready("dsa-v2");

	(void)state;
	for (unsigned int i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		struct descriptor d = example(it, false, ops[i]);

		d.flags |= IDXD_OP_FLAG_CRAV;
		d.record = AT_RECORD;
		submit(it, 0, &d);
		run(it);
		assert_int_equal(it->memory[AT_RECORD], DSA_COMP_INVALID_FLAGS);
		assert_int_equal(memory32(it, AT_RECORD + 16), IDXD_OP_FLAG_RCR);
	}
	machine_free(it);
}

static uint8_t in_batch(struct machine *it, uint32_t flags)
{
	const struct descriptor batch = { .flags = OP(DSA_OPCODE_BATCH), .src = AT_LIST, .size = 2 };
	struct descriptor list[2] = { { .flags = flags | WANTED, .record = AT_RECORDS }, { .flags = OP(DSA_OPCODE_NOOP) } };

	memcpy(it->memory + AT_LIST, list, sizeof(list));
	done(it, batch);
	return it->memory[AT_RECORDS];
}

static void fences_are_for_batches_and_drains_are_not(void **state)
{
	struct machine *it = machine_ready("dsa-v1");

	(void)state;
	assert_int_equal(in_batch(it, OP(DSA_OPCODE_NOOP) | IDXD_OP_FLAG_FENCE), DSA_COMP_SUCCESS);
	assert_int_equal(in_batch(it, OP(DSA_OPCODE_DRAIN)), DSA_COMP_BAD_OPCODE);
	assert_int_equal(in_batch(it, OP(DSA_OPCODE_BATCH)), DSA_COMP_BAD_OPCODE);
	machine_free(it);
}

static void no_operation_takes_a_reserved_byte(struct machine *it, bool iax, unsigned int op)
{
	struct descriptor d = example(it, iax, op);

	d.pasid |= 1u << 20;
	if (done(it, d) != DSA_COMP_NOZERO_RESERVE)
		fail_msg("operation %#x takes reserved bits", op);
}

static void reserved_bits_are_refused_by_every_operation(void **state)
{
	(void)state;
	each_operation(no_operation_takes_a_reserved_byte);
}

static void a_size_beyond_the_limit_of_the_wq_is_refused(void **state)
{
	struct machine *it = machine_ready("dsa-v1");

	(void)state;
	for (unsigned int op = DSA_OPCODE_MEMMOVE; op < 64; op++) {
		struct descriptor d = example(it, false, op);

		if (!announced(it, op))
			continue;
		d.size = (1u << 21) + 8;
		assert_int_equal(done(it, d), DSA_COMP_XFER_ERANGE);
		d.size = 0;
		assert_int_equal(done(it, d), DSA_COMP_XFER_ERANGE);
	}
	machine_free(it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_that_opcap_announces_works),
		cmocka_unit_test(no_operation_that_opcap_leaves_out_is_there),
		cmocka_unit_test(every_flag_is_taken_or_refused_as_documented),
		cmocka_unit_test(without_the_capability_its_flag_is_refused),
		cmocka_unit_test(drain_reads_back_what_it_is_told_to),
		cmocka_unit_test(an_operation_that_answers_needs_its_record),
		cmocka_unit_test(fences_are_for_batches_and_drains_are_not),
		cmocka_unit_test(reserved_bits_are_refused_by_every_operation),
		cmocka_unit_test(a_size_beyond_the_limit_of_the_wq_is_refused),
	};

	return cmocka_run_group_tests_name("device model: OPCAP", tests, NULL, NULL);
}
