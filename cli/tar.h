/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a tar of the ustar form (POSIX.1-1988) to a stream. Folders of a path are added when they are needed.
 */
#ifndef CLI_TAR_H
#define CLI_TAR_H

#include <stddef.h>
#include <stdio.h>
#include <time.h>

struct tar {
	FILE *out;
	time_t mtime;
	char **folders; /* that are in it already */
	size_t n_folders;
};

/* -ENAMETOOLONG: the form has no room for the path; -EIO: see ferror(out); -ENOMEM. */
int tar_add_folder(struct tar *tar, const char *path);
int tar_add_file(struct tar *tar, const char *path, unsigned int mode, const char *data, size_t size);
int tar_add_link(struct tar *tar, const char *path, const char *target);
int tar_end(struct tar *tar); /* also frees */

#endif
