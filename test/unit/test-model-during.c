// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: what may be done to it out of its own accesses to memory, and what becomes of the work under way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

static int setup(void **state)
{
	(void)state;
	machine_begin(machine_ready("dsa-v2"));
	memset(src, 5, 4096);
	return 0;
}

static struct descriptor copy(uint64_t record)
{
	return (struct descriptor){ .flags = OP(DSA_OPCODE_MEMMOVE) | WANTED, .record = record, .src = AT_SRC, .dst = AT_DST,
				    .size = 4096 };
}

static void start(void (*during)(struct machine *machine))
{
	const struct descriptor d = copy(AT_RECORD);

	submit(m, 0, &d);
	m->during = during;
	run(m);
	assert_null(m->during);
}

static void submit_another(struct machine *machine)
{
	const struct descriptor d = copy(AT_RECORDS);

	assert_int_equal(get32(machine, 0x90) & 3, 1);
	submit(machine, 0, &d);
	assert_false(dsa_step(machine->dsa));
}

static void descriptors_are_taken_and_not_done_before_their_turn(void **state)
{
	(void)state;
	start(submit_another);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
	assert_int_equal(m->memory[AT_RECORDS], DSA_COMP_SUCCESS);
}

static void order_reset(struct machine *machine)
{
	set32(machine, 0xa0, 5u << 20);
	assert_int_equal(get32(machine, 0xa8) >> 31, 1);
}

static void commands_wait_for_the_end_of_the_descriptor(void **state)
{
	(void)state;
	start(order_reset);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
	assert_int_equal(get32(m, 0xa8), 0);
	assert_int_equal(get32(m, 0x90) & 3, 0);
}

static void function_level_reset(struct machine *machine)
{
	set_config32(machine, 0x48, 0x8000);
}

static void lost(void)
{
	assert_int_equal(m->memory[AT_RECORD], 0);
	assert_int_equal(get32(m, 0x90) & 3, 0);
	assert_int_equal(get32(m, 0xc0), 0);
	enable(m);
	assert_int_equal(done(m, copy(AT_RECORD)), DSA_COMP_SUCCESS);
}

static void reset_ends_the_descriptor_without_a_record(void **state)
{
	(void)state;
	start(function_level_reset);
	assert_int_equal(m->memory[AT_DST + 4095], 0);
	lost();
}

static void machine_reset(struct machine *machine)
{
	dsa_reset(machine->dsa);
}

static void reset_ends_a_batch_without_a_record(void **state)
{
	struct descriptor list[2] = { copy(AT_RECORDS), copy(AT_RECORDS) };
	const struct descriptor d = { .flags = OP(DSA_OPCODE_BATCH) | WANTED, .record = AT_RECORD, .src = AT_LIST, .size = 2 };

	(void)state;
	memcpy(m->memory + AT_LIST, list, sizeof(list));
	submit(m, 0, &d);
	assert_true(dsa_step(m->dsa)); /* begins it */
	m->during = machine_reset;
	run(m);
	assert_int_equal(m->memory[AT_RECORDS], 0);
	lost();
}

static void reset_between_the_halves_of_a_record_leaves_it_open(void **state)
{
	struct descriptor d = { .flags = OP(DSA_OPCODE_NOOP) | WANTED, .record = AT_RECORD };

	(void)state;
	submit(m, 0, &d);
	m->during = function_level_reset; /* out of the first access, which is that to the record */
	run(m);
	lost();
}

static void halt(struct machine *machine)
{
	assert_int_equal(dsa_inject(machine->dsa, DSA_FAULT_HALT, 1), 0);
}

static void halt_lets_the_descriptor_end_and_no_other(void **state)
{
	const struct descriptor d = copy(AT_RECORDS);

	(void)state;
	submit(m, 0, &d);
	start(halt);
	assert_int_equal(m->memory[AT_RECORDS], DSA_COMP_SUCCESS);
	assert_int_equal(m->memory[AT_RECORD], 0);
	assert_int_equal(get32(m, 0x90) & 0xf, 3 | 1 << 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(descriptors_are_taken_and_not_done_before_their_turn),
		TEST(commands_wait_for_the_end_of_the_descriptor),
		TEST(reset_ends_the_descriptor_without_a_record),
		TEST(reset_ends_a_batch_without_a_record),
		TEST(reset_between_the_halves_of_a_record_leaves_it_open),
		TEST(halt_lets_the_descriptor_end_and_no_other),
	};

	return cmocka_run_group_tests_name("device model: accesses during accesses", tests, NULL, NULL);
}
