// SPDX-License-Identifier: LGPL-2.1-or-later
/* The bind and unbind files of the bus; see bind.h. */
#include "lib/bind.h"

#include <errno.h>
#include <fcntl.h>
#include <syslog.h>

#include "lib/device.h"

bool bind_has_driver(struct accfg_ctx *ctx, const char *driver)
{
	char path[CTX_PATH];

	return !ctx_sysfs_path(ctx, path, "bus/%s/drivers/%s", DEVICE_BUS, driver) && sysfs_exists(AT_FDCWD, path);
}

static int write_bind(struct accfg_object *object, const char *bus, const char *driver)
{
	struct accfg_ctx *ctx = object_ctx(object);
	char path[CTX_PATH];
	int rc = ctx_sysfs_path(ctx, path, "bus/%s/drivers/%s/bind", bus, driver), fd;

	if (rc)
		return rc;
	do /* it is only opened once: without a descriptor nothing was written */
		rc = sysfs_write_open(AT_FDCWD, path, ctx->trust, object_name(object), &fd);
	while ((rc == -EMFILE || rc == -ENFILE) && fd < 0 && device_relax_fds(ctx));
	if (fd >= 0)
		fd_batch_add(&ctx->pending, fd);
	CTX_LOG(ctx, LOG_DEBUG, "%s: bind to %s on bus %s: %d", object_path(object), driver, bus, rc);
	return rc;
}

int bind_object(struct accfg_object *object, const char *driver)
{
	struct accfg_ctx *ctx = object_ctx(object);
	const struct family_row *family = &family_table[accfg_device_get_family(object->device)];
	int rc = write_bind(object, DEVICE_BUS, driver);

	if (rc == -ENOENT && !bind_has_driver(ctx, BIND_DEVICE_DRIVER)) {
		rc = write_bind(object, DEVICE_BUS, BIND_OLD_DRIVER);
		if (rc == -ENOENT)
			rc = write_bind(object, family->old_bus, family->name);
	}
	return rc;
}

int unbind_object(struct accfg_object *object)
{
	struct accfg_ctx *ctx = object_ctx(object);
	char path[OBJECT_FILE_SIZE];
	int rc = device_dir(object->device);

	if (rc < 0)
		return rc;
	fd_batch_close(&ctx->pending);
	object_file(object, "driver/unbind", path);
	rc = sysfs_write(rc, path, ctx->trust, object_name(object));
	CTX_LOG(ctx, LOG_DEBUG, "%s: unbind: %d", object_path(object), rc);
	return rc;
}
