// SPDX-License-Identifier: LGPL-2.1-or-later
/* The folder of locks and journals: finding, making and judging it. What is in it: lock.c, journal.c. */
#include "lib/run-dir.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "lib/device.h"

ACCFG_EXPORT const char *accfg_get_run_dir(struct accfg_ctx *ctx)
{
	return ctx->run_dir ? ctx->run_dir : RUN_DIR_DEFAULT;
}

ACCFG_EXPORT int accfg_set_run_dir(struct accfg_ctx *ctx, const char *path)
{
	char *copy;

	if (ctx->held)
		return ctx_fail(ctx, -EBUSY, &(struct error_about){ 0 }, "%s: locks are held in %s", path,
				accfg_get_run_dir(ctx));
	copy = strdup(path);
	if (!copy)
		return -ENOMEM;
	free(ctx->run_dir);
	ctx->run_dir = copy;
	return 0;
}

bool run_dir_is_wanted(struct accfg_ctx *ctx)
{
	const char *root = accfg_get_sysfs_root(ctx);
	struct statfs fs;

	if (ctx->run_dir || !strcmp(root, SYSFS_DEFAULT_ROOT))
		return true;
	return !statfs(root, &fs) && fs.f_type == SYSFS_MAGIC;
}

int run_dir_fail(struct accfg_ctx *ctx, int rc, const char *what, const char *file)
{
	char buffer[128];

	return ctx_fail(ctx, rc, &(struct error_about){ .rule = "run-dir" },
			"%s%s%s: cannot %s it: %s; accfg needs a folder of its own for locks and the journal, and "
			RUN_DIR_VARIABLE " can name another one", accfg_get_run_dir(ctx), *file ? "/" : "", file,
			what, strerror_r(-rc, buffer, sizeof(buffer)));
}

static int refuse(struct accfg_ctx *ctx, const char *why)
{
	return ctx_fail(ctx, -EPERM, &(struct error_about){ .rule = "run-dir" },
			"%s: %s, so what is in it cannot be trusted; " RUN_DIR_VARIABLE " can name another folder",
			accfg_get_run_dir(ctx), why);
}

static int judge(struct accfg_ctx *ctx, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return run_dir_fail(ctx, -errno, "look at", "");
	if (st.st_uid && st.st_uid != geteuid())
		return refuse(ctx, "it belongs to somebody else");
	if (st.st_mode & S_IWOTH)
		return refuse(ctx, "everybody may write to it");
	return 0;
}

bool run_dir_may_retry(struct accfg_ctx *ctx, int rc)
{
	return (rc == -EMFILE || rc == -ENFILE) && device_relax_fds(ctx);
}

static int open_folder(struct accfg_ctx *ctx)
{
	int fd;

	do {
		fd = open(accfg_get_run_dir(ctx), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		fd = fd < 0 ? -errno : fd;
	} while (run_dir_may_retry(ctx, fd));
	return fd;
}

static bool is_link(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISLNK(st.st_mode);
}

int run_dir_open(struct accfg_ctx *ctx, bool make)
{
	const char *path = accfg_get_run_dir(ctx);
	int fd = open_folder(ctx), rc;

	if (fd == -ENOENT && !make)
		return fd;
	if (fd == -ENOENT) {
		if (mkdir(path, 0755) && errno != EEXIST)
			return run_dir_fail(ctx, -errno, "make", "");
		fd = open_folder(ctx);
	}
	if ((fd == -ENOTDIR || fd == -ELOOP) && is_link(path))
		return refuse(ctx, "it is a symbolic link");
	if (fd < 0)
		return run_dir_fail(ctx, fd, "open", "");
	rc = judge(ctx, fd);
	if (rc) {
		close(fd);
		return rc;
	}
	return fd;
}
