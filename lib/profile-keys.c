// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The keys of profiles that are not attributes that can be set: names of lists in all their
 * spellings since 2019, and what older and newer versions of `list` print beside the attributes.
 */
#include <string.h>

#include "lib/profile-keys.h"
#include "lib/suggest.h"

static const struct parts_key {
	const char *name;
	enum accfg_kind in;
	enum accfg_kind parts;
	bool ungrouped;
} parts_keys[] = {
	{ "groups", ACCFG_KIND_DEVICE, ACCFG_KIND_GROUP, false },
	{ "ungrouped workqueues", ACCFG_KIND_DEVICE, ACCFG_KIND_WQ, true },
	{ "ungrouped_workqueues", ACCFG_KIND_DEVICE, ACCFG_KIND_WQ, true },
	{ "unassigned workqueues", ACCFG_KIND_DEVICE, ACCFG_KIND_WQ, true },
	{ "unassigned_workqueues", ACCFG_KIND_DEVICE, ACCFG_KIND_WQ, true },
	{ "ungrouped_engines", ACCFG_KIND_DEVICE, ACCFG_KIND_ENGINE, true },
	{ "ungrouped engines", ACCFG_KIND_DEVICE, ACCFG_KIND_ENGINE, true },
	{ "unassigned engines", ACCFG_KIND_DEVICE, ACCFG_KIND_ENGINE, true },
	{ "unassigned_engines", ACCFG_KIND_DEVICE, ACCFG_KIND_ENGINE, true },
	{ "grouped_workqueues", ACCFG_KIND_GROUP, ACCFG_KIND_WQ, false },
	{ "grouped workqueues", ACCFG_KIND_GROUP, ACCFG_KIND_WQ, false },
	{ "grouped_engines", ACCFG_KIND_GROUP, ACCFG_KIND_ENGINE, false },
	{ "grouped engines", ACCFG_KIND_GROUP, ACCFG_KIND_ENGINE, false },
};

/* Beside the read-only rows of attr-table. cmd_status can be written but is no setting. */
static const struct list_key {
	const char *name;
	enum accfg_kind in;
} list_keys[] = {
	{ "max_groups", ACCFG_KIND_DEVICE },
	{ "max_work_queues", ACCFG_KIND_DEVICE },
	{ "max_engines", ACCFG_KIND_DEVICE },
	{ "work_queue_size", ACCFG_KIND_DEVICE },
	{ "max_work_queues_size", ACCFG_KIND_DEVICE },
	{ "numa_node", ACCFG_KIND_DEVICE },
	{ "errors", ACCFG_KIND_DEVICE },
	{ "op_cap", ACCFG_KIND_DEVICE },
	{ "gen_cap", ACCFG_KIND_DEVICE },
	{ "iaa_cap", ACCFG_KIND_DEVICE },
	{ "dsacaps", ACCFG_KIND_DEVICE },
	{ "version", ACCFG_KIND_DEVICE },
	{ "state", ACCFG_KIND_DEVICE },
	{ "max_read_buffers", ACCFG_KIND_DEVICE },
	{ "max_tokens", ACCFG_KIND_DEVICE },
	{ "max_batch_size", ACCFG_KIND_DEVICE },
	{ "max_transfer_size", ACCFG_KIND_DEVICE },
	{ "ims_size", ACCFG_KIND_DEVICE },
	{ "configurable", ACCFG_KIND_DEVICE },
	{ "pasid_enabled", ACCFG_KIND_DEVICE },
	{ "cdev_major", ACCFG_KIND_DEVICE },
	{ "clients", ACCFG_KIND_DEVICE },
	{ "cmd_status", ACCFG_KIND_DEVICE },
	{ "mdevs", ACCFG_KIND_DEVICE },
	{ "pci_address", ACCFG_KIND_DEVICE },
	{ "driver", ACCFG_KIND_DEVICE },
	{ "engines", ACCFG_KIND_GROUP },
	{ "work_queues", ACCFG_KIND_GROUP },
	{ "state", ACCFG_KIND_WQ },
	{ "clients", ACCFG_KIND_WQ },
	{ "cdev_minor", ACCFG_KIND_WQ },
	{ "occupancy", ACCFG_KIND_WQ },
	{ "uuid", ACCFG_KIND_WQ },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool may_be_enabled(enum accfg_kind kind)
{
	return kind == ACCFG_KIND_DEVICE || kind == ACCFG_KIND_WQ;
}

struct profile_key profile_key_lookup(enum accfg_kind kind, const char *name)
{
	const struct accfg_attr *attr;

	if (strcmp(name, "dev") == 0)
		return (struct profile_key){ .use = PROFILE_KEY_DEV };
	if (may_be_enabled(kind) && strcmp(name, PROFILE_KEY_ENABLED_NAME) == 0)
		return (struct profile_key){ .use = PROFILE_KEY_ENABLED };
	for (size_t i = 0; i < COUNT(parts_keys); i++)
		if (parts_keys[i].in == kind && strcmp(parts_keys[i].name, name) == 0)
			return (struct profile_key){ .use = PROFILE_KEY_PARTS,
						     .parts = parts_keys[i].parts,
						     .ungrouped = parts_keys[i].ungrouped };
	for (size_t i = 0; i < COUNT(list_keys); i++)
		if (list_keys[i].in == kind && strcmp(list_keys[i].name, name) == 0)
			return (struct profile_key){ .use = PROFILE_KEY_READ_ONLY };
	attr = accfg_attr_get_by_name(kind, name);
	if (!attr)
		return (struct profile_key){ .use = PROFILE_KEY_UNKNOWN };
	if (!accfg_attr_is_writable(attr))
		return (struct profile_key){ .use = PROFILE_KEY_READ_ONLY };
	return (struct profile_key){ .use = PROFILE_KEY_ATTR, .attr = attr };
}

const char *profile_key_of_attr(const struct accfg_attr *attr)
{
	const char *key = accfg_attr_get_json_key(attr);

	return key ? key : accfg_attr_get_name(attr);
}

const char *profile_key_nearest(enum accfg_kind kind, const char *name)
{
	struct suggestion suggestion;

	suggest_begin(&suggestion, name);
	suggest_try(&suggestion, "dev");
	if (may_be_enabled(kind))
		suggest_try(&suggestion, PROFILE_KEY_ENABLED_NAME);
	for (size_t i = 0; i < COUNT(parts_keys); i++)
		if (parts_keys[i].in == kind)
			suggest_try(&suggestion, parts_keys[i].name);
	for (const struct accfg_attr *attr = accfg_attr_get_first(kind); attr;
	     attr = accfg_attr_get_next(attr)) {
		const char *key = profile_key_of_attr(attr);

		if (profile_key_lookup(kind, key).use != PROFILE_KEY_ATTR)
			continue;
		suggest_try(&suggestion, key);
		if (accfg_attr_get_old_name(attr))
			suggest_try(&suggestion, accfg_attr_get_old_name(attr));
	}
	return suggestion.best;
}
