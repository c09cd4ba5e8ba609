/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A vfio-user client as QEMU is one, message by message over a socket, and a device of plain memory to stand behind a
 * server: BAR 0 of 64 KiB, BAR 2 of 128 KiB, config space of 4 KiB.
 */
#ifndef TEST_VFU_FIXTURE_H
#define TEST_VFU_FIXTURE_H

#include <pthread.h>

#include "test/model/vfu-server.h"

struct plain_device {
	uint8_t bar0[65536], bar2[131072], config[4096];
	unsigned int resets, writes;
	struct vfu_device device;
};

/* 4 MSI-X vectors */
void plain_device_init(struct plain_device *plain);

struct client {
	int fd;
	uint16_t id;
	struct vfu_header reply; /* of the last request */
	uint8_t payload[VFU_MAX_MESSAGE];
	size_t length; /* of the payload */
};

/* Payloads as the protocol writes them, for client_send */
struct wire_version { uint16_t major, minor; char text[256]; };
struct wire_map { uint32_t argsz, flags; uint64_t offset, address, size; };
struct wire_unmap { uint32_t argsz, flags; uint64_t address, size; };
struct wire_info { uint32_t argsz, flags, regions, irqs; };
struct wire_region { uint32_t argsz, flags, index, caps; uint64_t size, offset; };
struct wire_irq { uint32_t argsz, flags, index, count; };
struct wire_set { uint32_t argsz, flags, index, start, count; };
struct wire_access { uint64_t offset; uint32_t region, count; };
struct wire_single { struct wire_access access; uint8_t data[8]; };
struct wire_multi { uint64_t count; struct wire_single writes[200]; };
struct wire_dma { uint64_t address, count; };

void client_send(struct client *client, unsigned int command, unsigned int flags, const void *payload, size_t length,
		 const int *fds, size_t n_fds);
/* The next message, whatever it is; false when the server has closed the connection. */
bool client_receive(struct client *client);
/* client_send and the reply to it: 0 or the errno in it. Fails the test when something else comes. */
int client_call(struct client *client, unsigned int command, const void *payload, size_t length, const int *fds,
		size_t n_fds);
int client_greet(struct client *client);
int client_map(struct client *client, uint64_t address, uint64_t size, uint64_t offset, unsigned int flags, int fd);
int client_unmap(struct client *client, uint64_t address, uint64_t size);
int client_read(struct client *client, unsigned int region, uint64_t offset, void *buf, size_t length);
/* Posted writes get no reply. */
void client_post(struct client *client, unsigned int region, uint64_t offset, const void *buf, size_t length);
int client_write(struct client *client, unsigned int region, uint64_t offset, const void *buf, size_t length);
/* One vector of MSI-X; fd -1: a message without descriptor, which takes its eventfd away. */
int client_set_irq(struct client *client, unsigned int vector, int fd);

/* A memfd; sealed as QEMU's are, or not. */
int test_memory(size_t size, bool sealed);

#endif
