/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The client's memory as the device may reach it: ranges of addresses, each in a file of the client or, without one,
 * to be reached by messages. Each file is mapped once, however many ranges lie in it (a vIOMMU maps page by page).
 */
#ifndef MODEL_VFU_MAP_H
#define MODEL_VFU_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vfu_file;

struct vfu_range {
	uint64_t address, size;
	uint64_t offset;       /* in the file */
	uint32_t flags;        /* VFU_MAP_READ, VFU_MAP_WRITE */
	struct vfu_file *file; /* NULL: by messages */
};

/* Sorted by address, and no two overlap. */
struct vfu_maps {
	struct vfu_range *ranges;
	size_t count, room;
	struct vfu_file *files;
};

void vfu_maps_clear(struct vfu_maps *maps);
/*
 * `range->file` is ignored; `fd` (-1: none) stays the caller's. -EEXIST when it overlaps another range, -EINVAL for an
 * empty or wrapping one or one past the end of the file, -ENOSPC when there are VFU_MAX_MAPS.
 */
int vfu_maps_add(struct vfu_maps *maps, const struct vfu_range *range, int fd);
/*
 * Removes every range inside [address, address + size); that there is none is no error, as with VFIO's type 1 v2.
 * -EINVAL when it would cut one in two, or is empty or wraps: nothing is removed then.
 */
int vfu_maps_remove(struct vfu_maps *maps, uint64_t address, uint64_t size);
/* The range with this address, or NULL. */
const struct vfu_range *vfu_maps_find(const struct vfu_maps *maps, uint64_t address);
/*
 * How many of `length` bytes from `address` can be reached in one way; *range is how, NULL where nothing is mapped.
 * Never 0 unless `length` is.
 */
size_t vfu_maps_piece(const struct vfu_maps *maps, uint64_t address, size_t length, const struct vfu_range **range);
/*
 * Copies between `buf` and a range that has a file; the piece must lie in it. -EFAULT when the client may not do that
 * (flags), or made its file shorter in the meantime.
 */
int vfu_range_read(const struct vfu_range *range, uint64_t address, void *buf, size_t length);
int vfu_range_write(const struct vfu_range *range, uint64_t address, const void *buf, size_t length);
/*
 * Puts a word there if it is still the old one, against others that work in the same file. -EAGAIN: it is another;
 * -ENOTSUP where the client could make its file shorter, -EFAULT as above or for an address that is not a multiple of 8.
 */
int vfu_range_exchange(const struct vfu_range *range, uint64_t address, uint64_t old, uint64_t word);

#endif
