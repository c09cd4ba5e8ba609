// SPDX-License-Identifier: GPL-2.0-or-later
/* The client's memory: ranges, files behind them, and what the client can do to those. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "vfu-fixture.h"

#define RW (VFU_MAP_READ | VFU_MAP_WRITE)

static struct vfu_maps maps;

static int add(uint64_t address, uint64_t size, uint64_t offset, int fd)
{
	struct vfu_range range = { address, size, offset, RW, NULL };

	return vfu_maps_add(&maps, &range, fd);
}

static int forget(void **state)
{
	(void)state;
	vfu_maps_clear(&maps);
	return 0;
}

static void an_address_is_found_in_its_range_and_not_beside_it(void **state)
{
	(void)state;
	assert_int_equal(add(0x2000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x8000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0, 0x1000, 0, -1), 0);
	assert_int_equal(vfu_maps_find(&maps, 0xfff)->address, 0);
	assert_null(vfu_maps_find(&maps, 0x1fff));
	assert_int_equal(vfu_maps_find(&maps, 0x2000)->address, 0x2000);
	assert_int_equal(vfu_maps_find(&maps, 0x2fff)->address, 0x2000);
	assert_null(vfu_maps_find(&maps, 0x3000));
	assert_null(vfu_maps_find(&maps, UINT64_MAX));
}

static void ranges_may_touch_but_not_overlap(void **state)
{
	(void)state;
	assert_int_equal(add(0x2000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x3000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x1000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x2fff, 1, 0, -1), -EEXIST);
	assert_int_equal(add(0, UINT64_MAX, 0, -1), -EEXIST);
	assert_int_equal(add(0x3fff, 2, 0, -1), -EEXIST);
	assert_int_equal(maps.count, 3);
}

static void a_range_may_end_where_addresses_end_but_not_wrap(void **state)
{
	(void)state;
	assert_int_equal(add(UINT64_MAX - 0xfff, 0x1001, 0, -1), -EINVAL);
	assert_int_equal(add(0x1000, 0, 0, -1), -EINVAL);
	assert_int_equal(add(UINT64_MAX - 0xfff, 0x1000, 0, -1), 0);
	assert_non_null(vfu_maps_find(&maps, UINT64_MAX));
}

static void unmapping_drops_whatever_lies_inside_even_nothing(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 8; i++)
		assert_int_equal(add(0x1000 * i, 0x1000, 0, -1), 0);
	assert_int_equal(vfu_maps_remove(&maps, 0x1000000000, 0x1000000000), 0);
	assert_int_equal(maps.count, 8);
	assert_int_equal(vfu_maps_remove(&maps, 0x2000, 0x3000), 0);
	assert_int_equal(maps.count, 5);
	assert_null(vfu_maps_find(&maps, 0x4fff));
	assert_non_null(vfu_maps_find(&maps, 0x5000));
	assert_int_equal(vfu_maps_remove(&maps, 0, UINT64_MAX), 0);
	assert_int_equal(maps.count, 0);
}

static void unmapping_never_cuts_a_range_in_two(void **state)
{
	(void)state;
	assert_int_equal(add(0x1000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x4000, 0x2000, 0, -1), 0);
	assert_int_equal(vfu_maps_remove(&maps, 0, 0x5000), -EINVAL);
	assert_int_equal(vfu_maps_remove(&maps, 0x1800, 0x10000), -EINVAL);
	assert_int_equal(vfu_maps_remove(&maps, 0x1000, 0), -EINVAL);
	assert_int_equal(vfu_maps_remove(&maps, 2, UINT64_MAX), -EINVAL);
	assert_int_equal(maps.count, 2);
}

static void a_transfer_falls_into_pieces_at_the_borders_of_ranges(void **state)
{
	const struct vfu_range *range;

	(void)state;
	assert_int_equal(add(0x1000, 0x1000, 0, -1), 0);
	assert_int_equal(vfu_maps_piece(&maps, 0x800, 0x2000, &range), 0x800);
	assert_null(range);
	assert_int_equal(vfu_maps_piece(&maps, 0x1000, 0x2000, &range), 0x1000);
	assert_non_null(range);
	assert_int_equal(vfu_maps_piece(&maps, 0x1ffe, 1, &range), 1);
	assert_int_equal(vfu_maps_piece(&maps, 0x2000, 0x2000, &range), 0x2000);
	assert_null(range);
	assert_int_equal(vfu_maps_piece(&maps, UINT64_MAX, 2, &range), 1);
	assert_int_equal(vfu_maps_piece(&maps, 0, 0, &range), 0);
}

static void bytes_travel_between_the_device_and_the_clients_file(bool sealed)
{
	int fd = test_memory(0x4000, sealed);
	const struct vfu_range *range;
	char buf[8] = "";

	assert_int_equal(add(0x10000, 0x1000, 0x2000, fd), 0);
	range = vfu_maps_find(&maps, 0x10000);
	assert_int_equal(pwrite(fd, "hello", 6, 0x2ffa), 6);
	assert_int_equal(vfu_range_read(range, 0x10ffa, buf, 6), 0);
	assert_string_equal(buf, "hello");
	assert_int_equal(vfu_range_write(range, 0x10000, "world", 6), 0);
	assert_int_equal(pread(fd, buf, 6, 0x2000), 6);
	assert_string_equal(buf, "world");
	close(fd);
}

static void memory_of_a_sealed_file_is_read_and_written(void **state)
{
	(void)state;
	bytes_travel_between_the_device_and_the_clients_file(true);
}

static void memory_of_an_unsealed_file_is_read_and_written(void **state)
{
	(void)state;
	bytes_travel_between_the_device_and_the_clients_file(false);
}

static void a_file_that_became_shorter_is_a_fault_and_no_signal(void **state)
{
	int fd = test_memory(0x4000, false);
	const struct vfu_range *range;
	char buf[16];

	(void)state;
	assert_int_equal(add(0, 0x4000, 0, fd), 0);
	assert_int_equal(ftruncate(fd, 0), 0);
	range = vfu_maps_find(&maps, 0);
	assert_int_equal(vfu_range_read(range, 0x2000, buf, sizeof(buf)), -EFAULT);
	assert_int_equal(vfu_range_write(range, 0x2000, buf, sizeof(buf)), -EFAULT);
	close(fd);
}

static void a_range_past_the_end_of_its_file_is_refused(void **state)
{
	int fd = test_memory(0x4000, true);

	(void)state;
	assert_int_equal(add(0, 0x4001, 0, fd), -EINVAL);
	assert_int_equal(add(0, 1, 0x4000, fd), -EINVAL);
	assert_int_equal(add(0, 0x1000, UINT64_MAX - 0xfff, fd), -EINVAL);
	assert_null(maps.files);
	assert_int_equal(add(0, 0x4000, 0, fd), 0);
	close(fd);
}

static void what_the_client_forbids_is_a_fault(void **state)
{
	int fd = test_memory(0x2000, true);
	struct vfu_range range = { 0, 0x1000, 0, VFU_MAP_READ, NULL };
	char byte = 0;

	(void)state;
	assert_int_equal(vfu_maps_add(&maps, &range, fd), 0);
	range = (struct vfu_range){ 0x1000, 0x1000, 0x1000, VFU_MAP_WRITE, NULL };
	assert_int_equal(vfu_maps_add(&maps, &range, fd), 0);
	assert_int_equal(vfu_range_write(vfu_maps_find(&maps, 0), 0, &byte, 1), -EFAULT);
	assert_int_equal(vfu_range_read(vfu_maps_find(&maps, 0), 0, &byte, 1), 0);
	assert_int_equal(vfu_range_read(vfu_maps_find(&maps, 0x1000), 0x1000, &byte, 1), -EFAULT);
	assert_int_equal(vfu_range_write(vfu_maps_find(&maps, 0x1000), 0x1000, &byte, 1), 0);
	close(fd);
}

static size_t mappings(void)
{
	FILE *file = fopen("/proc/self/maps", "r");
	size_t count = 0;
	char line[512];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		count += strstr(line, "accfg-test") != NULL;
	fclose(file);
	return count;
}

static void a_file_is_mapped_once_however_many_pages_of_it_are_given(void **state)
{
	int fd = test_memory(0x100000, true);

	(void)state;
	for (uint64_t i = 0; i < 256; i++) {
		int copy = dup(fd);

		assert_int_equal(add(i * 0x2000, 0x1000, i * 0x1000, copy), 0);
		close(copy);
	}
	assert_int_equal(mappings(), 1);
	assert_int_equal(vfu_maps_remove(&maps, 0, UINT64_MAX), 0);
	assert_int_equal(mappings(), 0);
	close(fd);
}

static void what_cannot_be_mapped_is_an_error(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(add(0, 0x1000, 0, ends[0]), -EINVAL);
	assert_int_equal(add(0, 0x1000, 0, 9999), -EBADF);
	assert_int_equal(maps.count, 0);
	close(ends[0]);
	close(ends[1]);
}

static void there_is_a_most_of_ranges(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < VFU_MAX_MAPS; i++)
		assert_int_equal(add(i * 0x1000, 0x1000, 0, -1), 0);
	assert_int_equal(add(0x1000000000, 0x1000, 0, -1), -ENOSPC);
	assert_int_equal(vfu_maps_remove(&maps, 0, 0x1000), 0);
	assert_int_equal(add(0x1000000000, 0x1000, 0, -1), 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_address_is_found_in_its_range_and_not_beside_it),
		TEST(ranges_may_touch_but_not_overlap),
		TEST(a_range_may_end_where_addresses_end_but_not_wrap),
		TEST(unmapping_drops_whatever_lies_inside_even_nothing),
		TEST(unmapping_never_cuts_a_range_in_two),
		TEST(a_transfer_falls_into_pieces_at_the_borders_of_ranges),
		TEST(memory_of_a_sealed_file_is_read_and_written),
		TEST(memory_of_an_unsealed_file_is_read_and_written),
		TEST(a_file_that_became_shorter_is_a_fault_and_no_signal),
		TEST(a_range_past_the_end_of_its_file_is_refused),
		TEST(what_the_client_forbids_is_a_fault),
		TEST(a_file_is_mapped_once_however_many_pages_of_it_are_given),
		TEST(what_cannot_be_mapped_is_an_error),
		TEST(there_is_a_most_of_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
