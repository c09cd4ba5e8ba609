// SPDX-License-Identifier: LGPL-2.1-or-later
/* The context: making and ending one, its settings, the last failure. Finding devices is in scan.c. */
#include "lib/ctx.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "lib/device.h"
#include "lib/run-dir.h"
#include "util/log.h"

#define DEV_ROOT "/dev"
#define PROC_ROOT "/proc"

ACCFG_EXPORT int accfg_new(struct accfg_ctx **ctx)
{
	struct accfg_ctx *new = calloc(1, sizeof(*new));
	const char *env;
	int priority, rc = 0;

	if (!new)
		return -ENOMEM;
	new->refs = 1;
	new->log_priority = LOG_ERR;
	env = secure_getenv("ACCFG_LOG");
	priority = env ? log_priority_parse(env) : -EINVAL;
	if (priority >= 0)
		new->log_priority = priority;
	env = secure_getenv(RUN_DIR_VARIABLE);
	if (env && *env)
		rc = accfg_set_run_dir(new, env);
	if (rc) {
		accfg_unref(new);
		return rc;
	}
	*ctx = new;
	return 0;
}

ACCFG_EXPORT struct accfg_ctx *accfg_ref(struct accfg_ctx *ctx)
{
	ctx->refs++;
	return ctx;
}

ACCFG_EXPORT struct accfg_ctx *accfg_unref(struct accfg_ctx *ctx)
{
	if (!ctx || --ctx->refs)
		return NULL;
	accfg_refresh(ctx);
	error_clear(&ctx->error);
	free(ctx->sysfs_root);
	free(ctx->dev_root);
	free(ctx->proc_root);
	free(ctx->run_dir);
	free(ctx);
	return NULL;
}

ACCFG_EXPORT const char *accfg_get_library_version(void)
{
	return PACKAGE_VERSION;
}

void ctx_log(struct accfg_ctx *ctx, int priority, const char *file, int line, const char *function,
	     const char *format, ...)
{
	va_list args;

	va_start(args, format);
	ctx->log_fn(ctx, priority, file, line, function, format, args);
	va_end(args);
}

ACCFG_EXPORT void accfg_set_log_fn(struct accfg_ctx *ctx, accfg_log_fn fn)
{
	ctx->log_fn = fn;
}

ACCFG_EXPORT void accfg_set_log_priority(struct accfg_ctx *ctx, int priority)
{
	ctx->log_priority = priority;
}

ACCFG_EXPORT int accfg_get_log_priority(struct accfg_ctx *ctx)
{
	return ctx->log_priority;
}

ACCFG_EXPORT void accfg_set_userdata(struct accfg_ctx *ctx, void *userdata)
{
	ctx->userdata = userdata;
}

ACCFG_EXPORT void *accfg_get_userdata(struct accfg_ctx *ctx)
{
	return ctx->userdata;
}

static int set_root(struct accfg_ctx *ctx, char **root, const char *path)
{
	char *copy;

	if (ctx->scanned || ctx->devices)
		return ctx_fail(ctx, -EBUSY, &(struct error_about){ 0 }, "%s: the tree was read already", path);
	copy = strdup(path);
	if (!copy)
		return -ENOMEM;
	free(*root);
	*root = copy;
	return 0;
}

ACCFG_EXPORT int accfg_set_sysfs_root(struct accfg_ctx *ctx, const char *path)
{
	int rc = set_root(ctx, &ctx->sysfs_root, path);

	if (!rc)
		ctx->trust = strcmp(path, SYSFS_DEFAULT_ROOT) ? SYSFS_UNTRUSTED : SYSFS_TRUSTED;
	return rc;
}

ACCFG_EXPORT int accfg_set_dev_root(struct accfg_ctx *ctx, const char *path)
{
	return set_root(ctx, &ctx->dev_root, path);
}

ACCFG_EXPORT int accfg_set_proc_root(struct accfg_ctx *ctx, const char *path)
{
	return set_root(ctx, &ctx->proc_root, path);
}

ACCFG_EXPORT const char *accfg_get_sysfs_root(struct accfg_ctx *ctx)
{
	return ctx->sysfs_root ? ctx->sysfs_root : SYSFS_DEFAULT_ROOT;
}

ACCFG_EXPORT const char *accfg_get_dev_root(struct accfg_ctx *ctx)
{
	return ctx->dev_root ? ctx->dev_root : DEV_ROOT;
}

ACCFG_EXPORT const char *accfg_get_proc_root(struct accfg_ctx *ctx)
{
	return ctx->proc_root ? ctx->proc_root : PROC_ROOT;
}

ACCFG_EXPORT void accfg_set_keep_open(struct accfg_ctx *ctx, bool keep_open)
{
	ctx->keep_open = keep_open;
}

ACCFG_EXPORT void accfg_refresh(struct accfg_ctx *ctx)
{
	device_free_all(ctx);
	fd_batch_close(&ctx->pending);
	ctx->scanned = false;
}

int ctx_sysfs_path(struct accfg_ctx *ctx, char path[CTX_PATH], const char *format, ...)
{
	const char *root = accfg_get_sysfs_root(ctx);
	size_t length = strlen(root);
	va_list args;
	int n;

	if (length + 1 >= CTX_PATH)
		return -ENAMETOOLONG;
	memcpy(path, root, length);
	path[length++] = '/';
	va_start(args, format);
	n = vsnprintf(path + length, CTX_PATH - length, format, args);
	va_end(args);
	return n < 0 || (size_t)n >= CTX_PATH - length ? -ENAMETOOLONG : 0;
}

int ctx_fail(struct accfg_ctx *ctx, int code, const struct error_about *about, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(&ctx->error, code, about, format, args);
	va_end(args);
	ctx->has_error = true;
	return code;
}

/* Most failures are attributes that a device does not have, and nobody asks: words are made only here. */
ACCFG_EXPORT const struct accfg_error *accfg_get_last_error(struct accfg_ctx *ctx)
{
	if (!ctx->has_error)
		return NULL;
	error_render(&ctx->error);
	return &ctx->error;
}
