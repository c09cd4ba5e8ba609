// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * States read from small trees: what is there and what is not, which kernel it must be, and what is
 * taken to be there.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "state-fixture.h"
#include "test/unit/tree.h"

#define OP_CAP "00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027d"
#define OP_CONFIG "00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027f"

static void write_device(struct tree *tree, const char *name, const char *value)
{
	tree_write(tree, value, "%s/%s", tree_device("dsa0"), name);
}

static void write_wq(struct tree *tree, const char *name, const char *value)
{
	tree_write(tree, value, "%s/wq0.1/%s", tree_device("dsa0"), name);
}

/* dsa0 with two wqs, a group and an engine; wq0.1 is configured. */
static int setup(void **state)
{
	static const char *const device[][2] = {
		{ "version", "0x100\n" },
		{ "max_groups", "1\n" },
		{ "max_work_queues", "2\n" },
		{ "max_engines", "1\n" },
		{ "max_work_queues_size", "64\n" },
		{ "max_read_buffers", "40\n" },
		{ "gen_cap", "0x40915f0107\n" },
		{ "op_cap", OP_CAP "\n" },
		{ "configurable", "1\n" },
		{ "pasid_enabled", "1\n" },
		{ "max_transfer_size", "2147483648\n" },
		{ "max_batch_size", "1024\n" },
		{ "read_buffer_limit", "9\n" },
	};
	static const char *const wq[][2] = {
		{ "state", "disabled\n" },   { "mode", "dedicated\n" },
		{ "size", "24\n" },	     { "group_id", "0\n" },
		{ "type", "user\n" },	     { "name", "a b\n" },
		{ "driver_name", "user\n" }, { "op_config", OP_CONFIG "\n" },
		{ "block_on_fault", "1\n" }, { "max_transfer_size", "4096\n" },
	};
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa0", 2, 1, 1);
	for (size_t i = 0; i < sizeof(device) / sizeof(device[0]); i++)
		write_device(*state, device[i][0], device[i][1]);
	for (size_t i = 0; i < sizeof(wq) / sizeof(wq[0]); i++)
		write_wq(*state, wq[i][0], wq[i][1]);
	tree_write(*state, "disabled\n", "%s/wq0.0/state", tree_device("dsa0"));
	tree_write(*state, "30\n", "%s/group0.0/read_buffers_reserved", tree_device("dsa0"));
	tree_write(*state, "-1\n", "%s/engine0.0/group_id", tree_device("dsa0"));
	return rc;
}

static int read_it(struct tree *tree, struct state *it)
{
	return state_read(it, tree_get_device(tree, "dsa0"));
}

static void everything_that_can_be_set_is_read(void **state)
{
	const struct idxd_wq_config *wq;
	struct state it;

	assert_int_equal(read_it(*state, &it), 0);
	wq = &it.config.wqs[1];
	assert_string_equal(it.name, "dsa0");
	assert_int_equal(it.config.device.read_buffer_limit, 9);
	assert_int_equal(it.config.device.state, IDXD_STATE_DISABLED);
	assert_int_equal(wq->mode, IDXD_MODE_DEDICATED);
	assert_int_equal(wq->size, 24);
	assert_int_equal(wq->group_id, 0);
	assert_int_equal(wq->max_transfer_size, 4096);
	assert_true(wq->block_on_fault);
	assert_int_equal(wq->name_length, 3);
	assert_int_equal(wq->driver_match, 1 << IDXD_BUS_USER);
	assert_string_equal(it.texts[1].name, "a b");
	assert_int_equal(it.config.engines[0].group_id, -1);
	assert_int_equal(it.config.device.free_read_buffers, 10);
	state_release(&it);
}

static void what_is_not_there_keeps_its_default_and_is_known_to_be_missing(void **state)
{
	struct state it;

	assert_int_equal(read_it(*state, &it), 0);
	assert_false(state_has(&it, IDXD_ATTR_PRS_DISABLE));
	assert_false(state_has(&it, IDXD_ATTR_EVENT_LOG_SIZE));
	assert_true(state_has(&it, IDXD_ATTR_SIZE));
	assert_int_equal(it.config.wqs[0].max_transfer_size, IDXD_RULES_TRANSFER_DEFAULT);
	assert_int_equal(it.config.wqs[0].group_id, -1);
	state_release(&it);
}

static void the_kernel_is_told_by_what_it_shows(void **state)
{
	struct state it;

	assert_int_equal(read_it(*state, &it), 0);
	assert_int_equal(it.kernel.release, IDXD_KERNEL(7, 2));
	state_release(&it);
	write_wq(*state, "op_config", OP_CAP "\n");
	assert_int_equal(read_it(*state, &it), 0);
	assert_int_equal(it.kernel.release, IDXD_KERNEL(6, 12));
	/* what 6.12 hides counts as set */
	assert_true(it.config.wqs[1].op_config[0] & 2);
	state_release(&it);
	tree_remove(*state, "%s/wq0.1/driver_name", tree_device("dsa0"));
	assert_int_equal(read_it(*state, &it), 0);
	assert_int_equal(it.kernel.release, IDXD_KERNEL(6, 1));
	state_release(&it);
}

static void a_count_of_read_buffers_is_believed_only_while_some_are_reserved(void **state)
{
	struct state it;

	assert_int_equal(read_it(*state, &it), 0);
	assert_false(it.free_unknown);
	state_release(&it);
	tree_write(*state, "0\n", "%s/group0.0/read_buffers_reserved", tree_device("dsa0"));
	assert_int_equal(read_it(*state, &it), 0);
	assert_true(it.free_unknown);
	state_release(&it);
}

static void a_value_that_cannot_be_understood_ends_it(void **state)
{
	struct state it;

	write_wq(*state, "size", "many\n");
	assert_int_equal(read_it(*state, &it), -EINVAL);
	assert_string_equal(tree_message(*state),
			    "dsa0/wq0.1: size: the file holds \"many\", which is not a number");
}

static void counts_that_no_device_has_are_not_believed(void **state)
{
	struct state it;

	write_device(*state, "max_work_queues", "4000000000\n");
	assert_int_equal(read_it(*state, &it), -EINVAL);
	assert_string_equal(tree_message(*state),
			    "dsa0: it claims to have more than 4096 groups, wqs or engines");
}

static void parts_that_are_missing_are_clean(void **state)
{
	struct state it;

	write_device(*state, "max_work_queues", "5\n");
	assert_int_equal(read_it(*state, &it), 0);
	assert_int_equal(it.config.n_wqs, 5);
	assert_int_equal(it.config.wqs[4].size, 0);
	assert_null(state_object(&it, IDXD_KIND_WQ, 4));
	state_release(&it);
}

static void every_value_is_copied_compared_and_written_as_sysfs_has_it(void **state)
{
	struct state it, copy;
	char text[STATE_TEXT_MAX];

	assert_int_equal(read_it(*state, &it), 0);
	assert_int_equal(state_copy(&copy, &it), 0);
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++) {
		struct state_key key = { (enum idxd_kind)kind, 0, IDXD_ATTR_NONE };

		for (unsigned int i = 0; (key.attr = state_attr(key.kind, i)); i++)
			assert_true(state_same(&it, &copy, key));
	}
	state_format(&it, (struct state_key){ IDXD_KIND_WQ, 1, IDXD_ATTR_OP_CONFIG }, text,
		     sizeof(text));
	assert_string_equal(text, OP_CONFIG);
	state_format(&it, (struct state_key){ IDXD_KIND_WQ, 1, IDXD_ATTR_MODE }, text,
		     sizeof(text));
	assert_string_equal(text, "dedicated");
	state_format(&it, (struct state_key){ IDXD_KIND_ENGINE, 0, IDXD_ATTR_ENGINE_GROUP_ID },
		     text, sizeof(text));
	assert_string_equal(text, "-1");
	state_format(&it, (struct state_key){ IDXD_KIND_WQ, 1, IDXD_ATTR_NAME }, text,
		     sizeof(text));
	assert_string_equal(text, "a b");
	copy.config.wqs[1].size = 25;
	assert_false(state_same(&it, &copy, (struct state_key){ IDXD_KIND_WQ, 1, IDXD_ATTR_SIZE }));
	state_release(&it);
	state_release(&copy);
}

static void disabling_takes_the_texts_too(void **state)
{
	struct state it;

	assert_int_equal(read_it(*state, &it), 0);
	it.config.wqs[1].enabled = true;
	state_apply_wq_disable(&it, 1);
	assert_string_equal(it.texts[1].name, "");
	assert_string_equal(it.texts[1].driver_name, "user");
	assert_int_equal(it.config.wqs[1].size, 24);
	state_release(&it);
}

static void what_the_kernel_gave_to_iaa_crypto_is_told_from_what_a_user_did(void **state)
{
	struct state it = { .name = "iax1", .family = ACCFG_FAMILY_IAX };
	struct state_value name = { .text = "iaa_crypto" }, driver = { .text = "crypto" };

	(void)state;
	it.kernel = *idxd_rules_kernel(UINT16_MAX);
	it.caps = (struct idxd_caps){ .family = IDXD_FAMILY_IAX,
				      .max_groups = 4,
				      .max_wqs = 8,
				      .max_engines = 8,
				      .max_wq_size = 128,
				      .configurable = true };
	assert_int_equal(state_init(&it), 0);
	assert_false(state_is_kernel_default(&it));
	assert_true(idxd_rules_apply_iaa_defaults(&it.kernel, &it.caps, &it.config));
	state_put(&it, (struct state_key){ IDXD_KIND_WQ, 0, IDXD_ATTR_NAME }, &name);
	state_put(&it, (struct state_key){ IDXD_KIND_WQ, 0, IDXD_ATTR_DRIVER_NAME }, &driver);
	assert_true(state_is_kernel_default(&it));
	it.config.wqs[0].enabled = true;
	assert_false(state_is_kernel_default(&it));
	it.config.wqs[0].enabled = false;
	it.config.wqs[0].priority = 11;
	assert_false(state_is_kernel_default(&it));
	state_release(&it);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_that_can_be_set_is_read),
		TEST(what_is_not_there_keeps_its_default_and_is_known_to_be_missing),
		TEST(the_kernel_is_told_by_what_it_shows),
		TEST(a_count_of_read_buffers_is_believed_only_while_some_are_reserved),
		TEST(a_value_that_cannot_be_understood_ends_it),
		TEST(counts_that_no_device_has_are_not_believed),
		TEST(parts_that_are_missing_are_clean),
		TEST(every_value_is_copied_compared_and_written_as_sysfs_has_it),
		TEST(disabling_takes_the_texts_too),
		TEST(what_the_kernel_gave_to_iaa_crypto_is_told_from_what_a_user_did),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
