/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything that can be set on one device, as values: what it can do, what it is set to and the
 * texts of its wqs. Read from sysfs (state-read.c) or made for named hardware; two of them are what
 * a plan is made from. No I/O in this header's functions but state_read().
 */
#ifndef ACCFG_STATE_H
#define ACCFG_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/rules/idxd-rules.h"
#include "lib/libaccfg.h"

/* BATCH: what some kernels hide in op_cap and op_config. */
#define STATE_HIDDEN_OPERATIONS (1ull << 1)
#define STATE_TEXT_MAX (IDXD_RULES_NAME_MAX + 1)

/* What of a wq is text (empty: has none), and what is no part of its rules. */
struct state_texts {
	char *name;
	char *driver_name;
	bool retries_hidden; /* it was read while dedicated, so its enqcmds_retries are not known */
};

struct state {
	struct accfg_device *device; /* NULL: not of this machine */
	char name[24];		     /* "dsa0" */
	enum accfg_family family;
	unsigned int id;
	char pci_address[24]; /* "" unknown */
	int numa_node; /* of named hardware; -1 of this machine's devices, which select.c asks */
	struct idxd_kernel
		kernel; /* the row that fits, corrected by the attributes that are there */
	struct idxd_caps caps;
	struct idxd_config config;
	struct state_texts *texts; /* one for each wq */
	uint64_t present;	   /* IDXD_ATTR_BIT() of every attribute that was found */
	uint64_t tried;		   /* of every attribute that was looked for on some object */
	/* Of each object, what was read; NULL: everything is known. See state_read_some(). */
	uint64_t *known[IDXD_KIND_ENGINE + 1];
	bool free_unknown; /* free_read_buffers may be less than counted: the driver's count may be
			      stale */
};

/* One value of any attribute that can be set. */
struct state_value {
	uint64_t number; /* signed ones cast; bool 0 or 1; words by their enum */
	uint64_t bits[IDXD_RULES_OP_WORDS];
	const char *text; /* names; borrowed */
};

/* Which value. */
struct state_key {
	enum idxd_kind kind;
	uint32_t id;
	enum idxd_attr attr;
};

/*
 * Makes a state in which everything is clean, from kernel and caps, which are set already. -ENOMEM.
 */
int state_init(struct state *state);
void state_release(struct state *state); /* what it holds, not itself; a zeroed one is fine */
int state_copy(struct state *copy, const struct state *state);

/*
 * Reads the device; whatever was read before is forgotten first. The failure is noted in the
 * context.
 */
int state_read(struct state *state, struct accfg_device *device);

/* What is meant to be set: IDXD_ATTR_BIT() of attributes of an object, and STATE_MENTIONED. */
struct state_mention {
	uint64_t (*of)(const void *data, enum idxd_kind kind, uint32_t id);
	const void *data;
};
#define STATE_MENTIONED IDXD_ATTR_BIT(IDXD_ATTR_NONE) /* the object itself is named */

/*
 * Reads what is mentioned and what the rules, enabling and undoing need besides; the rest keeps its
 * clean value and is not known (state_knows()). That is enough as long as nothing gets disabled:
 * disabling wipes, so state_read_rest() must come before. Whole from a tree that is not trusted.
 */
int state_read_some(struct state *state, struct accfg_device *device,
		    const struct state_mention *mention);
/* Reads what cannot be read any more once the device is what is wanted: retries of a shared wq. */
int state_read_hidden(struct state *state, const struct state *want);
bool state_hides(const struct state *state, const struct state *want); /* is there such a thing? */
/* Reads what is not known yet, as it is now. */
int state_read_rest(struct state *state);
/* What is not known in state is taken over from another of the same device. -ENOMEM. */
int state_adopt(struct state *state, const struct state *from);

static inline bool state_has(const struct state *state, enum idxd_attr attr)
{
	return state->present >> attr & 1;
}

/* Is this value known? Of one that is not read, nothing may be concluded. */
static inline bool state_knows(const struct state *state, struct state_key key)
{
	return state_has(state, key.attr) &&
	       (!state->known[key.kind] ||
		state->known[key.kind][key.id] & IDXD_ATTR_BIT(key.attr));
}

static inline struct idxd_view state_view(const struct state *state)
{
	return (struct idxd_view){ .kernel = &state->kernel,
				   .caps = &state->caps,
				   .config = &state->config };
}

/* Number of objects of a kind; 1 for the device. */
uint32_t state_count(const struct state *state, enum idxd_kind kind);

/* The attributes of a kind that can be set, in no special order; IDXD_ATTR_NONE after the last. */
enum idxd_attr state_attr(enum idxd_kind kind, unsigned int index);

void state_get(const struct state *state, struct state_key key, struct state_value *value);
/* Stores a value as it is, without anything that the driver does along. -ENOMEM of texts. */
int state_put(struct state *state, struct state_key key, const struct state_value *value);
bool state_same(const struct state *a, const struct state *b, struct state_key key);

/* As sysfs has it; a text of more than size - 1 bytes is cut. Returns buffer. */
const char *state_format(const struct state *state, struct state_key key, char *buffer,
			 size_t size);

/* For kernel/rules: what writing the value of state at key would be. */
struct idxd_write state_write(const struct state *state, struct state_key key);
/*
 * What the driver does when the value of wanted at key is written to state: the value, rounded, and
 * what it changes besides. -ENOMEM.
 */
int state_apply_write(struct state *state, const struct state *wanted, struct state_key key);
void state_apply_wq_disable(struct state *state, uint32_t id);
void state_apply_device_disable(struct state *state);

/* Which drivers of the bus a driver_name is for, as the rules want it. */
uint32_t state_driver_match(const char *driver_name);
/*
 * The driver that a wq would be enabled for: by its driver_name, else its type. IDXD_BUS_COUNT:
 * none.
 */
enum idxd_bus_driver state_wq_driver(const struct state *state, uint32_t id);
const char *state_driver_word(enum idxd_bus_driver driver);
/* The usual driver of a type on this kernel, NULL for none. */
const char *state_type_driver(const struct state *state, enum idxd_type type);

/* "dsa0", "dsa0/wq0.1". Returns buffer. */
const char *state_path(const struct state *state, enum idxd_kind kind, uint32_t id, char *buffer,
		       size_t size);
/* The object in sysfs; NULL: not of this machine or gone. */
struct accfg_object *state_object(const struct state *state, enum idxd_kind kind, uint32_t id);

/* How many are in a group; IDXD_RULES_NO_GROUP: in none. */
uint32_t state_engines_in(const struct state *state, int32_t group);
uint32_t state_wqs_in(const struct state *state, int32_t group);

/*
 * Is it in a group in which it would keep others from being enabled, so that it can have joined only
 * afterwards? Never of a device that is not enabled (state-late.c).
 */
bool state_wq_is_late(const struct state *state, uint32_t id);
bool state_engine_is_late(const struct state *state, uint32_t id);

/*
 * What the kernel configured on IAX when it loaded and nobody took into use: wq 0 has everything,
 * but is disabled.
 */
bool state_is_kernel_default(const struct state *state);

#endif
