// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: config space, registers, tables, commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

#define GRPCFG 0x400
#define WQCFG 0x800

static void start(const char *profile)
{
	machine_begin(machine_new(profile));
}

static int setup(void **state)
{
	(void)state;
	start("dsa-v1");
	return 0;
}

static void capabilities_of_dsa_v1_are_those_of_silicon(void **state)
{
	(void)state;
	assert_int_equal(get32(m, 0), 0x100);
	assert_int_equal(get64(m, 0x10), 0x40915f0107);
	assert_int_equal(get64(m, 0x40), 0x1003f027f);
	assert_int_equal(get64(m, 0x20) & 0xffffff, 0x080080);
	assert_int_equal(get64(m, 0x30) & 0xffff, 0x6004);
	assert_int_equal(get64(m, 0x38), 4);
}

static void every_profile_can_be_probed_by_the_driver(void **state)
{
	const struct dsa_profile *profile;

	(void)state;
	for (size_t i = 0; (profile = dsa_profile_at(i)); i++) {
		start(dsa_profile_name(profile));
		assert_int_equal(config32(m, 0) & 0xffff, 0x8086);
		assert_int_equal(get32(m, 0x90), 0);
		assert_int_equal(dsa_profile_vectors(profile), 1 + (get64(m, 0x20) >> 16 & 0xff));
		assert_int_equal((config32(m, 0x80) >> 16 & 0x7ff) + 1, dsa_profile_vectors(profile));
		assert_true((get64(m, 0x10) >> 16 & 0x1f) >= 21);
		set32(m, 0xa0, 5 << 20);
		assert_int_equal(get32(m, 0xa8), 0x80000000);
		run(m);
		assert_int_equal(get32(m, 0xa8), 0);
	}
}

static void bars_tell_their_size_when_ones_are_written(void **state)
{
	(void)state;
	set_config32(m, 0x10, 0xffffffff);
	set_config32(m, 0x14, 0xffffffff);
	assert_int_equal(config32(m, 0x10), 0xffff000c);
	assert_int_equal(config32(m, 0x14), 0xffffffff);
	set_config32(m, 0x18, 0xffffffff);
	assert_int_equal(config32(m, 0x18), 0xfffe000c);
	set_config32(m, 0x20, 0xffffffff);
	assert_int_equal(config32(m, 0x20), 0);
	assert_int_equal(dsa_bar_size(m->dsa, 1), 0);
}

static void accesses_outside_read_ones_and_write_nothing(void **state)
{
	uint8_t bytes[16];

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	dsa_bar_read(m->dsa, 0, 0xfff8, bytes, 16);
	assert_int_equal(bytes[7], 0);
	assert_int_equal(bytes[8], 0xff);
	dsa_bar_read(m->dsa, 0, UINT64_MAX - 3, bytes, 16);
	assert_int_equal(bytes[0], 0xff);
	dsa_bar_write(m->dsa, 0, UINT64_MAX - 3, bytes, 16);
	dsa_bar_read(m->dsa, 1, 0, bytes, 4);
	assert_int_equal(bytes[0], 0xff);
	dsa_config_read(m->dsa, 4094, bytes, 4);
	assert_int_equal(bytes[2], 0xff);
	dsa_config_write(m->dsa, UINT32_MAX - 1, bytes, 4);
}

static void odd_accesses_touch_only_their_bytes(void **state)
{
	const uint8_t byte = 0xab;
	uint8_t got[3];

	(void)state;
	set64(m, GRPCFG, 0x1122334455667788);
	dsa_bar_write(m->dsa, 0, GRPCFG + 3, &byte, 1);
	assert_int_equal(get64(m, GRPCFG), 0x11223344ab667788);
	dsa_bar_read(m->dsa, 0, GRPCFG + 3, got, 3);
	assert_int_equal(got[0], 0xab);
	assert_int_equal(got[1], 0x44);
}

static void function_level_reset_forgets_everything(void **state)
{
	(void)state;
	enable(m);
	assert_int_equal(get32(m, 0x90), 1);
	set_config32(m, 0x48, 0x8040);
	assert_int_equal(get32(m, 0x90), 0);
	assert_int_equal(get32(m, WQCFG), 0);
	assert_int_equal(config32(m, 0x04) & 4, 0);
	assert_int_equal(config32(m, 0x48) & 0x8000, 0);
}

static void taking_the_bus_away_halts_an_enabled_device(void **state)
{
	(void)state;
	enable(m);
	set32(m, 0x88, 3);
	set_config32(m, 0x04, 0);
	assert_int_equal(get32(m, 0x90), 3 | 1 << 2);
	assert_int_equal(get32(m, 0x98), 0x11);
	assert_int_equal(get64(m, 0xc0) >> 8 & 0xff, 0x51);
}

static void command_interrupt_comes_after_its_result(void **state)
{
	(void)state;
	configure(m);
	set32(m, 0xa0, 1u << 31 | 1 << 20);
	assert_int_equal(m->interrupts[0], 0);
	assert_int_equal(get32(m, 0xa8), 0x80000000);
	run(m);
	assert_int_equal(m->interrupts[0], 1);
	assert_int_equal(get32(m, 0xa8), 0);
	assert_int_equal(get32(m, 0x98), 2);
	set32(m, 0x98, 2);
	assert_int_equal(get32(m, 0x98), 0);
}

static void command_written_while_one_is_active_is_a_software_error(void **state)
{
	(void)state;
	set32(m, 0xa0, 5 << 20);
	set32(m, 0xa0, 5 << 20);
	assert_int_equal(get64(m, 0xc0) & 0xff01, 0x5201);
	set32(m, 0xc0, 3);
	assert_int_equal(get64(m, 0xc0) & 3, 0);
}

static void enable_device_says_what_is_wrong(void **state)
{
	(void)state;
	configure(m);
	set_config32(m, 0x04, 0);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_BUS_MASTER);
	bus_master(m);
	set32(m, WQCFG, 129);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_SIZE_SUM);
	set32(m, WQCFG, 16);
	set64(m, GRPCFG + 64, 1);
	set64(m, GRPCFG + 64 + 32, 2);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_GROUP_WQS);
	set64(m, GRPCFG + 64, 2);
	set64(m, GRPCFG + 64 + 32, 1);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_GROUP_ENGINES);
	set64(m, GRPCFG + 64 + 32, 0);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_GROUP_INCOMPLETE);
	set64(m, GRPCFG + 64, 0);
	set64(m, GRPCFG + 40, 97 << 8);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_GROUP_READ_BUFFERS);
	set64(m, GRPCFG + 40, 96 << 20);
	set32(m, 0x80, 0xff);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_CONFIG);
	set32(m, 0x80, 0);
	assert_int_equal(command(m, 1, 0), 0);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_DEV_ENABLED);
}

static void enable_wq_says_what_is_wrong(void **state)
{
	(void)state;
	configure(m);
	assert_int_equal(command(m, 6, 8), IDXD_CMDSTS_BAD_WQ);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_DEV_NOT_ENABLED);
	assert_int_equal(command(m, 1, 0), 0);
	set32(m, WQCFG, 0);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_SIZE);
	set32(m, WQCFG, 16);
	set32(m, WQCFG + 8, 0);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_PASID);
	set32(m, WQCFG + 8, 1 | 1 << 28);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_PASID);
	set32(m, WQCFG + 8, 1);
	set32(m, WQCFG + 12, 21 | 11 << 5);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_BATCH);
	set32(m, WQCFG + 12, 21 | 10 << 5);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_ENABLED);
	assert_int_equal(get32(m, WQCFG + 24) >> 30, 1);
}

static void strict_device_refuses_priority_0_shared_wqs_and_block_on_fault(void **state)
{
	(void)state;
	start("dsa-strict");
	configure(m);
	assert_int_equal(command(m, 1, 0), 0);
	set32(m, WQCFG + 8, 1);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_PRIORITY);
	set32(m, WQCFG + 8, 1 << 4);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_MODE);
	set32(m, WQCFG + 8, 1 << 4 | 3);
	assert_int_equal(command(m, 6, 0), IDXD_CMDSTS_WQ_BLOCK_ON_FAULT);
}

/* Those of the specification that linux has no names for. */
static void enable_of_a_wq_refuses_what_contradicts_itself(void **state)
{
	const uint16_t pasid_without_privilege = 1;

	(void)state;
	start("dsa-v2");
	configure(m);
	dsa_config_write(m->dsa, 0x116, &pasid_without_privilege, 2);
	assert_int_equal(command(m, 1, 0), 0);
	set32(m, WQCFG + 8, 1 | 1 << 28 | 1 << 29);
	assert_int_equal(command(m, 6, 0), 0x2a);
	set32(m, WQCFG + 8, 1);
	set32(m, WQCFG + 16, 3); /* a handle that nobody has requested */
	set32(m, WQCFG + 20, 1 << 16);
	assert_int_equal(command(m, 6, 0), 0x2b);
	set32(m, WQCFG + 20, 0);
	set32(m, WQCFG + 32, 1u << 31);
	assert_int_equal(command(m, 6, 0), 0x2d);
	set32(m, WQCFG + 32, 1);
	set32(m, WQCFG + 8, 1 | 1 << 3); /* without page requests, and without a log */
	assert_int_equal(command(m, 6, 0), 0x2e);
	set32(m, WQCFG + 8, 1);
	assert_int_equal(command(m, 6, 0), 0);
}

static void tables_begin_with_all_that_the_device_has(void **state)
{
	(void)state;
	start("dsa-v2");
	assert_int_equal(get32(m, 0x80), 96);
	assert_int_equal(get64(m, GRPCFG + 64 + 40), 96 << 20);
	assert_int_equal(get64(m, WQCFG + 32), get64(m, 0x40));
	assert_int_equal(get64(m, 0x4000), 0xfee00000);
	assert_int_equal(get64(m, 0x4008), 1ull << 32);
}

static void disable_needs_something_enabled_and_reset_does_not(void **state)
{
	(void)state;
	assert_int_equal(command(m, 2, 0), IDXD_CMDSTS_DISABLE_DEV);
	assert_int_equal(command(m, 7, 1), IDXD_CMDSTS_DISABLE_WQ);
	assert_int_equal(command(m, 8, 1), IDXD_CMDSTS_DISABLE_WQ);
	assert_int_equal(command(m, 9, 1), IDXD_CMDSTS_DISABLE_WQ);
	for (unsigned int code = 3; code <= 4; code++)
		assert_int_equal(command(m, code, 0), 0);
	for (unsigned int code = 11; code <= 12; code++)
		assert_int_equal(command(m, code, 1), 0);
	set32(m, WQCFG, 16);
	set32(m, WQCFG + 4, 9);
	assert_int_equal(command(m, 10, 1), 0);
	assert_int_equal(get32(m, WQCFG), 16);
	assert_int_equal(get32(m, WQCFG + 4), 0);
	assert_int_equal(command(m, 10, 1 << 8), IDXD_CMDSTS_BAD_WQ);
	assert_int_equal(command(m, 10, 1 | 1 << 16), IDXD_CMDSTS_BAD_WQ);
	assert_int_equal(command(m, 0, 0), IDXD_CMDSTS_BAD_COMMAND);
	assert_int_equal(command(m, 13, 1), IDXD_CMDSTS_BAD_COMMAND);
	enable(m);
	assert_int_equal(command(m, 7, 1), 0);
	assert_int_equal(get32(m, WQCFG), 16);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(command(m, 10, 1), 0);
	assert_int_equal(get32(m, WQCFG), 16);
	assert_int_equal(get32(m, WQCFG + 8), 0);
	assert_int_equal(command(m, 2, 0), 0);
	assert_int_equal(get32(m, 0x90), 0);
}

static void software_reset_keeps_what_tells_of_errors(void **state)
{
	(void)state;
	start("dsa-v1-evl");
	set64(m, 0xe8, 64);
	set32(m, 0xf0, 5);
	set32(m, DSA_MSIX_TABLE_OFFSET + 16, 0xfee00000);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_SWERR, 0x77), 0);
	assert_int_equal(command(m, 5, 0), 0);
	assert_int_equal(get64(m, 0xc0), 0x7701);
	assert_int_equal(get64(m, 0xe8), 0);
	assert_int_equal(get32(m, 0xf0), 5);
	assert_int_equal(get32(m, DSA_MSIX_TABLE_OFFSET + 16), 0xfee00000);
	dsa_reset(m->dsa);
	assert_int_equal(get64(m, 0xc0), 0);
	assert_int_equal(get32(m, 0xf0), 0);
}

static void wqcfg_of_an_enabled_wq_keeps_its_values(void **state)
{
	(void)state;
	enable(m);
	set32(m, WQCFG + 4, 7);
	assert_int_equal(get32(m, WQCFG + 4), 7); /* but for the threshold */
	set32(m, WQCFG, 32);
	assert_int_equal(get32(m, WQCFG), 16);
	set32(m, WQCFG + 32, 32);
	assert_int_equal(get32(m, WQCFG + 32), 32);
}

static void fixed_device_comes_filled_and_takes_only_mode_and_pasid(void **state)
{
	(void)state;
	start("dsa-fixed");
	assert_int_equal(get32(m, WQCFG), 16);
	assert_int_equal(get32(m, WQCFG + 8), 0x11);
	assert_int_equal(get64(m, GRPCFG), 0xff);
	set32(m, WQCFG, 1);
	set32(m, WQCFG + 8, 0xff0);
	set64(m, GRPCFG, 0);
	assert_int_equal(get32(m, WQCFG), 16);
	assert_int_equal(get32(m, WQCFG + 8), 0xf10);
	assert_int_equal(get64(m, GRPCFG), 0xff);
}

static void handles_are_requested_used_released_and_revoked(void **state)
{
	uint32_t answer;

	(void)state;
	start("dsa-v2");
	assert_int_equal(command(m, 13, 0), IDXD_CMDSTS_INT_INDEX);
	assert_int_equal(command(m, 13, 9), IDXD_CMDSTS_INT_INDEX);
	answer = command(m, 13, 1);
	assert_int_equal(answer & 0xff, 0);
	assert_int_not_equal(answer >> 8, 1);
	assert_int_equal(command(m, 14, answer >> 8), 0);
	assert_int_equal(command(m, 14, answer >> 8), IDXD_CMDSTS_INT_INDEX);
	assert_int_equal(command(m, 13, 3) & 0xff, 0);
	assert_int_equal(command(m, 14, 3), 0); /* as the specification has it: by the entry */
	assert_int_equal(command(m, 14, 3), IDXD_CMDSTS_INT_INDEX);
	answer = command(m, 13, 1);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_REVOKE, 0), 0);
	assert_int_equal(get32(m, 0x98), 0x80000000);
	assert_int_equal(command(m, 14, answer >> 8), IDXD_CMDSTS_INT_INDEX);
	for (unsigned int i = 0; i < 32; i++)
		assert_int_equal(command(m, 13, 1) & 0xff, 0);
	assert_int_equal(command(m, 13, 1), IDXD_CMDSTS_INT_NONE);
}

static void halted_device_needs_the_reset_that_it_asks_for(void **state)
{
	(void)state;
	enable(m);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_HALT, 0), 0);
	assert_int_equal(get32(m, 0x90), 3);
	assert_int_equal(command(m, 1, 0), IDXD_CMDSTS_HARDWARE);
	assert_int_equal(command(m, 5, 0), 0);
	assert_int_equal(get32(m, 0x90), 0);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_HALT, 1), 0);
	assert_int_equal(command(m, 5, 0), IDXD_CMDSTS_HARDWARE);
	set_config32(m, 0x48, 0x8000);
	assert_int_equal(get32(m, 0x90), 0);
}

static void command_that_hangs_stays_active_until_flr(void **state)
{
	(void)state;
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_COMMAND_HANGS, 1), 0);
	assert_int_equal(command(m, 5, 0), 0);
	assert_int_equal(command(m, 1, 0), 0x80000000);
	set_config32(m, 0x48, 0x8000);
	assert_int_equal(command(m, 5, 0), 0);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_COMMAND_ERROR, 3), 0);
	assert_int_equal(command(m, 5, 0), 3);
	assert_int_equal(command(m, 5, 0), 0);
}

static void msix_perm_and_table_keep_what_is_written(void **state)
{
	(void)state;
	set32(m, 0xe08, 0xfffff00c);
	assert_int_equal(get32(m, 0xe08), 0xfffff00c);
	assert_int_equal(get32(m, 0x200c), 1);
	set32(m, 0x2000, 0xfee00000);
	assert_int_equal(get32(m, 0x2000), 0xfee00000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(capabilities_of_dsa_v1_are_those_of_silicon),
		TEST(every_profile_can_be_probed_by_the_driver),
		TEST(bars_tell_their_size_when_ones_are_written),
		TEST(accesses_outside_read_ones_and_write_nothing),
		TEST(odd_accesses_touch_only_their_bytes),
		TEST(function_level_reset_forgets_everything),
		TEST(taking_the_bus_away_halts_an_enabled_device),
		TEST(command_interrupt_comes_after_its_result),
		TEST(command_written_while_one_is_active_is_a_software_error),
		TEST(enable_device_says_what_is_wrong),
		TEST(enable_wq_says_what_is_wrong),
		TEST(strict_device_refuses_priority_0_shared_wqs_and_block_on_fault),
		TEST(enable_of_a_wq_refuses_what_contradicts_itself),
		TEST(tables_begin_with_all_that_the_device_has),
		TEST(disable_needs_something_enabled_and_reset_does_not),
		TEST(software_reset_keeps_what_tells_of_errors),
		TEST(wqcfg_of_an_enabled_wq_keeps_its_values),
		TEST(fixed_device_comes_filled_and_takes_only_mode_and_pasid),
		TEST(handles_are_requested_used_released_and_revoked),
		TEST(halted_device_needs_the_reset_that_it_asks_for),
		TEST(command_that_hangs_stays_active_until_flr),
		TEST(msix_perm_and_table_keep_what_is_written),
	};

	return cmocka_run_group_tests_name("device model: registers and commands", tests, NULL, NULL);
}
