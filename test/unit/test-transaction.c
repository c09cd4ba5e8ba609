// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plans on a simulated machine: applied once, cancelled, with progress, and without memory at any point. Run by
 * test-transaction.tap.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/alloc.h"
#include "test/unit/live.h"
#include "util/text.h"

/* A wq that is enabled; %s is the device, %u its number. */
static const char profile_form[] =
	"[{ \"dev\": \"%s\", \"groups\": [{ \"dev\": \"group%u.0\", \"grouped_workqueues\": ["
	"{ \"dev\": \"wq%u.0\", \"mode\": \"dedicated\", \"size\": 8, \"type\": \"user\", \"name\": \"n\","
	"\"driver_name\": \"user\", \"priority\": 3 }], \"grouped_engines\": [{ \"dev\": \"engine%u.0\" }] }] }]";

static struct accfg_profile *profile_for(struct accfg_device *device)
{
	unsigned int id = accfg_device_get_id(device);
	struct accfg_profile *profile;
	char text[512];

	snprintf(text, sizeof(text), profile_form, accfg_device_get_name(device), id, id, id);
	assert_int_equal(accfg_profile_new(live_ctx, &profile), 0);
	assert_int_equal(accfg_profile_read_memory(profile, text, strlen(text), "text", 0), 0);
	return profile;
}

static struct accfg_plan *plan_for(struct accfg_profile *profile, unsigned int flags)
{
	struct accfg_plan *plan;

	assert_int_equal(accfg_plan_new(profile, flags, &plan), 0);
	assert_int_equal(accfg_plan_get_outcome(plan), ACCFG_PLAN_UNTOUCHED);
	return plan;
}

static void add_attrs(struct text *text, struct accfg_object *object)
{
	const struct accfg_attr *attr = accfg_attr_get_first(accfg_object_get_kind(object));

	for (; attr; attr = accfg_attr_get_next(attr)) {
		const char *value;

		if (strcmp(accfg_attr_get_name(attr), "cmd_status") && !accfg_object_get_attr(object, attr, &value))
			text_printf(text, "%s/%s=%s\n", accfg_object_get_path(object), accfg_attr_get_name(attr), value);
	}
}

/* Every attribute of a device and its parts; the caller frees. */
static char *look(struct accfg_device *device)
{
	struct accfg_engine *engine;
	struct accfg_group *group;
	struct text text = { 0 };
	struct accfg_wq *wq;

	accfg_device_refresh(device);
	add_attrs(&text, accfg_device_get_object(device));
	accfg_group_foreach(device, group)
		add_attrs(&text, accfg_group_get_object(group));
	accfg_wq_foreach(device, wq)
		add_attrs(&text, accfg_wq_get_object(wq));
	accfg_engine_foreach(device, engine)
		add_attrs(&text, accfg_engine_get_object(engine));
	return text_take(&text);
}

static void a_plan_is_applied_once_and_not_when_it_is_to_be_looked_at(void **state)
{
	struct accfg_profile *profile = profile_for(live_take_dsa());
	struct accfg_plan *plan = plan_for(profile, ACCFG_PLAN_ENABLE | ACCFG_PLAN_DRY);
	size_t done = 77;

	(void)state;
	assert_int_equal(accfg_plan_apply(plan, &done), -EINVAL);
	assert_int_equal(accfg_plan_get_outcome(plan), ACCFG_PLAN_UNTOUCHED);
	accfg_plan_free(plan);
	plan = plan_for(profile, ACCFG_PLAN_ENABLE);
	assert_int_equal(accfg_plan_apply(plan, &done), 0);
	assert_int_equal(done, accfg_plan_get_size(plan));
	assert_int_equal(accfg_plan_get_outcome(plan), ACCFG_PLAN_APPLIED);
	assert_null(accfg_plan_get_first_problem(plan));
	assert_int_equal(accfg_plan_apply(plan, NULL), -EINVAL);
	assert_int_equal(accfg_plan_get_outcome(plan), ACCFG_PLAN_APPLIED);
	accfg_plan_free(plan);
	plan = plan_for(profile, ACCFG_PLAN_ENABLE);
	assert_int_equal(accfg_plan_get_size(plan), 0);
	assert_int_equal(accfg_plan_apply(plan, &done), 0);
	assert_int_equal(done, 0);
	accfg_plan_free(plan);
	accfg_profile_free(profile);
}

struct progress {
	size_t calls, last, total, cancel_at;
};

static void note_progress(struct accfg_plan *plan, size_t done, size_t total, void *data)
{
	struct progress *progress = data;

	assert_true(done >= progress->last && done <= total);
	progress->calls++;
	progress->last = done;
	progress->total = total;
	if (done == progress->cancel_at)
		accfg_plan_cancel(plan);
}

static int apply_with(struct accfg_plan *plan, struct progress *progress, size_t *done)
{
	accfg_plan_set_jobs(plan, 1);
	accfg_plan_set_progress_fn(plan, note_progress, progress);
	return accfg_plan_apply(plan, done);
}

static void progress_is_told_step_by_step(void **state)
{
	struct accfg_profile *profile = profile_for(live_take_dsa());
	struct accfg_plan *plan = plan_for(profile, ACCFG_PLAN_ENABLE);
	struct progress progress = { 0 };

	(void)state;
	assert_int_equal(apply_with(plan, &progress, NULL), 0);
	assert_int_equal(progress.calls, accfg_plan_get_size(plan));
	assert_int_equal(progress.last, progress.total);
	assert_int_equal(progress.total, accfg_plan_get_size(plan));
	accfg_plan_free(plan);
	accfg_profile_free(profile);
}

static void what_is_cancelled_after_any_step_but_the_last_is_undone(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_profile *profile = profile_for(device);
	char *before = look(device);
	size_t n = 2;

	(void)state;
	for (size_t at = 1; at <= n; at++) {
		struct accfg_plan *plan = plan_for(profile, ACCFG_PLAN_ENABLE);
		struct progress progress = { .cancel_at = at };
		size_t done = 0;
		int rc = apply_with(plan, &progress, &done);
		char *after = look(device);

		n = accfg_plan_get_size(plan);
		assert_int_equal(done, at);
		assert_int_equal(rc, at < n ? -ECANCELED : 0);
		assert_int_equal(accfg_plan_get_outcome(plan), at < n ? ACCFG_PLAN_UNDONE : ACCFG_PLAN_APPLIED);
		assert_int_equal(!strcmp(before, after), at < n);
		if (rc)
			assert_int_equal(accfg_error_get_code(accfg_plan_get_first_problem(plan)), -ECANCELED);
		free(after);
		accfg_plan_free(plan);
	}
	free(before);
	accfg_profile_free(profile);
}

static void a_plan_that_was_cancelled_before_changes_nothing(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_profile *profile = profile_for(device);
	struct accfg_plan *plan = plan_for(profile, ACCFG_PLAN_ENABLE);
	char *before = look(device), *after;

	(void)state;
	accfg_plan_cancel(plan);
	assert_int_equal(accfg_plan_apply(plan, NULL), -ECANCELED);
	assert_int_equal(accfg_plan_get_outcome(plan), ACCFG_PLAN_UNTOUCHED);
	after = look(device);
	assert_string_equal(before, after);
	free(before);
	free(after);
	accfg_plan_free(plan);
	accfg_profile_free(profile);
}

/* The outcome and the machine agree; true if the allocation failed somewhere. */
static bool apply_without(struct accfg_device *device, unsigned int nth, const char *before)
{
	struct accfg_profile *profile = profile_for(device);
	struct accfg_plan *plan = plan_for(profile, ACCFG_PLAN_ENABLE);
	enum accfg_plan_outcome outcome;
	char *after;
	int rc;

	accfg_plan_set_jobs(plan, 1);
	alloc_failures = 0;
	alloc_countdown = nth;
	rc = accfg_plan_apply(plan, NULL);
	alloc_countdown = 0;
	after = look(device);
	outcome = accfg_plan_get_outcome(plan);
	if (rc) {
		assert_true(outcome == ACCFG_PLAN_UNDONE || outcome == ACCFG_PLAN_UNTOUCHED);
		assert_string_equal(before, after);
	} else {
		assert_int_equal(outcome, ACCFG_PLAN_APPLIED);
		assert_string_not_equal(before, after);
	}
	free(after);
	accfg_plan_free(plan);
	accfg_profile_free(profile);
	return alloc_failures;
}

static void without_memory_at_any_point_it_is_applied_or_undone(void **state)
{
	struct accfg_device *device = live_take_dsa();
	char *before = look(device);
	unsigned int nth = 0, applied = 0;

	(void)state;
	while (apply_without(device, ++nth, before)) {
		struct accfg_wq *wq = live_wq(device, 0);
		char *after = look(device);

		if (strcmp(before, after)) {
			applied++;
			assert_int_equal(accfg_wq_disable(wq, 0), 0);
			assert_int_equal(accfg_device_disable(device, 0), 0);
			assert_int_equal(accfg_wq_set_driver_name(wq, ""), 0);
		}
		free(after);
	}
	print_message("%u allocations, %u of them not needed\n", nth - 1, applied);
	assert_true(nth > 10 && nth - 1 > applied);
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_is_applied_once_and_not_when_it_is_to_be_looked_at),
		cmocka_unit_test(progress_is_told_step_by_step),
		cmocka_unit_test(what_is_cancelled_after_any_step_but_the_last_is_undone),
		cmocka_unit_test(a_plan_that_was_cancelled_before_changes_nothing),
		cmocka_unit_test(without_memory_at_any_point_it_is_applied_or_undone),
	};

	return cmocka_run_group_tests_name("transaction", tests, live_setup, live_teardown);
}
