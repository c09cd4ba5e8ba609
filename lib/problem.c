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

#define LONGEST_REASON 400

struct item {
	struct accfg_error *error;
	bool of_check;
};

struct tally {
	size_t all;    /* also of those that are not kept */
	size_t checks; /* of these, found by a check */
	size_t kept;
};

struct problem_list {
	struct item *items;
	size_t count;
	struct tally errors;
	struct tally notes;
	struct accfg_error *more; /* the last item, "and N more" */
};

struct problem_list *problem_list_new(void)
{
	return calloc(1, sizeof(struct problem_list));
}

static void free_error(struct accfg_error *error)
{
	error_clear(error);
	free(error);
}

void problem_list_clear(struct problem_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free_error(list->items[i].error);
	free(list->items);
	*list = (struct problem_list){ 0 };
}

void problem_list_free(struct problem_list *list)
{
	if (list)
		problem_list_clear(list);
	free(list);
}

/* On one line, and not in the middle of a character when it had to be cut to size - 1 bytes. */
static void clean_copy(char *copy, size_t size, const char *text)
{
	size_t length = strlen(text), keep = length;

	if (length >= size) {
		keep = size - 4;
		while (keep && ((unsigned char)text[keep] & 0xc0) == 0x80)
			keep--;
	}
	for (size_t i = 0; i < keep; i++)
		copy[i] = (unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i];
	strcpy(copy + keep, keep < length ? "..." : "");
}

static struct accfg_error *make(const struct problem *what, const char *reason)
{
	struct accfg_error *error = calloc(1, sizeof(*error));
	char object[ERROR_OBJECT_SIZE], clean[LONGEST_REASON];
	struct error_about about = {
		.attr = what->attr, .attr_is_temporary = true, .value = what->value, .rule = what->rule,
		.file = what->file, .line = what->place.line, .column = what->place.column, .is_note = what->is_note,
	};

	if (!error)
		return NULL;
	if (what->object) {
		clean_copy(object, sizeof(object), what->object);
		about.object_path = object;
	}
	clean_copy(clean, sizeof(clean), reason);
	error_set(error, what->is_note ? 0 : -EINVAL, &about, "%s", clean);
	error_render(error);
	if (error->message)
		return error;
	free_error(error);
	return NULL;
}

static int append(struct problem_list *list, struct accfg_error *error, bool of_check)
{
	struct item *items = reallocarray(list->items, list->count + 1, sizeof(*items));

	if (!items) {
		free_error(error);
		return -ENOMEM;
	}
	list->items = items;
	list->items[list->count++] = (struct item){ error, of_check };
	return 0;
}

int problem_list_addv(struct problem_list *list, const struct problem *what, const char *format, va_list args)
{
	struct tally *tally = what->is_note ? &list->notes : &list->errors;
	struct accfg_error *error;
	char reason[LONGEST_REASON];

	if (tally->kept < PROBLEM_MAX) {
		vsnprintf(reason, sizeof(reason), format, args);
		error = make(what, reason);
		if (!error || append(list, error, what->of_check) < 0)
			return -ENOMEM;
		tally->kept++;
	}
	tally->all++;
	tally->checks += what->of_check;
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

int problem_list_add_error(struct problem_list *list, const struct accfg_error *error)
{
	struct problem what = {
		.file = error->file, .object = error->object[0] ? error->object : NULL, .attr = error->attr,
		.value = error->value, .rule = error->rule, .place = { error->line, error->column },
		.is_note = error->is_note,
	};
	size_t kept = list->errors.kept;
	char reason[128];
	int rc;

	if (error->reason)
		rc = problem_list_add(list, &what, "%s", error->reason);
	else
		rc = problem_list_add(list, &what, "%s", strerror_r(-error->code, reason, sizeof(reason)));
	if (!rc && list->errors.kept > kept) {
		list->items[list->count - 1].error->code = error->code;
		list->items[list->count - 1].error->cmd_status = error->cmd_status;
	}
	return rc;
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
		struct item item = list->items[i];
		size_t k = i;

		for (; k && is_after(list->items[k - 1].error, item.error); k--)
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
		if (list->items[i].error != list->more)
			list->items[kept++] = list->items[i];
	list->count = kept;
	free_error(list->more);
	list->more = NULL;
}

void problem_list_drop_checks(struct problem_list *list)
{
	size_t kept = 0;

	remove_more(list);
	for (size_t i = 0; i < list->count; i++) {
		struct item *item = &list->items[i];

		if (!item->of_check) {
			list->items[kept++] = *item;
			continue;
		}
		(item->error->is_note ? &list->notes : &list->errors)->kept--;
		free_error(item->error);
	}
	list->count = kept;
	list->errors.all -= list->errors.checks;
	list->notes.all -= list->notes.checks;
	list->errors.checks = list->notes.checks = 0;
}

int problem_list_finish(struct problem_list *list)
{
	size_t dropped = list->errors.all - list->errors.kept;
	struct problem what = { .rule = "more" };
	char reason[64];

	remove_more(list);
	sort(list);
	if (dropped == 0)
		return 0;
	snprintf(reason, sizeof(reason), "and %zu more", dropped);
	list->more = make(&what, reason);
	return list->more ? append(list, list->more, false) : -ENOMEM;
}

size_t problem_list_count_errors(const struct problem_list *list)
{
	return list->errors.all;
}

bool problem_list_is_full(const struct problem_list *list)
{
	return list->errors.kept == PROBLEM_MAX;
}

const struct accfg_error *problem_list_first(const struct problem_list *list)
{
	return list->count ? list->items[0].error : NULL;
}

const struct accfg_error *problem_list_next(const struct problem_list *list, const struct accfg_error *problem)
{
	for (size_t i = 0; i + 1 < list->count; i++)
		if (list->items[i].error == problem)
			return list->items[i + 1].error;
	return NULL;
}

const struct accfg_error *problem_list_first_error(const struct problem_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i].error->is_note)
			return list->items[i].error;
	return NULL;
}
