// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Selectors: words that name devices or parts of them. A plain name is looked up directly; only globs, families, NUMA
 * nodes, PCI addresses and "all" make the library list what there is.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "util/number.h"
#include "util/text.h"

struct result {
	struct accfg_ctx *ctx;
	enum accfg_kind kind;
	const char *whole; /* the selector, for messages */
	struct accfg_object **list;
	size_t n;
};

static int add(struct result *result, struct accfg_object *object)
{
	struct accfg_object **list = array_grow(result->list, result->n, sizeof(*list));

	if (!list)
		return -ENOMEM;
	result->list = list;
	list[result->n++] = object;
	return 0;
}

static int malformed(struct result *result, const char *why)
{
	return ctx_fail(result->ctx, -EINVAL, &(struct error_about){ .object_path = result->whole }, "%s", why);
}

/* Parts of one device whose names match; NULL: all of them. */
static int add_parts(struct result *result, struct accfg_device *device, const char *pattern)
{
	struct accfg_object *part;
	int rc = device_scan_parts(device);

	for (part = rc ? NULL : device_first_part(device, result->kind); part && !rc;
	     part = device_next_part(part)) {
		if (!pattern || !fnmatch(pattern, object_name(part), 0))
			rc = add(result, part);
	}
	return rc;
}

static bool is_glob(const char *text)
{
	return strpbrk(text, "*?[");
}

/* "wq0.1" of this device: asked for directly. */
static int add_named_part(struct result *result, struct accfg_device *device, const char *name)
{
	unsigned int device_id, id;
	struct accfg_object *part;
	int rc;

	if (!part_parse_name(name, result->kind, &device_id, &id))
		return malformed(result, "this does not name an object of this kind");
	if (device_id != accfg_device_get_id(device))
		return malformed(result, "the part has the number of another device");
	rc = device_get_part(device, result->kind, id, &part);
	if (rc == -ENODEV)
		return 0; /* nothing matches; said at the end */
	return rc ? rc : add(result, part);
}

static int add_of_device(struct result *result, struct accfg_device *device, const char *part)
{
	if (result->kind == ACCFG_KIND_DEVICE)
		return add(result, accfg_device_get_object(device));
	if (!part || !strcmp(part, "all"))
		return add_parts(result, device, NULL);
	if (is_glob(part))
		return add_parts(result, device, part);
	return add_named_part(result, device, part);
}

/* What a device selector may be about. */
struct device_test {
	const char *glob;
	enum accfg_family family;
	int node;
	enum { ANY, GLOB, FAMILY, NODE } what;
};

static bool test_device(struct accfg_device *device, const struct device_test *test)
{
	int node;

	switch (test->what) {
	case ANY:
		return true;
	case GLOB:
		return !fnmatch(test->glob, accfg_device_get_name(device), 0);
	case FAMILY:
		return accfg_device_get_family(device) == test->family;
	case NODE:
		return !accfg_device_get_numa_node(device, &node) && node == test->node;
	}
	return false;
}

static int add_tested(struct result *result, const struct device_test *test, const char *part)
{
	struct accfg_device *device;
	int rc = accfg_scan(result->ctx);

	if (rc == -ENOENT)
		return -ENODEV;
	if (rc)
		return rc;
	accfg_device_foreach(result->ctx, device) {
		/* A plain part belongs to one device; the others have none of it. */
		unsigned int device_id, id;

		if (!test_device(device, test))
			continue;
		if (part && part_parse_name(part, result->kind, &device_id, &id) &&
		    device_id != accfg_device_get_id(device))
			continue;
		rc = add_of_device(result, device, part);
		if (rc)
			return rc;
	}
	return 0;
}

/* Globs are matched with names, so the other word for a family has to become its name: "iaa*" is "iax*". */
static void rename_family(char *glob)
{
	for (unsigned int i = 0; i < FAMILY_COUNT; i++) {
		const struct family_row *row = &family_table[i];

		if (row->alias && !strncmp(glob, row->alias, strlen(row->alias)))
			memcpy(glob, row->name, strlen(row->name));
	}
}

static int select_in(struct result *result, char *devices, const char *part)
{
	struct device_test test = { 0 };
	struct accfg_device *device;
	unsigned int id;
	int rc;

	if (!strcmp(devices, "all")) {
		test.what = ANY;
	} else if (family_parse_word(devices, &test.family)) {
		test.what = FAMILY;
	} else if (!strncmp(devices, "numa:", 5)) {
		test.what = NODE;
		if (number_parse_int(devices + 5, &test.node))
			return malformed(result, "a NUMA node is a number, as in numa:0");
	} else if (is_glob(devices)) {
		test.what = GLOB;
		rename_family(devices);
		test.glob = devices;
	} else {
		if (strchr(devices, ':'))
			rc = accfg_device_get_by_pci_address(result->ctx, devices, &device);
		else if (family_parse_name(devices, &test.family, &id))
			rc = accfg_device_get_by_name(result->ctx, devices, &device);
		else
			return malformed(result, "not the name of a device, a pattern, dsa, iax, numa:N, a PCI address or all");
		return rc ? rc : add_of_device(result, device, part);
	}
	return add_tested(result, &test, part);
}

/* "wq0.1" without a device: its number says which, but not of which family. */
static int select_plain_part(struct result *result, const char *part)
{
	unsigned int device_id, id;

	if (!part_parse_name(part, result->kind, &device_id, &id))
		return malformed(result, "this does not name an object of this kind");
	for (unsigned int i = 0; i < FAMILY_COUNT; i++) {
		struct accfg_device *device;
		char name[24];
		int rc;

		snprintf(name, sizeof(name), "%s%u", family_table[i].name, device_id);
		rc = accfg_device_get_by_name(result->ctx, name, &device);
		if (!rc)
			rc = add_named_part(result, device, part);
		if (rc && rc != -ENODEV)
			return rc;
	}
	return 0;
}

static int select_words(struct result *result, char *text)
{
	const char *prefix = object_prefix(result->kind);
	char *slash = strchr(text, '/');
	char all[] = "all";

	if (slash && !prefix)
		return malformed(result, "a device is wanted, not a part of one");
	if (slash) {
		*slash = 0;
		if (!*text || !slash[1] || strchr(slash + 1, '/'))
			return malformed(result, "a part is named as DEVICE/PART");
		return select_in(result, text, slash + 1);
	}
	if (!prefix || strncmp(text, prefix, strlen(prefix)))
		return select_in(result, text, NULL);
	return is_glob(text) ? select_in(result, all, text) : select_plain_part(result, text);
}

ACCFG_EXPORT int accfg_select(struct accfg_ctx *ctx, enum accfg_kind kind, const char *selector,
			      struct accfg_object ***objects, size_t *count)
{
	struct result result = { .ctx = ctx, .kind = kind, .whole = selector };
	char *text = strdup(selector);
	int rc = text ? select_words(&result, text) : -ENOMEM;

	free(text);
	if (!rc && !result.n)
		rc = ctx_fail(ctx, -ENODEV, &(struct error_about){ .object_path = selector },
			      "there is no such object");
	if (rc) {
		free(result.list);
		return rc;
	}
	*objects = result.list;
	*count = result.n;
	return 0;
}
