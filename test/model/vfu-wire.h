/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vfio-user on the wire: numbers, the header, and a reader and a writer of payloads that know their bounds.
 * All values are in the byte order of the machine, as the protocol says for local sockets. No input, no output.
 */
#ifndef MODEL_VFU_WIRE_H
#define MODEL_VFU_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VFU_HEADER_SIZE 16u
#define VFU_MAX_DATA 65536u /* of one read or write; the other side is told */
#define VFU_MAX_MESSAGE (VFU_MAX_DATA + 64u)
#define VFU_MAX_FDS 16u
#define VFU_MAX_MAPS 65535u
#define VFU_MULTI_DATA 8u /* of each write in a VFU_REGION_WRITE_MULTI */

enum vfu_command {
	VFU_VERSION = 1,
	VFU_DMA_MAP = 2,
	VFU_DMA_UNMAP = 3,
	VFU_DEVICE_GET_INFO = 4,
	VFU_GET_REGION_INFO = 5,
	VFU_GET_REGION_IO_FDS = 6,
	VFU_GET_IRQ_INFO = 7,
	VFU_SET_IRQS = 8,
	VFU_REGION_READ = 9,
	VFU_REGION_WRITE = 10,
	VFU_DMA_READ = 11,
	VFU_DMA_WRITE = 12,
	VFU_DEVICE_RESET = 13,
	VFU_REGION_WRITE_MULTI = 15,
	VFU_DEVICE_FEATURE = 16,
};

enum {
	VFU_TYPE_MASK = 0xf,
	VFU_TYPE_COMMAND = 0,
	VFU_TYPE_REPLY = 1,
	VFU_NO_REPLY = 0x10,
	VFU_ERROR = 0x20,
};

enum { VFU_MAP_READ = 1, VFU_MAP_WRITE = 2 };
enum { VFU_UNMAP_DIRTY = 1, VFU_UNMAP_ALL = 2 };
enum { VFU_DEVICE_RESETS = 1, VFU_DEVICE_PCI = 2 };
enum { VFU_REGION_READABLE = 1, VFU_REGION_WRITABLE = 2 };
enum { VFU_REGION_CONFIG = 7, VFU_REGIONS = 9 };
enum { VFU_IRQ_MSIX = 2, VFU_IRQ_ERR = 3, VFU_IRQ_REQ = 4, VFU_IRQS = 5 };
enum { VFU_IRQ_INFO_EVENTFD = 1 };
enum {
	VFU_IRQ_NONE = 0x1,
	VFU_IRQ_BOOL = 0x2,
	VFU_IRQ_EVENTFD = 0x4,
	VFU_IRQ_DATA = 0x7,
	VFU_IRQ_TRIGGER = 0x20,
	VFU_IRQ_ACTION = 0x38,
};

struct vfu_header {
	uint16_t id;
	uint16_t command;
	uint32_t size; /* of the message, header included */
	uint32_t flags;
	uint32_t error;
};

void vfu_header_get(const void *bytes, struct vfu_header *header);
void vfu_header_put(void *bytes, const struct vfu_header *header);
/* 0, or -EPROTO when nothing that follows in the stream could be understood. */
int vfu_header_check(const struct vfu_header *header);
/* "DMA_MAP"; never NULL */
const char *vfu_command_name(unsigned int command);

/* A payload being read. After an attempt to go past its end, `short_of` is set and every value is 0. */
struct vfu_reader {
	const uint8_t *at, *end;
	bool short_of;
};

uint16_t vfu_get16(struct vfu_reader *reader);
uint32_t vfu_get32(struct vfu_reader *reader);
uint64_t vfu_get64(struct vfu_reader *reader);
const uint8_t *vfu_get_bytes(struct vfu_reader *reader, size_t length);
size_t vfu_left(const struct vfu_reader *reader);

/* A payload being written; what does not fit is not written and `overflow` is set. */
struct vfu_writer {
	uint8_t *at, *end;
	bool overflow;
};

void vfu_put16(struct vfu_writer *writer, uint16_t value);
void vfu_put32(struct vfu_writer *writer, uint32_t value);
void vfu_put64(struct vfu_writer *writer, uint64_t value);
/* Room for the caller to fill, or NULL. */
uint8_t *vfu_put_room(struct vfu_writer *writer, size_t length);

#endif
