/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The context: roots, log, last failure, the list of devices. Inside of the library, also what every file of it needs.
 */
#ifndef ACCFG_CTX_H
#define ACCFG_CTX_H

#include <limits.h>

#include "lib/error.h"
#include "lib/libaccfg.h"
#include "util/fd-batch.h"
#include "util/sysfs.h"

#define ACCFG_EXPORT __attribute__((visibility("default")))

struct accfg_ctx {
	unsigned int refs;
	int log_priority;
	accfg_log_fn log_fn;
	void *userdata;

	char *sysfs_root; /* NULL: the default */
	char *dev_root;
	char *proc_root;
	char *run_dir; /* NULL: the default, for a machine */
	enum sysfs_trust trust;
	bool keep_open;

	struct lock_file *held; /* devices that this context has locked (lock.c) */
	unsigned int lock_wait_ms;

	struct accfg_object *devices; /* natural order; those known so far */
	bool scanned;

	struct fd_batch pending; /* read out, to be closed */
	struct accfg_error error;
	bool has_error;
	char value[SYSFS_VALUE_MAX + 1]; /* the attribute that is being read */
};

void ctx_log(struct accfg_ctx *ctx, int priority, const char *file, int line, const char *function,
	     const char *format, ...) __attribute__((format(printf, 6, 7)));
#define CTX_LOG(ctx, priority, ...)                                                          \
	do {                                                                                 \
		if ((ctx)->log_fn && (priority) <= (ctx)->log_priority)                      \
			ctx_log(ctx, priority, __FILE__, __LINE__, __func__, __VA_ARGS__);   \
	} while (0)

/* Keeps the failure as the last one and returns code. See error_set(). */
int ctx_fail(struct accfg_ctx *ctx, int code, const struct error_about *about, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A path below one of the roots: CTX_PATH bytes in path. -ENAMETOOLONG. */
#define CTX_PATH PATH_MAX
int ctx_sysfs_path(struct accfg_ctx *ctx, char path[CTX_PATH], const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
