// SPDX-License-Identifier: GPL-2.0-or-later
/* The device model: portals and queues, what a descriptor is refused for, page faults, interrupts, SWERR, event log. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

#define WQCFG 0x800

static int setup(void **state)
{
	(void)state;
	start_ready("dsa-v1-evl");
	return 0;
}

static struct descriptor copy(uint32_t size)
{
	return (struct descriptor){ .flags = OP(DSA_OPCODE_MEMMOVE), .src = AT_SRC, .dst = AT_DST, .size = size };
}

static const struct descriptor noop = { .flags = OP(DSA_OPCODE_NOOP) | WANTED, .record = AT_RECORD };

static unsigned int occupancy(void)
{
	return get32(m, WQCFG + 24) & 0xffff;
}

static void slot_submits_when_all_its_bytes_are_there_in_any_order(void **state)
{
	const uint8_t *bytes = (const uint8_t *)&noop;

	(void)state;
	for (unsigned int i = 64; i-- > 1;)
		dsa_bar_write(m->dsa, 2, 0x1000 + i, bytes + i, 1);
	assert_int_equal(occupancy(), 0);
	dsa_bar_write(m->dsa, 2, 0x1000, bytes, 1);
	assert_int_equal(occupancy(), 1);
	dsa_bar_write(m->dsa, 2, 0x1fc0, bytes, 64);
	assert_int_equal(occupancy(), 2);
	run(m);
	assert_int_equal(occupancy(), 0);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
}

static void full_dedicated_wq_loses_the_descriptor_and_says_so(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 17; i++)
		submit(m, 0, &noop);
	assert_int_equal(occupancy(), 16);
	assert_int_equal(get64(m, 0xc0) & 0xff09, 0x5309);
}

static void shared_wq_refuses_above_its_threshold_on_the_limited_portal(void **state)
{
	const uint16_t pasid_on = 1;
	uint8_t answer;

	(void)state;
	dsa_config_write(m->dsa, 0x116, &pasid_on, 2);
	set32(m, 0xa0, 10 << 20 | 1);
	run(m);
	set32(m, WQCFG, 16);
	set32(m, WQCFG + 4, 2);
	set32(m, WQCFG + 8, 1 << 28);
	assert_int_equal(command(m, 6, 0), 0);
	submit(m, 0, &noop);
	submit(m, 0, &noop);
	dsa_bar_read(m->dsa, 2, 0x1000, &answer, 1);
	assert_int_equal(answer, 0);
	submit(m, 0, &noop);
	assert_int_equal(occupancy(), 2);
	dsa_bar_read(m->dsa, 2, 0x1000, &answer, 1);
	assert_int_equal(answer, 1);
	dsa_bar_write(m->dsa, 2, 0, &noop, 64);
	assert_int_equal(occupancy(), 3);
	assert_int_equal(get64(m, 0xc0), 0);
}

static void descriptor_to_a_wq_that_is_off_is_dropped(void **state)
{
	(void)state;
	submit(m, 1, &noop);
	run(m);
	assert_int_equal(m->memory[AT_RECORD], 0);
	assert_int_equal(get64(m, 0xc0), 0);
}

static void pasid_of_a_dedicated_wq_is_that_of_its_configuration(void **state)
{
	const uint16_t pasid_on = 1;

	(void)state;
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(m->pasid, DSA_NO_PASID);
	dsa_config_write(m->dsa, 0x116, &pasid_on, 2);
	assert_int_equal(command(m, 7, 1), 0);
	set32(m, WQCFG + 8, 1 | 1 << 28 | 0x77 << 8);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
	assert_int_equal(m->pasid, 0x77);
}

static void wrong_descriptors_get_the_status_for_it(void **state)
{
	struct descriptor d = copy(100);

	(void)state;
	d.flags = OP(0x0e);
	assert_int_equal(done(m, d), DSA_COMP_BAD_OPCODE);
	d.flags = OP(DSA_OPCODE_CR_DELTA); /* not in version 1 */
	assert_int_equal(done(m, d), DSA_COMP_BAD_OPCODE);
	d = copy(100);
	d.flags |= 0x800000;
	assert_int_equal(done(m, d), DSA_COMP_INVALID_FLAGS);
	assert_int_equal(memory32(m, AT_RECORD + 16), 0x800000);
	d = copy(100);
	d.more[23] = 1;
	assert_int_equal(done(m, d), DSA_COMP_NOZERO_RESERVE);
	assert_int_equal(done(m, copy(0)), DSA_COMP_XFER_ERANGE);
	assert_int_equal(done(m, copy((1 << 21) + 1)), DSA_COMP_XFER_ERANGE);
	d = copy(100);
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 9;
	assert_int_equal(done(m, d), DSA_COMP_INT_HANDLE_INVAL);
}

static void operation_that_op_config_leaves_out_is_unsupported(void **state)
{
	(void)state;
	start_ready("dsa-v2");
	assert_int_equal(command(m, 7, 1), 0);
	set32(m, WQCFG + 32, 1 << DSA_OPCODE_NOOP);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(done(m, copy(8)), DSA_COMP_BAD_OPCODE);
	assert_int_equal(done(m, noop), DSA_COMP_SUCCESS);
}

static void fault_says_where_and_how_much_was_done(void **state)
{
	struct descriptor d = copy(0x3000);

	(void)state;
	m->hole = AT_SRC + 0x1000;
	assert_int_equal(done(m, d), DSA_COMP_PAGE_FAULT_NOBOF);
	assert_int_equal(memory32(m, AT_RECORD + 4), 0x1000);
	assert_int_equal(memory64(m, AT_RECORD + 8), AT_SRC + 0x1000);
	m->hole = AT_DST + 0x2000;
	assert_int_equal(done(m, d), DSA_COMP_PAGE_FAULT_NOBOF | DSA_COMP_STATUS_WRITE);
	assert_int_equal(memory32(m, AT_RECORD + 4), 0x2000);
	assert_int_equal(memory64(m, AT_RECORD + 8), AT_DST + 0x2000);
	d.flags |= IDXD_OP_FLAG_BOF;
	assert_int_equal(done(m, d), DSA_COMP_PAGE_FAULT_IR | DSA_COMP_STATUS_WRITE);
}

static void completion_interrupt_comes_on_the_vector_of_the_handle(void **state)
{
	struct descriptor d = copy(8);

	(void)state;
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 3;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[3], 1);
	assert_int_equal(done(m, copy(8)), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[3], 1);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_LOST_INTERRUPT, 3), 0);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[3], 1);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[3], 2);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_SPURIOUS_INTERRUPT, 3), 0);
	assert_int_equal(m->interrupts[3], 3);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_SPURIOUS_INTERRUPT, 4000), -EINVAL);
}

static void revoked_handle_is_an_error_of_the_descriptor(void **state)
{
	struct descriptor d = { .flags = OP(DSA_OPCODE_NOOP) | IDXD_OP_FLAG_RCI };

	(void)state;
	start_ready("dsa-v2");
	d.handle = (uint16_t)(command(m, 13, 2) >> 8);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[2], 1);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_REVOKE, 0), 0);
	assert_int_equal(done(m, d), DSA_COMP_INT_HANDLE_INVAL);
	assert_int_equal(m->interrupts[2], 1);
	start_ready("dsa-v1-evl");
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_REVOKE, 0), -ENOTSUP);
}

static void error_without_a_record_is_a_software_error(void **state)
{
	struct descriptor d = copy(0);

	(void)state;
	set32(m, 0x88, 1);
	submit(m, 0, &d);
	run(m);
	assert_int_equal(get64(m, 0xc0) & 0xff0f, 0x130d);
	assert_int_equal(get64(m, 0xc0) >> 32 & 0xff, DSA_OPCODE_MEMMOVE);
	assert_int_equal(get32(m, 0x98), 1);
	assert_int_equal(m->interrupts[0], 1);
	submit(m, 0, &d);
	run(m);
	assert_int_equal(get64(m, 0xc0) & 3, 3);
	assert_int_equal(m->interrupts[0], 1);
	d = noop;
	d.record = AT_RECORD + 8;
	set32(m, 0xc0, 3);
	submit(m, 0, &d);
	run(m);
	assert_int_equal(get64(m, 0xc0) >> 8 & 0xff, DSA_COMP_CRA_ALIGN);
}

static void record_that_cannot_be_written_goes_to_the_event_log(void **state)
{
	struct descriptor d = copy(0x100);

	(void)state;
	assert_int_equal(command(m, 2, 0), 0);
	set64(m, 0xe0, AT_LOG);
	set64(m, 0xe8, 64);
	set32(m, 0x80, 1 << 13);
	set32(m, 0x88, 4);
	assert_int_equal(command(m, 1, 0), 0);
	assert_int_equal(command(m, 6, 0), 0);
	d.flags |= WANTED;
	d.record = AT_RECORD;
	m->hole = AT_RECORD;
	submit(m, 0, &d);
	run(m);
	assert_int_equal(get64(m, 0xf0), 1ull << 32 | 1ull << 62);
	assert_int_equal(get32(m, 0x98), 0x20);
	assert_int_equal(memory64(m, AT_LOG) >> 8 & 0xff, DSA_COMP_CRA_XLAT);
	assert_int_equal(memory64(m, AT_LOG + 16), AT_RECORD);
	assert_int_equal(m->memory[AT_LOG + 32], DSA_COMP_SUCCESS);
	set32(m, 0xf4, 1u << 30);
	set32(m, 0xf0, 1);
	assert_int_equal(get64(m, 0xf0), 1ull << 32 | 1);
	assert_int_equal(get64(m, 0xc0), 0);
}

static void event_log_that_is_full_overflows_into_swerr(void **state)
{
	struct descriptor d = copy(0);

	(void)state;
	assert_int_equal(command(m, 2, 0), 0);
	set64(m, 0xe0, AT_LOG);
	set64(m, 0xe8, 64);
	set32(m, 0x80, 1 << 13);
	assert_int_equal(command(m, 1, 0), 0);
	assert_int_equal(command(m, 6, 0), 0);
	for (unsigned int i = 0; i < 63; i++) {
		submit(m, 0, &d);
		run(m);
	}
	assert_int_equal(get64(m, 0xc0) & 1, 0);
	assert_int_equal(get64(m, 0xf0) >> 32 & 0xffff, 63);
	submit(m, 0, &d);
	run(m);
	assert_int_equal(get64(m, 0xc0) & 1, 1);
}

static void drain_waits_for_what_is_queued_and_abort_drops_it(void **state)
{
	struct descriptor d = noop;

	(void)state;
	submit(m, 0, &d);
	assert_int_equal(command(m, 8, 1), 0);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
	m->memory[AT_RECORD] = 0;
	submit(m, 0, &d);
	assert_int_equal(command(m, 9, 1), 0);
	assert_int_equal(m->memory[AT_RECORD], 0);
	submit(m, 0, &d);
	assert_int_equal(command(m, 2, 0), 0);
	assert_int_equal(m->memory[AT_RECORD], DSA_COMP_SUCCESS);
}

static void halted_device_does_nothing(void **state)
{
	(void)state;
	submit(m, 0, &noop);
	assert_int_equal(dsa_inject(m->dsa, DSA_FAULT_HALT, 0), 0);
	run(m);
	assert_int_equal(m->memory[AT_RECORD], 0);
}

static void occupancy_interrupt_comes_again_when_the_last_was_acknowledged(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 3; i++)
		submit(m, 0, &noop);
	set32(m, WQCFG + 20, 1 << 16 | 1);
	assert_int_equal(m->interrupts[0], 0);
	run(m);
	assert_int_equal(get32(m, 0x98), 4);
	assert_int_equal(m->interrupts[0], 1);
	assert_int_equal(get32(m, WQCFG + 24) >> 16 & 1, 1);
	set32(m, WQCFG + 20, 1 << 16 | 9); /* the limit is fixed while it is on */
	assert_int_equal(get32(m, WQCFG + 20), 1 << 16 | 1);
	assert_int_equal(m->interrupts[0], 1);
	set32(m, WQCFG + 24, 1 << 16);
	assert_int_equal(m->interrupts[0], 2); /* still below */
	set32(m, WQCFG + 20, 0);
	set32(m, WQCFG + 24, 1 << 16);
	assert_int_equal(m->interrupts[0], 2);
	assert_int_equal(get32(m, WQCFG + 24) >> 16 & 1, 0);
	set32(m, WQCFG + 20, 1 << 16 | 5);
	assert_int_equal(m->interrupts[0], 3);
}

static void occupancy_interrupt_of_a_table_entry_comes_whatever_its_permissions(void **state)
{
	(void)state;
	assert_int_equal(command(m, 7, 1), 0);
	set32(m, WQCFG + 16, 5);
	set32(m, WQCFG + 20, 1 << 16);
	set32(m, 0xe00 + 8 * 5, 1 << 2 | 1 << 3 | 77 << 12);
	assert_int_equal(m->interrupts[5], 0);
	assert_int_equal(command(m, 6, 0), 0);
	assert_int_equal(m->interrupts[5], 1);
	assert_int_equal(get32(m, 0x98), 0);
}

static void ignored_table_entry_is_good_and_silent(void **state)
{
	struct descriptor d = copy(8);

	(void)state;
	d.flags |= IDXD_OP_FLAG_RCI;
	d.handle = 3;
	set32(m, 0xe00 + 8 * 3, 1 << 2);
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[3], 0);
	set32(m, 0xe00 + 8 * 3, 1 << 3 | 5 << 12);
	assert_int_equal(done(m, d), DSA_COMP_INT_HANDLE_INVAL);
	d.handle = 0;
	assert_int_equal(done(m, d), DSA_COMP_SUCCESS);
	assert_int_equal(m->interrupts[0], 1);
}

/* Of descriptors that came by an IMS portal; the message itself is not the model's. */
static void handles_of_ims_are_its_entries(void **state)
{
	struct descriptor d = copy(8);

	(void)state;
	d.flags |= IDXD_OP_FLAG_RCI | WANTED;
	d.record = AT_RECORD;
	for (unsigned int i = 0; i < 3; i++) {
		d.handle = i == 2 ? 2048 : 2047;
		set32(m, 0x4000 + 2047 * 16 + 12, i == 1 ? 1 << 3 | 5 << 12 : 0);
		m->memory[AT_RECORD] = 0;
		dsa_bar_write(m->dsa, 2, 0x2000, &d, 64);
		run(m);
		assert_int_equal(m->memory[AT_RECORD], i ? DSA_COMP_INT_HANDLE_INVAL : DSA_COMP_SUCCESS);
	}
}

/* Of 4 and 2 all is dispatched in the end, twice as often of the one, and the other does not starve. */
static void wqs_are_served_as_often_as_their_priorities_say(void **state)
{
	struct descriptor d = noop;

	(void)state;
	assert_int_equal(command(m, 2, 0), 0);
	set64(m, 0x400, 3);
	for (unsigned int i = 0; i < 2; i++) {
		set32(m, WQCFG + 32 * i, 16);
		set32(m, WQCFG + 32 * i + 8, 1 | (i ? 2 : 4) << 4);
	}
	assert_int_equal(command(m, 1, 0), 0);
	for (unsigned int i = 0; i < 2; i++)
		assert_int_equal(command(m, 6, i), 0);
	for (unsigned int i = 0; i < 24; i++)
		submit(m, i % 2, &d);
	for (unsigned int i = 0; i < 12; i++)
		assert_true(dsa_step(m->dsa));
	assert_int_equal(occupancy(), 4);
	assert_int_equal(get32(m, WQCFG + 32 + 24) & 0xffff, 8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(slot_submits_when_all_its_bytes_are_there_in_any_order),
		TEST(full_dedicated_wq_loses_the_descriptor_and_says_so),
		TEST(shared_wq_refuses_above_its_threshold_on_the_limited_portal),
		TEST(descriptor_to_a_wq_that_is_off_is_dropped),
		TEST(pasid_of_a_dedicated_wq_is_that_of_its_configuration),
		TEST(wrong_descriptors_get_the_status_for_it),
		TEST(operation_that_op_config_leaves_out_is_unsupported),
		TEST(fault_says_where_and_how_much_was_done),
		TEST(completion_interrupt_comes_on_the_vector_of_the_handle),
		TEST(revoked_handle_is_an_error_of_the_descriptor),
		TEST(error_without_a_record_is_a_software_error),
		TEST(record_that_cannot_be_written_goes_to_the_event_log),
		TEST(event_log_that_is_full_overflows_into_swerr),
		TEST(drain_waits_for_what_is_queued_and_abort_drops_it),
		TEST(halted_device_does_nothing),
		TEST(occupancy_interrupt_comes_again_when_the_last_was_acknowledged),
		TEST(occupancy_interrupt_of_a_table_entry_comes_whatever_its_permissions),
		TEST(ignored_table_entry_is_good_and_silent),
		TEST(handles_of_ims_are_its_entries),
		TEST(wqs_are_served_as_often_as_their_priorities_say),
	};

	return cmocka_run_group_tests_name("device model: queues, errors, interrupts", tests, NULL, NULL);
}
