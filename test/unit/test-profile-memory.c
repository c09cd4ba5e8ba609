// SPDX-License-Identifier: GPL-2.0-or-later
/* Every single allocation of a reading and a writing of a profile fails once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/alloc.h"
#include "test/unit/profile-fixture.h"

static const char good[] =
	"[{'dev':\"dsa0\",\"token_limit\":1,\"read_buffer_limit\":2,\"de\\u0076\":\"dsa0\",\"groups\":[{\"dev\":\"group0.0\","
	"\"grouped_workqueues\":[{\"dev\":\"wq0.0\",\"type\":\"user\",\"name\":\"a\",\"op_config\":\"f\"},"
	"{\"dev\":\"wq0.1\",\"type\":\"kernel\",\"name\":\"a\",\"mode\":\"shared\",\"size\":5}],"
	"\"grouped_engines\":[{\"dev\":\"engine0.0\"}]}]},{\"dev\":\"iax1\",\"read_buffer_limit\":5,\"groups\":[]},]";
static const char several[] =
	"{\"version\":1,\"configs\":{\"a\":[{\"dev\":\"dsa0\"}],\"b\":[]}}";
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
	alloc_failures = 0;
	alloc_countdown = n;
	r = accfg_profile_new(fixture.ctx, &fixture.profile);
	if (r == 0) {
		r = accfg_profile_read_memory(fixture.profile, text, strlen(text), "p.json", 0);
		if (r == 0)
			r = accfg_profile_get_text(fixture.profile, &written);
		alloc_countdown = 0;
		accfg_profile_free(fixture.profile);
	}
	alloc_countdown = 0;
	/* what only makes a message shorter may be missing */
	if (r != -ENOMEM)
		assert_int_equal(r, expected);
	free(written);
	accfg_unref(fixture.ctx);
	return alloc_failures;
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

static void every_failed_allocation_of_several_configurations_is_survived(void **state)
{
	unsigned int n = 1;

	(void)state;
	while (run(several, n, -EINVAL))
		n++;
	assert_true(n > 25);
}

/* Builds with allocation number n failing; false when there are no so many. */
static bool run_build(unsigned int n)
{
	static const char *const values[][3] = {
		{ "dsa0", "read_buffer_limit", "4" }, { "dsa0/wq0.1", "group_id", "2" }, { "dsa0/wq0.1", "name", "a" },
		{ "dsa0/wq0.1", "size", "many" },     { "gpu0", "size", "1" },
	};
	struct profile_fixture fixture;
	char *written = NULL;
	int r = 0;

	assert_int_equal(accfg_new(&fixture.ctx), 0);
	assert_int_equal(accfg_profile_new(fixture.ctx, &fixture.profile), 0);
	alloc_failures = 0;
	alloc_countdown = n;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]) && r != -ENOMEM; i++) {
		r = accfg_profile_set_value(fixture.profile, values[i][0], values[i][1], values[i][2]);
		assert_true(r == -ENOMEM || r == (i < 3 ? 0 : -EINVAL));
	}
	if (r != -ENOMEM)
		r = accfg_profile_get_config_text(fixture.profile, "a", &written);
	alloc_countdown = 0;
	assert_true(r == -ENOMEM || (!r && strstr(written, "\"name\":\"a\"")));
	free(written);
	accfg_profile_free(fixture.profile);
	accfg_unref(fixture.ctx);
	return alloc_failures;
}

static void every_failed_allocation_of_a_profile_made_by_hand_is_survived(void **state)
{
	unsigned int n = 1;

	(void)state;
	while (run_build(n))
		n++;
	assert_true(n > 20);
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

		alloc_failures = 0;
		alloc_countdown = ++n;
		r = accfg_profile_read_memory(fixture.profile, good, strlen(good), "p.json", 0);
		alloc_countdown = 0;
		if (r)
			continue;
		assert_int_equal(accfg_profile_get_text(fixture.profile, &written), 0);
		assert_string_equal(written, whole);
		free(written);
	} while (alloc_failures);
	free(whole);
	accfg_profile_free(fixture.profile);
	accfg_unref(fixture.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failed_allocation_of_a_good_profile_is_survived),
		cmocka_unit_test(every_failed_allocation_of_a_bad_profile_is_survived),
		cmocka_unit_test(every_failed_allocation_of_several_configurations_is_survived),
		cmocka_unit_test(every_failed_allocation_of_a_profile_made_by_hand_is_survived),
		cmocka_unit_test(a_failed_allocation_is_never_a_success_with_less),
	};

	return cmocka_run_group_tests_name("profiles without memory", tests, NULL, NULL);
}
