// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The core of all objects: names and reading attributes once. Typed values are in value.c, writing is in write.c. An
 * attribute costs one openat and one read, relative to the held directory of the device; closing is batched.
 */
#include "lib/object.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "lib/device.h"

struct accfg_ctx *object_ctx(const struct accfg_object *object)
{
	return device_ctx(object->device);
}

const char *object_prefix(enum accfg_kind kind)
{
	static const char *const prefixes[] = { NULL, "group", "wq", "engine" };

	return prefixes[kind];
}

static void set_path(struct accfg_object *object)
{
	const char *family = accfg_device_get_family_name(object->device);
	unsigned int device_id = accfg_device_get_id(object->device);
	size_t n;

	object->name_at = 0;
	n = (size_t)snprintf(object->path, sizeof(object->path), "%s%u", family, device_id);
	if (object->kind == ACCFG_KIND_DEVICE)
		return;
	object->name_at = (unsigned int)n + 1;
	snprintf(object->path + n, sizeof(object->path) - n, "/%s%u.%u", object_prefix(object->kind), device_id,
		 object->id);
}

int object_init(struct accfg_object *object, struct accfg_device *device, enum accfg_kind kind, unsigned int id)
{
	size_t n = attr_count(kind);

	object->device = device;
	object->kind = kind;
	object->id = id;
	object->slots = calloc(n, sizeof(*object->slots));
	if (!object->slots)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		object->slots[i].fd = -1;
	set_path(object);
	return 0;
}

static struct attr_slot *slot_of(struct accfg_object *object, enum attr_id id)
{
	return &object->slots[id - attr_first(object->kind)];
}

static void forget_slot(struct attr_slot *slot)
{
	free(slot->text);
	slot->text = NULL;
	slot->error = 0;
}

void object_forget(struct accfg_object *object)
{
	for (size_t i = 0; i < attr_count(object->kind); i++)
		forget_slot(&object->slots[i]);
}

void object_forget_but(struct accfg_object *object, enum attr_id id)
{
	enum attr_id first = attr_first(object->kind);

	for (size_t i = 0; i < attr_count(object->kind); i++)
		if (first + i != id)
			forget_slot(&object->slots[i]);
}

void object_forget_attr(struct accfg_object *object, enum attr_id id)
{
	forget_slot(slot_of(object, id));
}

bool object_close_kept(struct accfg_object *object)
{
	bool any = false;

	for (size_t i = 0; object->slots && i < attr_count(object->kind); i++) {
		struct attr_slot *slot = &object->slots[i];

		if (slot->fd < 0)
			continue;
		fd_batch_add(&object_ctx(object)->pending, slot->fd);
		slot->fd = -1;
		any = true;
	}
	return any;
}

void object_release(struct accfg_object *object)
{
	if (!object->slots)
		return;
	object_close_kept(object);
	object_forget(object);
	free(object->slots);
}

void object_file(const struct accfg_object *object, const char *name, char path[OBJECT_FILE_SIZE])
{
	if (object->kind == ACCFG_KIND_DEVICE)
		snprintf(path, OBJECT_FILE_SIZE, "%s", name);
	else
		snprintf(path, OBJECT_FILE_SIZE, "%s/%s", object_name(object), name);
}

/* One try at one name. Gives descriptors back and tries again when the process has no more. */
static int read_file(struct accfg_object *object, const char *name, int *fd)
{
	struct accfg_ctx *ctx = object_ctx(object);
	char path[OBJECT_FILE_SIZE];

	object_file(object, name, path);
	for (;;) {
		int rc = device_dir(object->device);

		if (rc >= 0)
			rc = sysfs_read(rc, path, ctx->trust, ctx->value, fd);
		if ((rc != -EMFILE && rc != -ENFILE) || !device_relax_fds(ctx))
			return rc;
	}
}

static int read_attr(struct accfg_object *object, const struct accfg_attr *attr, struct attr_slot *slot)
{
	struct accfg_ctx *ctx = object_ctx(object);
	int fd = -1, rc;

	if (!accfg_attr_has_family(attr, accfg_device_get_family(object->device)))
		return -ENOENT;
	if (slot->fd >= 0) {
		rc = sysfs_reread(slot->fd, ctx->value);
		if (rc >= 0)
			return rc;
		fd_batch_add(&ctx->pending, slot->fd);
		slot->fd = -1;
	}
	rc = read_file(object, attr->name, &fd);
	if (rc == -ENOENT && fd < 0 && attr->old_name)
		rc = read_file(object, attr->old_name, &fd);
	if (rc >= 0 && ctx->keep_open)
		slot->fd = fd;
	else if (fd >= 0)
		fd_batch_add(&ctx->pending, fd);
	return rc;
}

/* A text that did not change stays where it is: somebody may have borrowed it. */
static int fill_slot(struct accfg_object *object, struct attr_slot *slot, int length)
{
	struct accfg_ctx *ctx = object_ctx(object);
	char *text;

	if (length >= 0 && slot->text && !strcmp(slot->text, ctx->value))
		return 0;
	forget_slot(slot);
	if (length < 0) {
		slot->error = length;
		return length;
	}
	text = malloc((size_t)length + 1);
	if (!text)
		return -ENOMEM;
	slot->text = memcpy(text, ctx->value, (size_t)length + 1);
	return 0;
}

void object_keep_text(struct accfg_object *object, enum attr_id id, int length)
{
	struct attr_slot *slot = slot_of(object, id);

	if (length >= 0 && !fill_slot(object, slot, length))
		return;
	forget_slot(slot); /* so that it is read when asked for, and fails then */
}

static int note_failure(struct accfg_object *object, const struct accfg_attr *attr, int rc)
{
	struct error_about about = { .object = object, .attr = attr->name };

	CTX_LOG(object_ctx(object), LOG_DEBUG, "%s: %s: cannot be read: errno %d", object_path(object), attr->name, -rc);
	if (rc == -ENOENT)
		return ctx_fail(object_ctx(object), rc, &about, "there is no such attribute");
	if (rc == -EFBIG)
		return ctx_fail(object_ctx(object), rc, &about, "the file is longer than an attribute can be");
	return ctx_fail(object_ctx(object), rc, &about, NULL);
}

int object_read_text(struct accfg_object *object, enum attr_id id, const char **text)
{
	const struct accfg_attr *attr = attr_row(id);
	struct attr_slot *slot = slot_of(object, id);
	int rc = fill_slot(object, slot, read_attr(object, attr, slot));

	if (rc < 0)
		return note_failure(object, attr, rc);
	*text = slot->text;
	return 0;
}

int object_get_text(struct accfg_object *object, enum attr_id id, const char **text)
{
	const struct accfg_attr *attr = attr_row(id);
	struct attr_slot *slot = slot_of(object, id);

	if (slot->error && !attr->is_volatile)
		return note_failure(object, attr, slot->error);
	if (!slot->text || attr->is_volatile)
		return object_read_text(object, id, text);
	*text = slot->text;
	return 0;
}

ACCFG_EXPORT struct accfg_ctx *accfg_object_get_ctx(struct accfg_object *object)
{
	return object_ctx(object);
}

ACCFG_EXPORT enum accfg_kind accfg_object_get_kind(struct accfg_object *object)
{
	return object->kind;
}

ACCFG_EXPORT const char *accfg_object_get_name(struct accfg_object *object)
{
	return object_name(object);
}

ACCFG_EXPORT const char *accfg_object_get_path(struct accfg_object *object)
{
	return object_path(object);
}

ACCFG_EXPORT struct accfg_device *accfg_object_get_device(struct accfg_object *object)
{
	return object->device;
}

ACCFG_EXPORT int accfg_object_get_attr(struct accfg_object *object, const struct accfg_attr *attr, const char **text)
{
	if (attr->kind != object->kind)
		return ctx_fail(object_ctx(object), -ENOENT,
				&(struct error_about){ .object = object, .attr = attr->name },
				"an attribute of another kind of object");
	return object_get_text(object, attr_get_id(attr), text);
}
