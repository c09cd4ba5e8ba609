// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The list of problems of a profile. Texts come from files that may be hostile, so each is put on one line and cut.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/error.h"
#include "lib/problem.h"

#define LONGEST_TEXT 400
#define LONGEST_VALUE 80

struct problem_list {
	struct accfg_error **items;
	size_t count;
	size_t errors; /* of all, also of those that are not kept */
	size_t notes;
	size_t kept_errors;
	size_t kept_notes;
	struct accfg_error *more; /* the last item, "and N more" */
};

struct problem_list *problem_list_new(void)
{
	return calloc(1, sizeof(struct problem_list));
}

static void error_free(struct accfg_error *error)
{
	free(error->object);
	free(error->attr);
	free(error->value);
	free(error->reason);
	free(error->file);
	free(error->message);
	free(error);
}

void problem_list_clear(struct problem_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		error_free(list->items[i]);
	free(list->items);
	*list = (struct problem_list){ 0 };
}

void problem_list_free(struct problem_list *list)
{
	if (list)
		problem_list_clear(list);
	free(list);
}

/* A copy on one line of at most limit bytes, cut between characters. */
static char *clean_copy(const char *text, size_t limit)
{
	size_t length = strlen(text), keep = length;
	char *copy;

	if (length > limit) {
		keep = limit - 3;
		while (keep && ((unsigned char)text[keep] & 0xc0) == 0x80)
			keep--;
	}
	copy = malloc(keep + 4);
	if (!copy)
		return NULL;
	for (size_t i = 0; i < keep; i++)
		copy[i] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i];
	strcpy(copy + keep, keep < length ? "..." : "");
	return copy;
}

static bool set_text(char **member, const char *text, size_t limit)
{
	*member = text ? clean_copy(text, limit) : NULL;
	return !text || *member;
}

/* "dsa0/wq0.1: size=200: only 64 of 128 entries are left [profile.json:14:19]", what does not apply left out */
static char *compose(const struct accfg_error *error)
{
	char *message = NULL;
	size_t size;
	FILE *out = open_memstream(&message, &size);

	if (!out)
		return NULL;
	if (error->object)
		fprintf(out, "%s: ", error->object);
	if (error->attr)
		fprintf(out, "%s%s%s: ", error->attr, error->value ? "=" : "", error->value ? error->value : "");
	fputs(error->reason, out);
	if (error->file && error->line)
		fprintf(out, " [%s:%u:%u]", error->file, error->line, error->column);
	else if (error->file)
		fprintf(out, " [%s]", error->file);
	if (fclose(out) == 0)
		return message;
	free(message);
	return NULL;
}

static struct accfg_error *make(const struct problem *what, const char *reason)
{
	struct accfg_error *error = calloc(1, sizeof(*error));

	if (!error)
		return NULL;
	error->code = what->is_note ? 0 : -EINVAL;
	error->is_note = what->is_note;
	error->rule = what->rule;
	error->line = what->place.line;
	error->column = what->place.column;
	if (set_text(&error->object, what->object, LONGEST_VALUE) && set_text(&error->attr, what->attr, LONGEST_VALUE) &&
	    set_text(&error->value, what->value, LONGEST_VALUE) && set_text(&error->file, what->file, LONGEST_TEXT) &&
	    set_text(&error->reason, reason, LONGEST_TEXT))
		error->message = compose(error);
	if (error->message)
		return error;
	error_free(error);
	return NULL;
}

static int append(struct problem_list *list, struct accfg_error *error)
{
	struct accfg_error **items = reallocarray(list->items, list->count + 1, sizeof(struct accfg_error *));

	if (!items) {
		error_free(error);
		return -ENOMEM;
	}
	list->items = items;
	list->items[list->count++] = error;
	return 0;
}

int problem_list_addv(struct problem_list *list, const struct problem *what, const char *format, va_list args)
{
	size_t *all = what->is_note ? &list->notes : &list->errors;
	size_t *kept = what->is_note ? &list->kept_notes : &list->kept_errors;
	struct accfg_error *error;
	char reason[LONGEST_TEXT + 1];

	if (*kept == PROBLEM_MAX) {
		++*all;
		return 0;
	}
	vsnprintf(reason, sizeof(reason), format, args);
	error = make(what, reason);
	if (!error || append(list, error) < 0)
		return -ENOMEM;
	++*all;
	++*kept;
	return 0;
}

int problem_list_add(struct problem_list *list, const struct problem *what, const char *format, ...)
{
	va_list args;
	int r;

	va_start(args, format);
	r = problem_list_addv(list, what, format, args);
	va_end(args);
	return r;
}

/* In the order of the text; 0, no place, wraps to the end. */
static bool is_after(const struct accfg_error *a, const struct accfg_error *b)
{
	if (a->line != b->line)
		return a->line - 1 > b->line - 1;
	return a->column > b->column;
}

/* By insertion, as it keeps the order of equals; lists are short. */
static void sort(struct problem_list *list)
{
	for (size_t i = 1; i < list->count; i++) {
		struct accfg_error *item = list->items[i];
		size_t k = i;

		for (; k && is_after(list->items[k - 1], item); k--)
			list->items[k] = list->items[k - 1];
		list->items[k] = item;
	}
}

/* Of an earlier finish: more problems may have come since. */
static void remove_more(struct problem_list *list)
{
	size_t kept = 0;

	if (!list->more)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] != list->more)
			list->items[kept++] = list->items[i];
	list->count = kept;
	error_free(list->more);
	list->more = NULL;
}

int problem_list_finish(struct problem_list *list)
{
	size_t dropped = list->errors - list->kept_errors;
	struct problem what = { .rule = "more" };
	char reason[64];

	remove_more(list);
	sort(list);
	if (dropped == 0)
		return 0;
	snprintf(reason, sizeof(reason), "and %zu more", dropped);
	list->more = make(&what, reason);
	return list->more ? append(list, list->more) : -ENOMEM;
}

size_t problem_list_count_errors(const struct problem_list *list)
{
	return list->errors;
}

bool problem_list_is_full(const struct problem_list *list)
{
	return list->kept_errors == PROBLEM_MAX;
}

const struct accfg_error *problem_list_first(const struct problem_list *list)
{
	return list->count ? list->items[0] : NULL;
}

const struct accfg_error *problem_list_next(const struct problem_list *list, const struct accfg_error *problem)
{
	for (size_t i = 0; i + 1 < list->count; i++)
		if (list->items[i] == problem)
			return list->items[i + 1];
	return NULL;
}

const struct accfg_error *problem_list_first_error(const struct problem_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i]->is_note)
			return list->items[i];
	return NULL;
}
