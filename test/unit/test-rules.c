// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs the write cases: the answer, its place before or after the parsing, and what is stored. One test for each row,
 * on every kernel that the row names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "rules-cases-wq.h"
#include "rules-cases-wq2.h"
#include "rules-fixture.h"

#define ROWS(rows) { rows, sizeof(rows) / sizeof((rows)[0]) }

static const struct {
	const struct rules_write_case *rows;
	size_t n;
} tables[] = {
	ROWS(rules_device_cases), ROWS(rules_group_cases), ROWS(rules_engine_cases),
	ROWS(rules_wq_cases),	  ROWS(rules_wq2_cases),
};

static void expect(const struct idxd_verdict *verdict, enum idxd_reason reason, enum idxd_deny deny,
		   const struct rules_write_case *row, const struct idxd_kernel *kernel)
{
	if (verdict->reason == reason && verdict->deny == deny)
		return;
	fail_msg("%s: kernel %#x: reason %d deny %d, wanted %d %d", row->name, (unsigned int)kernel->release,
		 (int)verdict->reason, (int)verdict->deny, (int)reason, (int)deny);
}

static void expect_refused(const struct rules_fixture *fixture, const struct idxd_write *write,
			   const struct rules_write_case *row)
{
	struct idxd_verdict all = idxd_rules_check_write(&fixture->view, write);
	struct idxd_verdict before = idxd_rules_check_before(&fixture->view, write);

	expect(&all, row->reason, row->deny, row, fixture->kernel);
	assert_int_equal(all.attr, row->attr);
	assert_int_equal(all.kind, idxd_rules_attr_info(row->attr)->kind);
	assert_int_equal(all.id, 0);
	if (row->when == BEFORE) {
		expect(&before, row->reason, row->deny, row, fixture->kernel);
	} else {
		struct idxd_verdict after = idxd_rules_check_after(&fixture->view, write);

		expect(&before, IDXD_REASON_OK, IDXD_DENY_NONE, row, fixture->kernel);
		expect(&after, row->reason, row->deny, row, fixture->kernel);
	}
}

static void expect_taken(struct rules_fixture *fixture, const struct idxd_write *write,
			 const struct rules_write_case *row)
{
	struct idxd_verdict all = idxd_rules_check_write(&fixture->view, write);
	uint64_t stored;

	expect(&all, IDXD_REASON_OK, IDXD_DENY_NONE, row, fixture->kernel);
	idxd_rules_apply_write(fixture->kernel, &fixture->caps, &fixture->config, write);
	stored = rules_fixture_read(fixture, row->attr);
	if (stored != row->stored)
		fail_msg("%s: kernel %#x: stored %llu, wanted %llu", row->name, (unsigned int)fixture->kernel->release,
			 (unsigned long long)stored, (unsigned long long)row->stored);
}

static void run_row(void **state)
{
	const struct rules_write_case *row = *state;
	struct idxd_write write = rules_fixture_write(row);
	unsigned int kernel;

	for (kernel = 0; idxd_rules_kernel_row(kernel); kernel++) {
		struct rules_fixture fixture;

		if (!(row->kernels >> kernel & 1))
			continue;
		rules_fixture_make(&fixture, kernel, row->machine, row->state);
		if (row->when == PASSES)
			expect_taken(&fixture, &write, row);
		else
			expect_refused(&fixture, &write, row);
	}
}

int main(void)
{
	struct CMUnitTest *tests;
	size_t n = 0, t, i;
	int failed;

	for (t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		n += tables[t].n;
	tests = calloc(n, sizeof(*tests));
	if (!tests)
		return 1;
	n = 0;
	for (t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (i = 0; i < tables[t].n; i++)
			tests[n++] = (struct CMUnitTest){ .name = tables[t].rows[i].name,
							  .test_func = run_row,
							  .initial_state = (void *)(uintptr_t)&tables[t].rows[i] };
	failed = _cmocka_run_group_tests("rules: writes", tests, n, NULL, NULL);
	free(tests);
	return failed;
}
