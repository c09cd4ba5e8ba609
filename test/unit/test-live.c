// SPDX-License-Identifier: GPL-2.0-or-later
/* The library against files that behave: enabling, disabling, nodes, what is read back. Run by test-live.tap. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "test/unit/live.h"

static void a_configured_wq_is_enabled_and_gets_its_node(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_wq *wq = live_configure(device);
	char *path, wanted[64];

	(void)state;
	assert_int_equal(accfg_wq_get_node_path(wq, &path), -ENXIO);
	assert_int_equal(accfg_device_enable(device), 0);
	assert_true(accfg_device_is_enabled(device));
	assert_int_equal(accfg_wq_enable(wq), 0);
	assert_true(accfg_wq_is_enabled(wq));
	assert_int_equal(accfg_wq_wait_node(wq, 2000), 0);
	assert_int_equal(accfg_wq_get_node_path(wq, &path), 0);
	snprintf(wanted, sizeof(wanted), "/dev/dsa/%s", accfg_wq_get_devname(wq));
	assert_string_equal(path, wanted);
	free(path);
}

static void enabling_and_disabling_twice_is_fine(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_wq *wq = live_configure(device);

	(void)state;
	assert_int_equal(accfg_device_disable(device, 0), 0);
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_wq_disable(wq, 0), 0);
	assert_int_equal(accfg_wq_enable(wq), 0);
	assert_int_equal(accfg_wq_enable(wq), 0);
	assert_int_equal(accfg_wq_disable(wq, 0), 0);
	assert_false(accfg_wq_is_enabled(wq));
	assert_int_equal(accfg_device_disable(device, 0), 0);
	assert_false(accfg_device_is_enabled(device));
}

static void what_disabling_wipes_is_read_again(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_wq *wq = live_configure(device);
	enum accfg_wq_mode mode;
	const char *name;
	unsigned int size;
	int group;

	(void)state;
	assert_int_equal(accfg_wq_get_name(wq, &name), 0);
	assert_string_equal(name, "app");
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_wq_enable(wq), 0);
	assert_int_equal(accfg_wq_disable(wq, 0), 0);
	assert_int_equal(accfg_wq_get_name(wq, &name), 0);
	assert_string_equal(name, "");
	assert_int_equal(accfg_wq_get_mode(wq, &mode), 0);
	assert_int_equal(mode, ACCFG_WQ_SHARED);
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(size, 16);
	assert_int_equal(accfg_device_disable(device, 0), 0);
	assert_int_equal(accfg_wq_get_group_id(wq, &group), 0);
	assert_int_equal(group, -1);
}

static void a_device_without_wqs_says_so(void **state)
{
	struct accfg_device *device = live_take_dsa();

	(void)state;
	assert_int_equal(accfg_device_enable(device), -ENXIO);
	assert_int_equal(accfg_error_get_cmd_status(live_error()), 0x800d0000);
	assert_string_equal(accfg_error_get_object(live_error()), accfg_device_get_name(device));
	live_assert_said("no wq of the device is in a group");
	live_assert_said("IDXD_SCMD_WQ_NONE_CONFIGURED");
}

static void a_wq_without_a_name_says_so(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_wq *wq = live_configure(device);

	(void)state;
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_wq_set_name(wq, ""), 0);
	assert_int_equal(accfg_wq_enable(wq), -ENXIO);
	assert_int_equal(accfg_error_get_cmd_status(live_error()), 0x80040000);
	assert_string_equal(accfg_error_get_rule(live_error()), "wq-no-name");
}

static void reading_leaves_cmd_status_alone(void **state)
{
	struct accfg_device *device = live_take_dsa();
	uint32_t before, after;
	bool enabled;

	(void)state;
	assert_int_equal(accfg_device_get_cmd_status(device, &before), 0);
	assert_int_equal(before, 0x800d0000);
	enabled = accfg_device_is_enabled(device);
	assert_false(enabled);
	assert_int_equal(accfg_device_get_cmd_status(device, &after), 0);
	assert_int_equal(after, before);
}

static void only_the_device_that_is_changed_loses_its_cmd_status(void **state)
{
	struct accfg_device *other = live_take_dsa(), *device = live_take_dsa();
	uint32_t status;

	(void)state;
	live_configure(device);
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_device_get_cmd_status(device, &status), 0);
	assert_int_equal(status, 0);
	assert_int_equal(accfg_device_get_cmd_status(other, &status), 0);
	assert_int_equal(status, 0x800d0000);
}

static void a_rounded_value_is_read_back(void **state)
{
	struct accfg_wq *wq = live_wq(live_take_dsa(), 3);
	uint64_t bytes;

	(void)state;
	assert_int_equal(accfg_wq_get_max_transfer_size(wq, &bytes), 0);
	assert_int_equal(accfg_wq_set_max_transfer_size(wq, 3000000), 0);
	assert_int_equal(accfg_wq_get_max_transfer_size(wq, &bytes), 0);
	assert_int_equal(bytes, 4194304);
}

static void a_driver_that_is_not_loaded_is_named_with_its_module(void **state)
{
	struct accfg_wq *wq = live_configure(live_take_dsa());
	const char *name;

	(void)state;
	if (accfg_wq_get_driver_name(wq, &name) == -ENOENT)
		return; /* before 6.7 */
	assert_int_equal(accfg_wq_set_driver_name(wq, "crypto"), 0);
	assert_int_equal(accfg_wq_enable(wq), -ENOENT);
	live_assert_said("driver crypto is not loaded (module iaa_crypto)");
}

static void a_wq_without_a_type_is_not_guessed(void **state)
{
	struct accfg_wq *wq = live_wq(live_take_dsa(), 2);

	(void)state;
	assert_int_equal(accfg_wq_enable(wq), -EINVAL);
	assert_string_equal(accfg_error_get_rule(live_error()), "wq-no-type");
}

static void waiting_for_a_node_that_never_comes_ends(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct timespec start, end;
	struct accfg_ctx *ctx;
	struct accfg_device *again;
	char name[32];

	(void)state;
	live_configure(device);
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_wq_enable(live_wq(device, 0)), 0);
	snprintf(name, sizeof(name), "%s", accfg_device_get_name(device));
	assert_int_equal(accfg_new(&ctx), 0);
	assert_int_equal(accfg_set_dev_root(ctx, "/nowhere"), 0);
	assert_int_equal(accfg_device_get_by_name(ctx, name, &again), 0);
	clock_gettime(CLOCK_MONOTONIC, &start);
	assert_int_equal(accfg_wq_wait_node(live_wq(again, 0), 100), -ETIMEDOUT);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_true((end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000 >= 90);
	assert_true(end.tv_sec - start.tv_sec <= 5);
	accfg_unref(ctx);
}

static void devices_are_found_by_pci_address_and_node(void **state)
{
	struct accfg_device *device = live_take_dsa(), *found;
	const char *address;
	int node;

	(void)state;
	assert_true(accfg_is_driver_loaded(live_ctx));
	assert_int_equal(accfg_device_get_pci_address(device, &address), 0);
	assert_int_equal(accfg_device_get_by_pci_address(live_ctx, address, &found), 0);
	assert_ptr_equal(found, device);
	assert_int_equal(accfg_device_get_numa_node(device, &node), 0);
	/* Without a domain it is domain 0, where the first device is. */
	device = accfg_device_get_first(live_ctx);
	assert_int_equal(accfg_device_get_pci_address(device, &address), 0);
	assert_int_equal(accfg_device_get_by_pci_address(live_ctx, address + strlen("0000:"), &found), 0);
	assert_ptr_equal(found, device);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_configured_wq_is_enabled_and_gets_its_node),
		cmocka_unit_test(enabling_and_disabling_twice_is_fine),
		cmocka_unit_test(what_disabling_wipes_is_read_again),
		cmocka_unit_test(a_device_without_wqs_says_so),
		cmocka_unit_test(a_wq_without_a_name_says_so),
		cmocka_unit_test(reading_leaves_cmd_status_alone),
		cmocka_unit_test(only_the_device_that_is_changed_loses_its_cmd_status),
		cmocka_unit_test(a_rounded_value_is_read_back),
		cmocka_unit_test(a_driver_that_is_not_loaded_is_named_with_its_module),
		cmocka_unit_test(a_wq_without_a_type_is_not_guessed),
		cmocka_unit_test(waiting_for_a_node_that_never_comes_ends),
		cmocka_unit_test(devices_are_found_by_pci_address_and_node),
	};

	return cmocka_run_group_tests_name("live", tests, live_setup, live_teardown);
}
