// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which idxd is loaded: that of the kernel, or the one that comes with accfg. Asked of sysfs each time; whether any is
 * loaded at all is in module.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/ctx.h"

/* Our MODULE_VERSION begins so. The in-tree driver has one too: "1.00" since it exists. */
#define OURS "accfg-"

/* Copies the text of a file. An empty one is none. */
static int read_text(struct accfg_ctx *ctx, const char *path, char **text)
{
	char buffer[SYSFS_VALUE_MAX + 1];
	int fd = -1, rc = sysfs_read(AT_FDCWD, path, ctx->trust, buffer, &fd);

	if (fd >= 0)
		close(fd);
	if (rc < 0)
		return rc;
	if (!*buffer)
		return -ENOENT;
	*text = strdup(buffer);
	return *text ? 0 : -ENOMEM;
}

static int read_module(struct accfg_ctx *ctx, const char *name, char **text)
{
	const struct error_about about = { .object_path = "module idxd", .attr = name };
	char path[CTX_PATH];
	int rc = ctx_sysfs_path(ctx, path, "module/idxd/%s", name);

	if (!rc)
		rc = read_text(ctx, path, text);
	return rc ? ctx_fail(ctx, rc, &about, NULL) : 0;
}

ACCFG_EXPORT int accfg_driver_get_version(struct accfg_ctx *ctx, char **version)
{
	return read_module(ctx, "version", version);
}

ACCFG_EXPORT int accfg_driver_get_srcversion(struct accfg_ctx *ctx, char **srcversion)
{
	return read_module(ctx, "srcversion", srcversion);
}

ACCFG_EXPORT int accfg_driver_get_origin(struct accfg_ctx *ctx, enum accfg_driver_origin *origin)
{
	char *version;
	int rc = accfg_driver_get_version(ctx, &version);

	if (rc)
		return rc;
	*origin = strncmp(version, OURS, strlen(OURS)) ? ACCFG_DRIVER_IN_TREE : ACCFG_DRIVER_ACCFG;
	free(version);
	return 0;
}

/* Of a tree that is elsewhere the kernel stands beside it, as a capture has it: this machine's is another one. */
ACCFG_EXPORT int accfg_get_kernel_release(struct accfg_ctx *ctx, char **release)
{
	static const char name[] = "sys/kernel/osrelease";
	char path[CTX_PATH];
	int rc, n;

	if (ctx->trust == SYSFS_UNTRUSTED && !ctx->proc_root) {
		rc = ctx_sysfs_path(ctx, path, "../proc/%s", name);
	} else {
		n = snprintf(path, sizeof(path), "%s/%s", accfg_get_proc_root(ctx), name);
		rc = n < 0 || (size_t)n >= sizeof(path) ? -ENAMETOOLONG : 0;
	}
	if (!rc)
		rc = read_text(ctx, path, release);
	return rc ? ctx_fail(ctx, rc, &(struct error_about){ .object_path = path }, NULL) : 0;
}
