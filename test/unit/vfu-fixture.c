// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A vfio-user client and a device of plain memory: see vfu-fixture.h.
 */
#include "vfu-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

static uint8_t *region_of(struct plain_device *plain, unsigned int region, uint64_t *size)
{
	switch (region) {
	case 0:
		*size = sizeof(plain->bar0);
		return plain->bar0;
	case 2:
		*size = sizeof(plain->bar2);
		return plain->bar2;
	case VFU_REGION_CONFIG:
		*size = sizeof(plain->config);
		return plain->config;
	default:
		*size = 0;
		return NULL;
	}
}

static uint64_t plain_size(void *arg, unsigned int region)
{
	uint64_t size;

	region_of(arg, region, &size);
	return size;
}

static void plain_read(void *arg, unsigned int region, uint64_t offset, void *buf, size_t length)
{
	uint64_t size;
	uint8_t *bytes = region_of(arg, region, &size);

	assert_true(offset <= size && length <= size - offset);
	memcpy(buf, bytes + offset, length);
}

static void plain_write(void *arg, unsigned int region, uint64_t offset, const void *buf, size_t length)
{
	struct plain_device *plain = arg;
	uint64_t size;
	uint8_t *bytes = region_of(plain, region, &size);

	assert_true(offset <= size && length <= size - offset);
	memcpy(bytes + offset, buf, length);
	plain->writes++;
}

static void plain_reset(void *arg)
{
	((struct plain_device *)arg)->resets++;
}

void plain_device_init(struct plain_device *plain)
{
	memset(plain, 0, sizeof(*plain));
	plain->device = (struct vfu_device){
		.vectors = 4,
		.region_size = plain_size,
		.region_read = plain_read,
		.region_write = plain_write,
		.reset = plain_reset,
		.arg = plain,
	};
}

void client_send(struct client *client, unsigned int command, unsigned int flags, const void *payload, size_t length,
		 const int *fds, size_t n_fds)
{
	union {
		struct cmsghdr align;
		char space[CMSG_SPACE(64 * sizeof(int))];
	} control = { 0 };
	struct vfu_header header = { client->id, (uint16_t)command, (uint32_t)(VFU_HEADER_SIZE + length), flags, 0 };
	uint8_t bytes[VFU_HEADER_SIZE];
	struct iovec vecs[] = { { bytes, sizeof(bytes) }, { (void *)(uintptr_t)payload, length } };
	struct msghdr message = { .msg_iov = vecs, .msg_iovlen = 2 };

	vfu_header_put(bytes, &header);
	if (n_fds) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		CMSG_FIRSTHDR(&message)->cmsg_level = SOL_SOCKET;
		CMSG_FIRSTHDR(&message)->cmsg_type = SCM_RIGHTS;
		CMSG_FIRSTHDR(&message)->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), fds, n_fds * sizeof(int));
	}
	assert_int_equal(sendmsg(client->fd, &message, MSG_NOSIGNAL), (ssize_t)(VFU_HEADER_SIZE + length));
}

static bool receive_all(int fd, void *buf, size_t length)
{
	return length == 0 || recv(fd, buf, length, MSG_WAITALL) == (ssize_t)length;
}

bool client_receive(struct client *client)
{
	uint8_t bytes[VFU_HEADER_SIZE];

	if (!receive_all(client->fd, bytes, sizeof(bytes)))
		return false;
	vfu_header_get(bytes, &client->reply);
	assert_in_range(client->reply.size, VFU_HEADER_SIZE, VFU_MAX_MESSAGE);
	client->length = client->reply.size - VFU_HEADER_SIZE;
	return receive_all(client->fd, client->payload, client->length);
}

int client_call(struct client *client, unsigned int command, const void *payload, size_t length, const int *fds,
		size_t n_fds)
{
	client->id++;
	client_send(client, command, VFU_TYPE_COMMAND, payload, length, fds, n_fds);
	assert_true(client_receive(client));
	assert_int_equal(client->reply.id, client->id);
	assert_int_equal(client->reply.command, command);
	assert_int_equal(client->reply.flags & VFU_TYPE_MASK, VFU_TYPE_REPLY);
	if (!(client->reply.flags & VFU_ERROR))
		return 0;
	assert_int_equal(client->length, 0);
	return (int)client->reply.error;
}

int client_greet(struct client *client)
{
	static const struct wire_version version = { 0, 1,
		"{\"capabilities\":{\"pgsizes\":4096,\"max_msg_fds\":16,\"max_dma_maps\":65535,"
		"\"max_data_xfer_size\":1048576,\"migration\":{\"max_bitmap_size\":268435456,\"pgsize\":4096},"
		"\"write_multiple\":true}}" };

	return client_call(client, VFU_VERSION, &version, 4 + strlen(version.text) + 1, NULL, 0);
}

int client_map(struct client *client, uint64_t address, uint64_t size, uint64_t offset, unsigned int flags, int fd)
{
	struct wire_map map = { sizeof(map), flags, offset, address, size };

	return client_call(client, VFU_DMA_MAP, &map, sizeof(map), &fd, fd >= 0);
}

int client_unmap(struct client *client, uint64_t address, uint64_t size)
{
	struct wire_unmap unmap = { sizeof(unmap), 0, address, size };

	return client_call(client, VFU_DMA_UNMAP, &unmap, sizeof(unmap), NULL, 0);
}

int client_read(struct client *client, unsigned int region, uint64_t offset, void *buf, size_t length)
{
	struct wire_access access = { offset, region, (uint32_t)length };
	int rc = client_call(client, VFU_REGION_READ, &access, sizeof(access), NULL, 0);

	if (rc)
		return rc;
	assert_int_equal(client->length, sizeof(access) + length);
	assert_memory_equal(client->payload, &access, sizeof(access));
	memcpy(buf, client->payload + sizeof(access), length);
	return 0;
}

static size_t write_payload(unsigned int region, uint64_t offset, const void *buf, size_t length, uint8_t *payload)
{
	struct wire_access access = { offset, region, (uint32_t)length };

	memcpy(payload, &access, sizeof(access));
	memcpy(payload + sizeof(access), buf, length);
	return sizeof(access) + length;
}

void client_post(struct client *client, unsigned int region, uint64_t offset, const void *buf, size_t length)
{
	uint8_t payload[256];

	client->id++;
	client_send(client, VFU_REGION_WRITE, VFU_NO_REPLY, payload,
		    write_payload(region, offset, buf, length, payload), NULL, 0);
}

int client_write(struct client *client, unsigned int region, uint64_t offset, const void *buf, size_t length)
{
	uint8_t payload[256];
	size_t size = write_payload(region, offset, buf, length, payload);
	int rc = client_call(client, VFU_REGION_WRITE, payload, size, NULL, 0);

	if (!rc)
		assert_int_equal(client->length, sizeof(struct wire_access));
	return rc;
}

int client_set_irq(struct client *client, unsigned int vector, int fd)
{
	struct wire_set set = { sizeof(set), VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, vector, 1 };

	return client_call(client, VFU_SET_IRQS, &set, sizeof(set), &fd, fd >= 0);
}

int test_memory(size_t size, bool sealed)
{
	int fd = memfd_create("accfg-test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	if (sealed)
		assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL), 0);
	return fd;
}
