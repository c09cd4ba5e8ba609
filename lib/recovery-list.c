// SPDX-License-Identifier: LGPL-2.1-or-later
/* Journals to look at: what programs are shown of them. Undoing is in recover.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/ctx.h"
#include "lib/journal-file.h"
#include "lib/run-dir.h"

struct accfg_interrupted {
	const struct journal_entry *entry;
	char *path;
};

struct accfg_recovery {
	struct journal_entry *first;
	struct accfg_interrupted *list;
	size_t n;
};

static int read_journals(struct accfg_ctx *ctx, struct journal_entry **first)
{
	int dir = run_dir_is_wanted(ctx) ? run_dir_open(ctx, false) : -ENOENT, rc;

	*first = NULL;
	if (dir < 0)
		return dir == -ENOENT ? 0 : dir;
	rc = journal_read_all(ctx, dir, first);
	close(dir);
	return rc && rc != -ENOMEM ? run_dir_fail(ctx, rc, "read", "") : rc;
}

static int fill(struct accfg_ctx *ctx, struct accfg_recovery *recovery)
{
	const struct journal_entry *entry;
	size_t n = 0;

	for (entry = recovery->first; entry; entry = entry->next)
		n++;
	recovery->list = calloc(n + 1, sizeof(*recovery->list));
	if (!recovery->list)
		return -ENOMEM;
	for (entry = recovery->first; entry; entry = entry->next) {
		struct accfg_interrupted *item = &recovery->list[recovery->n];

		if (asprintf(&item->path, "%s/%s", accfg_get_run_dir(ctx), entry->file) < 0)
			return -ENOMEM;
		item->entry = entry;
		recovery->n++;
	}
	return 0;
}

ACCFG_EXPORT int accfg_recovery_new(struct accfg_ctx *ctx, struct accfg_recovery **recovery)
{
	struct accfg_recovery *made = calloc(1, sizeof(*made));
	int rc;

	if (!made)
		return -ENOMEM;
	rc = read_journals(ctx, &made->first);
	if (!rc)
		rc = fill(ctx, made);
	if (rc)
		accfg_recovery_free(made);
	else
		*recovery = made;
	return rc;
}

ACCFG_EXPORT void accfg_recovery_free(struct accfg_recovery *recovery)
{
	if (!recovery)
		return;
	for (size_t i = 0; i < recovery->n; i++)
		free(recovery->list[i].path);
	journal_free_all(recovery->first);
	free(recovery->list);
	free(recovery);
}

ACCFG_EXPORT const struct accfg_interrupted *accfg_recovery_get_first(struct accfg_recovery *recovery)
{
	return recovery->n ? recovery->list : NULL;
}

ACCFG_EXPORT const struct accfg_interrupted *accfg_recovery_get_next(struct accfg_recovery *recovery,
								     const struct accfg_interrupted *interrupted)
{
	return interrupted + 1 < recovery->list + recovery->n ? interrupted + 1 : NULL;
}

ACCFG_EXPORT bool accfg_interrupted_is_running(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->is_running;
}

ACCFG_EXPORT bool accfg_interrupted_is_stale(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->is_stale;
}

ACCFG_EXPORT bool accfg_interrupted_has_ended(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->ended != JOURNAL_OPEN;
}

ACCFG_EXPORT const char *accfg_interrupted_get_file(const struct accfg_interrupted *interrupted)
{
	return interrupted->path;
}

ACCFG_EXPORT const char *accfg_interrupted_get_damage(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->why_damaged;
}

ACCFG_EXPORT const char *accfg_interrupted_get_command(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->command ? interrupted->entry->command : "";
}

ACCFG_EXPORT const char *accfg_interrupted_get_profile(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->profile;
}

ACCFG_EXPORT int accfg_interrupted_get_pid(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->pid;
}

ACCFG_EXPORT int64_t accfg_interrupted_get_time(const struct accfg_interrupted *interrupted)
{
	return interrupted->entry->time;
}

ACCFG_EXPORT const char *accfg_interrupted_get_device(const struct accfg_interrupted *interrupted, unsigned int index)
{
	return index < interrupted->entry->n_devices ? interrupted->entry->devices[index].name : NULL;
}
