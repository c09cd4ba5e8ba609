// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks of devices, and the folder that they are in (lock.c, run-dir.c, process.c). */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/lock.h"
#include "test/unit/tree.h"

static struct tree *tree;
static char run_dir[96];

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree = *state;
	snprintf(run_dir, sizeof(run_dir), "%s/run", tree->root);
	return rc ? rc : accfg_set_run_dir(tree->ctx, run_dir);
}

static int take(struct accfg_ctx *ctx, const char *a, const char *b, unsigned int wait_ms, struct accfg_lock **lock)
{
	const char *names[] = { a, b };

	return lock_take(ctx, names, b ? 2 : 1, wait_ms, lock);
}

static struct accfg_ctx *other_context(void)
{
	struct accfg_ctx *ctx;

	assert_int_equal(accfg_new(&ctx), 0);
	assert_int_equal(accfg_set_run_dir(ctx, run_dir), 0);
	return ctx;
}

/* A process that holds the devices until `pipes` is closed or it is killed. */
static pid_t start_holder(const char *a, const char *b, int pipes[2])
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		struct accfg_ctx *ctx = other_context();
		struct accfg_lock *lock;

		close(pipes[1]);
		if (take(ctx, a, b, 0, &lock) || write(ready[1], "x", 1) != 1)
			_exit(1);
		(void)!read(pipes[0], &byte, 1);
		lock_release(lock);
		_exit(0);
	}
	close(pipes[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void end_holder(pid_t pid, const int pipes[2])
{
	close(pipes[1]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static char *path_of(const char *name)
{
	static char path[160];

	snprintf(path, sizeof(path), "%s/%s", run_dir, name);
	return path;
}

static void a_device_is_locked_against_another_context_and_the_message_names_the_holder(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;
	char pid[32];

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	assert_int_equal(take(other, "dsa0", NULL, 0, &second), -EAGAIN);
	assert_null(second);
	assert_string_equal(accfg_error_get_rule(accfg_get_last_error(other)), "locked");
	assert_string_equal(accfg_error_get_object(accfg_get_last_error(other)), "dsa0");
	snprintf(pid, sizeof(pid), "(pid %d, for ", getpid());
	assert_non_null(strstr(accfg_error_get_message(accfg_get_last_error(other)), "test-lock"));
	assert_non_null(strstr(accfg_error_get_message(accfg_get_last_error(other)), pid));
	lock_release(lock);
	assert_int_equal(take(other, "dsa0", NULL, 0, &second), 0);
	lock_release(second);
	accfg_unref(other);
}

static void other_devices_are_free(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	assert_int_equal(take(other, "dsa1", "iax3", 0, &second), 0);
	lock_release(second);
	lock_release(lock);
	accfg_unref(other);
}

static void all_or_none_are_taken(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa10", NULL, 0, &lock), 0);
	assert_int_equal(take(other, "dsa10", "dsa2", 0, &second), -EAGAIN);
	lock_release(lock);
	assert_int_equal(take(tree->ctx, "dsa2", NULL, 0, &lock), 0); /* given back */
	lock_release(lock);
	accfg_unref(other);
}

static void a_context_may_lock_again_and_the_last_release_counts(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *first, *again, *second;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &first), 0);
	assert_int_equal(take(tree->ctx, "dsa0", "dsa0", 0, &again), 0);
	lock_release(first);
	assert_int_equal(take(other, "dsa0", NULL, 0, &second), -EAGAIN);
	lock_release(again);
	assert_int_equal(take(other, "dsa0", NULL, 0, &second), 0);
	lock_release(second);
	accfg_unref(other);
}

static void waiting_ends_when_the_other_process_is_done(void **state)
{
	struct accfg_lock *lock;
	int pipes[2];
	pid_t pid = start_holder("dsa0", "dsa1", pipes);

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa1", NULL, 0, &lock), -EAGAIN);
	close(pipes[1]);
	assert_int_equal(take(tree->ctx, "dsa1", "dsa0", 60000, &lock), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	lock_release(lock);
}

static void waiting_has_an_end(void **state)
{
	struct accfg_lock *lock;
	int pipes[2];
	pid_t pid = start_holder("dsa0", NULL, pipes);

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 120, &lock), -EAGAIN);
	assert_non_null(strstr(tree_message(tree), "after waiting 0.1 s"));
	end_holder(pid, pipes);
}

/* Waiting there could be for each other. */
static void who_holds_a_later_device_does_not_wait_for_an_earlier_one(void **state)
{
	struct accfg_lock *lock, *earlier;
	int pipes[2];
	pid_t pid = start_holder("dsa2", NULL, pipes);

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa10", NULL, 0, &lock), 0);
	alarm(30);
	assert_int_equal(take(tree->ctx, "dsa2", NULL, 3600 * 1000, &earlier), -EAGAIN);
	alarm(0);
	lock_release(lock);
	end_holder(pid, pipes);
}

static void a_killed_holder_leaves_nothing_locked_and_the_file_stays(void **state)
{
	struct accfg_lock *lock;
	struct stat before, after;
	int pipes[2];
	pid_t pid = start_holder("dsa0", NULL, pipes);

	(void)state;
	assert_int_equal(stat(path_of("dsa0.lock"), &before), 0);
	kill(pid, SIGKILL);
	end_holder(pid, pipes);
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	lock_release(lock);
	assert_int_equal(stat(path_of("dsa0.lock"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void write_holder(const char *text)
{
	FILE *f = fopen(path_of("dsa0.lock"), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* What the file says of a process that is gone, or of another one with its number, is not repeated. */
static void a_stale_holder_is_not_believed(void **state)
{
	static const char *const texts[] = { "999999999 5 1700000000 accfg ghost\n", "1 1 1700000000 accfg ghost\n",
					     "", "accfg ghost", "\n\n", "-1 0 0 accfg ghost\n" };
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_holder(texts[i]);
		assert_int_equal(take(other, "dsa0", NULL, 0, &second), -EAGAIN);
		assert_string_equal(accfg_error_get_message(accfg_get_last_error(other)),
				    "dsa0: another process is changing it");
	}
	lock_release(lock);
	accfg_unref(other);
}

static void a_program_that_is_started_does_not_inherit_the_lock(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;
	int pipes[2];
	pid_t pid;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (!pid) {
		dup2(pipes[0], 0);
		close(pipes[1]);
		execl("/bin/cat", "cat", (char *)NULL);
		_exit(1);
	}
	close(pipes[0]);
	lock_release(lock);
	assert_int_equal(take(other, "dsa0", NULL, 60000, &second), 0);
	lock_release(second);
	end_holder(pid, pipes);
	accfg_unref(other);
}

static void a_child_that_gives_its_copy_back_does_not_take_the_lock_away(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;
	pid_t pid;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	pid = fork();
	if (!pid) {
		lock_release(lock);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(take(other, "dsa0", NULL, 0, &second), -EAGAIN);
	lock_release(lock);
	accfg_unref(other);
}

/* ---- the folder ---- */

static void assert_refused(int rc, const char *part)
{
	struct accfg_lock *lock = NULL;
	int got = take(tree->ctx, "dsa0", NULL, 0, &lock);

	assert_null(lock);
	assert_int_equal(got, rc);
	assert_string_equal(accfg_error_get_rule(accfg_get_last_error(tree->ctx)), "run-dir");
	if (!strstr(tree_message(tree), part) || !strstr(tree_message(tree), run_dir))
		fail_msg("%s", tree_message(tree));
}

static void a_folder_that_is_a_link_is_refused(void **state)
{
	(void)state;
	assert_int_equal(symlink(tree->root, run_dir), 0);
	assert_refused(-EPERM, "it is a symbolic link");
}

static void a_folder_that_everybody_may_write_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir(run_dir, 0755), 0);
	assert_int_equal(chmod(run_dir, 01777), 0);
	assert_refused(-EPERM, "everybody may write to it");
}

static void a_folder_of_somebody_else_is_refused(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(mkdir(run_dir, 0755), 0);
	assert_int_equal(chown(run_dir, 12345, 12345), 0);
	assert_refused(-EPERM, "it belongs to somebody else");
}

static void a_file_in_place_of_the_folder_is_said(void **state)
{
	int fd = open(run_dir, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

	(void)state;
	close(fd);
	assert_refused(-ENOTDIR, "ACCFG_RUN_DIR");
}

static void a_folder_that_cannot_be_made_is_said_with_the_way_out(void **state)
{
	(void)state;
	snprintf(run_dir, sizeof(run_dir), "%s/is/not/there", tree->root);
	assert_int_equal(accfg_set_run_dir(tree->ctx, run_dir), 0);
	assert_refused(-ENOENT, "ACCFG_RUN_DIR can name another one");
}

static void what_is_no_plain_file_is_not_used_as_a_lock(void **state)
{
	(void)state;
	assert_int_equal(mkdir(run_dir, 0755), 0);
	assert_int_equal(mkfifo(path_of("dsa0.lock"), 0600), 0);
	assert_refused(-EPERM, "dsa0.lock");
	assert_int_equal(unlink(path_of("dsa0.lock")), 0);
	assert_int_equal(symlink("/dev/null", path_of("dsa0.lock")), 0);
	assert_refused(-EPERM, "dsa0.lock");
}

static void a_captured_tree_has_no_locks_unless_a_folder_is_named(void **state)
{
	struct accfg_lock *lock, *second;
	struct accfg_ctx *a, *b;

	(void)state;
	unsetenv("ACCFG_RUN_DIR");
	assert_int_equal(accfg_new(&a), 0);
	assert_int_equal(accfg_new(&b), 0);
	assert_int_equal(accfg_set_sysfs_root(a, tree->sysfs), 0);
	assert_int_equal(accfg_set_sysfs_root(b, tree->sysfs), 0);
	assert_int_equal(take(a, "dsa0", NULL, 0, &lock), 0);
	assert_int_equal(take(b, "dsa0", NULL, 0, &second), 0);
	lock_release(lock);
	lock_release(second);
	accfg_unref(a);
	accfg_unref(b);
}

static void the_environment_names_the_folder(void **state)
{
	struct accfg_ctx *ctx;

	(void)state;
	unsetenv("ACCFG_RUN_DIR");
	assert_int_equal(accfg_new(&ctx), 0);
	assert_string_equal(accfg_get_run_dir(ctx), "/run/accfg");
	accfg_unref(ctx);
	setenv("ACCFG_RUN_DIR", run_dir, 1);
	assert_int_equal(accfg_new(&ctx), 0);
	assert_string_equal(accfg_get_run_dir(ctx), run_dir);
	accfg_unref(ctx);
	unsetenv("ACCFG_RUN_DIR");
}

static void the_folder_stays_what_it_is_while_locks_are_held(void **state)
{
	struct accfg_lock *lock;

	(void)state;
	assert_int_equal(take(tree->ctx, "dsa0", NULL, 0, &lock), 0);
	assert_int_equal(accfg_set_run_dir(tree->ctx, "/elsewhere"), -EBUSY);
	lock_release(lock);
	assert_int_equal(accfg_set_run_dir(tree->ctx, "/elsewhere"), 0);
}

static void devices_are_locked_by_the_public_functions(void **state)
{
	struct accfg_ctx *other = other_context();
	struct accfg_lock *lock, *second;
	struct accfg_device *device;

	(void)state;
	tree_add_device(tree, "dsa3", 1, 1, 1);
	device = tree_get_device(tree, "dsa3");
	assert_int_equal(accfg_lock_new(tree->ctx, &device, 1, &lock), 0);
	assert_int_equal(take(other, "dsa3", NULL, 0, &second), -EAGAIN);
	accfg_lock_free(lock);
	accfg_lock_free(NULL);
	assert_int_equal(take(other, "dsa3", NULL, 0, &second), 0);
	accfg_set_lock_wait(tree->ctx, 1);
	assert_int_equal(accfg_get_lock_wait(tree->ctx), 1);
	assert_int_equal(accfg_lock_new(tree->ctx, &device, 1, &lock), -EAGAIN);
	lock_release(second);
	accfg_unref(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_device_is_locked_against_another_context_and_the_message_names_the_holder),
		TEST(other_devices_are_free),
		TEST(all_or_none_are_taken),
		TEST(a_context_may_lock_again_and_the_last_release_counts),
		TEST(waiting_ends_when_the_other_process_is_done),
		TEST(waiting_has_an_end),
		TEST(who_holds_a_later_device_does_not_wait_for_an_earlier_one),
		TEST(a_killed_holder_leaves_nothing_locked_and_the_file_stays),
		TEST(a_stale_holder_is_not_believed),
		TEST(a_program_that_is_started_does_not_inherit_the_lock),
		TEST(a_child_that_gives_its_copy_back_does_not_take_the_lock_away),
		TEST(a_folder_that_is_a_link_is_refused),
		TEST(a_folder_that_everybody_may_write_is_refused),
		TEST(a_folder_of_somebody_else_is_refused),
		TEST(a_file_in_place_of_the_folder_is_said),
		TEST(a_folder_that_cannot_be_made_is_said_with_the_way_out),
		TEST(what_is_no_plain_file_is_not_used_as_a_lock),
		TEST(a_captured_tree_has_no_locks_unless_a_folder_is_named),
		TEST(the_environment_names_the_folder),
		TEST(the_folder_stays_what_it_is_while_locks_are_held),
		TEST(devices_are_locked_by_the_public_functions),
	};

	return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
