// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One device: its held directory, its properties. Its parts are in parts.c, finding devices is in scan.c, enabling in
 * enable.c.
 */
#include "lib/device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

struct accfg_device {
	struct accfg_object base;
	struct accfg_ctx *ctx;
	struct accfg_object *parts[ACCFG_KIND_ENGINE + 1];
	char *pci_address;
	char *driver;
	int dir; /* held; -1: not opened yet */
	enum accfg_family family;
	bool parts_scanned;
	bool status_is_clear;
};

struct accfg_ctx *device_ctx(const struct accfg_device *device)
{
	return device->ctx;
}

struct accfg_device *device_new(struct accfg_ctx *ctx, enum accfg_family family, unsigned int id)
{
	struct accfg_device *device = calloc(1, sizeof(*device));

	if (!device)
		return NULL;
	device->ctx = ctx;
	device->family = family;
	device->dir = -1;
	device->base.device = device;
	device->base.id = id;
	if (!object_init(&device->base, device, ACCFG_KIND_DEVICE, id))
		return device;
	free(device);
	return NULL;
}

static void free_parts(struct accfg_device *device)
{
	for (size_t kind = 0; kind <= ACCFG_KIND_ENGINE; kind++) {
		while (device->parts[kind]) {
			struct accfg_object *part = device->parts[kind];

			device->parts[kind] = part->next;
			object_release(part);
			free(part);
		}
	}
}

void device_free(struct accfg_device *device)
{
	free_parts(device);
	object_release(&device->base);
	if (device->dir >= 0)
		fd_batch_add(&device->ctx->pending, device->dir);
	free(device->pci_address);
	free(device->driver);
	free(device);
}

/* "bus/dsa/devices/dsa0" below the sysfs root. */
int device_dir_path(struct accfg_device *device, unsigned int try, char path[CTX_PATH])
{
	const struct family_row *family = &family_table[device->family];
	const char *bus = try ? family->old_bus : DEVICE_BUS;

	if (try && (try > 1 || !strcmp(bus, DEVICE_BUS)))
		return -ENOENT;
	return ctx_sysfs_path(device->ctx, path, "bus/%s/devices/%s", bus, device->base.path);
}

int device_dir(struct accfg_device *device)
{
	char path[CTX_PATH];
	int rc = -ENOENT;

	if (device->dir >= 0)
		return device->dir;
	for (unsigned int try = 0; rc == -ENOENT && !device_dir_path(device, try, path); try++) {
		rc = sysfs_open_dir(AT_FDCWD, path);
		CTX_LOG(device->ctx, LOG_DEBUG, "open %s: %d", path, rc);
	}
	if (rc == -ENOENT || rc == -ENOTDIR)
		return -ENODEV;
	if (rc >= 0)
		device->dir = rc;
	return rc;
}

static bool relax_device(struct accfg_device *device)
{
	bool any = object_close_kept(&device->base);

	for (size_t kind = 0; kind <= ACCFG_KIND_ENGINE; kind++) {
		for (struct accfg_object *part = device->parts[kind]; part; part = part->next)
			any |= object_close_kept(part);
	}
	if (device->dir < 0)
		return any;
	fd_batch_add(&device->ctx->pending, device->dir);
	device->dir = -1;
	return true;
}

bool device_relax_fds(struct accfg_ctx *ctx)
{
	bool any = ctx->pending.n;

	for (struct accfg_object *object = ctx->devices; object; object = object->next)
		any |= relax_device(device_of(object));
	fd_batch_close(&ctx->pending);
	return any;
}

struct accfg_object **device_parts(struct accfg_device *device, enum accfg_kind kind)
{
	return &device->parts[kind];
}

bool *device_parts_scanned(struct accfg_device *device)
{
	return &device->parts_scanned;
}

bool *device_status_is_clear(struct accfg_device *device)
{
	return &device->status_is_clear;
}

static void forget(struct accfg_device *device, void (*forget_one)(struct accfg_object *))
{
	forget_one(&device->base);
	for (size_t kind = 0; kind <= ACCFG_KIND_ENGINE; kind++) {
		for (struct accfg_object *part = device->parts[kind]; part; part = part->next)
			forget_one(part);
	}
	free(device->driver);
	device->driver = NULL;
}

/* No driver changes driver_name, which is asked for before each wq. */
static void forget_changeable(struct accfg_object *object)
{
	object_forget_but(object, ATTR_DRIVER_NAME);
}

void device_forget_enabled(struct accfg_device *device)
{
	forget(device, forget_changeable);
}

ACCFG_EXPORT void accfg_device_refresh(struct accfg_device *device)
{
	forget(device, object_forget);
	device->status_is_clear = false;
	fd_batch_close(&device->ctx->pending);
}

ACCFG_EXPORT struct accfg_object *accfg_device_get_object(struct accfg_device *device)
{
	return &device->base;
}

ACCFG_EXPORT struct accfg_ctx *accfg_device_get_ctx(struct accfg_device *device)
{
	return device->ctx;
}

ACCFG_EXPORT const char *accfg_device_get_name(struct accfg_device *device)
{
	return device->base.path;
}

ACCFG_EXPORT unsigned int accfg_device_get_id(struct accfg_device *device)
{
	return device->base.id;
}

ACCFG_EXPORT enum accfg_family accfg_device_get_family(struct accfg_device *device)
{
	return device->family;
}

ACCFG_EXPORT const char *accfg_device_get_family_name(struct accfg_device *device)
{
	return family_table[device->family].name;
}

/* The link of the bus folder ends in ".../0000:6a:01.0/dsa0". */
ACCFG_EXPORT int accfg_device_get_pci_address(struct accfg_device *device, const char **address)
{
	char path[CTX_PATH], parent[64];
	int rc = -ENOENT;

	if (!device->pci_address) {
		for (unsigned int try = 0; rc == -ENOENT && !device_dir_path(device, try, path); try++)
			rc = sysfs_readlink_parent(AT_FDCWD, path, parent, sizeof(parent));
		if (rc)
			return ctx_fail(device->ctx, rc, &(struct error_about){ .object = &device->base },
					"its PCI address cannot be told from the link in the bus folder");
		device->pci_address = strdup(parent);
		if (!device->pci_address)
			return -ENOMEM;
	}
	*address = device->pci_address;
	return 0;
}

ACCFG_EXPORT int accfg_device_get_driver(struct accfg_device *device, const char **driver)
{
	char name[64];

	if (!device->driver) {
		int rc = device_dir(device);

		if (rc >= 0)
			rc = sysfs_readlink_base(rc, "driver", name, sizeof(name));
		if (rc)
			return ctx_fail(device->ctx, rc, &(struct error_about){ .object = &device->base },
					rc == -ENOENT ? "it is bound to no driver" : NULL);
		device->driver = strdup(name);
		if (!device->driver)
			return -ENOMEM;
	}
	*driver = device->driver;
	return 0;
}
