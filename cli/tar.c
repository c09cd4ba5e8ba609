// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tar writer: tar.h. Owner is root, time is one for all, order is the caller's: the same tree gives the same bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/tar.h"

#define BLOCK 512

struct header {
	char name[100];
	char mode[8], uid[8], gid[8];
	char size[12], mtime[12];
	char checksum[8];
	char type;
	char target[100];
	char magic[6], version[2];
	char user[32], group[32];
	char major[8], minor[8];
	char prefix[155];
	char unused[12];
};

_Static_assert(sizeof(struct header) == BLOCK, "a header is one block");

/* A path longer than name is cut at a slash; the part before goes to prefix. */
static int set_path(struct header *header, const char *path)
{
	size_t length = strlen(path);
	const char *cut = NULL;

	if (length <= sizeof(header->name)) {
		memcpy(header->name, path, length);
		return 0;
	}
	for (const char *p = strchr(path, '/'); p && (size_t)(p - path) <= sizeof(header->prefix); p = strchr(p + 1, '/'))
		cut = p;
	if (!cut || strlen(cut + 1) > sizeof(header->name) || !cut[1])
		return -ENAMETOOLONG;
	memcpy(header->prefix, path, (size_t)(cut - path));
	memcpy(header->name, cut + 1, strlen(cut + 1));
	return 0;
}

static void set_octal(char *field, size_t size, unsigned long long value)
{
	char text[24];

	snprintf(text, sizeof(text), "%0*llo", (int)size - 1, value);
	memcpy(field, text, size - 1);
}

static void set_checksum(struct header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned int sum = 0;

	memset(header->checksum, ' ', sizeof(header->checksum));
	for (size_t i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	set_octal(header->checksum, 7, sum);
	header->checksum[6] = 0;
}

static int put(struct tar *tar, const void *data, size_t size)
{
	return fwrite(data, 1, size, tar->out) == size ? 0 : -errno;
}

static int add(struct tar *tar, const char *path, char type, unsigned int mode, const char *target, const char *data,
	       size_t size)
{
	static const char zeros[BLOCK];
	struct header header = { .type = type, .magic = "ustar", .version = { '0', '0' }, .user = "root", .group = "root" };
	int rc = set_path(&header, path);

	if (rc)
		return rc;
	if (target && strlen(target) > sizeof(header.target))
		return -ENAMETOOLONG;
	if (target)
		memcpy(header.target, target, strlen(target));
	set_octal(header.mode, sizeof(header.mode), mode);
	set_octal(header.uid, sizeof(header.uid), 0);
	set_octal(header.gid, sizeof(header.gid), 0);
	set_octal(header.size, sizeof(header.size), size);
	set_octal(header.mtime, sizeof(header.mtime), (unsigned long long)tar->mtime);
	set_checksum(&header);
	rc = put(tar, &header, sizeof(header));
	if (!rc)
		rc = put(tar, data, size);
	return rc ? rc : put(tar, zeros, (BLOCK - size % BLOCK) % BLOCK);
}

static int remember(struct tar *tar, const char *folder)
{
	char **more;

	if (!(tar->n_folders & (tar->n_folders - 1))) { /* a power of two: full */
		more = realloc(tar->folders, (tar->n_folders ? 2 * tar->n_folders : 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		tar->folders = more;
	}
	tar->folders[tar->n_folders] = strdup(folder);
	return tar->folders[tar->n_folders++] ? 0 : -ENOMEM;
}

/* path ends in a slash. The latest ones are asked for most. */
static int add_one_folder(struct tar *tar, const char *path)
{
	int rc;

	for (size_t i = tar->n_folders; i--;)
		if (tar->folders[i] && !strcmp(tar->folders[i], path))
			return 0;
	rc = add(tar, path, '5', 0755, NULL, "", 0);
	return rc ? rc : remember(tar, path);
}

/* Every folder that ends before or at `end`. */
static int add_folders(struct tar *tar, const char *path, size_t end)
{
	int rc = 0;

	for (size_t i = 1; i <= end && !rc; i++) {
		char *folder;

		if (i < end && path[i] != '/')
			continue;
		if (asprintf(&folder, "%.*s/", (int)i, path) < 0)
			return -ENOMEM;
		rc = add_one_folder(tar, folder);
		free(folder);
	}
	return rc;
}

static int add_parents(struct tar *tar, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? add_folders(tar, path, (size_t)(slash - path)) : 0;
}

int tar_add_folder(struct tar *tar, const char *path)
{
	return add_folders(tar, path, strlen(path));
}

int tar_add_file(struct tar *tar, const char *path, unsigned int mode, const char *data, size_t size)
{
	int rc = add_parents(tar, path);

	return rc ? rc : add(tar, path, '0', mode, NULL, data, size);
}

int tar_add_link(struct tar *tar, const char *path, const char *target)
{
	int rc = add_parents(tar, path);

	return rc ? rc : add(tar, path, '2', 0777, target, "", 0);
}

int tar_end(struct tar *tar)
{
	static const char zeros[2 * BLOCK];
	int rc;

	for (size_t i = 0; i < tar->n_folders; i++)
		free(tar->folders[i]);
	free(tar->folders);
	rc = put(tar, zeros, sizeof(zeros));
	return !rc && fflush(tar->out) ? -errno : rc;
}
