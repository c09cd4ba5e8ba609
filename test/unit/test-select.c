// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding devices and parts: scanning, lookups and selectors. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/calls.h"
#include "test/unit/tree.h"

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa10", 1, 1, 1);
	tree_add_device(*state, "dsa0", 11, 2, 2);
	tree_add_device(*state, "dsa2", 2, 1, 1);
	tree_add_device(*state, "iax1", 2, 1, 1);
	tree_write(*state, "0\n", "%s/numa_node", tree_device("dsa0"));
	tree_write(*state, "1\n", "%s/numa_node", tree_device("dsa2"));
	tree_write(*state, "1\n", "%s/numa_node", tree_device("iax1"));
	/* Children of the bus that are no devices of ours. */
	tree_link(*state, "../../../devices", "bus/dsa/devices/dsa!wq0.0");
	tree_link(*state, "../../../devices", "bus/dsa/devices/wq0.0");
	tree_link(*state, "../../../devices", "bus/dsa/devices/dsa01");
	tree_link(*state, "../../../devices", "bus/dsa/devices/dsa");
	tree_add_part(*state, "dsa0", "wq0.1/dsa!wq0.1");
	tree_add_part(*state, "dsa0", "wq5.0");
	tree_add_part(*state, "dsa0", "wq0.x");
	memset(&calls, 0, sizeof(calls));
	return rc;
}

/* What a selector gives, as one text: "dsa0 dsa2", or the errno as a number. */
static const char *chosen(struct tree *tree, enum accfg_kind kind, const char *selector)
{
	static char text[1024];
	struct accfg_object **objects;
	size_t n, length = 0;
	int rc = accfg_select(tree->ctx, kind, selector, &objects, &n);

	if (rc) {
		snprintf(text, sizeof(text), "%d", rc);
		return text;
	}
	for (size_t i = 0; i < n; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s", i ? " " : "",
					   accfg_object_get_path(objects[i]));
	free(objects);
	return text;
}

static const char *code(int error)
{
	static char text[16];

	snprintf(text, sizeof(text), "%d", error);
	return text;
}

static void devices_and_parts_come_in_natural_order(void **state)
{
	struct tree *tree = *state;
	struct accfg_device *device;
	struct accfg_wq *wq;
	unsigned int next = 0;

	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "all"), "dsa0 dsa2 dsa10 iax1");
	device = accfg_device_get_first(tree->ctx);
	accfg_wq_foreach(device, wq)
		assert_int_equal(accfg_wq_get_id(wq), next++);
	assert_int_equal(next, 11);
}

static void a_plain_name_looks_at_no_other_device(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa2"), "dsa2");
	assert_int_equal(calls.opens, 1);
	assert_int_equal(calls.others, 0);
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa2/wq2.1"), "dsa2/wq2.1");
	assert_int_equal(calls.opens, 1);
	assert_int_equal(calls.others, 1);
}

static void a_scan_keeps_what_was_looked_up_before(void **state)
{
	struct tree *tree = *state;
	struct accfg_device *device = tree_get_device(tree, "dsa2");
	struct accfg_wq *wq, *first;

	assert_int_equal(accfg_wq_get_by_id(device, 1, &wq), 0);
	first = accfg_wq_get_first(device);
	assert_non_null(first);
	assert_ptr_equal(accfg_wq_get_next(first), wq);
	assert_ptr_equal(accfg_device_get_next(accfg_device_get_first(tree->ctx)), device);
}

static void globs_and_families_choose_devices(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa*"), "dsa0 dsa2 dsa10");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa[02]"), "dsa0 dsa2");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa"), "dsa0 dsa2 dsa10");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "iax"), "iax1");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "*"), "dsa0 dsa2 dsa10 iax1");
}

static void iaa_is_accepted_wherever_iax_is(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "iaa"), "iax1");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "iaa1"), "iax1");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "iaa*"), "iax1");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "iaa1/wq1.0"), "iax1/wq1.0");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "iaa/wq1.*"), "iax1/wq1.0 iax1/wq1.1");
}

static void pci_addresses_choose_devices(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "0000:6a:02.0"), "dsa2");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "6A:0a.0"), "dsa10");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "6a:03.0"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "6a:03"), code(-EINVAL));
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "0000:6a:02.9"), code(-EINVAL));
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "6a:02.0/wq2.1"), "dsa2/wq2.1");
}

static void numa_nodes_choose_devices(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "numa:1"), "dsa2 iax1");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "numa:1/wq*.1"), "dsa2/wq2.1 iax1/wq1.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "numa:7"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "numa:x"), code(-EINVAL));
}

static void parts_are_chosen_with_or_without_their_device(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "wq0.10"), "dsa0/wq0.10");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "wq1.0"), "iax1/wq1.0");
	assert_string_equal(chosen(*state, ACCFG_KIND_GROUP, "dsa0/group0.1"), "dsa0/group0.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_ENGINE, "engine2.0"), "dsa2/engine2.0");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "wq*.1"), "dsa0/wq0.1 dsa2/wq2.1 iax1/wq1.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa*/wq*.1"), "dsa0/wq0.1 dsa2/wq2.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa*/wq2.0"), "dsa2/wq2.0");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa2"), "dsa2/wq2.0 dsa2/wq2.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa2/all"), "dsa2/wq2.0 dsa2/wq2.1");
	assert_string_equal(chosen(*state, ACCFG_KIND_GROUP, "all"), "dsa0/group0.0 dsa0/group0.1 dsa2/group2.0 dsa10/group10.0 iax1/group1.0");
}

static void selectors_that_match_nothing_say_so(void **state)
{
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa1"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa9*"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "wq0.99"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "wq7.0"), code(-ENODEV));
	assert_string_equal(chosen(*state, ACCFG_KIND_WQ, "dsa0/wq0.99"), code(-ENODEV));
	assert_string_equal(tree_message(*state), "dsa0/wq0.99: there is no such object");
}

static void malformed_selectors_say_so(void **state)
{
	static const char *const bad[] = { "", "x", "/", "dsa0/", "/wq0.0", "dsa0/wq0.0/", "dsa0/wq2.0", "dsa0/group0.0",
					   "wq0", "wq0.", "wq00.1", "wq0.99999999999", "dsa0/x", "dsax" };
	char endless[4096];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (strcmp(chosen(*state, ACCFG_KIND_WQ, bad[i]), code(-EINVAL)))
			fail_msg("\"%s\"", bad[i]);
	}
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, "dsa0/wq0.0"), code(-EINVAL));
	memset(endless, '9', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = 0;
	assert_string_equal(chosen(*state, ACCFG_KIND_DEVICE, endless), code(-EINVAL));
}

static void a_machine_without_the_driver_says_so(void **state)
{
	struct tree *tree = *state;

	assert_false(accfg_is_driver_loaded(tree->ctx));
	assert_int_equal(accfg_set_sysfs_root(tree->ctx, "/nowhere"), 0);
	assert_int_equal(accfg_scan(tree->ctx), -ENOENT);
	assert_non_null(strstr(tree_message(tree), "idxd"));
	assert_null(accfg_device_get_first(tree->ctx));
	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "all"), code(-ENODEV));
	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "dsa0"), code(-ENODEV));
}

static void devices_of_an_old_bus_are_found(void **state)
{
	struct tree *tree = *state;

	tree_write(tree, "0x100\n", "devices/pci0000:6a/0000:6a:03.0/iax3/version");
	tree_link(tree, "../../../devices/pci0000:6a/0000:6a:03.0/iax3", "bus/iax/devices/iax3");
	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "iax3"), "iax3");
	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "iax"), "iax1 iax3");
	assert_string_equal(chosen(tree, ACCFG_KIND_DEVICE, "6a:03.0"), "iax3");
}

static void roots_are_fixed_once_the_tree_was_read(void **state)
{
	struct tree *tree = *state;

	tree_get_device(tree, "dsa0");
	assert_int_equal(accfg_set_sysfs_root(tree->ctx, "/sys"), -EBUSY);
	accfg_refresh(tree->ctx);
	assert_int_equal(accfg_set_sysfs_root(tree->ctx, "/sys"), 0);
	assert_string_equal(accfg_get_sysfs_root(tree->ctx), "/sys");
	assert_string_equal(accfg_get_dev_root(tree->ctx), "/dev");
	assert_string_equal(accfg_get_proc_root(tree->ctx), "/proc");
}

static void links_in_circles_end(void **state)
{
	struct tree *tree = *state;
	struct accfg_device *device;

	tree_link(tree, "dsa7", "bus/dsa/devices/dsa7");
	assert_int_equal(accfg_device_get_by_name(tree->ctx, "dsa7", &device), -ELOOP);
	accfg_device_foreach(tree->ctx, device)
		accfg_wq_get_first(device);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(devices_and_parts_come_in_natural_order),
		TEST(a_plain_name_looks_at_no_other_device),
		TEST(a_scan_keeps_what_was_looked_up_before),
		TEST(globs_and_families_choose_devices),
		TEST(iaa_is_accepted_wherever_iax_is),
		TEST(pci_addresses_choose_devices),
		TEST(numa_nodes_choose_devices),
		TEST(parts_are_chosen_with_or_without_their_device),
		TEST(selectors_that_match_nothing_say_so),
		TEST(malformed_selectors_say_so),
		TEST(a_machine_without_the_driver_says_so),
		TEST(devices_of_an_old_bus_are_found),
		TEST(roots_are_fixed_once_the_tree_was_read),
		TEST(links_in_circles_end),
	};

	return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
