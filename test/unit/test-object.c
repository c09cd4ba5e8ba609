// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading and writing attributes of objects: once, cheaply, without writing, and whatever the tree holds. */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "test/unit/calls.h"
#include "test/unit/tree.h"

#define N_WQS 8

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa0", N_WQS, 4, 4);
	tree_add_device(*state, "dsa2", N_WQS, 4, 4);
	for (unsigned int i = 0; i < N_WQS; i++) {
		tree_write(*state, "16\n", "%s/wq0.%u/size", tree_device("dsa0"), i);
		tree_write(*state, "shared\n", "%s/wq0.%u/mode", tree_device("dsa0"), i);
	}
	memset(&calls, 0, sizeof(calls));
	return rc;
}

static struct accfg_wq *get_wq(struct tree *tree, unsigned int id)
{
	struct accfg_wq *wq = NULL;

	assert_int_equal(accfg_wq_get_by_id(tree_get_device(tree, "dsa0"), id, &wq), 0);
	return wq;
}

static const char *text_of(struct accfg_object *object, const char *name)
{
	const char *text = NULL;
	int rc = accfg_object_get_attr(object, accfg_attr_get_by_name(accfg_object_get_kind(object), name), &text);

	return rc ? NULL : text;
}

static void read_everything(struct accfg_ctx *ctx)
{
	struct accfg_device *device;
	struct accfg_wq *wq;

	accfg_device_foreach(ctx, device) {
		accfg_device_is_enabled(device);
		accfg_wq_foreach(device, wq) {
			const struct accfg_attr *attr;
			const char *text;

			for (attr = accfg_attr_get_first(ACCFG_KIND_WQ); attr; attr = accfg_attr_get_next(attr))
				accfg_object_get_attr(accfg_wq_get_object(wq), attr, &text);
		}
	}
}

static void an_attribute_costs_one_open_and_one_read(void **state)
{
	struct accfg_wq *wq = get_wq(*state, 1);
	struct calls before = calls;
	unsigned int size;

	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(calls.opens - before.opens, 1);
	assert_int_equal(calls.reads - before.reads, 1);
	assert_int_equal(calls.closes - before.closes, 0);
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(calls.opens - before.opens, 1);
}

static void an_absent_attribute_is_asked_for_once(void **state)
{
	struct accfg_wq *wq = get_wq(*state, 1);
	struct calls before = calls;
	bool disable;

	assert_int_equal(accfg_wq_get_prs_disable(wq, &disable), -ENOENT);
	assert_int_equal(accfg_wq_get_prs_disable(wq, &disable), -ENOENT);
	assert_int_equal(calls.opens - before.opens, 1);
}

static void an_attribute_of_another_family_is_not_asked_for(void **state)
{
	struct accfg_device *device;
	struct calls before;
	uint64_t cap;

	device = tree_get_device(*state, "dsa0");
	before = calls;
	assert_int_equal(accfg_device_get_iaa_cap(device, &cap), -ENOENT);
	assert_int_equal(calls.opens, before.opens);
}

static void one_object_costs_the_same_on_a_large_machine(void **state)
{
	struct tree *tree = *state;
	unsigned int size, few;

	assert_int_equal(accfg_wq_get_size(get_wq(tree, 1), &size), 0);
	few = calls.opens + calls.reads + calls.others;
	for (unsigned int i = 4; i < 40; i++) {
		char name[16];

		snprintf(name, sizeof(name), "dsa%u", i);
		tree_add_device(tree, name, 1, 1, 1);
	}
	accfg_refresh(tree->ctx);
	memset(&calls, 0, sizeof(calls));
	assert_int_equal(accfg_wq_get_size(get_wq(tree, 1), &size), 0);
	assert_int_equal(calls.opens + calls.reads + calls.others, few);
	assert_true(few <= 5);
}

static void reading_everything_never_opens_for_writing(void **state)
{
	struct tree *tree = *state;

	read_everything(tree->ctx);
	assert_true(calls.opens > 100);
	assert_int_equal(calls.opens_to_write, 0);
	assert_int_equal(calls.writes, 0);
}

static void files_are_closed_many_at_a_time(void **state)
{
	struct tree *tree = *state;

	for (unsigned int i = 0; i < N_WQS; i++) {
		const struct accfg_attr *attr;

		for (attr = accfg_attr_get_first(ACCFG_KIND_WQ); attr; attr = accfg_attr_get_next(attr))
			tree_write(tree, "0\n", "%s/wq0.%u/%s", tree_device("dsa0"), i, accfg_attr_get_name(attr));
	}
	memset(&calls, 0, sizeof(calls));
	read_everything(tree->ctx);
	accfg_refresh(tree->ctx);
	assert_true(calls.closes * 5 < calls.reads);
}

static void no_descriptor_is_left_open(void **state)
{
	struct tree *tree = *state;
	int before = dup(0), after;

	read_everything(tree->ctx);
	accfg_set_keep_open(tree->ctx, true);
	accfg_refresh(tree->ctx);
	read_everything(tree->ctx);
	accfg_refresh(tree->ctx);
	after = dup(0);
	assert_int_equal(after, before + 1);
	close(before);
	close(after);
}

static void kept_files_are_read_again_without_opening(void **state)
{
	struct tree *tree = *state;
	struct accfg_wq *wq;
	unsigned int size;

	accfg_set_keep_open(tree->ctx, true);
	wq = get_wq(tree, 3);
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	tree_write(tree, "99\n", "%s/wq0.3/size", tree_device("dsa0"));
	accfg_device_refresh(accfg_wq_get_device(wq));
	memset(&calls, 0, sizeof(calls));
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(size, 99);
	assert_int_equal(calls.opens, 0);
	assert_int_equal(calls.reads, 1);
}

static void too_many_open_files_are_given_back(void **state)
{
	struct tree *tree = *state;
	unsigned int size;

	accfg_set_keep_open(tree->ctx, true);
	for (unsigned int i = 0; i < N_WQS; i++) {
		struct accfg_wq *wq = get_wq(tree, i);
		enum accfg_wq_mode mode;

		assert_int_equal(accfg_wq_get_mode(wq, &mode), 0);
		calls_open_limit = calls.opens + 1; /* the next open fails */
		assert_int_equal(accfg_wq_get_size(wq, &size), 0);
		assert_int_equal(size, 16);
	}
	calls_open_limit = 0;
}

static void refresh_forgets_values_and_keeps_objects(void **state)
{
	struct tree *tree = *state;
	struct accfg_wq *wq = get_wq(tree, 2);
	unsigned int size;

	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	tree_write(tree, "5\n", "%s/wq0.2/size", tree_device("dsa0"));
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(size, 16);
	accfg_device_refresh(accfg_wq_get_device(wq));
	assert_ptr_equal(get_wq(tree, 2), wq);
	assert_int_equal(accfg_wq_get_size(wq, &size), 0);
	assert_int_equal(size, 5);
}

static void volatile_attributes_are_read_each_time(void **state)
{
	struct tree *tree = *state;
	struct accfg_wq *wq = get_wq(tree, 2);
	unsigned int entries;

	tree_write(tree, "5\n", "%s/wq0.2/occupancy", tree_device("dsa0"));
	assert_int_equal(accfg_wq_get_occupancy(wq, &entries), 0);
	tree_write(tree, "6\n", "%s/wq0.2/occupancy", tree_device("dsa0"));
	assert_int_equal(accfg_wq_get_occupancy(wq, &entries), 0);
	assert_int_equal(entries, 6);
}

static void a_setter_forgets_what_the_kernel_may_change(void **state)
{
	struct tree *tree = *state;
	struct accfg_object *wq = accfg_wq_get_object(get_wq(tree, 2));

	tree_write(tree, "8\n", "%s/wq0.2/threshold", tree_device("dsa0"));
	assert_string_equal(text_of(wq, "threshold"), "8");
	tree_write(tree, "0\n", "%s/wq0.2/threshold", tree_device("dsa0"));
	assert_int_equal(accfg_wq_set_mode(accfg_object_as_wq(wq), ACCFG_WQ_DEDICATED), 0);
	assert_string_equal(text_of(wq, "mode"), "dedicated");
	assert_string_equal(text_of(wq, "threshold"), "0");
}

static void an_empty_text_reaches_the_file(void **state)
{
	struct tree *tree = *state;
	char *text;

	tree_write(tree, "old name\n", "%s/wq0.2/name", tree_device("dsa0"));
	assert_int_equal(accfg_wq_set_name(get_wq(tree, 2), ""), 0);
	text = tree_read(tree, "%s/wq0.2/name", tree_device("dsa0"));
	assert_string_equal(text, "\n");
	free(text);
}

static void a_text_that_the_kernel_would_cut_is_refused(void **state)
{
	static char text[5000];

	memset(text, 'x', sizeof(text) - 1);
	tree_write(*state, "\n", "%s/wq0.2/name", tree_device("dsa0"));
	assert_int_equal(accfg_wq_set_name(get_wq(*state, 2), text), -EINVAL);
}

static void a_read_only_attribute_is_not_written(void **state)
{
	struct tree *tree = *state;
	struct accfg_object *wq = accfg_wq_get_object(get_wq(tree, 2));

	tree_write(tree, "0\n", "%s/wq0.2/clients", tree_device("dsa0"));
	assert_int_equal(accfg_object_set_attr(wq, accfg_attr_get_by_name(ACCFG_KIND_WQ, "clients"), "1"), -EACCES);
	assert_int_equal(calls.opens_to_write, 0);
	assert_string_equal(tree_message(tree), "dsa0/wq0.2: clients=1: the attribute is read-only");
}

static void an_attribute_of_another_kind_is_refused(void **state)
{
	struct accfg_object *wq = accfg_wq_get_object(get_wq(*state, 2));
	const char *text;

	assert_int_equal(accfg_object_get_attr(wq, accfg_attr_get_by_name(ACCFG_KIND_DEVICE, "version"), &text),
			 -ENOENT);
	assert_null(accfg_object_as_device(wq));
	assert_null(accfg_object_as_group(wq));
	assert_null(accfg_object_as_engine(wq));
}

static void hostile_files_are_errors_and_not_ends(void **state)
{
	struct tree *tree = *state;
	static char huge[20000];
	char fifo[PATH_MAX];
	const char *wq = "wq0.5";
	struct accfg_wq *object;
	const char *text;
	unsigned int n;
	int group;
	bool flag;

	memset(huge, '1', sizeof(huge) - 1);
	tree_write(tree, huge, "%s/%s/priority", tree_device("dsa0"), wq);
	tree_write(tree, "", "%s/%s/threshold", tree_device("dsa0"), wq);
	tree_write(tree, "x", "%s/%s/name/inside", tree_device("dsa0"), wq);
	tree_write(tree, "-17", "%s/%s/group_id", tree_device("dsa0"), wq);
	tree_link(tree, "driver_name", "%s/%s/driver_name", tree_device("dsa0"), wq);
	snprintf(fifo, sizeof(fifo), "%s/%s/%s/ats_disable", tree->sysfs, tree_device("dsa0"), wq);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	object = get_wq(tree, 5);
	assert_int_equal(accfg_wq_get_priority(object, &n), -EFBIG);
	assert_int_equal(accfg_wq_get_threshold(object, &n), -EINVAL);
	assert_int_equal(accfg_wq_get_name(object, &text), -EINVAL);
	assert_int_equal(accfg_wq_get_group_id(object, &group), -EINVAL);
	assert_int_equal(accfg_wq_get_driver_name(object, &text), -ELOOP);
	assert_int_equal(accfg_wq_get_ats_disable(object, &flag), -EINVAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_attribute_costs_one_open_and_one_read),
		TEST(an_absent_attribute_is_asked_for_once),
		TEST(an_attribute_of_another_family_is_not_asked_for),
		TEST(one_object_costs_the_same_on_a_large_machine),
		TEST(reading_everything_never_opens_for_writing),
		TEST(files_are_closed_many_at_a_time),
		TEST(no_descriptor_is_left_open),
		TEST(kept_files_are_read_again_without_opening),
		TEST(too_many_open_files_are_given_back),
		TEST(refresh_forgets_values_and_keeps_objects),
		TEST(volatile_attributes_are_read_each_time),
		TEST(a_setter_forgets_what_the_kernel_may_change),
		TEST(an_empty_text_reaches_the_file),
		TEST(a_text_that_the_kernel_would_cut_is_refused),
		TEST(a_read_only_attribute_is_not_written),
		TEST(an_attribute_of_another_kind_is_refused),
		TEST(hostile_files_are_errors_and_not_ends),
	};

	return cmocka_run_group_tests_name("object", tests, NULL, NULL);
}
