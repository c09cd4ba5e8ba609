// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where profiles come from and go to: files, descriptors, memory; their limits; and the text that is written.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/unit/profile-fixture.h"

#define MIB (1024 * 1024)

static struct accfg_profile *profile_of(void **state)
{
	return ((struct profile_fixture *)*state)->profile;
}

static const char *first_message(void **state)
{
	return accfg_error_get_message(accfg_profile_get_first_problem(profile_of(state)));
}

static void a_missing_file_is_named(void **state)
{
	assert_int_equal(accfg_profile_read_file(profile_of(state), "/nonexistent/p.json", 0), -ENOENT);
	assert_string_equal(first_message(state), "No such file or directory [/nonexistent/p.json]");
}

static void a_folder_is_no_profile(void **state)
{
	assert_int_equal(accfg_profile_read_file(profile_of(state), "/", 0), -EISDIR);
}

static void a_file_of_10_mib_is_refused_without_reading_it(void **state)
{
	int fd = memfd_create("big", 0);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 10 * MIB), 0);
	assert_int_equal(accfg_profile_read_fd(profile_of(state), fd, "big", 0), -EFBIG);
	assert_string_equal(first_message(state), "larger than 4194304 bytes, the largest profile allowed [big]");
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
	close(fd);
}

/* Writes blanks until nobody reads any more, and says how many MiB went through. */
static void write_without_end(int fd)
{
	static char blanks[65536];
	size_t written = 0;
	ssize_t n;

	signal(SIGPIPE, SIG_IGN);
	memset(blanks, ' ', sizeof(blanks));
	while ((n = write(fd, blanks, sizeof(blanks))) > 0)
		written += (size_t)n;
	_exit(written > 5 * MIB);
}

static void a_pipe_without_end_is_given_up_after_4_mib(void **state)
{
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(fds[0]);
		write_without_end(fds[1]);
	}
	close(fds[1]);
	assert_int_equal(accfg_profile_read_fd(profile_of(state), fds[0], "-", 0), -EFBIG);
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void memory_of_more_than_4_mib_is_refused(void **state)
{
	/* not looked at, so it may be short */
	assert_int_equal(accfg_profile_read_memory(profile_of(state), "[", 4 * MIB + 1, "m", 0), -EFBIG);
}

static void exactly_4_mib_are_read(void **state)
{
	char *text = malloc(4 * MIB);

	assert_non_null(text);
	memset(text, ' ', 4 * MIB);
	memcpy(text, "[{\"dev\":\"dsa0\"}]", 16);
	assert_int_equal(accfg_profile_read_memory(profile_of(state), text, 4 * MIB, "m", 0), 0);
	assert_int_equal(profile_of(state)->n_devices, 1);
	free(text);
}

static void a_nul_byte_is_reported_at_its_place(void **state)
{
	assert_int_equal(accfg_profile_read_memory(profile_of(state), "[\n \0]", 5, "m", 0), -EINVAL);
	assert_string_equal(first_message(state), "a NUL byte [m:2:2]");
}

static void a_pipe_is_read_to_its_end(void **state)
{
	static const char *const parts[] = { "[{\"dev\"", ":\"dsa0\"", "}]" };
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		for (size_t i = 0; i < 3; i++) {
			usleep(1000);
			if (write(fds[1], parts[i], strlen(parts[i])) < 0)
				_exit(1);
		}
		_exit(0);
	}
	close(fds[1]);
	assert_int_equal(accfg_profile_read_fd(profile_of(state), fds[0], "-", ACCFG_PROFILE_STRICT), 0);
	close(fds[0]);
	waitpid(pid, &status, 0);
	assert_string_equal(profile_of(state)->devices[0].self.name, "dsa0");
}

static void errors_beyond_200_are_counted(void **state)
{
	char *text = malloc(64 * 1024), *at = text;

	assert_non_null(text);
	at += sprintf(at, "[{\"dev\":\"dsa0\"");
	for (int i = 0; i < 1000; i++)
		at += sprintf(at, ",\n\"key%d\":1", i);
	sprintf(at, "}]");
	assert_int_equal(profile_read(state, text, 0), -EINVAL);
	assert_int_equal(profile_count_errors(state), 201);
	assert_profile_error(state, "and 800 more");
	free(text);
}

/* ---- writing ------------------------------------------------------------------------------------ */

static void what_is_written_has_the_shape_of_save_config(void **state)
{
	char *text;

	profile_read_ok(state,
		"[{\"groups\":[{\"grouped_engines\":[{\"dev\":\"engine0.2\"}],\"tokens_allowed\":16,\"dev\":\"group0.1\","
		"\"grouped_workqueues\":[{\"threshold\":8,\"name\":\"a\\\"\\\\/\xc3\xa4\",\"type\":\"user\",\"size\":16,\"dev\":\"wq0.3\","
		"\"mode\":\"shared\",\"max_transfer_size\":2147483648,\"block_on_fault\":true,\"op_config\":\"ff\",\"state\":\"enabled\"}]},"
		"{\"dev\":\"group0.2\"}],\"ungrouped_workqueues\":[{\"dev\":\"wq0.0\",\"size\":0}],"
		"\"unassigned engines\":[{\"dev\":\"engine0.0\"}],\"max_groups\":4,\"dev\":\"dsa0\",\"token_limit\":3}]");
	assert_int_equal(accfg_profile_get_text(profile_of(state), &text), 0);
	assert_string_equal(text,
		"[\n"
		"  {\n"
		"    \"dev\":\"dsa0\",\n"
		"    \"read_buffer_limit\":3,\n"
		"    \"groups\":[\n"
		"      {\n"
		"        \"dev\":\"group0.1\",\n"
		"        \"read_buffers_allowed\":16,\n"
		"        \"grouped_workqueues\":[\n"
		"          {\n"
		"            \"dev\":\"wq0.3\",\n"
		"            \"mode\":\"shared\",\n"
		"            \"size\":16,\n"
		"            \"group_id\":1,\n"
		"            \"block_on_fault\":1,\n"
		"            \"max_transfer_size\":2147483648,\n"
		"            \"type\":\"user\",\n"
		"            \"name\":\"a\\\"\\\\/\xc3\xa4\",\n"
		"            \"driver_name\":\"user\",\n"
		"            \"threshold\":8,\n"
		"            \"op_config\":\"00000000,00000000,00000000,00000000,00000000,00000000,00000000,000000ff\"\n"
		"          }\n"
		"        ],\n"
		"        \"grouped_engines\":[\n"
		"          {\n"
		"            \"dev\":\"engine0.2\",\n"
		"            \"group_id\":1\n"
		"          }\n"
		"        ]\n"
		"      },\n"
		"      {\n"
		"        \"dev\":\"group0.2\"\n"
		"      }\n"
		"    ],\n"
		"    \"ungrouped workqueues\":[\n"
		"      {\n"
		"        \"dev\":\"wq0.0\",\n"
		"        \"size\":0\n"
		"      }\n"
		"    ],\n"
		"    \"ungrouped_engines\":[\n"
		"      {\n"
		"        \"dev\":\"engine0.0\"\n"
		"      }\n"
		"    ]\n"
		"  }\n"
		"]\n");
	free(text);
}

static void an_empty_profile_is_an_empty_list(void **state)
{
	char *text;

	assert_int_equal(accfg_profile_get_text(profile_of(state), &text), 0);
	assert_string_equal(text, "[\n]\n");
	free(text);
}

static void a_group_that_only_a_wq_names_is_written(void **state)
{
	struct accfg_profile *profile = profile_of(state);
	struct profile_device *device = profile_add_device(profile, "dsa0");
	struct profile_object *wq = profile_add_object(device, ACCFG_KIND_WQ, "wq0.1");
	char *text;

	assert_int_equal(profile_name_parse_device(device), 0);
	assert_int_equal(profile_name_parse_part(wq), 0);
	wq->group_id = 2;
	assert_int_equal(accfg_profile_get_text(profile, &text), 0);
	assert_int_equal(profile_read(state, text, ACCFG_PROFILE_STRICT), 0);
	assert_int_equal(profile_object_named(profile, 0, "wq0.1")->group_id, 2);
	assert_int_equal(profile_object_named(profile, 0, "group0.2")->id, 2);
	free(text);
}

static void a_written_file_reads_back_as_it_was(void **state)
{
	char path[] = "/tmp/accfg-test-XXXXXX", *before, *after;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	profile_read_ok(state, "[{\"dev\":\"dsaX\",\"groups\":[{\"dev\":\"groupX.0\",\"grouped_workqueues\":[{\"dev\":\"wqX.0\","
			       "\"type\":\"kernel\",\"mode\":\"dedicated\",\"name\":\"n X\"}]}]},{\"dev\":\"numa:1\"}]");
	assert_int_equal(accfg_profile_get_text(profile_of(state), &before), 0);
	assert_int_equal(accfg_profile_write_file(profile_of(state), path), 0);
	assert_int_equal(accfg_profile_read_file(profile_of(state), path, ACCFG_PROFILE_STRICT), 0);
	assert_int_equal(accfg_profile_get_text(profile_of(state), &after), 0);
	assert_string_equal(before, after);
	free(before);
	free(after);
	unlink(path);
}

static void a_folder_that_is_not_there_fails_with_its_errno(void **state)
{
	struct profile_fixture *fixture = *state;

	assert_int_equal(accfg_profile_write_file(fixture->profile, "/nonexistent/p.json"), -ENOENT);
	assert_string_equal(accfg_error_get_message(accfg_get_last_error(fixture->ctx)),
			    "No such file or directory [/nonexistent/p.json]");
}

static void the_full_device_fails(void **state)
{
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(accfg_profile_write_file(profile_of(state), "/dev/full"), -ENOSPC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_SENTENCE(a_missing_file_is_named),
		TEST_SENTENCE(a_folder_is_no_profile),
		TEST_SENTENCE(a_file_of_10_mib_is_refused_without_reading_it),
		TEST_SENTENCE(a_pipe_without_end_is_given_up_after_4_mib),
		TEST_SENTENCE(memory_of_more_than_4_mib_is_refused),
		TEST_SENTENCE(exactly_4_mib_are_read),
		TEST_SENTENCE(a_nul_byte_is_reported_at_its_place),
		TEST_SENTENCE(a_pipe_is_read_to_its_end),
		TEST_SENTENCE(errors_beyond_200_are_counted),
		TEST_SENTENCE(what_is_written_has_the_shape_of_save_config),
		TEST_SENTENCE(an_empty_profile_is_an_empty_list),
		TEST_SENTENCE(a_group_that_only_a_wq_names_is_written),
		TEST_SENTENCE(a_written_file_reads_back_as_it_was),
		TEST_SENTENCE(a_folder_that_is_not_there_fails_with_its_errno),
		TEST_SENTENCE(the_full_device_fails),
	};

	return cmocka_run_group_tests_name("profiles in and out", tests, NULL, NULL);
}
