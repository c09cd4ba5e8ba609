/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of profiles share: read a text and look at the model or the problems.
 */
#ifndef PROFILE_FIXTURE_H
#define PROFILE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/libaccfg.h"
#include "lib/profile-model.h"

/* A cmocka state: a context and a profile. */
struct profile_fixture {
	struct accfg_ctx *ctx;
	struct accfg_profile *profile;
};

int profile_setup(void **state);
int profile_teardown(void **state);

/* Reads text as "p.json"; returns what the library does. */
int profile_read(void **state, const char *text, unsigned int flags);
/* The same, and no error may be found. */
const struct accfg_profile *profile_read_ok(void **state, const char *text);
/* Exactly this message must be among the problems, as an error or as a note. */
void assert_profile_error(void **state, const char *message);
void assert_profile_note(void **state, const char *message);
size_t profile_count_notes(void **state);
size_t profile_count_errors(void **state);

const struct profile_object *profile_object_named(const struct accfg_profile *profile, size_t device, const char *name);
/* Text of a value, which must be there. */
const char *profile_text_of(const struct profile_object *object, const char *attr);

#define TEST_SENTENCE(function) cmocka_unit_test_setup_teardown(function, profile_setup, profile_teardown)

#endif
