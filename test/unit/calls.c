// SPDX-License-Identifier: GPL-2.0-or-later
/* Counting system calls; see calls.h. */
#include "test/unit/calls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

struct calls calls;
unsigned int calls_open_limit;

int openat(int dir, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & O_CREAT)
		mode = va_arg(args, mode_t);
	va_end(args);
	calls.opens++;
	calls.opens_to_write += (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
	if (calls_open_limit && calls.opens >= calls_open_limit) {
		calls_open_limit = 0;
		errno = EMFILE;
		return -1;
	}
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

ssize_t read(int fd, void *buf, size_t n)
{
	calls.reads++;
	return syscall(SYS_read, fd, buf, n);
}

ssize_t pread(int fd, void *buf, size_t n, off_t at)
{
	calls.reads++;
	return syscall(SYS_pread64, fd, buf, n, at);
}

ssize_t write(int fd, const void *buf, size_t n)
{
	calls.writes++;
	return syscall(SYS_write, fd, buf, n);
}

int close(int fd)
{
	calls.closes++;
	return (int)syscall(SYS_close, fd);
}

int close_range(unsigned int first, unsigned int last, int flags)
{
	calls.closes++;
	return (int)syscall(SYS_close_range, first, last, flags);
}

int faccessat(int dir, const char *path, int mode, int flags)
{
	calls.others++;
	(void)flags;
	return (int)syscall(SYS_faccessat, dir, path, mode);
}

ssize_t readlinkat(int dir, const char *path, char *buf, size_t n)
{
	calls.others++;
	return syscall(SYS_readlinkat, dir, path, buf, n);
}

ssize_t getdents64(int dir, void *buf, size_t n)
{
	calls.others++;
	return syscall(SYS_getdents64, dir, buf, n);
}
