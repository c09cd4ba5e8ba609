// SPDX-License-Identifier: GPL-2.0-or-later
/* Every single allocation of finding, reading, writing and failing fails once: a result or -ENOMEM, nothing else. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/alloc.h"
#include "test/unit/tree.h"

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa0", 3, 2, 2);
	tree_add_device(*state, "iax1", 2, 1, 1);
	tree_write(*state, "16\n", "%s/wq0.1/size", tree_device("dsa0"));
	return rc;
}

static int try_select(struct tree *tree, enum accfg_kind kind, const char *selector)
{
	struct accfg_object **objects;
	size_t n;
	int rc = accfg_select(tree->ctx, kind, selector, &objects, &n);

	if (!rc)
		free(objects);
	return rc;
}

/* Does everything once; gives the first failure. */
static int use_library(struct tree *tree)
{
	struct accfg_device *device;
	const char *text;
	struct accfg_wq *wq;
	unsigned int size;
	int rc;

	rc = try_select(tree, ACCFG_KIND_WQ, "dsa*/wq*.1");
	if (!rc)
		rc = try_select(tree, ACCFG_KIND_ENGINE, "all");
	if (!rc)
		rc = try_select(tree, ACCFG_KIND_DEVICE, "6a:00.0");
	if (!rc)
		rc = accfg_device_get_by_name(tree->ctx, "dsa0", &device);
	if (!rc)
		rc = accfg_device_get_pci_address(device, &text);
	if (!rc)
		rc = accfg_wq_get_by_id(device, 1, &wq);
	if (!rc)
		rc = accfg_wq_get_size(wq, &size);
	if (!rc)
		rc = accfg_wq_set_size(wq, 16);
	if (!rc)
		rc = accfg_wq_set_threshold(wq, 16) == -ENOENT ? 0 : -EIO;
	return rc;
}

static void every_failed_allocation_is_survived(void **state)
{
	struct tree *tree = *state;
	unsigned int n = 0;

	do {
		int rc;

		accfg_refresh(tree->ctx);
		alloc_failures = 0;
		alloc_countdown = ++n;
		rc = use_library(tree);
		if (rc)
			assert_non_null(tree_message(tree));
		alloc_countdown = 0;
		assert_true(rc == 0 || rc == -ENOMEM);
	} while (alloc_failures);
	assert_true(n > 40);
}

static void a_context_without_memory_is_none(void **state)
{
	struct accfg_ctx *ctx = NULL;

	(void)state;
	alloc_countdown = 1;
	assert_int_equal(accfg_new(&ctx), -ENOMEM);
	assert_null(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_failed_allocation_is_survived, setup, tree_teardown),
		cmocka_unit_test(a_context_without_memory_is_none),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
