// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The client's memory: see vfu-map.h.
 */
#include "vfu-map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "vfu-wire.h"

/* One file of the client, mapped whole. */
struct vfu_file {
	struct vfu_file *next;
	dev_t device;
	ino_t inode;
	size_t size, users;
	uint8_t *base;
	bool writable;
	bool sealed; /* cannot become shorter, so a plain copy cannot raise SIGBUS */
};

static struct vfu_file *find_file(const struct vfu_maps *maps, const struct stat *status)
{
	struct vfu_file *file;

	for (file = maps->files; file; file = file->next)
		if (file->device == status->st_dev && file->inode == status->st_ino &&
		    file->size == (size_t)status->st_size)
			return file;
	return NULL;
}

static int map_file(struct vfu_file *file, int fd)
{
	int seals = fcntl(fd, F_GET_SEALS);

	file->sealed = seals >= 0 && (seals & F_SEAL_SHRINK);
	file->writable = true;
	file->base = mmap(NULL, file->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (file->base == MAP_FAILED) {
		file->writable = false;
		file->base = mmap(NULL, file->size, PROT_READ, MAP_SHARED, fd, 0);
	}
	return file->base == MAP_FAILED ? -errno : 0;
}

static int new_file(struct vfu_maps *maps, int fd, const struct stat *status, struct vfu_file **out)
{
	struct vfu_file *file;
	int rc;

	if (status->st_size <= 0)
		return -EINVAL;
	file = calloc(1, sizeof(*file));
	if (!file)
		return -ENOMEM;
	file->device = status->st_dev;
	file->inode = status->st_ino;
	file->size = (size_t)status->st_size;
	rc = map_file(file, fd);
	if (rc) {
		free(file);
		return rc;
	}
	file->next = maps->files;
	maps->files = file;
	*out = file;
	return 0;
}

static int get_file(struct vfu_maps *maps, int fd, struct vfu_file **out)
{
	struct stat status;

	if (fstat(fd, &status))
		return -errno;
	*out = find_file(maps, &status);
	if (!*out) {
		int rc = new_file(maps, fd, &status, out);

		if (rc)
			return rc;
	}
	(*out)->users++;
	return 0;
}

static void put_file(struct vfu_maps *maps, struct vfu_file *file)
{
	struct vfu_file **link = &maps->files;

	if (!file || --file->users)
		return;
	while (*link != file)
		link = &(*link)->next;
	*link = file->next;
	munmap(file->base, file->size);
	free(file);
}

static uint64_t last_of(const struct vfu_range *range)
{
	return range->address + (range->size - 1);
}

/* The first range that ends at or after `address`. */
static size_t lower_bound(const struct vfu_maps *maps, uint64_t address)
{
	size_t low = 0, high = maps->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (last_of(&maps->ranges[middle]) < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_span(uint64_t address, uint64_t size)
{
	return size && size - 1 <= UINT64_MAX - address;
}

static int make_room(struct vfu_maps *maps)
{
	size_t room = maps->room ? maps->room * 2 : 16;
	struct vfu_range *ranges;

	if (maps->count == VFU_MAX_MAPS)
		return -ENOSPC;
	if (maps->count < maps->room)
		return 0;
	ranges = reallocarray(maps->ranges, room, sizeof(*ranges));
	if (!ranges)
		return -ENOMEM;
	maps->ranges = ranges;
	maps->room = room;
	return 0;
}

static bool fits(const struct vfu_range *range, const struct vfu_file *file)
{
	return range->offset <= file->size && range->size <= file->size - range->offset;
}

int vfu_maps_add(struct vfu_maps *maps, const struct vfu_range *range, int fd)
{
	struct vfu_file *file = NULL;
	size_t at;
	int rc;

	if (!is_span(range->address, range->size))
		return -EINVAL;
	at = lower_bound(maps, range->address);
	if (at < maps->count && maps->ranges[at].address <= last_of(range))
		return -EEXIST;
	rc = make_room(maps);
	if (!rc && fd >= 0)
		rc = get_file(maps, fd, &file);
	if (rc)
		return rc;
	if (file && !fits(range, file)) {
		put_file(maps, file);
		return -EINVAL;
	}
	memmove(&maps->ranges[at + 1], &maps->ranges[at], (maps->count - at) * sizeof(*range));
	maps->ranges[at] = *range;
	maps->ranges[at].file = file;
	maps->count++;
	return 0;
}

int vfu_maps_remove(struct vfu_maps *maps, uint64_t address, uint64_t size)
{
	size_t from, to;
	uint64_t last;

	if (!is_span(address, size))
		return -EINVAL;
	last = address + (size - 1);
	from = lower_bound(maps, address);
	for (to = from; to < maps->count && maps->ranges[to].address <= last; to++)
		if (maps->ranges[to].address < address || last_of(&maps->ranges[to]) > last)
			return -EINVAL;
	for (size_t i = from; i < to; i++)
		put_file(maps, maps->ranges[i].file);
	if (to > from)
		memmove(&maps->ranges[from], &maps->ranges[to], (maps->count - to) * sizeof(*maps->ranges));
	maps->count -= to - from;
	return 0;
}

void vfu_maps_clear(struct vfu_maps *maps)
{
	for (size_t i = 0; i < maps->count; i++)
		put_file(maps, maps->ranges[i].file);
	free(maps->ranges);
	*maps = (struct vfu_maps){ 0 };
}

const struct vfu_range *vfu_maps_find(const struct vfu_maps *maps, uint64_t address)
{
	size_t at = lower_bound(maps, address);

	if (at == maps->count || maps->ranges[at].address > address)
		return NULL;
	return &maps->ranges[at];
}

size_t vfu_maps_piece(const struct vfu_maps *maps, uint64_t address, size_t length, const struct vfu_range **range)
{
	size_t at = lower_bound(maps, address);
	uint64_t after = UINT64_MAX - address; /* bytes of the same kind behind this one */

	*range = NULL;
	if (at < maps->count && maps->ranges[at].address <= address) {
		*range = &maps->ranges[at];
		after = last_of(*range) - address;
	} else if (at < maps->count) {
		after = maps->ranges[at].address - address - 1;
	}
	return length && length - 1 > after ? (size_t)after + 1 : length;
}

/* Through the kernel where the file could have become shorter: that is EFAULT then, and no signal. */
static int copy(const struct vfu_file *file, uint8_t *bytes, void *buf, size_t length, bool write)
{
	struct iovec ours = { buf, length }, theirs = { bytes, length };
	ssize_t done;

	if (file->sealed) {
		memcpy(write ? bytes : buf, write ? buf : bytes, length);
		return 0;
	}
	done = write ? process_vm_writev(getpid(), &ours, 1, &theirs, 1, 0) :
		       process_vm_readv(getpid(), &ours, 1, &theirs, 1, 0);
	return done == (ssize_t)length ? 0 : -EFAULT;
}

static uint8_t *bytes_at(const struct vfu_range *range, uint64_t address)
{
	return range->file->base + range->offset + (address - range->address);
}

int vfu_range_read(const struct vfu_range *range, uint64_t address, void *buf, size_t length)
{
	if (!(range->flags & VFU_MAP_READ))
		return -EFAULT;
	return copy(range->file, bytes_at(range, address), buf, length, false);
}

int vfu_range_write(const struct vfu_range *range, uint64_t address, const void *buf, size_t length)
{
	if (!(range->flags & VFU_MAP_WRITE) || !range->file->writable)
		return -EFAULT;
	return copy(range->file, bytes_at(range, address), (void *)(uintptr_t)buf, length, true);
}

int vfu_range_exchange(const struct vfu_range *range, uint64_t address, uint64_t old, uint64_t word)
{
	uint8_t *at = bytes_at(range, address);

	if (!(range->flags & VFU_MAP_WRITE) || !range->file->writable || (uintptr_t)at % sizeof(word))
		return -EFAULT;
	if (!range->file->sealed)
		return -ENOTSUP;
	return __atomic_compare_exchange_n((uint64_t *)(void *)at, &old, word, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ? 0 :
															       -EAGAIN;
}
