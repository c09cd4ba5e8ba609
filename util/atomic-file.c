// SPDX-License-Identifier: LGPL-2.1-or-later
/* Atomic replacement of a file; see atomic-file.h. */
#include "util/atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_POLL_MS 10

static int write_all(int fd, const char *data, size_t length)
{
	while (length) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		length -= (size_t)n;
	}
	return 0;
}

static int write_straight(const char *path, const void *data, size_t length)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int rc;

	if (fd < 0)
		return -errno;
	rc = write_all(fd, data, length);
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* Mode and owner of the file that is there. */
static int copy_ownership(int fd, const struct stat *old)
{
	struct stat new;

	if (fstat(fd, &new))
		return -errno;
	if (new.st_uid != old->st_uid && fchown(fd, old->st_uid, (gid_t)-1) && errno != EPERM)
		return -errno;
	if (new.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) && errno != EPERM)
		return -errno;
	return fchmod(fd, old->st_mode & 0777) ? -errno : 0;
}

/* A rename is on disk when its folder is. Folders that cannot be opened or synced are not the file's failure. */
static void sync_folder(const char *path)
{
	char *copy = strdup(path);
	char *slash = copy ? strrchr(copy, '/') : NULL;
	int fd;

	if (copy) {
		if (slash)
			slash[slash == copy] = 0;
		fd = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0) {
			(void)!fsync(fd);
			close(fd);
		}
	}
	free(copy);
}

static int fill_temporary(int fd, const void *data, size_t length, const struct stat *old)
{
	int rc = old ? copy_ownership(fd, old) : 0;

	if (!rc)
		rc = write_all(fd, data, length);
	if (!rc && fsync(fd))
		rc = -errno;
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* The name of a temporary file has 18 bytes more, and NAME_MAX of most file systems is 255. */
#define LONGEST_BASE 237

/* ".NAME.RANDOM" in the same folder. A new file gets the mode that open(2) would give it. */
static int create_temporary(const char *path, const struct stat *old, char **name)
{
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash + 1 - path) : 0;
	const char *base = strlen(path + folder) > LONGEST_BASE ? "new" : path + folder;

	for (int tries = 0; tries < 100; tries++) {
		uint64_t random;
		int fd;

		if (getrandom(&random, sizeof(random), 0) != sizeof(random))
			return -EIO;
		if (asprintf(name, "%.*s.%s.%016" PRIx64, folder, path, base, random) < 0)
			return -ENOMEM;
		fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, old ? 0600 : 0666);
		if (fd >= 0)
			return fd;
		fd = -errno;
		free(*name);
		if (fd != -EEXIST)
			return fd;
	}
	return -EEXIST;
}

static int replace(const char *path, const void *data, size_t length, const struct stat *old)
{
	char *name;
	int fd, rc;

	fd = create_temporary(path, old, &name);
	if (fd < 0)
		return fd;
	rc = fill_temporary(fd, data, length, old);
	if (!rc && rename(name, path))
		rc = -errno;
	if (rc)
		unlink(name);
	else
		sync_folder(path);
	free(name);
	return rc;
}

/* Links such as /dev/stdout and /dev/fd/3 stand for an open file, which must not be replaced under its owner. */
static bool stands_for_open_file(const char *path)
{
	struct stat st;

	if (strncmp(path, "/dev/", 5) && strncmp(path, "/proc/", 6))
		return false;
	return !lstat(path, &st) && S_ISLNK(st.st_mode);
}

static int replace_existing(const char *path, const void *data, size_t length, const struct stat *old)
{
	char *real;
	int rc;

	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS))
		return -errno;
	real = realpath(path, NULL);
	if (!real)
		return -errno;
	rc = replace(real, data, length, old);
	free(real);
	return rc;
}

int atomic_file_write(const char *path, const void *data, size_t length)
{
	struct stat old;

	if (!*path)
		return -ENOENT;
	if (stands_for_open_file(path))
		return write_straight(path, data, length);
	if (stat(path, &old)) {
		int rc = -errno;

		if (rc != -ENOENT || !lstat(path, &old)) /* a link to nothing is refused */
			return rc;
		return replace(path, data, length, NULL);
	}
	if (S_ISREG(old.st_mode))
		return replace_existing(path, data, length, &old);
	if (S_ISCHR(old.st_mode) || S_ISFIFO(old.st_mode))
		return write_straight(path, data, length);
	return S_ISDIR(old.st_mode) ? -EISDIR : -EINVAL;
}

/* Of the file that a link leads to; of one that is not there yet the folder where it will be. */
static int open_folder(const char *path)
{
	char *copy = realpath(path, NULL), *slash;
	int fd, code;

	if (!copy)
		copy = strdup(path);
	if (!copy)
		return -ENOMEM;
	slash = strrchr(copy, '/');
	if (slash)
		slash[slash == copy] = 0;
	fd = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	code = errno;
	free(copy);
	if (fd < 0)
		return code == EACCES ? -ENOLCK : -code;
	return fd;
}

int atomic_file_lock(const char *path, unsigned int ms)
{
	const struct timespec pause = { .tv_nsec = LOCK_POLL_MS * 1000000L };
	int fd = open_folder(path), rc;

	if (fd < 0)
		return fd;
	for (unsigned int waited = 0;; waited += LOCK_POLL_MS) {
		if (!flock(fd, LOCK_EX | LOCK_NB))
			return fd;
		rc = errno == EWOULDBLOCK || errno == EINTR ? -EAGAIN : -ENOLCK;
		if (rc != -EAGAIN || waited >= ms)
			break;
		nanosleep(&pause, NULL);
	}
	close(fd);
	return rc;
}
