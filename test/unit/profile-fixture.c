// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

int profile_setup(void **state)
{
	struct profile_fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	assert_int_equal(accfg_new(&fixture->ctx), 0);
	assert_int_equal(accfg_profile_new(fixture->ctx, &fixture->profile), 0);
	*state = fixture;
	return 0;
}

int profile_teardown(void **state)
{
	struct profile_fixture *fixture = *state;

	accfg_profile_free(fixture->profile);
	accfg_unref(fixture->ctx);
	free(fixture);
	return 0;
}

int profile_read(void **state, const char *text, unsigned int flags)
{
	struct profile_fixture *fixture = *state;

	return accfg_profile_read_memory(fixture->profile, text, strlen(text), "p.json", flags);
}

static void print_problems(struct accfg_profile *profile)
{
	const struct accfg_error *problem;

	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem))
		print_message("  %s%s\n", accfg_error_is_note(problem) ? "note: " : "", accfg_error_get_message(problem));
}

const struct accfg_profile *profile_read_ok(void **state, const char *text)
{
	struct profile_fixture *fixture = *state;
	int r = profile_read(state, text, 0);

	if (r)
		print_problems(fixture->profile);
	assert_int_equal(r, 0);
	return fixture->profile;
}

static void assert_problem(void **state, const char *message, bool is_note)
{
	struct profile_fixture *fixture = *state;
	const struct accfg_error *problem;

	for (problem = accfg_profile_get_first_problem(fixture->profile); problem;
	     problem = accfg_profile_get_next_problem(fixture->profile, problem))
		if (accfg_error_is_note(problem) == is_note && strcmp(accfg_error_get_message(problem), message) == 0)
			return;
	print_message("not found: %s\n", message);
	print_problems(fixture->profile);
	fail();
}

void assert_profile_error(void **state, const char *message)
{
	assert_problem(state, message, false);
}

void assert_profile_note(void **state, const char *message)
{
	assert_problem(state, message, true);
}

static size_t count(void **state, bool notes)
{
	struct profile_fixture *fixture = *state;
	const struct accfg_error *problem;
	size_t n = 0;

	for (problem = accfg_profile_get_first_problem(fixture->profile); problem;
	     problem = accfg_profile_get_next_problem(fixture->profile, problem))
		n += accfg_error_is_note(problem) == notes;
	return n;
}

size_t profile_count_notes(void **state)
{
	return count(state, true);
}

size_t profile_count_errors(void **state)
{
	return count(state, false);
}

const struct profile_object *profile_object_named(const struct accfg_profile *profile, size_t device, const char *name)
{
	assert_true(device < profile->n_devices);
	for (size_t i = 0; i < profile->devices[device].n_objects; i++)
		if (strcmp(profile->devices[device].objects[i].name, name) == 0)
			return &profile->devices[device].objects[i];
	fail_msg("no %s", name);
	return NULL;
}

const char *profile_text_of(const struct profile_object *object, const char *attr)
{
	const struct profile_value *value = profile_object_find(object, attr);

	if (!value)
		fail_msg("%s has no %s", object->name, attr);
	return value->text;
}
