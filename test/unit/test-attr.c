// SPDX-License-Identifier: GPL-2.0-or-later
/* Attributes as rows: one test row for each, and what every getter tells apart. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/tree.h"

#define SEVEN_ZERO_GROUPS "00000000,00000000,00000000,00000000,00000000,00000000,00000000,"
#define ZERO_BITS SEVEN_ZERO_GROUPS "00000000"

/* A getter of any type, as one that gives a number: of bitmaps the lowest word, of texts the length. */
#define NUMBER_GETTER(kind, name, type)                                                      \
	static int get_##kind##_##name(struct accfg_object *object, uint64_t *value)         \
	{                                                                                    \
		type typed = 0;                                                              \
		int rc = accfg_##kind##_get_##name(accfg_object_as_##kind(object), &typed);  \
		if (!rc)                                                                     \
			*value = (uint64_t)typed;                                            \
		return rc;                                                                   \
	}
#define BITMAP_GETTER(kind, name)                                                            \
	static int get_##kind##_##name(struct accfg_object *object, uint64_t *value)         \
	{                                                                                    \
		struct accfg_bitmap map;                                                     \
		int rc = accfg_##kind##_get_##name(accfg_object_as_##kind(object), &map);    \
		if (!rc)                                                                     \
			*value = map.bits[0];                                                \
		return rc;                                                                   \
	}
#define TEXT_GETTER(kind, name)                                                              \
	static int get_##kind##_##name(struct accfg_object *object, uint64_t *value)         \
	{                                                                                    \
		const char *text;                                                            \
		int rc = accfg_##kind##_get_##name(accfg_object_as_##kind(object), &text);   \
		if (!rc)                                                                     \
			*value = strlen(text);                                               \
		return rc;                                                                   \
	}

NUMBER_GETTER(device, version, uint32_t)
NUMBER_GETTER(device, max_groups, unsigned int)
NUMBER_GETTER(device, max_work_queues, unsigned int)
NUMBER_GETTER(device, max_work_queues_size, unsigned int)
NUMBER_GETTER(device, max_engines, unsigned int)
NUMBER_GETTER(device, numa_node, int)
NUMBER_GETTER(device, max_batch_size, unsigned int)
NUMBER_GETTER(device, max_transfer_size, uint64_t)
BITMAP_GETTER(device, op_cap)
NUMBER_GETTER(device, gen_cap, uint64_t)
NUMBER_GETTER(device, iaa_cap, uint64_t)
TEXT_GETTER(device, dsacaps)
NUMBER_GETTER(device, configurable, bool)
NUMBER_GETTER(device, pasid_enabled, bool)
NUMBER_GETTER(device, state, enum accfg_device_state)
BITMAP_GETTER(device, errors)
NUMBER_GETTER(device, clients, unsigned int)
NUMBER_GETTER(device, cdev_major, unsigned int)
NUMBER_GETTER(device, ims_size, unsigned int)
NUMBER_GETTER(device, max_read_buffers, unsigned int)
NUMBER_GETTER(device, read_buffer_limit, unsigned int)
NUMBER_GETTER(device, event_log_size, unsigned int)
NUMBER_GETTER(device, cmd_status, uint32_t)
NUMBER_GETTER(group, read_buffers_reserved, unsigned int)
NUMBER_GETTER(group, read_buffers_allowed, unsigned int)
NUMBER_GETTER(group, use_read_buffer_limit, bool)
NUMBER_GETTER(group, traffic_class_a, int)
NUMBER_GETTER(group, traffic_class_b, int)
NUMBER_GETTER(group, desc_progress_limit, unsigned int)
NUMBER_GETTER(group, batch_progress_limit, unsigned int)
NUMBER_GETTER(wq, clients, unsigned int)
NUMBER_GETTER(wq, state, enum accfg_wq_state)
NUMBER_GETTER(wq, group_id, int)
NUMBER_GETTER(wq, mode, enum accfg_wq_mode)
NUMBER_GETTER(wq, size, unsigned int)
NUMBER_GETTER(wq, priority, unsigned int)
NUMBER_GETTER(wq, block_on_fault, bool)
NUMBER_GETTER(wq, threshold, unsigned int)
NUMBER_GETTER(wq, type, enum accfg_wq_type)
TEXT_GETTER(wq, name)
NUMBER_GETTER(wq, cdev_minor, unsigned int)
NUMBER_GETTER(wq, max_transfer_size, uint64_t)
NUMBER_GETTER(wq, max_batch_size, unsigned int)
NUMBER_GETTER(wq, ats_disable, bool)
NUMBER_GETTER(wq, prs_disable, bool)
NUMBER_GETTER(wq, occupancy, unsigned int)
NUMBER_GETTER(wq, enqcmds_retries, unsigned int)
BITMAP_GETTER(wq, op_config)
TEXT_GETTER(wq, driver_name)
NUMBER_GETTER(engine, group_id, int)

struct row {
	enum accfg_kind kind;
	const char *name;
	int (*get)(struct accfg_object *object, uint64_t *value);
	const char *text; /* what the kernel prints, and what it means */
	uint64_t value;
	const char *zero; /* text that means 0; NULL where that would be another word */
	const char *bad;  /* text that is not of the type; NULL where every text is */
};

#define ROW(kind_upper, kind, name, text, value, zero, bad) \
	{ ACCFG_KIND_##kind_upper, #name, get_##kind##_##name, text, value, zero, bad }

static const struct row rows[] = {
	ROW(DEVICE, device, read_buffer_limit, "96", 96, "0", "0x10"),
	ROW(DEVICE, device, event_log_size, "65535", 65535, "0", "64 "),
	ROW(DEVICE, device, max_groups, "4", 4, "0", ""),
	ROW(DEVICE, device, max_work_queues, "8", 8, "0", "8.0"),
	ROW(DEVICE, device, max_engines, "4", 4, "0", "-4"),
	ROW(DEVICE, device, max_work_queues_size, "128", 128, "0", "4294967296"),
	ROW(DEVICE, device, numa_node, "-1", (uint64_t)-1, "0", "-2"),
	ROW(DEVICE, device, errors, SEVEN_ZERO_GROUPS "0000001f", 0x1f, ZERO_BITS, "0000001g"),
	ROW(DEVICE, device, op_cap, "00000000,00000001,003f027d", 0x1003f027d, ZERO_BITS, "1,,1"),
	ROW(DEVICE, device, iaa_cap, "0xfff", 0xfff, "0x0", "0xfffg"),
	ROW(DEVICE, device, gen_cap, "0x40915f0107", 0x40915f0107, "0x0", "0x"),
	ROW(DEVICE, device, version, "0x100", 0x100, "0x0", "v100"),
	ROW(DEVICE, device, state, "enabled", ACCFG_DEVICE_ENABLED, NULL, ""),
	ROW(DEVICE, device, max_read_buffers, "96", 96, "0", "many"),
	ROW(DEVICE, device, max_batch_size, "1024", 1024, "0", "+1024"),
	ROW(DEVICE, device, ims_size, "2048", 2048, "0", "\x01"),
	ROW(DEVICE, device, max_transfer_size, "2147483648", 2147483648, "0", "18446744073709551616"),
	ROW(DEVICE, device, configurable, "1", 1, "0", "2"),
	ROW(DEVICE, device, pasid_enabled, "1", 1, "0", "yes"),
	ROW(DEVICE, device, cdev_major, "241", 241, "0", "241 241"),
	ROW(DEVICE, device, clients, "3", 3, "0", "3,"),
	ROW(DEVICE, device, dsacaps, "000000000000f18d,0014000e000007aa,00fa01ff01ff03ff", 50, "", NULL),
	ROW(DEVICE, device, cmd_status, "0x800d0000", 0x800d0000, "0x0", "0x1ffffffff"),
	ROW(GROUP, group, read_buffers_reserved, "8", 8, "0", " 8"),
	ROW(GROUP, group, use_read_buffer_limit, "1", 1, "0", "01"),
	ROW(GROUP, group, read_buffers_allowed, "96", 96, "0", "?"),
	ROW(GROUP, group, traffic_class_a, "7", 7, "0", "a"),
	ROW(GROUP, group, traffic_class_b, "-1", (uint64_t)-1, "0", "--1"),
	ROW(GROUP, group, desc_progress_limit, "3", 3, "0", "three"),
	ROW(GROUP, group, batch_progress_limit, "2", 2, "0", "2\n2"),
	ROW(WQ, wq, mode, "dedicated", ACCFG_WQ_DEDICATED, NULL, "dedi"),
	ROW(WQ, wq, size, "16", 16, "0", "sixteen"),
	ROW(WQ, wq, group_id, "-1", (uint64_t)-1, "0", "none"),
	ROW(WQ, wq, priority, "15", 15, "0", "15a"),
	ROW(WQ, wq, block_on_fault, "1", 1, "0", "true"),
	ROW(WQ, wq, max_batch_size, "32", 32, "0", "32K"),
	ROW(WQ, wq, max_transfer_size, "4294967296", 4294967296, "0", "2M"),
	ROW(WQ, wq, cdev_minor, "5", 5, "0", "minor"),
	ROW(WQ, wq, type, "user", ACCFG_WQ_USER, NULL, "mdev"),
	ROW(WQ, wq, name, "my app", 6, "", NULL),
	ROW(WQ, wq, driver_name, "dmaengine", 9, "", NULL),
	ROW(WQ, wq, threshold, "12", 12, "0", "12 entries"),
	ROW(WQ, wq, prs_disable, "1", 1, "0", "n"),
	ROW(WQ, wq, ats_disable, "1", 1, "0", "-2"),
	ROW(WQ, wq, op_config, "00000001,003f027f", 0x1003f027f, ZERO_BITS, "1,003f027f0"),
	ROW(WQ, wq, state, "enabled", ACCFG_WQ_ENABLED, NULL, ""),
	ROW(WQ, wq, clients, "2", 2, "0", "2x"),
	ROW(WQ, wq, enqcmds_retries, "32", 32, "0", "-1"),
	ROW(WQ, wq, occupancy, "7", 7, "0", "?"),
	ROW(ENGINE, engine, group_id, "3", 3, "0", "3.0"),
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static const char *folder_of(const struct row *row, const char *device)
{
	static const char *const dsa[] = { "", "/group0.0", "/wq0.0", "/engine0.0" };
	static const char *const iax[] = { "", "/group1.0", "/wq1.0", "/engine1.0" };

	return device[0] == 'd' ? dsa[row->kind] : iax[row->kind];
}

/* The device whose family has the attribute. */
static const char *device_of(const struct row *row)
{
	return accfg_attr_has_family(accfg_attr_get_by_name(row->kind, row->name), ACCFG_FAMILY_DSA) ? "dsa0" : "iax1";
}

static struct accfg_object *put(struct tree *tree, const struct row *row, const char *text)
{
	const char *device = device_of(row), *part = folder_of(row, device);
	char line[128], selector[64];

	if (text) {
		snprintf(line, sizeof(line), "%s\n", text);
		tree_write(tree, line, "%s%s/%s", tree_device(device), part, row->name);
	}
	accfg_refresh(tree->ctx);
	snprintf(selector, sizeof(selector), "%s%s", device, part);
	return tree_get_object(tree, row->kind, selector);
}

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa0", 1, 1, 1);
	tree_add_device(*state, "iax1", 1, 1, 1);
	tree_remove(*state, "%s/state", tree_device("dsa0"));
	return rc;
}

static void every_attribute_has_a_test_row(void **state)
{
	(void)state;
	for (int kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		const struct accfg_attr *attr;

		for (attr = accfg_attr_get_first((enum accfg_kind)kind); attr; attr = accfg_attr_get_next(attr)) {
			bool found = false;

			for (size_t i = 0; i < N_ROWS; i++)
				found |= (int)rows[i].kind == kind && !strcmp(rows[i].name, accfg_attr_get_name(attr));
			if (!found)
				fail_msg("no row for %s", accfg_attr_get_name(attr));
		}
	}
}

static void a_getter_gives_what_the_kernel_prints(void **state)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		struct accfg_object *object = put(*state, &rows[i], rows[i].text);
		uint64_t value = 4711;

		if (rows[i].get(object, &value) || value != rows[i].value)
			fail_msg("%s: %llu", rows[i].name, (unsigned long long)value);
	}
}

static void a_getter_says_absent_and_stores_nothing(void **state)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		struct accfg_object *object = put(*state, &rows[i], NULL);
		uint64_t value = 4711;

		if (rows[i].get(object, &value) != -ENOENT || value != 4711)
			fail_msg("%s", rows[i].name);
		assert_string_equal(accfg_error_get_attr(accfg_get_last_error(((struct tree *)*state)->ctx)),
				    rows[i].name);
	}
}

static void a_getter_tells_zero_from_absent(void **state)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		uint64_t value = 4711;

		if (!rows[i].zero)
			continue;
		if (rows[i].get(put(*state, &rows[i], rows[i].zero), &value) || value)
			fail_msg("%s", rows[i].name);
	}
}

static void a_getter_says_unparsable_and_stores_nothing(void **state)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		uint64_t value = 4711;

		if (!rows[i].bad)
			continue;
		if (rows[i].get(put(*state, &rows[i], rows[i].bad), &value) != -EINVAL || value != 4711)
			fail_msg("%s", rows[i].name);
	}
}

static void a_word_of_a_newer_driver_is_an_unknown_state(void **state)
{
	struct tree *tree = *state;
	enum accfg_device_state device_state;
	enum accfg_wq_state wq_state;

	tree_write(tree, "sleeping\n", "%s/state", tree_device("dsa0"));
	tree_write(tree, "quiescing\n", "%s/wq0.0/state", tree_device("dsa0"));
	assert_int_equal(accfg_device_get_state(tree_get_device(tree, "dsa0"), &device_state), 0);
	assert_int_equal(device_state, ACCFG_DEVICE_UNKNOWN);
	assert_int_equal(accfg_wq_get_state(accfg_object_as_wq(tree_get_object(tree, ACCFG_KIND_WQ, "wq0.0")),
					    &wq_state), 0);
	assert_int_equal(wq_state, ACCFG_WQ_UNKNOWN);
}

static void an_old_name_is_read_where_the_new_one_is_missing(void **state)
{
	struct tree *tree = *state;
	unsigned int n;

	tree_write(tree, "17\n", "%s/token_limit", tree_device("dsa0"));
	tree_write(tree, "96\n", "%s/max_tokens", tree_device("dsa0"));
	assert_int_equal(accfg_device_get_read_buffer_limit(tree_get_device(tree, "dsa0"), &n), 0);
	assert_int_equal(n, 17);
	assert_int_equal(accfg_device_get_max_read_buffers(tree_get_device(tree, "dsa0"), &n), 0);
	assert_int_equal(n, 96);
}

static void an_old_name_is_written_where_the_new_one_is_missing(void **state)
{
	struct tree *tree = *state;
	char *text;

	tree_write(tree, "17\n", "%s/token_limit", tree_device("dsa0"));
	assert_int_equal(accfg_device_set_read_buffer_limit(tree_get_device(tree, "dsa0"), 5), 0);
	text = tree_read(tree, "%s/token_limit", tree_device("dsa0"));
	assert_string_equal(text, "5");
	free(text);
}

static void rows_are_found_by_name_old_name_and_json_key(void **state)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(ACCFG_KIND_DEVICE, "max_work_queues_size");

	(void)state;
	assert_non_null(attr);
	assert_ptr_equal(accfg_attr_get_by_name(ACCFG_KIND_DEVICE, "work_queue_size"), attr);
	assert_ptr_equal(accfg_attr_get_by_name(ACCFG_KIND_DEVICE, "token_limit"),
			 accfg_attr_get_by_name(ACCFG_KIND_DEVICE, "read_buffer_limit"));
	assert_null(accfg_attr_get_by_name(ACCFG_KIND_GROUP, "size"));
	assert_null(accfg_attr_get_first((enum accfg_kind)4));
}

static void every_writable_row_has_an_option_and_a_json_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct accfg_attr *attr = accfg_attr_get_by_name(rows[i].kind, rows[i].name);

		assert_non_null(accfg_attr_get_help(attr));
		assert_non_null(accfg_attr_get_since(attr));
		assert_int_equal(accfg_attr_is_writable(attr), accfg_attr_get_option(attr) != NULL);
		assert_int_equal(accfg_attr_is_writable(attr), accfg_attr_get_option_char(attr) != 0);
		if (accfg_attr_is_writable(attr))
			assert_non_null(accfg_attr_get_json_key(attr));
	}
}

static void option_letters_of_a_kind_differ(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++) {
		char letter = accfg_attr_get_option_char(accfg_attr_get_by_name(rows[i].kind, rows[i].name));

		for (size_t j = 0; letter && j < i; j++) {
			if (rows[j].kind != rows[i].kind)
				continue;
			assert_int_not_equal(accfg_attr_get_option_char(accfg_attr_get_by_name(rows[j].kind,
											       rows[j].name)),
					     letter);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_attribute_has_a_test_row),
		TEST(a_getter_gives_what_the_kernel_prints),
		TEST(a_getter_tells_zero_from_absent),
		TEST(a_getter_says_unparsable_and_stores_nothing),
		TEST(a_getter_says_absent_and_stores_nothing),
		TEST(a_word_of_a_newer_driver_is_an_unknown_state),
		TEST(an_old_name_is_read_where_the_new_one_is_missing),
		TEST(an_old_name_is_written_where_the_new_one_is_missing),
		cmocka_unit_test(rows_are_found_by_name_old_name_and_json_key),
		cmocka_unit_test(every_writable_row_has_an_option_and_a_json_key),
		cmocka_unit_test(option_letters_of_a_kind_differ),
	};

	return cmocka_run_group_tests_name("attr", tests, NULL, NULL);
}
