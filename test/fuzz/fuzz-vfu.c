// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of accfg-dsa: a client's messages to a whole device, one after the other, and steps of the device between
 * them. The input is a row of messages as they are on the wire, but that bit 15 of the command says whether a descriptor (of
 * memory, or an eventfd) comes with it. It asserts that what is refused is answered with a header alone and an errno.
 */
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "test/model/front.h"
#include "test/fuzz/must.h"

#define MEMORY (1u << 20)
#define STEPS 64

static uint8_t reply[VFU_MAX_MESSAGE], payload[VFU_MAX_MESSAGE];

static void add_fd(struct vfu_message *message)
{
	int fd;

	if (message->header.command == VFU_SET_IRQS) {
		fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	} else {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		MUST(fd < 0 || !ftruncate(fd, MEMORY));
	}
	if (fd >= 0)
		message->fds[message->n_fds++] = fd;
}

static void check_reply(const struct vfu_message *message, size_t size, int error)
{
	struct vfu_header header;

	MUST(size <= VFU_MAX_MESSAGE);
	if (message->header.flags & VFU_NO_REPLY) {
		MUST(!size);
		return;
	}
	MUST(size >= VFU_HEADER_SIZE);
	vfu_header_get(reply, &header);
	MUST(header.size == size && header.id == message->header.id && header.command == message->header.command);
	MUST(!error == !(header.flags & VFU_ERROR));
	MUST(!error || (size == VFU_HEADER_SIZE && header.error == (uint32_t)-error));
}

/* Returns how much of the input it was, 0 for the end. */
static size_t one_message(struct front *front, const uint8_t *data, size_t size)
{
	struct vfu_message message = { .payload = payload };
	size_t reply_size, left = size - VFU_HEADER_SIZE;
	int error;

	vfu_header_get(data, &message.header);
	if (vfu_header_check(&message.header) || message.header.flags & VFU_TYPE_REPLY)
		return 0;
	if (message.header.size - VFU_HEADER_SIZE < left)
		left = message.header.size - VFU_HEADER_SIZE;
	message.header.size = (uint32_t)(VFU_HEADER_SIZE + left);
	memcpy(payload, data + VFU_HEADER_SIZE, left);
	if (message.header.command & 0x8000) {
		message.header.command &= 0x7fff;
		add_fd(&message);
	}
	vfu_session_handle(front->server.session, &message, reply, &reply_size, &error);
	check_reply(&message, reply_size, error);
	vfu_message_close_fds(&message);
	for (int i = 0; i < STEPS && front->server.step(front); i++)
		;
	return message.header.size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct vfu_header hello = { 0, VFU_VERSION, VFU_HEADER_SIZE + 4, 0, 0 };
	static const uint8_t zeros[4];
	struct front front;
	uint8_t first[VFU_HEADER_SIZE + 4];
	size_t used;

	if (!size || front_init(&front, dsa_profile_at(data[0] % 6)))
		return 0;
	MUST(!vfu_session_new(&front.device, &front.server.session));
	front.server.waiting = true; /* there is nobody to ask for memory */
	front.server.log = NULL;
	vfu_header_put(first, &hello);
	memcpy(first + VFU_HEADER_SIZE, zeros, sizeof(zeros));
	one_message(&front, first, sizeof(first));
	for (data++, size--; size >= VFU_HEADER_SIZE; data += used, size -= used) {
		used = one_message(&front, data, size);
		if (!used)
			break;
	}
	vfu_session_free(front.server.session);
	front_free(&front);
	return 0;
}
