// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writing attributes. The kernel may round what is written, so it is read back at once, through the same descriptor; it
 * changes some attributes along, and what was read of those is forgotten. A refusal is explained in explain.c.
 */
#include <errno.h>
#include <syslog.h>

#include "lib/device.h"
#include "lib/explain.h"

/* What the kernel changes when another attribute is written. */
static const struct {
	enum attr_id written, changed;
} side_effects[] = {
	{ ATTR_MODE, ATTR_THRESHOLD },
	{ ATTR_TYPE, ATTR_NAME },
	{ ATTR_PRS_DISABLE, ATTR_BLOCK_ON_FAULT },
	{ ATTR_NAME, ATTR_OP_CONFIG }, /* 6.12: shown differently next to a long name */
};

static void forget_changed(struct accfg_object *object, enum attr_id id)
{
	for (size_t i = 0; i < sizeof(side_effects) / sizeof(side_effects[0]); i++) {
		if (side_effects[i].written == id)
			object_forget_attr(object, side_effects[i].changed);
	}
}

/* *shown: length of what was read back. A plain file has nothing to say that was not written. */
static int update_file(struct accfg_ctx *ctx, int dir, const char *path, const char *text, int *shown)
{
	int fd, rc;

	if (ctx->trust == SYSFS_UNTRUSTED)
		return sysfs_write(dir, path, ctx->trust, text);
	rc = sysfs_update(dir, path, text, ctx->value, shown, &fd);
	if (fd >= 0)
		fd_batch_add(&ctx->pending, fd);
	return rc;
}

/* Gives descriptors back and tries again when the process has no more: then no file was opened, nothing written. */
static int write_file(struct accfg_object *object, const char *name, const char *text, int *shown)
{
	struct accfg_ctx *ctx = object_ctx(object);
	char path[OBJECT_FILE_SIZE];

	object_file(object, name, path);
	for (;;) {
		int rc = device_dir(object->device);

		*shown = -ENODATA;
		if (rc >= 0)
			rc = update_file(ctx, rc, path, text, shown);
		if ((rc != -EMFILE && rc != -ENFILE) || !device_relax_fds(ctx))
			return rc;
	}
}

int object_set_text(struct accfg_object *object, const struct accfg_attr *attr, const char *text)
{
	struct accfg_ctx *ctx = object_ctx(object);
	int rc, shown;

	if (!attr->writable)
		return ctx_fail(ctx, -EACCES,
				&(struct error_about){ .object = object, .attr = attr->name, .value = text },
				"the attribute is read-only");
	rc = write_file(object, attr->name, text, &shown);
	if (rc == -ENOENT && attr->old_name)
		rc = write_file(object, attr->old_name, text, &shown);
	object_keep_text(object, attr_get_id(attr), shown);
	forget_changed(object, attr_get_id(attr));
	CTX_LOG(ctx, LOG_DEBUG, "%s: %s=%s: %d", object_path(object), attr->name, text, rc);
	return rc ? explain_write(object, attr, text, rc) : 0;
}

ACCFG_EXPORT int accfg_object_set_attr(struct accfg_object *object, const struct accfg_attr *attr, const char *text)
{
	if (attr->kind != object->kind)
		return ctx_fail(object_ctx(object), -ENOENT,
				&(struct error_about){ .object = object, .attr = attr->name, .value = text },
				"an attribute of another kind of object");
	return object_set_text(object, attr, text);
}
