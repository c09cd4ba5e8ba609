// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every single allocation of a reading and a writing fails once. The linker sends the library's allocations here first
 * (--wrap); json-c, a shared library, keeps its own.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);

static unsigned int countdown; /* 0: nothing fails */
static unsigned int failures;

static int fails(void)
{
	if (countdown == 0 || --countdown)
		return 0;
	failures++;
	return 1;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return fails() ? NULL : __real_reallocarray(old, count, size);
}

char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t size)
{
	return fails() ? NULL : __real_strndup(text, size);
}

static const char good[] =
	"[{'dev':\"dsa0\",\"token_limit\":1,\"read_buffer_limit\":2,\"de\\u0076\":\"dsa0\",\"groups\":[{\"dev\":\"group0.0\","
	"\"grouped_workqueues\":[{\"dev\":\"wq0.0\",\"type\":\"user\",\"name\":\"a\",\"op_config\":\"f\"},"
	"{\"dev\":\"wq0.1\",\"type\":\"kernel\",\"name\":\"a\",\"mode\":\"shared\",\"size\":5}],"
	"\"grouped_engines\":[{\"dev\":\"engine0.0\"}]}]},{\"dev\":\"iax1\",\"read_buffer_limit\":5,\"groups\":[]},]";
static const char bad[] =
	"[{\"dev\":\"dsa0\",\"colour\":1,\"event_log_size\":1,\"groups\":[{\"dev\":\"x\"},{\"dev\":\"group0.1\"},"
	"{\"dev\":\"group0.1\"}]},{\"dev\":\"dsa0\"},{}]";

/* Reads and writes with allocation number n failing; false when there are no so many. */
static bool run(const char *text, unsigned int n, int expected)
{
	struct profile_fixture fixture;
	char *written = NULL;
	int r;

	assert_int_equal(accfg_new(&fixture.ctx), 0);
	failures = 0;
	countdown = n;
	r = accfg_profile_new(fixture.ctx, &fixture.profile);
	if (r == 0) {
		r = accfg_profile_read_memory(fixture.profile, text, strlen(text), "p.json", 0);
		if (r == 0)
			r = accfg_profile_get_text(fixture.profile, &written);
		countdown = 0;
		accfg_profile_free(fixture.profile);
	}
	countdown = 0;
	/* what only makes a message shorter may be missing */
	if (r != -ENOMEM)
		assert_int_equal(r, expected);
	free(written);
	accfg_unref(fixture.ctx);
	return failures;
}

static void every_failed_allocation_of_a_good_profile_is_survived(void **state)
{
	unsigned int n = 1;

	(void)state;
	while (run(good, n, 0))
		n++;
	assert_true(n > 100);
}

static void every_failed_allocation_of_a_bad_profile_is_survived(void **state)
{
	unsigned int n = 1;

	(void)state;
	while (run(bad, n, -EINVAL))
		n++;
	assert_true(n > 50);
}

static void a_failed_allocation_is_never_a_success_with_less(void **state)
{
	struct profile_fixture fixture;
	char *whole, *written;
	unsigned int n = 0;

	(void)state;
	assert_int_equal(accfg_new(&fixture.ctx), 0);
	assert_int_equal(accfg_profile_new(fixture.ctx, &fixture.profile), 0);
	assert_int_equal(accfg_profile_read_memory(fixture.profile, good, strlen(good), "p.json", 0), 0);
	assert_int_equal(accfg_profile_get_text(fixture.profile, &whole), 0);
	do {
		int r;

		failures = 0;
		countdown = ++n;
		r = accfg_profile_read_memory(fixture.profile, good, strlen(good), "p.json", 0);
		countdown = 0;
		if (r)
			continue;
		assert_int_equal(accfg_profile_get_text(fixture.profile, &written), 0);
		assert_string_equal(written, whole);
		free(written);
	} while (failures);
	free(whole);
	accfg_profile_free(fixture.profile);
	accfg_unref(fixture.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failed_allocation_of_a_good_profile_is_survived),
		cmocka_unit_test(every_failed_allocation_of_a_bad_profile_is_survived),
		cmocka_unit_test(a_failed_allocation_is_never_a_success_with_less),
	};

	return cmocka_run_group_tests_name("profiles without memory", tests, NULL, NULL);
}
