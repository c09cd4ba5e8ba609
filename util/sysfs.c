// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The door to sysfs. Counts system calls: reading an attribute is openat and read, nothing else.
 */
#include "util/sysfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_MAX_NAMES 1000000 /* a directory that never ends is somebody's trap */

int sysfs_open_dir(int dir, const char *path)
{
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);

	return fd < 0 ? -errno : fd;
}

static int finish_value(char *buf, ssize_t n)
{
	if (n > SYSFS_VALUE_MAX)
		return -EFBIG;
	if (memchr(buf, 0, (size_t)n))
		return -EINVAL;
	if (n && buf[n - 1] == '\n')
		n--;
	buf[n] = 0;
	return (int)n;
}

int sysfs_reread(int fd, char *buf)
{
	ssize_t n = pread(fd, buf, SYSFS_VALUE_MAX + 1, 0);

	return n < 0 ? -errno : finish_value(buf, n);
}

static int check_regular(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? 0 : -EINVAL;
}

int sysfs_read(int dir, const char *path, enum sysfs_trust trust, char *buf, int *fd)
{
	int flags = O_RDONLY | O_CLOEXEC;
	int file, rc = 0;

	*fd = -1;
	if (trust == SYSFS_UNTRUSTED)
		flags |= O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
	file = openat(dir, path, flags);
	if (file < 0)
		return -errno;
	*fd = file;
	if (trust == SYSFS_UNTRUSTED)
		rc = check_regular(file);
	if (!rc) {
		ssize_t n = read(file, buf, SYSFS_VALUE_MAX + 1);

		rc = n < 0 ? -errno : finish_value(buf, n);
	}
	return rc;
}

int sysfs_write_open(int dir, const char *path, enum sysfs_trust trust, const char *text, int *fd)
{
	int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	size_t length = strlen(text);
	ssize_t n;

	*fd = -1;
	if (length > SYSFS_VALUE_MAX)
		return -EINVAL; /* the kernel would take the beginning and say it took it all */
	if (!length) {
		text = "\n";
		length = 1;
	}
	if (trust == SYSFS_UNTRUSTED)
		flags |= O_NOFOLLOW | O_TRUNC; /* a plain file would keep the end of a longer text */
	*fd = openat(dir, path, flags);
	if (*fd < 0)
		return -errno;
	n = write(*fd, text, length);
	if (n < 0)
		return -errno;
	return (size_t)n == length ? 0 : -EIO;
}

int sysfs_write(int dir, const char *path, enum sysfs_trust trust, const char *text)
{
	int fd, rc = sysfs_write_open(dir, path, trust, text, &fd);

	if (fd >= 0 && close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* Some attributes cannot be read, or not by this user, and are written all the same. */
static int open_to_update(int dir, const char *path, bool *readable)
{
	int fd = openat(dir, path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	*readable = fd >= 0;
	if (fd < 0 && errno == EACCES)
		fd = openat(dir, path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

int sysfs_update(int dir, const char *path, const char *text, char *buf, int *shown, int *fd)
{
	size_t length = strlen(text);
	bool readable;
	ssize_t n;
	int rc;

	*fd = -1;
	*shown = -EACCES;
	if (length > SYSFS_VALUE_MAX)
		return -EINVAL;
	rc = open_to_update(dir, path, &readable);
	if (rc < 0)
		return rc;
	*fd = rc;
	n = length ? write(*fd, text, length) : write(*fd, "\n", 1);
	if (n < 0)
		return -errno;
	if ((size_t)n != (length ? length : 1))
		return -EIO;
	if (readable)
		*shown = sysfs_reread(*fd, buf);
	return 0;
}

bool sysfs_exists(int dir, const char *path)
{
	return faccessat(dir, path, F_OK, 0) == 0;
}

static int read_link(int dir, const char *path, char *target, size_t size)
{
	ssize_t n = readlinkat(dir, path, target, size);

	if (n < 0)
		return -errno;
	if ((size_t)n >= size)
		return -ENAMETOOLONG;
	target[n] = 0;
	return 0;
}

static int copy_name(const char *name, char *buf, size_t size)
{
	size_t length = strlen(name);

	if (!length)
		return -EINVAL;
	if (length >= size)
		return -ENAMETOOLONG;
	memcpy(buf, name, length + 1);
	return 0;
}

/* Takes the last part off a path and returns it. */
static char *cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		return path;
	*slash = 0;
	return slash + 1;
}

int sysfs_readlink_base(int dir, const char *path, char *buf, size_t size)
{
	char target[PATH_MAX];
	int rc = read_link(dir, path, target, sizeof(target));

	return rc ? rc : copy_name(cut_last(target), buf, size);
}

int sysfs_readlink_parent(int dir, const char *path, char *buf, size_t size)
{
	char target[PATH_MAX];
	int rc = read_link(dir, path, target, sizeof(target));

	if (rc)
		return rc;
	if (cut_last(target) == target)
		return -EINVAL;
	return copy_name(cut_last(target), buf, size);
}

static int list_block(const char *block, size_t length, size_t *names, sysfs_name_fn fn, void *data)
{
	for (size_t at = 0; at < length;) {
		const struct dirent64 *entry = (const struct dirent64 *)(block + at);
		int rc;

		at += entry->d_reclen;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (++*names > LIST_MAX_NAMES)
			return -E2BIG;
		rc = fn(entry->d_name, data);
		if (rc)
			return rc;
	}
	return 0;
}

int sysfs_list(int dir, sysfs_name_fn fn, void *data)
{
	_Alignas(struct dirent64) char block[16384];
	size_t names = 0;

	for (;;) {
		ssize_t n = getdents64(dir, block, sizeof(block));
		int rc = n < 0 ? -errno : 0;

		if (n > 0)
			rc = list_block(block, (size_t)n, &names, fn, data);
		if (rc)
			(void)!lseek(dir, 0, SEEK_SET); /* for the next try */
		if (rc || !n)
			return rc;
	}
}
