// SPDX-License-Identifier: LGPL-2.1-or-later
/* Finding devices: all of them from the folder of the bus, or one by its name or PCI address. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/device.h"
#include "util/text.h"

struct name {
	enum accfg_family family;
	unsigned int id;
};

struct names {
	struct name *list;
	size_t n;
};

static int compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int note_name(const char *text, void *data)
{
	struct names *names = data;
	struct name name, *list;

	if (!family_parse_name(text, &name.family, &name.id))
		return 0;
	list = array_grow(names->list, names->n, sizeof(*list));
	if (!list)
		return -ENOMEM;
	names->list = list;
	list[names->n++] = name;
	return 0;
}

static int list_bus(struct accfg_ctx *ctx, const char *bus, struct names *names)
{
	char path[CTX_PATH];
	int rc = ctx_sysfs_path(ctx, path, "bus/%s/devices", bus);
	int dir;

	if (rc)
		return rc;
	dir = sysfs_open_dir(AT_FDCWD, path);
	if (dir < 0)
		return dir;
	rc = sysfs_list(dir, note_name, names);
	fd_batch_add(&ctx->pending, dir);
	return rc;
}

/* All buses that devices may be on; -ENOENT only if there is none of them. */
static int list_buses(struct accfg_ctx *ctx, struct names *names)
{
	int rc = list_bus(ctx, DEVICE_BUS, names);

	for (unsigned int i = 0; i < FAMILY_COUNT; i++) {
		int more;

		if (!strcmp(family_table[i].old_bus, DEVICE_BUS))
			continue;
		more = list_bus(ctx, family_table[i].old_bus, names);
		if (rc == -ENOENT || (more && more != -ENOENT))
			rc = more;
	}
	return rc;
}

static struct name name_of(struct accfg_object *object)
{
	return (struct name){ accfg_device_get_family(object->device), object->id };
}

static struct accfg_object **find_place(struct accfg_object **at, const struct name *name)
{
	for (; *at; at = &(*at)->next) {
		struct name here = name_of(*at);

		if (compare_names(&here, name) >= 0)
			break;
	}
	return at;
}

static bool is_at(struct accfg_object *const *at, const struct name *name)
{
	struct name here;

	if (!*at)
		return false;
	here = name_of(*at);
	return !compare_names(&here, name);
}

static void put_in(struct accfg_object **at, struct accfg_device *device)
{
	struct accfg_object *object = accfg_device_get_object(device);

	object->next = *at;
	*at = object;
}

static int merge(struct accfg_ctx *ctx, struct names *names)
{
	struct accfg_object **at = &ctx->devices;

	if (names->n)
		qsort(names->list, names->n, sizeof(*names->list), compare_names);
	for (size_t i = 0; i < names->n; i++) {
		struct name *name = &names->list[i];
		struct accfg_device *device;

		at = find_place(at, name);
		if (is_at(at, name))
			continue;
		device = device_new(ctx, name->family, name->id);
		if (!device)
			return -ENOMEM;
		put_in(at, device);
	}
	return 0;
}

ACCFG_EXPORT int accfg_scan(struct accfg_ctx *ctx)
{
	struct names names = { 0 };
	int rc;

	if (ctx->scanned)
		return 0;
	rc = list_buses(ctx, &names);
	if (!rc)
		rc = merge(ctx, &names);
	free(names.list);
	ctx->scanned = !rc;
	if (rc == -ENOENT)
		return ctx_fail(ctx, rc, &(struct error_about){ 0 },
				"no driver for DSA or IAA devices is loaded (%s/bus/%s is not there; module idxd)",
				accfg_get_sysfs_root(ctx), DEVICE_BUS);
	if (rc)
		return ctx_fail(ctx, rc, &(struct error_about){ 0 }, NULL);
	return 0;
}

void device_free_all(struct accfg_ctx *ctx)
{
	while (ctx->devices) {
		struct accfg_object *object = ctx->devices;

		ctx->devices = object->next;
		device_free(device_of(object));
	}
}

static struct accfg_device *as_device(struct accfg_object *object)
{
	return object ? device_of(object) : NULL;
}

ACCFG_EXPORT struct accfg_device *accfg_object_as_device(struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_DEVICE ? device_of(object) : NULL;
}

ACCFG_EXPORT struct accfg_device *accfg_device_get_first(struct accfg_ctx *ctx)
{
	return accfg_scan(ctx) ? NULL : as_device(ctx->devices);
}

ACCFG_EXPORT struct accfg_device *accfg_device_get_next(struct accfg_device *device)
{
	return accfg_scan(device_ctx(device)) ? NULL : as_device(accfg_device_get_object(device)->next);
}

static int no_such_device(struct accfg_ctx *ctx, int rc, const char *name)
{
	return ctx_fail(ctx, rc, &(struct error_about){ .object_path = name }, rc == -ENODEV ? "no such device" : NULL);
}

/* A device that was not looked for yet: it is there if its directory opens. */
static int look_for(struct accfg_ctx *ctx, const struct name *name, struct accfg_object **at)
{
	struct accfg_device *device;
	int rc;

	if (ctx->scanned)
		return -ENODEV;
	device = device_new(ctx, name->family, name->id);
	if (!device)
		return -ENOMEM;
	rc = device_dir(device);
	if ((rc == -EMFILE || rc == -ENFILE) && device_relax_fds(ctx))
		rc = device_dir(device);
	if (rc < 0) {
		device_free(device);
		return rc;
	}
	put_in(at, device);
	return 0;
}

ACCFG_EXPORT int accfg_device_get_by_name(struct accfg_ctx *ctx, const char *text, struct accfg_device **device)
{
	struct accfg_object **at;
	struct name name;
	int rc = 0;

	if (!family_parse_name(text, &name.family, &name.id))
		return no_such_device(ctx, -ENODEV, text);
	at = find_place(&ctx->devices, &name);
	if (!is_at(at, &name))
		rc = look_for(ctx, &name, at);
	if (rc)
		return no_such_device(ctx, rc, text);
	*device = device_of(*at);
	return 0;
}

static const char *skip_hex(const char *text, size_t min, size_t max)
{
	size_t n = strspn(text, "0123456789abcdefABCDEF");

	return n >= min && n <= max ? text + n : NULL;
}

/* "6a:01.0" */
static bool is_short_address(const char *text)
{
	text = skip_hex(text, 2, 2);
	if (text && *text == ':')
		text = skip_hex(text + 1, 2, 2);
	else
		text = NULL;
	return text && *text == '.' && text[1] >= '0' && text[1] <= '7' && !text[2];
}

/* "0000:6a:01.0"; domains of 4 digits or, behind some bridges, more. */
static bool is_long_address(const char *text)
{
	text = skip_hex(text, 4, 8);
	return text && *text == ':' && is_short_address(text + 1);
}

ACCFG_EXPORT int accfg_device_get_by_pci_address(struct accfg_ctx *ctx, const char *address,
						 struct accfg_device **device)
{
	const char *domain = is_short_address(address) ? "0000:" : "";
	struct accfg_device *at;
	char *whole;
	int rc;

	if (!*domain && !is_long_address(address))
		return ctx_fail(ctx, -EINVAL, &(struct error_about){ .object_path = address },
				"not a PCI address such as 0000:6a:01.0");
	rc = accfg_scan(ctx);
	if (rc)
		return rc == -ENOENT ? -ENODEV : rc;
	if (asprintf(&whole, "%s%s", domain, address) < 0)
		return -ENOMEM;
	accfg_device_foreach(ctx, at) {
		const char *here;

		rc = accfg_device_get_pci_address(at, &here);
		if (rc == -ENOMEM || (!rc && !strcasecmp(here, whole)))
			break;
	}
	free(whole);
	if (rc == -ENOMEM)
		return rc;
	if (!at)
		return no_such_device(ctx, -ENODEV, address);
	*device = at;
	return 0;
}
