// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What can be said of a profile only after all of it is read, and without a machine: objects given
 * twice, equal labels, and drivers that follow from types. Sorts instead of comparing all with all,
 * since a hostile file may be long.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "lib/profile-read.h"

/* An object with its device, and its name or label to compare by. */
struct entry {
	const struct profile_device *device;
	struct profile_object *object;
	const struct profile_value *value;
};

static int compare_places(struct profile_place a, struct profile_place b)
{
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return a.column < b.column ? -1 : a.column > b.column;
}

/*
 * "iaa1" and "iax1" are one device, so plain names are compared by what they mean. Patterns may
 * overlap in other ways, which only a machine can tell.
 */
static int compare_selectors(const struct profile_device *a, const struct profile_device *b)
{
	bool plain = a->self.device_id >= 0;

	if (plain != (b->self.device_id >= 0))
		return plain ? -1 : 1;
	if (!plain)
		return strcmp(a->self.name, b->self.name);
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return a->self.device_id < b->self.device_id ? -1 : a->self.device_id > b->self.device_id;
}

static int compare_devices(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	int order = compare_selectors(left->device, right->device);

	return order ? order : compare_places(left->object->place, right->object->place);
}

static int compare_parts(const void *a, const void *b)
{
	const struct profile_object *left = ((const struct entry *)a)->object,
				    *right = ((const struct entry *)b)->object;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->id != right->id)
		return left->id < right->id ? -1 : 1;
	return compare_places(left->place, right->place);
}

static int compare_labels(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	int order = strcmp(left->value->text, right->value->text);

	if (left->device != right->device)
		return left->device < right->device ? -1 : 1;
	return order ? order : compare_places(left->value->place, right->value->place);
}

static struct entry *entries_new(struct reader *r, size_t count)
{
	struct entry *entries = calloc(count ? count : 1, sizeof(*entries));

	if (!entries)
		r->error = -ENOMEM;
	return entries;
}

static void say_twice(struct reader *r, const struct entry *first, const struct entry *again)
{
	char path[128];
	struct problem what = { .object = profile_path(again->device, again->object, path,
						       sizeof(path)),
				.rule = "duplicate",
				.place = again->object->place };

	reader_error(r, &what, "given twice, first at %u:%u", first->object->place.line,
		     first->object->place.column);
}

static void check_devices_once(struct reader *r)
{
	struct accfg_profile *profile = r->profile;
	struct entry *entries = entries_new(r, profile->n_devices);
	size_t n = 0, first = 0;

	if (!entries)
		return;
	for (size_t i = 0; i < profile->n_devices; i++)
		if (profile->devices[i].self.place.line)
			entries[n++] = (struct entry){ .device = &profile->devices[i],
						       .object = &profile->devices[i].self };
	qsort(entries, n, sizeof(*entries), compare_devices);
	for (size_t i = 1; i < n; i++) {
		if (compare_selectors(entries[i].device, entries[first].device) == 0)
			say_twice(r, &entries[first], &entries[i]);
		else
			first = i;
	}
	free(entries);
}

static void check_parts_once(struct reader *r, const struct profile_device *device)
{
	struct entry *entries = entries_new(r, device->n_objects);
	size_t n = 0, first = 0;

	if (!entries)
		return;
	for (size_t i = 0; i < device->n_objects; i++)
		if (device->objects[i].place.line)
			entries[n++] = (struct entry){ .device = device,
						       .object = &device->objects[i] };
	qsort(entries, n, sizeof(*entries), compare_parts);
	for (size_t i = 1; i < n; i++) {
		if (entries[i].object->kind == entries[first].object->kind &&
		    entries[i].object->id == entries[first].object->id)
			say_twice(r, &entries[first], &entries[i]);
		else
			first = i;
	}
	free(entries);
}

/* All values of one attribute of wqs. */
static struct entry *collect_values(struct reader *r, const char *attr, size_t *count)
{
	struct accfg_profile *profile = r->profile;
	struct entry *entries;
	size_t room = 0, n = 0;

	for (size_t i = 0; i < profile->n_devices; i++)
		room += profile->devices[i].n_objects;
	entries = entries_new(r, room);
	for (size_t i = 0; entries && i < profile->n_devices; i++) {
		const struct profile_device *device = &profile->devices[i];

		for (size_t j = 0; j < device->n_objects; j++) {
			struct entry entry = { .device = device, .object = &device->objects[j] };

			if (entry.object->kind != ACCFG_KIND_WQ)
				continue;
			entry.value = profile_object_find(entry.object, attr);
			if (entry.value)
				entries[n++] = entry;
		}
	}
	*count = n;
	return entries;
}

static bool is_repeated(const struct entry *entries, size_t i)
{
	return entries[i].device == entries[i - 1].device &&
	       strcmp(entries[i].value->text, entries[i - 1].value->text) == 0;
}

/* Of a name that the entry before has too. others: how many more there are of these. */
static void note_repeated(struct reader *r, const struct entry *entry, size_t others)
{
	char path[128], before[128], more[64] = "";
	struct problem what = { .object = profile_path(entry->device, entry->object, path,
						       sizeof(path)),
				.attr = "name",
				.value = entry->value->text,
				.rule = "equal-names",
				.place = entry->value->place };

	profile_path(entry[-1].device, entry[-1].object, before, sizeof(before));
	if (others)
		snprintf(more, sizeof(more), " (and %zu more work queues repeat a name)", others);
	reader_note(r, &what, "%s has the same name%s", before, more);
}

/*
 * Two wqs of a device with one name are a pool to some and a slip of the pen to others: one note
 * for all of them.
 */
static void check_labels(struct reader *r)
{
	size_t n, repeated = 0, first = 0;
	struct entry *entries = collect_values(r, "name", &n);

	if (!entries)
		return;
	qsort(entries, n, sizeof(*entries), compare_labels);
	for (size_t i = 1; i < n; i++) {
		if (!is_repeated(entries, i))
			continue;
		if (!repeated++ || compare_places(entries[i].value->place, entries[first].value->place) < 0)
			first = i;
	}
	if (repeated)
		note_repeated(r, &entries[first], repeated - 1);
	free(entries);
}

/* The driver that a type asks for, "" for none, NULL when the selector leaves it open. */
static const char *driver_of_type(const struct profile_device *device, const char *type)
{
	if (strcmp(type, "user") == 0)
		return "user";
	if (strcmp(type, "kernel") != 0)
		return "";
	if (device->family == PROFILE_FAMILY_ANY)
		return NULL;
	return family_table[device->family].kernel_driver
		       ? family_table[device->family].kernel_driver
		       : "dmaengine";
}

static void default_driver(struct reader *r, const struct entry *entry, struct entry *first,
			   size_t *count)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(ACCFG_KIND_WQ, "driver_name");
	const char *driver = driver_of_type(entry->device, entry->value->text);
	struct problem what = { .attr = "driver_name",
				.rule = "driver-name",
				.place = entry->value->place };
	struct profile_place type_place = entry->value->place;
	struct profile_value *value;
	char path[128];

	if (!attr || (driver && !*driver) || profile_object_find(entry->object, "driver_name"))
		return;
	if (!entry->object->enabled || !entry->device->self.enabled)
		return; /* a driver is for enabling */
	what.object = profile_path(entry->device, entry->object, path, sizeof(path));
	if (!driver) {
		reader_error(
			r, &what,
			"is needed with type kernel, since %s may match devices whose drivers differ "
			"(dmaengine for dsa, crypto for iax)",
			entry->device->self.name);
		return;
	}
	/* adding may move the values, entry->value among them */
	value = profile_object_put(entry->object, attr, driver, 0, &type_place);
	if (!value) {
		r->error = -ENOMEM;
		return;
	}
	value->is_default = true;
	if ((*count)++ == 0)
		*first = *entry;
}

/* accel-config 4 needs driver_name, older profiles do not have it; one note for all of them. */
static void default_drivers(struct reader *r)
{
	struct entry *entries, first;
	size_t n, count = 0;

	entries = collect_values(r, "type", &n);
	if (!entries)
		return;
	for (size_t i = 0; i < n && !r->error; i++)
		default_driver(r, &entries[i], &first, &count);
	if (count && !r->error) {
		const struct profile_value *driver = profile_object_find(first.object,
									 "driver_name");
		char path[128], others[64] = "";
		struct problem what = { .object = profile_path(first.device, first.object, path,
							       sizeof(path)),
					.attr = "driver_name",
					.value = driver->text,
					.rule = "driver-name",
					.place = driver->place };

		if (count > 1)
			snprintf(others, sizeof(others), " (and for %zu more work queues)",
				 count - 1);
		reader_note(r, &what, "not given, so taken from the type%s", others);
	}
	free(entries);
}

void reader_check(struct reader *r)
{
	check_devices_once(r);
	for (size_t i = 0; i < r->profile->n_devices && !r->error; i++)
		check_parts_once(r, &r->profile->devices[i]);
	if (!r->error)
		check_labels(r);
	if (!r->error)
		default_drivers(r);
}
