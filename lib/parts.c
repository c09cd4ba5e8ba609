// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Parts of a device: which groups, wqs and engines there are. One listing of its directory finds all; one part asked for
 * by its number costs one question.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "util/number.h"
#include "util/text.h"

bool part_parse_name(const char *name, enum accfg_kind kind, unsigned int *device_id, unsigned int *id)
{
	const char *prefix = object_prefix(kind);
	size_t length = prefix ? strlen(prefix) : 0, n;
	char number[12];

	if (!length || strncmp(name, prefix, length))
		return false;
	name += length;
	n = strspn(name, "0123456789");
	if (!n || n >= sizeof(number) || name[n] != '.')
		return false;
	memcpy(number, name, n);
	number[n] = 0;
	return part_parse_number(number, device_id) && part_parse_number(name + n + 1, id);
}

struct found {
	struct accfg_device *device;
	unsigned int *ids[ACCFG_KIND_ENGINE + 1];
	size_t n[ACCFG_KIND_ENGINE + 1];
};

static int note_name(const char *name, void *data)
{
	struct found *found = data;
	unsigned int device_id, id;

	for (unsigned int kind = ACCFG_KIND_GROUP; kind <= ACCFG_KIND_ENGINE; kind++) {
		unsigned int *ids;

		if (!part_parse_name(name, (enum accfg_kind)kind, &device_id, &id) ||
		    device_id != accfg_device_get_id(found->device))
			continue;
		ids = array_grow(found->ids[kind], found->n[kind], sizeof(*ids));
		if (!ids)
			return -ENOMEM;
		found->ids[kind] = ids;
		ids[found->n[kind]++] = id;
	}
	return 0;
}

static int compare_ids(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

static int new_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id, struct accfg_object **at)
{
	struct accfg_object *(*const make[])(void) = { NULL, group_new, wq_new, engine_new };
	struct accfg_object *part = make[kind]();
	int rc;

	if (!part)
		return -ENOMEM;
	rc = object_init(part, device, kind, id);
	if (rc) {
		free(part);
		return rc;
	}
	part->next = *at;
	*at = part;
	return 0;
}

/* Where the part with this number is in the list, or where it would be put in. */
static struct accfg_object **find_place(struct accfg_object **at, unsigned int id)
{
	while (*at && (*at)->id < id)
		at = &(*at)->next;
	return at;
}

/* Sorted numbers into the sorted list; those that are known stay. */
static int merge(struct accfg_device *device, enum accfg_kind kind, unsigned int *ids, size_t n)
{
	struct accfg_object **at = device_parts(device, kind);

	if (n)
		qsort(ids, n, sizeof(*ids), compare_ids);
	for (size_t i = 0; i < n; i++) {
		int rc = 0;

		at = find_place(at, ids[i]);
		if (!*at || (*at)->id != ids[i])
			rc = new_part(device, kind, ids[i], at);
		if (rc)
			return rc;
	}
	return 0;
}

int device_scan_parts(struct accfg_device *device)
{
	struct found found = { .device = device };
	int rc = device_dir(device);

	if (*device_parts_scanned(device))
		return 0;
	if ((rc == -EMFILE || rc == -ENFILE) && device_relax_fds(device_ctx(device)))
		rc = device_dir(device);
	if (rc >= 0)
		rc = sysfs_list(rc, note_name, &found);
	for (unsigned int kind = ACCFG_KIND_GROUP; kind <= ACCFG_KIND_ENGINE; kind++) {
		if (!rc)
			rc = merge(device, (enum accfg_kind)kind, found.ids[kind], found.n[kind]);
		free(found.ids[kind]);
	}
	*device_parts_scanned(device) = !rc;
	if (rc)
		ctx_fail(device_ctx(device), rc,
			 &(struct error_about){ .object = accfg_device_get_object(device) },
			 rc == -ENODEV ? "no such device" : NULL);
	return rc;
}

struct accfg_object *device_first_part(struct accfg_device *device, enum accfg_kind kind)
{
	return device_scan_parts(device) ? NULL : *device_parts(device, kind);
}

struct accfg_object *device_next_part(struct accfg_object *part)
{
	return device_scan_parts(part->device) ? NULL : part->next;
}

static int ask_for_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id)
{
	char name[OBJECT_PATH_SIZE];
	int dir = device_dir(device);

	if ((dir == -EMFILE || dir == -ENFILE) && device_relax_fds(device_ctx(device)))
		dir = device_dir(device);
	if (dir < 0)
		return dir;
	snprintf(name, sizeof(name), "%s%u.%u", object_prefix(kind), accfg_device_get_id(device), id);
	return sysfs_exists(dir, name) ? 0 : -ENODEV;
}

int device_take_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id, struct accfg_object **part)
{
	struct accfg_object **at = find_place(device_parts(device, kind), id);
	int rc = 0;

	if (!*at || (*at)->id != id)
		rc = new_part(device, kind, id, at);
	*part = *at;
	return rc;
}

int device_get_part(struct accfg_device *device, enum accfg_kind kind, unsigned int id, struct accfg_object **part)
{
	struct accfg_object **at = find_place(device_parts(device, kind), id);
	int rc = 0;

	if (!*at || (*at)->id != id) {
		rc = *device_parts_scanned(device) ? -ENODEV : ask_for_part(device, kind, id);
		if (!rc)
			rc = new_part(device, kind, id, at);
	}
	if (rc)
		return ctx_fail(device_ctx(device), rc,
				&(struct error_about){ .object = accfg_device_get_object(device) },
				rc == -ENODEV ? "there is no %s%u.%u" : "%s%u.%u cannot be looked up",
				object_prefix(kind), accfg_device_get_id(device), id);
	*part = *at;
	return 0;
}
