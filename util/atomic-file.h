/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writing a file so that at every moment it is either the old one or the new one, whole: a temporary file in the same
 * folder, fsync(2), rename(2). A file that is there keeps its mode and, where permitted, its owner; a symbolic link
 * stays and what it points to is replaced. What is not a regular file (/dev/stdout, a fifo) is written straight.
 */
#ifndef UTIL_ATOMIC_FILE_H
#define UTIL_ATOMIC_FILE_H

#include <stddef.h>

/*
 * For who reads a file, changes it and writes it again: waits until nobody else who asks here has a file of the same folder,
 * at most so many ms. Returns a descriptor to be closed, and leaves no file behind. -EAGAIN: somebody still has it. -ENOLCK: it
 * cannot be had, as the file system has no locks or the folder cannot be read. The errno of finding the folder.
 */
int atomic_file_lock(const char *path, unsigned int ms);

int atomic_file_write(const char *path, const void *data, size_t length); /* 0 or -errno, of close and fsync too */

#endif
