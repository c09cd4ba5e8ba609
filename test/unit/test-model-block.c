// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: descriptors that block on faults, completion records that are waited for, and who may not ask. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

enum { WQCFG = 0x800, CAP_PRI = 0x120, LIMIT = 16 };

static void turn_on(uint16_t value)
{
	dsa_config_write(m->dsa, CAP_PRI + 4, &value, 2);
}

static void start(const char *profile)
{
	machine_begin(machine_ready(profile));
	turn_on(1);
}

static int setup(void **state)
{
	(void)state;
	start("dsa-v2");
	return 0;
}

static struct descriptor copy(uint32_t flags)
{
	return (struct descriptor){ .flags = OP(DSA_OPCODE_MEMMOVE) | flags, .src = AT_SRC, .dst = AT_DST, .size = 0x3000 };
}

static void the_page_comes(struct machine *machine)
{
	machine->hole = 0;
}

static void descriptor_that_blocks_waits_for_its_page(void **state)
{
	(void)state;
	m->answer = the_page_comes;
	m->hole = AT_SRC + 0x1000;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), DSA_COMP_SUCCESS);
	assert_memory_equal(src, dst, 0x3000);
	assert_int_equal(m->requests, 1);
	assert_int_equal(m->requested, AT_SRC + 0x1000);
	assert_false(m->requested_write);
	m->hole = AT_DST + 0x2000;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), DSA_COMP_SUCCESS);
	assert_int_equal(m->requested, AT_DST + 0x2000);
	assert_true(m->requested_write);
}

static void refusal_is_a_fault_of_its_own_kind(void **state)
{
	(void)state;
	m->hole = AT_DST + 0x2000;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), DSA_COMP_PAGE_FAULT_IR | DSA_COMP_STATUS_WRITE);
	assert_int_equal(m->requests, 1);
	assert_int_equal(memory32(m, AT_RECORD + 4), 0x2000);
	assert_int_equal(memory64(m, AT_RECORD + 8), AT_DST + 0x2000);
}

static void who_does_not_block_asks_for_nothing(void **state)
{
	(void)state;
	m->answer = the_page_comes;
	m->hole = AT_SRC;
	assert_int_equal(done(m, copy(0)), DSA_COMP_PAGE_FAULT_NOBOF);
	assert_int_equal(m->requests, 0);
}

static void completion_record_is_waited_for_whatever_the_descriptor_says(void **state)
{
	struct descriptor d = copy(WANTED);

	(void)state;
	d.record = AT_RECORD;
	m->answer = the_page_comes;
	m->hole = AT_RECORD;
	submit(m, 0, &d);
	run(m);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
	assert_int_equal(m->requests, 1);
	assert_true(m->requested_write);
	assert_int_equal(get64(m, 0xc0), 0);
}

static void page_that_goes_again_and_again_is_a_fault_in_the_end(void **state)
{
	(void)state;
	m->hole = AT_SRC;
	m->answer_only = true;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), DSA_COMP_PAGE_FAULT_IR);
	assert_int_equal(m->requests, LIMIT);
}

/* Bits of WQCFG: ATS off, page requests off. */
static void wq_or_function_that_may_not_ask_does_not(void **state)
{
	(void)state;
	for (unsigned int bit = 2; bit <= 3; bit++) {
		start("dsa-v2");
		assert_int_equal(command(m, 2, 0), 0);
		set64(m, 0xe0, AT_LOG);
		set64(m, 0xe8, 64);
		set32(m, 0x80, 1 << 13);
		assert_int_equal(command(m, 1, 0), 0);
		set32(m, WQCFG + 8, 1 | 1u << bit);
		assert_int_equal(command(m, 6, 0), 0);
		m->hole = AT_RECORD;
		done(m, copy(0));
		assert_int_equal(m->requests, 0);
	}
	start("dsa-v2");
	turn_on(0);
	m->hole = AT_SRC;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), DSA_COMP_PAGE_FAULT_IR);
	assert_int_equal(m->requests, 0);
}

static void reset(struct machine *machine)
{
	dsa_reset(machine->dsa);
	machine->hole = 0;
}

static void reset_ends_what_waits(void **state)
{
	(void)state;
	m->answer = reset;
	m->hole = AT_SRC;
	assert_int_equal(done(m, copy(IDXD_OP_FLAG_BOF)), 0);
	m->hole = 0;
	enable(m);
	assert_int_equal(done(m, copy(0)), DSA_COMP_SUCCESS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(descriptor_that_blocks_waits_for_its_page),
		TEST(refusal_is_a_fault_of_its_own_kind),
		TEST(who_does_not_block_asks_for_nothing),
		TEST(completion_record_is_waited_for_whatever_the_descriptor_says),
		TEST(page_that_goes_again_and_again_is_a_fault_in_the_end),
		TEST(wq_or_function_that_may_not_ask_does_not),
		TEST(reset_ends_what_waits),
	};

	return cmocka_run_group_tests_name("device model: page requests", tests, NULL, NULL);
}
