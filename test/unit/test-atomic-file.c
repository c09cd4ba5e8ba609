// SPDX-License-Identifier: GPL-2.0-or-later
/* Files are replaced whole or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "test/unit/tree.h"
#include "util/atomic-file.h"

static const char *in(struct tree *tree, const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", tree->sysfs, name);
	return path;
}

static void assert_holds(struct tree *tree, const char *name, const char *text)
{
	char *found = tree_read(tree, "%s", name);

	assert_string_equal(found, text);
	free(found);
}

static unsigned int count_files(struct tree *tree)
{
	DIR *dir = opendir(tree->sysfs);
	unsigned int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static void a_new_file_gets_the_mode_of_the_umask(void **state)
{
	mode_t mask = umask(027);
	struct stat st;

	assert_int_equal(atomic_file_write(in(*state, "new"), "text", 4), 0);
	umask(mask);
	assert_holds(*state, "new", "text");
	assert_int_equal(stat(in(*state, "new"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(count_files(*state), 1);
}

static void a_file_keeps_its_mode_and_owner(void **state)
{
	struct stat st;

	tree_write(*state, "old and long", "file");
	assert_int_equal(chmod(in(*state, "file"), 0604), 0);
	if (!geteuid())
		assert_int_equal(chown(in(*state, "file"), 4711, 4712), 0);
	assert_int_equal(atomic_file_write(in(*state, "file"), "new", 3), 0);
	assert_holds(*state, "file", "new");
	assert_int_equal(stat(in(*state, "file"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0604);
	if (!geteuid())
		assert_true(st.st_uid == 4711 && st.st_gid == 4712);
}

static void a_reader_of_the_old_file_still_sees_it(void **state)
{
	char text[8] = "";
	int fd;

	tree_write(*state, "old", "file");
	fd = open(in(*state, "file"), O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(atomic_file_write(in(*state, "file"), "new", 3), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_string_equal(text, "old");
	close(fd);
}

static void a_link_stays_and_its_target_is_replaced(void **state)
{
	struct stat st;

	tree_write(*state, "old", "folder/target");
	tree_link(*state, "folder/target", "link");
	assert_int_equal(atomic_file_write(in(*state, "link"), "new", 3), 0);
	assert_holds(*state, "folder/target", "new");
	assert_int_equal(lstat(in(*state, "link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

static void a_link_to_nothing_is_refused(void **state)
{
	tree_link(*state, "nowhere", "link");
	assert_int_equal(atomic_file_write(in(*state, "link"), "new", 3), -ENOENT);
	assert_int_equal(count_files(*state), 1);
}

static void a_folder_is_refused(void **state)
{
	tree_write(*state, "", "folder/file");
	assert_int_equal(atomic_file_write(in(*state, "folder"), "new", 3), -EISDIR);
}

static void a_missing_folder_is_said(void **state)
{
	assert_int_equal(atomic_file_write(in(*state, "no/file"), "new", 3), -ENOENT);
	assert_int_equal(atomic_file_write("", "new", 3), -ENOENT);
}

static void a_full_device_is_said(void **state)
{
	(void)state;
	if (!access("/dev/full", W_OK)) /* some containers lack it */
		assert_int_equal(atomic_file_write("/dev/full", "new", 3), -ENOSPC);
}

static void a_fifo_is_written_straight(void **state)
{
	char text[8] = "";
	int fd;

	assert_int_equal(mkfifo(in(*state, "fifo"), 0600), 0);
	fd = open(in(*state, "fifo"), O_RDWR | O_NONBLOCK);
	assert_true(fd >= 0);
	assert_int_equal(atomic_file_write(in(*state, "fifo"), "new", 3), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_string_equal(text, "new");
	close(fd);
}

static void an_open_file_behind_dev_fd_is_written_and_not_replaced(void **state)
{
	char path[32];
	int fd;

	tree_write(*state, "", "file");
	fd = open(in(*state, "file"), O_RDWR);
	assert_true(fd >= 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	assert_int_equal(atomic_file_write(path, "new", 3), 0);
	close(fd);
	assert_holds(*state, "file", "new");
	assert_int_equal(count_files(*state), 1);
}

/* In a child with a limit on the size of files; gives the errno. */
static int fork_and_fail_on_size(const char *path, const char *text, size_t length)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		const struct rlimit limit = { 4096, 4096 };

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(-atomic_file_write(path, text, length));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status);
}

static void a_failure_leaves_the_old_file_and_no_rubbish(void **state)
{
	struct tree *tree = *state;
	static char text[8192];

	tree_write(tree, "old", "file");
	if (fork_and_fail_on_size(in(tree, "file"), text, sizeof(text)) != EFBIG)
		fail();
	assert_holds(tree, "file", "old");
	assert_int_equal(count_files(tree), 1);
}

static void who_changes_a_file_waits_for_others_of_its_folder(void **state)
{
	struct tree *tree = *state;
	int first = atomic_file_lock(in(tree, "file"), 0), second;

	assert_true(first >= 0);
	assert_int_equal(atomic_file_lock(in(tree, "file"), 20), -EAGAIN);
	assert_int_equal(count_files(tree), 0);
	tree_write(tree, "text", "file");
	assert_int_equal(atomic_file_lock(in(tree, "file"), 0), -EAGAIN);
	close(first);
	second = atomic_file_lock(in(tree, "file"), 0);
	assert_true(second >= 0);
	close(second);
	assert_int_equal(atomic_file_lock(in(tree, "nowhere/file"), 0), -ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_file_gets_the_mode_of_the_umask),
		TEST(a_file_keeps_its_mode_and_owner),
		TEST(a_reader_of_the_old_file_still_sees_it),
		TEST(a_link_stays_and_its_target_is_replaced),
		TEST(a_link_to_nothing_is_refused),
		TEST(a_folder_is_refused),
		TEST(a_missing_folder_is_said),
		TEST(a_full_device_is_said),
		TEST(a_fifo_is_written_straight),
		TEST(an_open_file_behind_dev_fd_is_written_and_not_replaced),
		TEST(who_changes_a_file_waits_for_others_of_its_folder),
		TEST(a_failure_leaves_the_old_file_and_no_rubbish),
	};

	return cmocka_run_group_tests_name("atomic-file", tests, NULL, NULL);
}
