/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * As much of cmocka as the tests of kernel/rules use, on top of KUnit: the same files run in user space and in the
 * kernel. Each main() hands its tests over when it is called (rules-kunit.c); they run later, one by one.
 */
#ifndef TEST_KUNIT_CMOCKA_H
#define TEST_KUNIT_CMOCKA_H

#include <kunit/test.h>
#include <kunit/test-bug.h>

struct CMUnitTest {
	const char *name;
	void (*test_func)(void **state);
	void *initial_state;
};

#define cmocka_unit_test(function) { .name = #function, .test_func = function }

#define assert_true(condition) KUNIT_ASSERT_TRUE(kunit_get_current_test(), condition)
#define assert_false(condition) KUNIT_ASSERT_FALSE(kunit_get_current_test(), condition)
#define assert_null(pointer) KUNIT_ASSERT_NULL(kunit_get_current_test(), pointer)
#define assert_int_equal(a, b) KUNIT_ASSERT_EQ(kunit_get_current_test(), (long long)(a), (long long)(b))
#define fail_msg(...) KUNIT_FAIL_AND_ABORT(kunit_get_current_test(), __VA_ARGS__)

int rules_kunit_take(const struct CMUnitTest *tests, size_t n);
#define cmocka_run_group_tests(tests, setup, teardown) rules_kunit_take(tests, ARRAY_SIZE(tests))
#define cmocka_run_group_tests_name(name, tests, setup, teardown) rules_kunit_take(tests, ARRAY_SIZE(tests))
#define _cmocka_run_group_tests(name, tests, n, setup, teardown) rules_kunit_take(tests, n)

/* main() of each file: Kbuild gives it its name. */
int rules_writes(void);
int rules_caps(void);
int rules_effects(void);
int rules_enable(void);
int rules_exact(void);
int rules_validate(void);

#endif
