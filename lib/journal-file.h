/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between journal*.c and recover.c only: what a journal's file holds. A file is read with suspicion, since it may be cut, of another
 * version, or of a boot that is over.
 */
#ifndef ACCFG_JOURNAL_FILE_H
#define ACCFG_JOURNAL_FILE_H

#include <stdbool.h>

#include "lib/journal.h"
#include "lib/state.h"

#define JOURNAL_VERSION 1
#define JOURNAL_SUFFIX ".journal"
#define JOURNAL_NAME_SIZE 64
#define JOURNAL_STATE "state" /* key beside the attributes */
#define JOURNAL_STEPS "steps"
#define JOURNAL_ENDED "ended" /* its number, one digit, is written over in place */

struct json_object;

struct journal_device {
	char name[24];
	char pci_address[24];
	struct json_object *objects; /* "dsa0/wq0.1" -> attribute -> text; borrowed */
};

/* One file. */
struct journal_entry {
	struct journal_entry *next;
	char file[JOURNAL_NAME_SIZE + 8];
	char *why_damaged; /* NULL: it is not; the rest is empty otherwise */
	bool is_stale;	   /* of a boot that is over */
	bool is_running;   /* its writer lives */
	bool is_complete;  /* everything that was known is in it */
	enum journal_end ended;
	int pid;
	int64_t time;
	const char *command; /* in root */
	const char *profile; /* or NULL */
	struct json_object *root;
	struct json_object *steps; /* in root; NULL: not known, or no longer what was done last */
	struct journal_device *devices;
	size_t n_devices;
};

/* What its writer was to do, in order. */
struct journal_step {
	enum accfg_step_kind kind;
	struct state_key key;
	struct state_value value; /* its text is in root */
};
size_t journal_count_steps(const struct journal_entry *entry);
/* -ENODEV: it is of another device than that of the state; -EBADMSG: it says what cannot be. */
int journal_get_step(const struct journal_entry *entry, size_t index, const struct state *state, struct journal_step *step);

const char *journal_device_word(enum idxd_device_state state);
const char *journal_wq_word(bool enabled);
const char *journal_step_word(enum accfg_step_kind kind); /* of enabling and disabling */

/* All journals in the folder, oldest first, damaged ones last; NULL and 0 where there is none. -ENOMEM, or why it cannot be read. */
int journal_read_all(struct accfg_ctx *ctx, int dir, struct journal_entry **first);
void journal_free_all(struct journal_entry *first);

/* The same journal, with everything that is known by now; what it had of devices and steps ends. As journal_update(). */
void journal_rewrite(struct accfg_ctx *ctx, int dir, const struct journal_entry *entry,
		     const struct state *const snapshots[], size_t n);

/*
 * What the device was: as it is now, and over that what the journal says. What a journal does not say was not read because no
 * step of its writer changes it.
 * -EBADMSG: it says what cannot be of this device. Failures are noted.
 */
int journal_snapshot(struct accfg_ctx *ctx, const struct journal_entry *entry, const struct journal_device *from,
		     struct accfg_device *device, struct state *snapshot);

#endif
