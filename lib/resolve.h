/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a profile to the wanted state of each device that it means: selectors and templates
 * expanded, what the profile says laid over what is, and what enabling needs completed. Whether the
 * result is allowed is the business of validate.
 */
#ifndef ACCFG_RESOLVE_H
#define ACCFG_RESOLVE_H

#include "lib/machine.h"
#include "lib/problem.h"

/* One device of the profile. */
struct wanted {
	const struct state *now; /* the machine's */
	struct state want;
	const struct profile_device **layers; /* what is said of it; later ones win */
	size_t n_layers;
	uint64_t *said[IDXD_KIND_ENGINE +
		       1]; /* for each object: IDXD_ATTR_BIT() of what the profile sets */
	bool *wq_mentioned;
	uint32_t *wq_order; /* all wqs, those of the profile first, in its order */
	bool engines_mentioned;
	bool dropped_default; /* what the kernel gave to iaa_crypto is not in want */
};

struct resolution {
	struct accfg_profile *profile;
	struct machine machine;
	bool enable;
	bool exact; /* what is not mentioned is to be clean, not kept */
	struct wanted *list; /* in the order of the profile */
	size_t n;
	size_t errors;
	size_t missing; /* of these: no such device */
};

/*
 * Problems go to the profile's list, those of an earlier resolution are dropped. 0 also when there
 * are errors; -ENODEV of a machine that is not known, -ENOMEM, or what reading sysfs gives. To be
 * released in any case.
 */
int resolve_profile(struct resolution *resolution, struct accfg_profile *profile,
		    const char *machine, unsigned int flags); /* ACCFG_PLAN_ENABLE, ACCFG_PLAN_EXACT */
void resolve_release(struct resolution *resolution);

/* What completes the wanted state so that it can be enabled (resolve-complete.c). */
int resolve_complete(struct resolution *resolution, struct wanted *wanted);

/* ---- what is said, and where ---- */

static inline bool wanted_says(const struct wanted *wanted, struct state_key key)
{
	return wanted->said[key.kind][key.id] >> key.attr & 1;
}

/* What the profile says of an object, the last layer that does; NULL: nothing. */
const struct profile_object *wanted_object(const struct wanted *wanted, enum idxd_kind kind,
					   uint32_t id);
/* The value, or else the object, or else the device. key.attr may be IDXD_ATTR_NONE. */
struct profile_place wanted_place(const struct wanted *wanted, struct state_key key);

/* Does the profile say that the device or wq is not to be enabled? Later layers win. */
bool wanted_is_off(const struct wanted *wanted, enum idxd_kind kind, uint32_t id);

/*
 * Problems of the value of want at key. Counts errors; a note that was given for the same place is
 * not repeated.
 */
__attribute__((format(printf, 5, 6))) void resolve_error(struct resolution *resolution,
							 const struct wanted *wanted,
							 struct state_key key, const char *rule,
							 const char *format, ...);
__attribute__((format(printf, 5, 6))) void resolve_note(struct resolution *resolution,
							const struct wanted *wanted,
							struct state_key key, const char *rule,
							const char *format, ...);

#endif
