/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a writer puts down before its first step, so that somebody else can undo its work should it not come to the end: a
 * file in the run directory with everything that its devices are. Writing is in journal.c, reading in journal-read.c; who
 * undoes, and when, in recover.c. The caller holds the locks of the devices.
 */
#ifndef ACCFG_JOURNAL_H
#define ACCFG_JOURNAL_H

#include <stddef.h>

#include "lib/libaccfg.h"

struct state;
struct journal;

/*
 * Writes it, on disk when this returns. profile: what is being done, for people, or NULL. steps: what will be done, or none when
 * that is not known. *journal is NULL, and nothing is written, for a captured tree. The failure is noted in the context;
 * nothing may be changed then.
 */
int journal_begin(struct accfg_ctx *ctx, const char *profile, const struct state *const snapshots[], size_t n,
		  const struct accfg_step *steps, size_t n_steps, struct journal **journal);
/*
 * With what was read besides, before undoing wipes it, and without the steps, as undoing takes others. What fails is only logged: the journal is then as it was, and undoing
 * is better than not.
 */
void journal_update(struct journal *journal, const struct state *const snapshots[], size_t n);
/*
 * All is done, or all is undone: says so in it, and then removes it, so that nobody undoes what was done should its writer be
 * killed in between. NULL is fine. A failure is noted: the next writer will undo what was done. The journal ends in any case.
 */
enum journal_end { JOURNAL_OPEN = 0, JOURNAL_DONE = 1, JOURNAL_UNDONE = 2 };
int journal_end(struct journal *journal, enum journal_end how);
/* Not all could be undone: leaves it to accfg_recover(). NULL is fine. */
void journal_keep(struct journal *journal);

#endif
