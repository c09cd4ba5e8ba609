// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Requests of a vfio-user client: see vfu-session.h. One function for each command, in a table.
 */
#include "vfu-session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct request {
	struct vfu_session *session;
	struct vfu_reader in;
	struct vfu_writer out;
	int *fds;
	size_t n_fds;
};

/* The reply begins with as many bytes as its structure has, whatever the client has room for. */
static int check_argsz(uint32_t argsz, uint32_t size)
{
	return argsz >= size ? 0 : -EINVAL;
}

static int do_version(struct request *request)
{
	uint16_t major = vfu_get16(&request->in), minor = vfu_get16(&request->in);
	size_t length = vfu_left(&request->in);
	int rc;

	if (request->in.short_of || request->session->versions_agreed)
		return -EINVAL;
	if (major != 0)
		return -ENOTSUP;
	rc = vfu_version_parse((const char *)request->in.at, length, &request->session->client_max_data);
	if (rc)
		return rc;
	request->session->versions_agreed = true;
	vfu_put16(&request->out, 0);
	vfu_put16(&request->out, minor < 1 ? minor : 1);
	length = strlen(vfu_version_reply) + 1;
	memcpy(vfu_put_room(&request->out, length), vfu_version_reply, length);
	return 0;
}

static int do_dma_map(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in);
	struct vfu_range range = { .flags = vfu_get32(&request->in) };
	int rc;

	range.offset = vfu_get64(&request->in);
	range.address = vfu_get64(&request->in);
	range.size = vfu_get64(&request->in);
	if (request->in.short_of || check_argsz(argsz, 32) || request->n_fds > 1)
		return -EINVAL;
	if (!range.flags || range.flags & ~(uint32_t)(VFU_MAP_READ | VFU_MAP_WRITE))
		return -EINVAL;
	rc = vfu_maps_add(&request->session->maps, &range, request->n_fds ? request->fds[0] : -1);
	return rc;
}

static int do_dma_unmap(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in), flags = vfu_get32(&request->in);
	uint64_t address = vfu_get64(&request->in), size = vfu_get64(&request->in);
	int rc = 0;

	if (request->in.short_of || check_argsz(argsz, 24))
		return -EINVAL;
	if (flags & ~(uint32_t)VFU_UNMAP_ALL)
		return -ENOTSUP;
	if (flags && (address || size))
		return -EINVAL;
	if (flags)
		vfu_maps_clear(&request->session->maps);
	else
		rc = vfu_maps_remove(&request->session->maps, address, size);
	vfu_put32(&request->out, 24);
	vfu_put32(&request->out, flags);
	vfu_put64(&request->out, address);
	vfu_put64(&request->out, size);
	return rc;
}

static int do_get_info(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in);

	if (request->in.short_of || check_argsz(argsz, 16))
		return -EINVAL;
	vfu_put32(&request->out, 16);
	vfu_put32(&request->out, VFU_DEVICE_RESETS | VFU_DEVICE_PCI);
	vfu_put32(&request->out, VFU_REGIONS);
	vfu_put32(&request->out, VFU_IRQS);
	return 0;
}

static uint64_t region_size(const struct vfu_session *session, uint32_t region)
{
	return region < VFU_REGIONS ? session->device->region_size(session->device->arg, region) : 0;
}

static int do_get_region_info(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in), index;
	uint64_t size;

	vfu_get32(&request->in);
	index = vfu_get32(&request->in);
	if (request->in.short_of || check_argsz(argsz, 32) || index >= VFU_REGIONS)
		return -EINVAL;
	size = region_size(request->session, index);
	vfu_put32(&request->out, 32);
	vfu_put32(&request->out, size ? VFU_REGION_READABLE | VFU_REGION_WRITABLE : 0);
	vfu_put32(&request->out, index);
	vfu_put32(&request->out, 0); /* no capabilities */
	vfu_put64(&request->out, size);
	vfu_put64(&request->out, 0); /* cannot be mapped: the device has to see every write */
	return 0;
}

static int do_get_irq_info(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in), index;
	unsigned int count;

	vfu_get32(&request->in);
	index = vfu_get32(&request->in);
	if (request->in.short_of || check_argsz(argsz, 16) || index >= VFU_IRQS)
		return -EINVAL;
	count = vfu_irqs_count(&request->session->irqs, index);
	vfu_put32(&request->out, 16);
	vfu_put32(&request->out, count ? VFU_IRQ_INFO_EVENTFD : 0);
	vfu_put32(&request->out, index);
	vfu_put32(&request->out, count);
	return 0;
}

static int do_set_irqs(struct request *request)
{
	uint32_t argsz = vfu_get32(&request->in);
	struct vfu_irq_set set = { .flags = vfu_get32(&request->in) };

	set.index = vfu_get32(&request->in);
	set.start = vfu_get32(&request->in);
	set.count = vfu_get32(&request->in);
	if (request->in.short_of || check_argsz(argsz, 20))
		return -EINVAL;
	if (set.flags & VFU_IRQ_BOOL)
		set.bools = vfu_get_bytes(&request->in, set.count);
	if (request->in.short_of)
		return -EINVAL;
	return vfu_irqs_set(&request->session->irqs, &set, request->fds, request->n_fds);
}

struct access {
	uint64_t offset;
	uint32_t region, count;
};

/* The same three values begin reads, writes and their replies. */
static int get_access(struct request *request, uint32_t limit, struct access *access)
{
	uint64_t size;

	access->offset = vfu_get64(&request->in);
	access->region = vfu_get32(&request->in);
	access->count = vfu_get32(&request->in);
	if (request->in.short_of || access->count > limit)
		return -EINVAL;
	size = region_size(request->session, access->region);
	return access->offset <= size && access->count <= size - access->offset ? 0 : -EINVAL;
}

static void put_access(struct request *request, const struct access *access)
{
	vfu_put64(&request->out, access->offset);
	vfu_put32(&request->out, access->region);
	vfu_put32(&request->out, access->count);
}

static int do_region_read(struct request *request)
{
	const struct vfu_device *device = request->session->device;
	struct access access;
	uint8_t *room;
	int rc = get_access(request, VFU_MAX_DATA, &access);

	if (rc)
		return rc;
	put_access(request, &access);
	room = vfu_put_room(&request->out, access.count);
	if (!room)
		return -EINVAL;
	if (access.count)
		device->region_read(device->arg, access.region, access.offset, room, access.count);
	return 0;
}

static int write_region(struct request *request, uint32_t limit, struct access *access, size_t field)
{
	const struct vfu_device *device = request->session->device;
	int rc = get_access(request, limit, access);
	const uint8_t *data;

	if (rc)
		return rc;
	data = vfu_get_bytes(&request->in, field ? field : access->count);
	if (!data)
		return -EINVAL;
	if (access->count)
		device->region_write(device->arg, access->region, access->offset, data, access->count);
	return 0;
}

static int do_region_write(struct request *request)
{
	struct access access;
	int rc = write_region(request, VFU_MAX_DATA, &access, 0);

	if (!rc)
		put_access(request, &access);
	return rc;
}

/* In order; what came before a wrong one has been written, as if each had been a message. */
static int do_region_write_multi(struct request *request)
{
	uint64_t count = vfu_get64(&request->in);
	struct access access;

	if (request->in.short_of || count > vfu_left(&request->in) / (16 + VFU_MULTI_DATA))
		return -EINVAL;
	for (uint64_t i = 0; i < count; i++) {
		int rc = write_region(request, VFU_MULTI_DATA, &access, VFU_MULTI_DATA);

		if (rc)
			return rc;
	}
	vfu_put64(&request->out, count);
	return 0;
}

static int do_reset(struct request *request)
{
	const struct vfu_device *device = request->session->device;

	device->reset(device->arg);
	return 0;
}

static int (*const handlers[])(struct request *request) = {
	[VFU_VERSION] = do_version,
	[VFU_DMA_MAP] = do_dma_map,
	[VFU_DMA_UNMAP] = do_dma_unmap,
	[VFU_DEVICE_GET_INFO] = do_get_info,
	[VFU_GET_REGION_INFO] = do_get_region_info,
	[VFU_GET_IRQ_INFO] = do_get_irq_info,
	[VFU_SET_IRQS] = do_set_irqs,
	[VFU_REGION_READ] = do_region_read,
	[VFU_REGION_WRITE] = do_region_write,
	[VFU_DEVICE_RESET] = do_reset,
	[VFU_REGION_WRITE_MULTI] = do_region_write_multi,
};

static int run(struct request *request, unsigned int command)
{
	if (command >= sizeof(handlers) / sizeof(handlers[0]) || !handlers[command])
		return -ENOTSUP;
	return handlers[command](request);
}

int vfu_session_handle(struct vfu_session *session, struct vfu_message *message, uint8_t *reply, size_t *reply_size,
		       int *error)
{
	struct vfu_header *header = &message->header;
	struct vfu_header answer = { header->id, header->command, VFU_HEADER_SIZE, VFU_TYPE_REPLY, 0 };
	struct request request = {
		.session = session,
		.in = { message->payload, message->payload + (header->size - VFU_HEADER_SIZE), false },
		.out = { reply + VFU_HEADER_SIZE, reply + VFU_MAX_MESSAGE, false },
		.fds = message->fds,
		.n_fds = message->n_fds,
	};

	*reply_size = 0;
	*error = 0;
	if (!session->versions_agreed && header->command != VFU_VERSION)
		*error = -EPROTO;
	else
		*error = run(&request, header->command);
	if (*error) {
		answer.flags |= VFU_ERROR;
		answer.error = (uint32_t)-*error;
	} else {
		answer.size = (uint32_t)(request.out.at - reply);
	}
	if (!(header->flags & VFU_NO_REPLY)) {
		vfu_header_put(reply, &answer);
		*reply_size = answer.size;
	}
	return session->versions_agreed ? 0 : -EPROTO;
}

void vfu_message_close_fds(struct vfu_message *message)
{
	for (size_t i = 0; i < message->n_fds; i++)
		if (message->fds[i] >= 0)
			close(message->fds[i]);
	message->n_fds = 0;
}

int vfu_session_new(const struct vfu_device *device, struct vfu_session **out)
{
	struct vfu_session *session = calloc(1, sizeof(*session));
	int rc;

	if (!session)
		return -ENOMEM;
	session->device = device;
	session->client_max_data = VFU_MAX_DATA;
	rc = vfu_irqs_init(&session->irqs, device->vectors);
	if (rc) {
		free(session);
		return rc;
	}
	*out = session;
	return 0;
}

void vfu_session_free(struct vfu_session *session)
{
	if (!session)
		return;
	vfu_maps_clear(&session->maps);
	vfu_irqs_free(&session->irqs);
	free(session);
}
