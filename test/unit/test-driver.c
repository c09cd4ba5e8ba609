// SPDX-License-Identifier: GPL-2.0-or-later
/* Which driver is loaded, as captured trees say it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/tree.h"

static void assert_origin(struct tree *tree, enum accfg_driver_origin wanted)
{
	enum accfg_driver_origin origin;

	assert_int_equal(accfg_driver_get_origin(tree->ctx, &origin), 0);
	assert_int_equal(origin, wanted);
}

static void the_driver_of_the_kernel_is_in_tree(void **state)
{
	struct tree *tree = *state;
	char *text;

	tree_write(tree, "1.00\n", "module/idxd/version");
	tree_write(tree, "A8110ED9E51711A7BB42115\n", "module/idxd/srcversion");
	assert_origin(tree, ACCFG_DRIVER_IN_TREE);
	assert_int_equal(accfg_driver_get_version(tree->ctx, &text), 0);
	assert_string_equal(text, "1.00");
	free(text);
	assert_int_equal(accfg_driver_get_srcversion(tree->ctx, &text), 0);
	assert_string_equal(text, "A8110ED9E51711A7BB42115");
	free(text);
}

static void the_driver_of_accfg_is_known_by_its_version(void **state)
{
	struct tree *tree = *state;

	tree_write(tree, "accfg-0.1.0\n", "module/idxd/version");
	assert_origin(tree, ACCFG_DRIVER_ACCFG);
	tree_write(tree, "accfg\n", "module/idxd/version");
	assert_origin(tree, ACCFG_DRIVER_IN_TREE);
	tree_write(tree, "1.00-accfg-\n", "module/idxd/version");
	assert_origin(tree, ACCFG_DRIVER_IN_TREE);
}

static void a_tree_that_does_not_say_whose_driver_it_had_is_told_apart(void **state)
{
	enum accfg_driver_origin origin = (enum accfg_driver_origin)42;
	struct tree *tree = *state;
	char *text = NULL;

	assert_int_equal(accfg_driver_get_origin(tree->ctx, &origin), -ENOENT);
	assert_int_equal(origin, 42);
	assert_int_equal(accfg_driver_get_srcversion(tree->ctx, &text), -ENOENT);
	assert_null(text);
	assert_string_equal(tree_message(tree), "module idxd: srcversion: No such file or directory");
	tree_write(tree, "\n", "module/idxd/version");
	assert_int_equal(accfg_driver_get_version(tree->ctx, &text), -ENOENT);
	tree_remove(tree, "module/idxd/version");
	tree_link(tree, "/etc/hostname", "module/idxd/version");
	assert_int_equal(accfg_driver_get_version(tree->ctx, &text), -ELOOP);
}

static void the_kernel_of_a_captured_tree_stands_beside_it(void **state)
{
	struct tree *tree = *state;
	char *text = NULL, proc[128];

	assert_int_equal(accfg_get_kernel_release(tree->ctx, &text), -ENOENT); /* this machine's is none of it */
	tree_write(tree, "6.12.1-captured\n", "../proc/sys/kernel/osrelease");
	assert_int_equal(accfg_get_kernel_release(tree->ctx, &text), 0);
	assert_string_equal(text, "6.12.1-captured");
	free(text);
	tree_write(tree, "6.1.2-other\n", "../other/sys/kernel/osrelease");
	snprintf(proc, sizeof(proc), "%s/other", tree->root);
	assert_int_equal(accfg_set_proc_root(tree->ctx, proc), 0);
	assert_int_equal(accfg_get_kernel_release(tree->ctx, &text), 0);
	assert_string_equal(text, "6.1.2-other");
	free(text);
}

static void the_kernel_of_this_machine_is_that_of_procfs(void **state)
{
	struct accfg_ctx *ctx;
	char *text;

	(void)state;
	assert_int_equal(accfg_new(&ctx), 0);
	assert_int_equal(accfg_get_kernel_release(ctx, &text), 0);
	assert_true(text[0] >= '1' && text[0] <= '9' && !strchr(text, '\n'));
	free(text);
	accfg_unref(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_driver_of_the_kernel_is_in_tree, tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(the_driver_of_accfg_is_known_by_its_version, tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(a_tree_that_does_not_say_whose_driver_it_had_is_told_apart, tree_setup,
						tree_teardown),
		cmocka_unit_test_setup_teardown(the_kernel_of_a_captured_tree_stands_beside_it, tree_setup, tree_teardown),
		cmocka_unit_test(the_kernel_of_this_machine_is_that_of_procfs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
