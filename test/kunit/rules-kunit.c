// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tests of kernel/rules as a KUnit suite: one case for each file, one parameter for each of its tests and rows. The
 * files are those of test/unit, unchanged; include/cmocka.h makes KUnit's words of cmocka's.
 */
#include <linux/module.h>

#include <cmocka.h>

static struct file {
	const char *name; /* of the case */
	int (*collect)(void);
	struct CMUnitTest *tests;
	size_t n;
} files[] = {
	{ "rules_writes", rules_writes },
	{ "rules_caps", rules_caps },
	{ "rules_effects", rules_effects },
	{ "rules_enable", rules_enable },
	{ "rules_exact", rules_exact },
	{ "rules_validate", rules_validate },
};

static struct file *collecting; /* whose main() runs */

int rules_kunit_take(const struct CMUnitTest *tests, size_t n)
{
	collecting->tests = kmemdup_array(tests, n, sizeof(*tests), GFP_KERNEL);
	collecting->n = n;
	return collecting->tests ? 0 : -ENOMEM;
}

static int collect(struct kunit_suite *suite)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < ARRAY_SIZE(files) && !ret; i++) {
		collecting = &files[i];
		ret = files[i].collect();
	}
	return ret;
}

static void forget(struct kunit_suite *suite)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		kfree(files[i].tests);
}

static const void *next(struct kunit *test, const void *previous, char *description)
{
	const struct CMUnitTest *tested = previous;
	struct file *file = files;

	while (strcmp(file->name, test->name))
		file++;
	tested = tested ? tested + 1 : file->tests;
	if (tested == file->tests + file->n)
		return NULL;
	strscpy(description, tested->name, KUNIT_PARAM_DESC_SIZE);
	return tested;
}

static void run(struct kunit *test)
{
	const struct CMUnitTest *tested = test->param_value;
	void *state = tested->initial_state;

	tested->test_func(&state);
}

static struct kunit_case cases[ARRAY_SIZE(files) + 1] = {
	{ .run_case = run, .name = "rules_writes", .generate_params = next },
	{ .run_case = run, .name = "rules_caps", .generate_params = next },
	{ .run_case = run, .name = "rules_effects", .generate_params = next },
	{ .run_case = run, .name = "rules_enable", .generate_params = next },
	{ .run_case = run, .name = "rules_exact", .generate_params = next },
	{ .run_case = run, .name = "rules_validate", .generate_params = next },
};

static struct kunit_suite suite = {
	.name = "accfg_rules",
	.suite_init = collect,
	.suite_exit = forget,
	.test_cases = cases,
};
kunit_test_suite(suite);

MODULE_DESCRIPTION("Tests of the rules of idxd (accfg)");
MODULE_AUTHOR("The accfg authors");
MODULE_LICENSE("GPL");
