// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every single allocation of checking a profile and of comparing states fails once: -ENOMEM or the
 * usual answer.
 */
#include <errno.h>
#include <string.h>

#include "profile-fixture.h"
#include "state-fixture.h"
#include "test/unit/alloc.h"

/* Selectors, texts, notes, completing and errors. */
static const char good[] =
	"[{\"dev\": \"dsaX\", \"groups\": [{\"dev\": \"groupX.0\", \"grouped_workqueues\": "
	"[{\"dev\": \"wqX.0\", \"name\": \"nX\", \"prs_disable\": 1, \"max_batch_size\": 100}]}]}]";
static const char bad[] =
	"[{\"dev\": \"dsa0\", \"read_buffer_limit\": 200, \"groups\": [{\"dev\": \"group0.9\"}]},"
	" {\"dev\": \"dsa1\"}]";

static void try_check(void **state, const char *text, bool good_one)
{
	struct profile_fixture *fixture = *state;
	unsigned int nth = 0;
	int rc;

	profile_read_ok(state, text);
	do {
		alloc_failures = 0;
		alloc_countdown = ++nth;
		rc = accfg_profile_check(fixture->profile, "spr-1s", ACCFG_PLAN_ENABLE);
		alloc_countdown = 0;
		/* Without memory for its note or its words a problem is still counted. */
		if (good_one)
			assert_true(rc == 0 || rc == -ENOMEM);
		else
			assert_true(rc == -EINVAL || rc == -ENOMEM);
	} while (alloc_failures);
	assert_int_equal(rc, good_one ? 0 : -EINVAL);
	assert_true(nth > 50);
}

static void checking_a_good_profile_survives_every_lack_of_memory(void **state)
{
	try_check(state, good, true);
}

static void checking_a_bad_profile_survives_every_lack_of_memory(void **state)
{
	try_check(state, bad, false);
}

static void comparing_states_survives_every_lack_of_memory(void **state)
{
	struct state device, now, want;
	uint64_t seed = 77;
	unsigned int nth = 0;
	struct diff diff;
	int rc;

	(void)state;
	state_fixture_random_device(&device, &seed);
	state_fixture_random(&now, &device, &seed);
	state_fixture_random(&want, &device, &seed);
	do {
		alloc_failures = 0;
		alloc_countdown = ++nth;
		rc = diff_make(&diff, &now, &want, NULL);
		alloc_countdown = 0;
		assert_int_equal(rc, alloc_failures ? -ENOMEM : 0);
		diff_release(&diff);
	} while (alloc_failures);
	assert_true(nth > 20);
	state_release(&device);
	state_release(&now);
	state_release(&want);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, profile_setup, profile_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(checking_a_good_profile_survives_every_lack_of_memory),
		TEST(checking_a_bad_profile_survives_every_lack_of_memory),
		cmocka_unit_test(comparing_states_survives_every_lack_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
