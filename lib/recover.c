// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Recovery: which journals are to be undone, under which locks, and what becomes of their files. What one of them says is
 * journal-read.c's business, whether it may be undone now recover-one.c's.
 */
#include "lib/recover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ctx.h"
#include "lib/lock.h"
#include "lib/problem.h"
#include "lib/recover-one.h"
#include "lib/run-dir.h"
#include "util/text.h"

#define TRIES 16 /* of finding no more devices to lock */

/* Names of devices, each once. */
struct names {
	char (*list)[24];
	size_t n;
};

static bool names_have(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->list[i], name))
			return true;
	return false;
}

static int names_add(struct names *names, const char *name)
{
	char(*list)[24];

	if (names_have(names, name))
		return 0;
	list = array_grow(names->list, names->n, sizeof(*list));
	if (!list)
		return -ENOMEM;
	names->list = list;
	snprintf(list[names->n++], sizeof(*list), "%s", name);
	return 0;
}

static bool touches(const struct journal_entry *entry, const struct names *wanted)
{
	for (size_t i = 0; i < entry->n_devices; i++)
		if (!wanted || names_have(wanted, entry->devices[i].name))
			return true;
	return false;
}

/* Adds what the journals that are meant have besides. */
static int add_devices(struct names *names, const struct journal_entry *first, const struct names *wanted)
{
	int rc = 0;

	for (const struct journal_entry *entry = first; entry && !rc; entry = entry->next)
		for (size_t i = 0; i < entry->n_devices && !rc && touches(entry, wanted); i++)
			rc = names_add(names, entry->devices[i].name);
	return rc;
}

static int lock_names(struct accfg_ctx *ctx, const struct names *names, struct accfg_lock **lock)
{
	const char **list = calloc(names->n + 1, sizeof(*list));
	int rc;

	if (!list)
		return -ENOMEM;
	for (size_t i = 0; i < names->n; i++)
		list[i] = names->list[i];
	rc = lock_take(ctx, list, names->n, ctx->lock_wait_ms, lock);
	free(list);
	return rc;
}

static int read_journals(struct accfg_ctx *ctx, int dir, struct journal_entry **first)
{
	int rc;

	do {
		rc = journal_read_all(ctx, dir, first);
	} while (run_dir_may_retry(ctx, rc));
	return rc && rc != -ENOMEM ? run_dir_fail(ctx, rc, "read", "") : rc;
}

/*
 * Takes the locks of names and of everything that the journals on them name. Until they are taken others may
 * go on, so it is looked again with each lock in hand. *first: the journals, as they are then.
 */
static int lock_and_read(struct accfg_ctx *ctx, int dir, struct names *names, const struct names *wanted,
			 struct accfg_lock **lock, struct journal_entry **first)
{
	for (unsigned int i = 0; i < TRIES; i++) {
		size_t had = names->n;
		int rc = lock_names(ctx, names, lock);

		if (rc)
			return rc;
		rc = read_journals(ctx, dir, first);
		if (!rc)
			rc = add_devices(names, *first, wanted);
		if (!rc && names->n == had)
			return 0;
		journal_free_all(*first);
		*first = NULL;
		lock_release(*lock);
		*lock = NULL;
		if (rc)
			return rc;
	}
	return ctx_fail(ctx, -EAGAIN, &(struct error_about){ .rule = "locked" }, "other writers keep coming and going");
}

/* All of them, even when one fails: they are of different devices. The first failure counts. */
static int recover_all(struct recovery *recovery, const struct journal_entry *first, const struct names *wanted)
{
	int rc = 0;

	for (const struct journal_entry *entry = first; entry; entry = entry->next) {
		int one = 0;

		if (entry->why_damaged)
			one = recover_set_aside(recovery, entry);
		else if (touches(entry, wanted) && !(recovery->flags & ACCFG_RECOVER_DRY && entry->is_running))
			one = recover_one(recovery, entry);
		rc = rc ? rc : one;
	}
	return rc;
}

int recover_lock(struct accfg_ctx *ctx, const char *const names[], size_t n, unsigned int flags,
		 struct problem_list *problems, struct accfg_lock **lock)
{
	struct recovery recovery = { .ctx = ctx, .flags = flags, .problems = problems };
	struct names wanted = { 0 }, all = { 0 };
	struct journal_entry *first = NULL;
	int rc = 0;

	*lock = NULL;
	if (!run_dir_is_wanted(ctx))
		return lock_take(ctx, names, 0, 0, lock);
	recovery.dir = run_dir_open(ctx, true);
	if (recovery.dir < 0)
		return recovery.dir;
	for (size_t i = 0; i < n && !rc; i++) {
		rc = names_add(&wanted, names[i]);
		rc = rc ? rc : names_add(&all, names[i]);
	}
	if (!rc)
		rc = lock_and_read(ctx, recovery.dir, &all, &wanted, lock, &first);
	if (!rc)
		rc = recover_all(&recovery, first, &wanted);
	if (rc) {
		lock_release(*lock);
		*lock = NULL;
	}
	journal_free_all(first);
	free(wanted.list);
	free(all.list);
	close(recovery.dir);
	return rc;
}

/* ---- for programs ---- */

static int run(struct recovery *recovery, const struct names *wanted)
{
	bool dry = recovery->flags & ACCFG_RECOVER_DRY;
	struct journal_entry *first = NULL;
	struct accfg_lock *lock = NULL;
	struct names names = { 0 };
	int rc = read_journals(recovery->ctx, recovery->dir, &first);

	if (!rc && !dry && first) {
		rc = add_devices(&names, first, wanted);
		journal_free_all(first);
		first = NULL;
		if (!rc)
			rc = lock_and_read(recovery->ctx, recovery->dir, &names, wanted, &lock, &first);
	}
	if (!rc)
		rc = recover_all(recovery, first, wanted);
	lock_release(lock);
	journal_free_all(first);
	free(names.list);
	return rc;
}

ACCFG_EXPORT int accfg_recover(struct accfg_ctx *ctx, const char *const *names, size_t count, unsigned int flags,
			       accfg_recover_fn fn, void *data)
{
	struct recovery recovery = { .ctx = ctx, .flags = flags, .problems = problem_list_new(), .dir = -ENOENT };
	const struct accfg_error *problem;
	struct names wanted = { 0 };
	int rc = recovery.problems ? 0 : -ENOMEM;

	for (size_t i = 0; i < count && !rc; i++)
		rc = names_add(&wanted, names[i]);
	if (!rc && run_dir_is_wanted(ctx))
		recovery.dir = run_dir_open(ctx, false);
	if (!rc && recovery.dir >= 0)
		rc = run(&recovery, count ? &wanted : NULL);
	else if (!rc && recovery.dir != -ENOENT)
		rc = recovery.dir;
	if (recovery.dir >= 0)
		close(recovery.dir);
	for (problem = recovery.problems ? problem_list_first(recovery.problems) : NULL; problem && fn;
	     problem = problem_list_next(recovery.problems, problem))
		fn(ctx, problem, data);
	problem_list_free(recovery.problems);
	free(wanted.list);
	return rc;
}
