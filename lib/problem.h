/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The problems of a profile: errors and notes with their places, kept until the profile goes. What a single error holds
 * is in error.h; this is only the list: it collects, bounds, sorts and counts.
 */
#ifndef ACCFG_PROBLEM_H
#define ACCFG_PROBLEM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/libaccfg.h"
#include "lib/place.h"

/* Of errors and of notes each; the rest is counted and said in one line at the end. */
#define PROBLEM_MAX 200

struct problem_list;

/* Texts are copied; those that do not apply are NULL. */
struct problem {
	const char *file;
	const char *object; /* "dsa0/wq0.1" */
	const char *attr;
	const char *value;
	const char *rule;  /* a stable word, static */
	struct profile_place place;
	bool is_note;
	bool of_check; /* of a check against a machine: goes with problem_list_drop_checks() */
};

struct problem_list *problem_list_new(void); /* NULL: out of memory */
void problem_list_free(struct problem_list *list);
void problem_list_clear(struct problem_list *list);
/* A profile may be checked again, against another machine or the same one later. */
void problem_list_drop_checks(struct problem_list *list);

/* The format makes the reason: the message without object, attribute, value and place. 0 or -ENOMEM. */
__attribute__((format(printf, 3, 4)))
int problem_list_add(struct problem_list *list, const struct problem *what, const char *format, ...);
__attribute__((format(printf, 3, 0)))
int problem_list_addv(struct problem_list *list, const struct problem *what, const char *format, va_list args);

/* A copy of a failure with all that it says, its code too; it goes to the end. 0 or -ENOMEM. */
int problem_list_add_error(struct problem_list *list, const struct accfg_error *error);

/* Puts them into the order of the text (those without a place last) and says how many were left out. 0 or -ENOMEM. */
int problem_list_finish(struct problem_list *list);

size_t problem_list_count_errors(const struct problem_list *list);
/* True when no more errors are kept, so that the work for a good message can be saved. */
bool problem_list_is_full(const struct problem_list *list);

/* NULL after the last. A problem is found again by its address. */
const struct accfg_error *problem_list_first(const struct problem_list *list);
const struct accfg_error *problem_list_next(const struct problem_list *list, const struct accfg_error *problem);
const struct accfg_error *problem_list_first_error(const struct problem_list *list);

#endif
