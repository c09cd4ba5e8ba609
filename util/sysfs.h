/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one door to sysfs-like trees: small text files below a directory that is held open. Knows paths and bytes; what
 * the files mean is its callers' business. Every function returns 0 (or a length, or a descriptor) or a negative errno.
 */
#ifndef UTIL_SYSFS_H
#define UTIL_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#define SYSFS_DEFAULT_ROOT "/sys"
#define SYSFS_VALUE_MAX 4096 /* what one attribute may hold, without the end of the string */

/*
 * Trees that are not the kernel's own are not trusted: values are regular files and no links to elsewhere, and opening
 * one never blocks. (For the kernel's tree this would be a system call more for each attribute.)
 */
enum sysfs_trust {
	SYSFS_TRUSTED = 0,
	SYSFS_UNTRUSTED = 1,
};

/* A directory to be held. dir may be AT_FDCWD. */
int sysfs_open_dir(int dir, const char *path);

/*
 * Reads a file whole into buf of SYSFS_VALUE_MAX + 1 bytes; ends it with NUL and takes one newline off its end. Returns
 * the length. The descriptor goes to *fd, still open also when reading failed, for the caller to close or to read again with
 * sysfs_reread(); it is -1 when opening failed.
 * -EFBIG: longer than a value may be; -EINVAL: holds a NUL byte, or is no regular file.
 */
int sysfs_read(int dir, const char *path, enum sysfs_trust trust, char *buf, int *fd);
int sysfs_reread(int fd, char *buf);

/* Writes text in one go. An empty text is written as a newline, as nothing would reach the kernel otherwise. */
int sysfs_write(int dir, const char *path, enum sysfs_trust trust, const char *text);
/* The same, but *fd is for the caller to close; -1 when opening failed. A plain file may say only then that it failed. */
int sysfs_write_open(int dir, const char *path, enum sysfs_trust trust, const char *text, int *fd);

/*
 * Writes text as sysfs_write() does, and reads through the same descriptor what the kernel made of it, since it may have
 * rounded: kernfs makes an attribute's text anew for each read from its beginning. Only for trees that are trusted. The
 * result is that of writing; *shown is the length of what is in buf, or why it could not be read. *fd is for the caller to
 * close; -1 when opening failed.
 */
int sysfs_update(int dir, const char *path, const char *text, char *buf, int *shown, int *fd);

bool sysfs_exists(int dir, const char *path);

/* Last part of what a symbolic link points to. -EINVAL: no link. -ENAMETOOLONG. */
int sysfs_readlink_base(int dir, const char *path, char *buf, size_t size);
/* The part before the last. */
int sysfs_readlink_parent(int dir, const char *path, char *buf, size_t size);

/*
 * Calls fn for each name in a directory that was just opened, "." and ".." left out, in no order; a value other than 0
 * ends it and is returned. After a failure it starts over, after success there is nothing more to list.
 */
typedef int (*sysfs_name_fn)(const char *name, void *data);
int sysfs_list(int dir, sysfs_name_fn fn, void *data);

#endif
