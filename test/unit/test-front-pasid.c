// SPDX-License-Identifier: GPL-2.0-or-later
/* The walk of VT-d's tables, on tables made by hand. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/model/front-pasid.h"

/* A machine with sixteen pages of memory and the IOMMU's registers, whose tables are: */
enum {
	ROOT = 0x1000,
	CONTEXT = 0x2000,
	DIRECTORY = 0x3000,
	TABLE = 0x4000,
	LEVEL4 = 0x5000,
	LEVEL3 = 0x6000,
	LEVEL2 = 0x7000,
	LEVEL1 = 0x8000,
	LEVEL5 = 0x9000,
	MEMORY = 0x10000
};
enum { BUS = 2, DEVFN = 0x83, PASID = 70 };
#define ADDRESS UINT64_C(0x7f1234567000)
#define USER_PAGE UINT64_C(7)

struct machine {
	uint8_t memory[MEMORY];
	uint32_t status;
	uint64_t root;
	unsigned int asked; /* the register of the root */
	struct front_pasid walker;
};

static void put(struct machine *machine, uint64_t address, uint64_t value)
{
	memcpy(machine->memory + address, &value, sizeof(value));
}

static int machine_read(void *arg, uint64_t address, void *buf, size_t length)
{
	struct machine *machine = arg;

	if (address == 0xfed9001c && length == 4) {
		memcpy(buf, &machine->status, length);
	} else if (address == 0xfed90020 && length == 8) {
		machine->asked++;
		memcpy(buf, &machine->root, length);
	} else if (address <= MEMORY - length) {
		memcpy(buf, machine->memory + address, length);
	} else {
		return -EIO;
	}
	return 0;
}

static uint64_t pte(unsigned int table, unsigned int level)
{
	return table + (ADDRESS >> (12 + 9 * (level - 1)) & 511) * 8;
}

static uint64_t pasid_entry(void)
{
	return TABLE + PASID % 64 * 64;
}

static int setup(void **state)
{
	struct machine *machine = calloc(1, sizeof(*machine));

	if (!machine)
		return -1;
	machine->walker = (struct front_pasid){
		.read = machine_read, .arg = machine, .on = true, .bus = BUS, .devfn = DEVFN};
	machine->status = UINT32_C(1) << 31;
	machine->root = ROOT | 0x400;
	put(machine, ROOT + BUS * 16 + 8, CONTEXT | 1);
	put(machine, CONTEXT + (DEVFN & 0x7f) * 32, DIRECTORY | 1);
	put(machine, DIRECTORY + PASID / 64 * 8, TABLE | 1);
	put(machine, pasid_entry(), 1 << 6 | 1);
	put(machine, pasid_entry() + 16, LEVEL4);
	put(machine, pte(LEVEL4, 4), LEVEL3 | USER_PAGE);
	put(machine, pte(LEVEL3, 3), LEVEL2 | USER_PAGE);
	put(machine, pte(LEVEL2, 2), LEVEL1 | USER_PAGE);
	put(machine, pte(LEVEL1, 1), UINT64_C(0xabcd000) | USER_PAGE | UINT64_C(1) << 63);
	*state = machine;
	return 0;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static uint64_t physical;
static size_t length;

static int translate(struct machine *machine, uint32_t pasid, uint64_t address, bool write)
{
	physical = 0;
	length = 100000000;
	return front_pasid_translate(&machine->walker, pasid, address, write, &physical, &length);
}

static void a_page_of_a_process_is_found_and_its_end_too(void **state)
{
	assert_int_equal(translate(*state, PASID, ADDRESS + 0x123, true), 0);
	assert_int_equal(physical, 0xabcd123);
	assert_int_equal(length, 0x1000 - 0x123);
}

static void large_pages_end_the_walk(void **state)
{
	put(*state, pte(LEVEL2, 2), UINT64_C(0x40000000) | USER_PAGE | 0x80);
	assert_int_equal(translate(*state, PASID, ADDRESS + 0x123, true), 0);
	assert_int_equal(physical, 0x40000000 + ((ADDRESS + 0x123) & 0x1fffff));
	assert_int_equal(length, 0x200000 - ((ADDRESS + 0x123) & 0x1fffff));
	put(*state, pte(LEVEL3, 3), UINT64_C(0x80000000) | USER_PAGE | 0x80);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), 0);
	assert_int_equal(physical, 0x80000000 + (ADDRESS & 0x3fffffff));
}

static void the_fourth_level_has_no_large_pages(void **state)
{
	put(*state, pte(LEVEL4, 4), LEVEL3 | USER_PAGE | 0x80);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), -EFAULT);
}

static void each_level_may_forbid_writing(void **state)
{
	const uint64_t ptes[] = {pte(LEVEL4, 4), pte(LEVEL3, 3), pte(LEVEL2, 2), pte(LEVEL1, 1)};
	const uint64_t next[] = {LEVEL3, LEVEL2, LEVEL1, 0xabcd000};

	for (unsigned int i = 0; i < 4; i++) {
		put(*state, ptes[i], next[i] | 5);
		assert_int_equal(translate(*state, PASID, ADDRESS, true), -EFAULT);
		assert_int_equal(translate(*state, PASID, ADDRESS, false), 0);
		put(*state, ptes[i], next[i] | USER_PAGE);
	}
	assert_int_equal(translate(*state, PASID, ADDRESS, true), 0);
}

static void each_level_may_be_the_kernels(void **state)
{
	const uint64_t ptes[] = {pte(LEVEL4, 4), pte(LEVEL3, 3), pte(LEVEL2, 2), pte(LEVEL1, 1)};
	const uint64_t next[] = {LEVEL3, LEVEL2, LEVEL1, 0xabcd000};

	for (unsigned int i = 0; i < 4; i++) {
		put(*state, ptes[i], next[i] | 3);
		assert_int_equal(translate(*state, PASID, ADDRESS, false), -EFAULT);
		put(*state, ptes[i], next[i] | USER_PAGE);
	}
}

static void what_is_missing_at_any_step_is_a_fault(void **state)
{
	const uint64_t steps[] = {ROOT + BUS * 16 + 8,
				  CONTEXT + (DEVFN & 0x7f) * 32,
				  DIRECTORY + PASID / 64 * 8,
				  TABLE + PASID % 64 * 64,
				  pte(LEVEL4, 4),
				  pte(LEVEL3, 3),
				  pte(LEVEL2, 2),
				  pte(LEVEL1, 1)};
	struct machine *machine = *state;

	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		machine->memory[steps[i]] &= 0xfe;
		assert_int_equal(translate(machine, PASID, ADDRESS, false), -EFAULT);
		machine->memory[steps[i]] |= 1;
	}
	assert_int_equal(translate(machine, PASID, ADDRESS, false), 0);
}

static void the_directory_has_the_size_that_the_context_says(void **state)
{
	assert_int_equal(translate(*state, 128 * 64, ADDRESS, false), -EFAULT);
	assert_int_equal(translate(*state, UINT32_C(1) << 20, ADDRESS, false), -EFAULT);
	put(*state, CONTEXT + (DEVFN & 0x7f) * 32, DIRECTORY | 1 << 9 | 1);
	put(*state, DIRECTORY + 128 * 8, TABLE | 1);
	assert_int_equal(translate(*state, 128 * 64 + PASID % 64, ADDRESS, false), 0);
}

static void five_levels_are_walked_where_the_entry_says_so(void **state)
{
	put(*state, pasid_entry() + 16, LEVEL5 | 1 << 2);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), -EFAULT);
	put(*state, LEVEL5, LEVEL4 | USER_PAGE);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), 0);
	assert_int_equal(physical, 0xabcd000);
}

static void an_address_that_is_not_canonical_is_a_fault(void **state)
{
	assert_int_equal(translate(*state, PASID, ADDRESS | UINT64_C(1) << 48, false), -EFAULT);
	assert_int_equal(translate(*state, PASID, ADDRESS | UINT64_C(1) << 47, false), -EFAULT);
}

static void pass_through_changes_nothing_and_other_kinds_are_faults(void **state)
{
	put(*state, pasid_entry(), 4 << 6 | 1);
	assert_int_equal(translate(*state, PASID, 0x12345, true), 0);
	assert_int_equal(physical, 0x12345);
	assert_int_equal(length, 100000000);
	put(*state, pasid_entry(), 2 << 6 | 1);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), -EFAULT);
}

static void without_translation_or_in_legacy_mode_there_is_no_pasid(void **state)
{
	struct machine *machine = *state;

	machine->root = ROOT;
	assert_int_equal(translate(machine, PASID, ADDRESS, false), -EFAULT);
	machine->root = ROOT | 0x400;
	machine->status = 0;
	assert_int_equal(translate(machine, PASID, ADDRESS, false), -EFAULT);
}

static void the_root_is_asked_for_once_and_again_after_a_fault_in_the_tables(void **state)
{
	struct machine *machine = *state;

	for (unsigned int i = 0; i < 3; i++)
		assert_int_equal(translate(machine, PASID, ADDRESS, false), 0);
	assert_int_equal(machine->asked, 1);
	assert_int_equal(translate(machine, PASID + 1, ADDRESS, false), -EFAULT);
	assert_int_equal(translate(machine, PASID, ADDRESS, false), 0);
	assert_int_equal(machine->asked, 2);
}

static void tables_outside_of_memory_are_an_error(void **state)
{
	put(*state, pte(LEVEL3, 3), UINT64_C(0x100000) | USER_PAGE);
	assert_int_equal(translate(*state, PASID, ADDRESS, false), -EIO);
}

static void a_function_is_written_as_lspci_does(void **state)
{
	struct front_pasid walker = {.on = false};
	const char *const wrong[] = {"",	 "0:10",	 "00:20.0", "00:10.8",
				     "00:10.0 ", "0000:00:10.0", "xx:10.0"};

	(void)state;
	for (unsigned int i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(front_pasid_parse(wrong[i], &walker), -EINVAL);
	assert_false(walker.on);
	assert_int_equal(front_pasid_parse("fe:10.3", &walker), 0);
	assert_true(walker.on);
	assert_int_equal(walker.bus, 0xfe);
	assert_int_equal(walker.devfn, 0x83);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_page_of_a_process_is_found_and_its_end_too),
		TEST(large_pages_end_the_walk),
		TEST(the_fourth_level_has_no_large_pages),
		TEST(each_level_may_forbid_writing),
		TEST(each_level_may_be_the_kernels),
		TEST(what_is_missing_at_any_step_is_a_fault),
		TEST(the_directory_has_the_size_that_the_context_says),
		TEST(five_levels_are_walked_where_the_entry_says_so),
		TEST(an_address_that_is_not_canonical_is_a_fault),
		TEST(pass_through_changes_nothing_and_other_kinds_are_faults),
		TEST(without_translation_or_in_legacy_mode_there_is_no_pasid),
		TEST(the_root_is_asked_for_once_and_again_after_a_fault_in_the_tables),
		TEST(tables_outside_of_memory_are_an_error),
		TEST(a_function_is_written_as_lspci_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
