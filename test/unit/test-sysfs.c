// SPDX-License-Identifier: GPL-2.0-or-later
/* The door to sysfs, and closing many descriptors at once. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "test/unit/calls.h"
#include "test/unit/tree.h"
#include "util/fd-batch.h"
#include "util/sysfs.h"

static int open_tree(struct tree *tree)
{
	int dir = sysfs_open_dir(AT_FDCWD, tree->sysfs);

	assert_true(dir >= 0);
	return dir;
}

static int read_value(struct tree *tree, const char *path, char *buf)
{
	int dir = open_tree(tree), fd, rc;

	rc = sysfs_read(dir, path, SYSFS_UNTRUSTED, buf, &fd);
	if (fd >= 0)
		close(fd);
	close(dir);
	return rc;
}

static void one_newline_is_taken_off(void **state)
{
	char buf[SYSFS_VALUE_MAX + 1];

	tree_write(*state, "text\n\n", "two");
	tree_write(*state, "text", "none");
	tree_write(*state, "", "empty");
	assert_int_equal(read_value(*state, "two", buf), 5);
	assert_string_equal(buf, "text\n");
	assert_int_equal(read_value(*state, "none", buf), 4);
	assert_string_equal(buf, "text");
	assert_int_equal(read_value(*state, "empty", buf), 0);
	assert_string_equal(buf, "");
}

static void a_value_of_the_greatest_length_is_read_and_a_longer_one_refused(void **state)
{
	char buf[SYSFS_VALUE_MAX + 1], text[SYSFS_VALUE_MAX + 2];

	memset(text, 'x', sizeof(text) - 1);
	text[SYSFS_VALUE_MAX] = 0;
	tree_write(*state, text, "fits");
	assert_int_equal(read_value(*state, "fits", buf), SYSFS_VALUE_MAX);
	text[SYSFS_VALUE_MAX] = 'x';
	text[SYSFS_VALUE_MAX + 1] = 0;
	tree_write(*state, text, "more");
	assert_int_equal(read_value(*state, "more", buf), -EFBIG);
}

static void a_missing_file_and_a_folder_are_told_apart(void **state)
{
	char buf[SYSFS_VALUE_MAX + 1];

	tree_write(*state, "", "folder/file");
	assert_int_equal(read_value(*state, "missing", buf), -ENOENT);
	assert_int_equal(read_value(*state, "folder", buf), -EINVAL);
	assert_int_equal(read_value(*state, "folder/file/more", buf), -ENOTDIR);
}

static void a_link_leads_nowhere_in_a_tree_that_is_not_trusted(void **state)
{
	char buf[SYSFS_VALUE_MAX + 1];
	int dir = open_tree(*state);
	char *text;

	tree_write(*state, "secret", "folder/file");
	tree_link(*state, "folder/file", "link");
	assert_int_equal(read_value(*state, "link", buf), -ELOOP);
	assert_int_equal(sysfs_write(dir, "link", SYSFS_UNTRUSTED, "5"), -ELOOP);
	text = tree_read(*state, "folder/file");
	assert_string_equal(text, "secret");
	free(text);
	close(dir);
}

static void the_value_of_a_plain_file_replaces_a_longer_one(void **state)
{
	int dir = open_tree(*state);
	char *text;

	tree_write(*state, "a long text\n", "file");
	assert_int_equal(sysfs_write(dir, "file", SYSFS_UNTRUSTED, "5"), 0);
	text = tree_read(*state, "file");
	assert_string_equal(text, "5");
	free(text);
	assert_int_equal(sysfs_write(dir, "missing", SYSFS_UNTRUSTED, "5"), -ENOENT);
	close(dir);
}

static void what_is_written_is_read_back_through_the_same_descriptor(void **state)
{
	char buf[SYSFS_VALUE_MAX + 1];
	int dir = open_tree(*state), fd, shown;

	tree_write(*state, "old\n", "file");
	calls = (struct calls){ 0 };
	assert_int_equal(sysfs_update(dir, "file", "new", buf, &shown, &fd), 0);
	assert_int_equal(calls.opens, 1);
	assert_int_equal(calls.writes, 1);
	assert_int_equal(calls.reads, 1);
	assert_int_equal(calls.closes, 0);
	assert_int_equal(shown, 3);
	assert_string_equal(buf, "new");
	close(fd);
	tree_write(*state, "\n", "empty");
	assert_int_equal(sysfs_update(dir, "empty", "", buf, &shown, &fd), 0);
	assert_int_equal(shown, 0); /* a newline stands for nothing */
	close(fd);
	assert_int_equal(sysfs_update(dir, "missing", "new", buf, &shown, &fd), -ENOENT);
	assert_true(fd < 0 && shown < 0);
	close(dir);
}

static void the_parts_of_a_link_are_given(void **state)
{
	int dir = open_tree(*state);
	char buf[16];

	tree_link(*state, "../../devices/0000:6a:01.0/dsa0", "link");
	tree_link(*state, "plain", "short");
	tree_write(*state, "", "file");
	assert_int_equal(sysfs_readlink_base(dir, "link", buf, sizeof(buf)), 0);
	assert_string_equal(buf, "dsa0");
	assert_int_equal(sysfs_readlink_parent(dir, "link", buf, sizeof(buf)), 0);
	assert_string_equal(buf, "0000:6a:01.0");
	assert_int_equal(sysfs_readlink_base(dir, "link", buf, 4), -ENAMETOOLONG);
	assert_int_equal(sysfs_readlink_base(dir, "short", buf, sizeof(buf)), 0);
	assert_string_equal(buf, "plain");
	assert_int_equal(sysfs_readlink_parent(dir, "short", buf, sizeof(buf)), -EINVAL);
	assert_int_equal(sysfs_readlink_base(dir, "file", buf, sizeof(buf)), -EINVAL);
	assert_int_equal(sysfs_readlink_base(dir, "missing", buf, sizeof(buf)), -ENOENT);
	close(dir);
}

static int count_name(const char *name, void *data)
{
	assert_true(name[0] != '.');
	return ++*(int *)data == 1000 ? -ECANCELED : 0;
}

static void a_listing_gives_every_name_until_it_is_stopped(void **state)
{
	int dir, n = 0;

	for (int i = 0; i < 900; i++)
		tree_write(*state, "", "a-file-with-a-rather-long-name-%d", i);
	dir = open_tree(*state);
	assert_int_equal(sysfs_list(dir, count_name, &n), 0);
	assert_int_equal(n, 900);
	close(dir);
	dir = open_tree(*state);
	assert_int_equal(sysfs_list(dir, count_name, &n), -ECANCELED);
	assert_int_equal(n, 1000);
	close(dir);
}

static void neighbours_are_closed_with_one_call(void **state)
{
	struct fd_batch batch = { .n = 0 };
	int fds[6], keep;

	(void)state;
	for (int i = 0; i < 6; i++)
		fds[i] = dup(0);
	keep = fds[3];
	for (int i = 5; i >= 0; i--) {
		if (fds[i] != keep)
			fd_batch_add(&batch, fds[i]);
	}
	calls.closes = 0;
	fd_batch_close(&batch);
	assert_int_equal(calls.closes, 2);
	for (int i = 0; i < 6; i++)
		assert_int_equal(fcntl(fds[i], F_GETFD) >= 0, fds[i] == keep);
	close(keep);
}

static void a_full_batch_closes_itself(void **state)
{
	struct fd_batch batch = { .n = 0 };

	(void)state;
	for (int i = 0; i < FD_BATCH_MAX; i++) {
		assert_int_equal(batch.n, i);
		fd_batch_add(&batch, dup(0));
	}
	assert_int_equal(batch.n, 0);
}

static void a_module_that_does_not_exist_is_said(void **state)
{
	struct tree *tree = *state;
	int rc = accfg_load_module(tree->ctx, "no_such_module_of_accfg");

	assert_true(rc == -ENOENT || rc == -EOPNOTSUPP);
	assert_non_null(strstr(tree_message(tree), "module"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_newline_is_taken_off),
		TEST(a_value_of_the_greatest_length_is_read_and_a_longer_one_refused),
		TEST(a_missing_file_and_a_folder_are_told_apart),
		TEST(a_link_leads_nowhere_in_a_tree_that_is_not_trusted),
		TEST(the_value_of_a_plain_file_replaces_a_longer_one),
		TEST(what_is_written_is_read_back_through_the_same_descriptor),
		TEST(the_parts_of_a_link_are_given),
		TEST(a_listing_gives_every_name_until_it_is_stopped),
		cmocka_unit_test(neighbours_are_closed_with_one_call),
		cmocka_unit_test(a_full_batch_closes_itself),
		TEST(a_module_that_does_not_exist_is_said),
	};

	return cmocka_run_group_tests_name("sysfs", tests, NULL, NULL);
}
