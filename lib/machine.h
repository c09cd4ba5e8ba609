/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The devices that a profile is meant for, as states: those of this machine, read when they are
 * asked for, or those of hardware known by name, clean. Finds them by what a profile calls them.
 */
#ifndef ACCFG_MACHINE_H
#define ACCFG_MACHINE_H

#include "lib/profile-model.h"
#include "lib/state.h"

struct machine {
	struct accfg_ctx *ctx;
	bool is_named;	       /* hardware known by name, not this machine */
	struct state **states; /* this machine: those that were asked for so far */
	size_t n_states;
};

/*
 * name NULL: this machine. -ENODEV: no such hardware; -ENOENT: no driver is loaded. The failure is
 * noted in ctx.
 */
int machine_open(struct machine *machine, struct accfg_ctx *ctx, const char *name);
void machine_close(struct machine *machine);

/*
 * The devices that a selector means, in natural order; the caller frees the array, the states stay
 * the machine's and are read by machine_read(). None is not a failure.
 */
int machine_find(struct machine *machine, const struct profile_device *selector,
		 struct state ***found, size_t *n);

/*
 * Reads states that were found: of this machine what a plan for what is mentioned needs, or all of
 * it (mention NULL). Then, for what is wanted, what else undoing has to know: everything if something
 * gets disabled, or what is not shown any more when it is as wanted. Named hardware is known already.
 */
struct machine_read {
	const struct state *state;
	const struct state_mention *mention;
	const struct state *want; /* NULL: the state was not read yet */
	bool is_wiped;
};
int machine_read(struct machine *machine, const struct machine_read *what, size_t n);
struct state *machine_own(struct machine *machine, const struct state *state); /* for machine-read.c */

/* The same of this machine as objects, without reading any; errors as of accfg_select(). */
int machine_select(struct accfg_ctx *ctx, const struct profile_device *selector,
		   struct accfg_object ***objects, size_t *n);

/* "dsa0, iax1, dsa2 and 13 more": what there is, for messages. Returns buffer. */
const char *machine_describe(struct machine *machine, char *buffer, size_t size);

#endif
