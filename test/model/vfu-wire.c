// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vfio-user on the wire: see vfu-wire.h.
 */
#include "vfu-wire.h"

#include <errno.h>
#include <string.h>

void vfu_header_get(const void *bytes, struct vfu_header *header)
{
	struct vfu_reader reader = { bytes, (const uint8_t *)bytes + VFU_HEADER_SIZE, false };

	header->id = vfu_get16(&reader);
	header->command = vfu_get16(&reader);
	header->size = vfu_get32(&reader);
	header->flags = vfu_get32(&reader);
	header->error = vfu_get32(&reader);
}

void vfu_header_put(void *bytes, const struct vfu_header *header)
{
	struct vfu_writer writer = { bytes, (uint8_t *)bytes + VFU_HEADER_SIZE, false };

	vfu_put16(&writer, header->id);
	vfu_put16(&writer, header->command);
	vfu_put32(&writer, header->size);
	vfu_put32(&writer, header->flags);
	vfu_put32(&writer, header->error);
}

int vfu_header_check(const struct vfu_header *header)
{
	uint32_t type = header->flags & VFU_TYPE_MASK;

	if (header->size < VFU_HEADER_SIZE || header->size > VFU_MAX_MESSAGE)
		return -EPROTO;
	return type == VFU_TYPE_COMMAND || type == VFU_TYPE_REPLY ? 0 : -EPROTO;
}

const char *vfu_command_name(unsigned int command)
{
	static const char *const names[] = {
		[VFU_VERSION] = "VERSION",
		[VFU_DMA_MAP] = "DMA_MAP",
		[VFU_DMA_UNMAP] = "DMA_UNMAP",
		[VFU_DEVICE_GET_INFO] = "DEVICE_GET_INFO",
		[VFU_GET_REGION_INFO] = "DEVICE_GET_REGION_INFO",
		[VFU_GET_REGION_IO_FDS] = "DEVICE_GET_REGION_IO_FDS",
		[VFU_GET_IRQ_INFO] = "DEVICE_GET_IRQ_INFO",
		[VFU_SET_IRQS] = "DEVICE_SET_IRQS",
		[VFU_REGION_READ] = "REGION_READ",
		[VFU_REGION_WRITE] = "REGION_WRITE",
		[VFU_DMA_READ] = "DMA_READ",
		[VFU_DMA_WRITE] = "DMA_WRITE",
		[VFU_DEVICE_RESET] = "DEVICE_RESET",
		[VFU_REGION_WRITE_MULTI] = "REGION_WRITE_MULTI",
		[VFU_DEVICE_FEATURE] = "DEVICE_FEATURE",
	};

	if (command >= sizeof(names) / sizeof(names[0]) || !names[command])
		return "unknown command";
	return names[command];
}

size_t vfu_left(const struct vfu_reader *reader)
{
	return (size_t)(reader->end - reader->at);
}

const uint8_t *vfu_get_bytes(struct vfu_reader *reader, size_t length)
{
	const uint8_t *bytes = reader->at;

	if (length > vfu_left(reader)) {
		reader->short_of = true;
		reader->at = reader->end;
		return NULL;
	}
	reader->at += length;
	return bytes;
}

static void get(struct vfu_reader *reader, void *value, size_t length)
{
	const uint8_t *bytes = vfu_get_bytes(reader, length);

	if (bytes)
		memcpy(value, bytes, length);
}

uint16_t vfu_get16(struct vfu_reader *reader)
{
	uint16_t value = 0;

	get(reader, &value, sizeof(value));
	return value;
}

uint32_t vfu_get32(struct vfu_reader *reader)
{
	uint32_t value = 0;

	get(reader, &value, sizeof(value));
	return value;
}

uint64_t vfu_get64(struct vfu_reader *reader)
{
	uint64_t value = 0;

	get(reader, &value, sizeof(value));
	return value;
}

uint8_t *vfu_put_room(struct vfu_writer *writer, size_t length)
{
	uint8_t *bytes = writer->at;

	if (length > (size_t)(writer->end - writer->at)) {
		writer->overflow = true;
		return NULL;
	}
	writer->at += length;
	return bytes;
}

static void put(struct vfu_writer *writer, const void *value, size_t length)
{
	uint8_t *bytes = vfu_put_room(writer, length);

	if (bytes)
		memcpy(bytes, value, length);
}

void vfu_put16(struct vfu_writer *writer, uint16_t value)
{
	put(writer, &value, sizeof(value));
}

void vfu_put32(struct vfu_writer *writer, uint32_t value)
{
	put(writer, &value, sizeof(value));
}

void vfu_put64(struct vfu_writer *writer, uint64_t value)
{
	put(writer, &value, sizeof(value));
}
