// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The device's way to the client's memory: copies where the client gave a file, messages elsewhere. Does not own the
 * connection: see vfu-server.c.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "vfu-server.h"

struct dma {
	uint64_t address;
	void *in;	 /* of a read */
	const void *out; /* of a write */
	size_t length;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int send_request(struct vfu_server *server, const struct dma *dma)
{
	struct vfu_writer out = { server->request + VFU_HEADER_SIZE, server->request + VFU_MAX_MESSAGE, false };
	struct vfu_header header = { .id = server->next_id, .command = dma->out ? VFU_DMA_WRITE : VFU_DMA_READ };

	vfu_put64(&out, dma->address);
	vfu_put64(&out, dma->length);
	if (dma->out)
		memcpy(vfu_put_room(&out, dma->length), dma->out, dma->length);
	header.size = (uint32_t)(out.at - server->request);
	vfu_header_put(server->request, &header);
	return vfu_stream_send(server->stream, server->request, header.size);
}

static bool is_reply(const struct vfu_server *server)
{
	return (server->stream->message.header.flags & VFU_TYPE_MASK) == VFU_TYPE_REPLY;
}

static bool is_our_reply(const struct vfu_server *server, const struct dma *dma)
{
	const struct vfu_header *header = &server->stream->message.header;

	return is_reply(server) && header->id == server->next_id &&
	       header->command == (dma->out ? VFU_DMA_WRITE : VFU_DMA_READ);
}

/* A client may leave out what follows the header of a reply to a write, or count in 4 bytes there: only data matter. */
static int take_reply(const struct vfu_message *message, const struct dma *dma)
{
	struct vfu_reader in = { message->payload, message->payload + (message->header.size - VFU_HEADER_SIZE), false };
	const uint8_t *data;

	if (message->header.flags & VFU_ERROR)
		return -EFAULT;
	if (dma->out)
		return 0;
	vfu_get_bytes(&in, 16);
	data = vfu_get_bytes(&in, dma->length);
	if (!data)
		return -EFAULT;
	memcpy(dma->in, data, dma->length);
	return 0;
}

static bool touches_config(const struct vfu_message *message)
{
	struct vfu_reader in = { message->payload, message->payload + (message->header.size - VFU_HEADER_SIZE), false };

	vfu_get64(&in);
	return vfu_get32(&in) == VFU_REGION_CONFIG;
}

/* What the device can be asked while it is inside a step. */
static bool can_answer(const struct vfu_message *message)
{
	switch (message->header.command) {
	case VFU_DEVICE_RESET:
		return false;
	case VFU_REGION_READ:
	case VFU_REGION_WRITE:
		return !touches_config(message);
	default:
		return true;
	}
}

/* 1: that was the reply */
static int take_message(struct vfu_server *server, const struct dma *dma)
{
	if (is_our_reply(server, dma))
		return 1;
	if (!can_answer(&server->stream->message)) {
		server->held = true;
		return -ECANCELED;
	}
	return vfu_server_answer(server);
}

static int wait_more(struct vfu_server *server, int64_t until)
{
	struct pollfd pollers[] = {
		{ .fd = server->stream->fd, .events = POLLIN },
		{ .fd = server->stop_fd, .events = POLLIN },
	};
	int64_t left = until - now_ms();
	int rc;

	if (left <= 0)
		return -ETIMEDOUT;
	rc = poll(pollers, 2, (int)left);
	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	return pollers[1].revents ? -ECANCELED : 0;
}

static int wait_reply(struct vfu_server *server, const struct dma *dma)
{
	int64_t until = now_ms() + server->dma_timeout_ms;
	int rc;

	for (;;) {
		rc = vfu_stream_receive(server->stream);
		if (rc == 1)
			rc = take_message(server, dma);
		else if (rc == 0)
			rc = wait_more(server, until);
		if (rc == 1)
			return take_reply(&server->stream->message, dma);
		if (rc)
			break;
	}
	if (rc == -ETIMEDOUT)
		vfu_server_log(server, "no reply to a %s of %zu bytes at 0x%llx", dma->out ? "DMA_WRITE" : "DMA_READ",
			       dma->length, (unsigned long long)dma->address);
	else if (rc != -ECANCELED)
		server->failed = rc;
	return rc;
}

/*
 * A message that is being handled, and the reply that is being made, stay where they are: others arrive elsewhere. Returns
 * what to go back to, NULL when none is being handled.
 */
static struct vfu_stream *aside(struct vfu_server *server)
{
	struct vfu_stream *outer = server->stream;

	if (!server->handling)
		return NULL;
	server->stream = server->next_stream ? server->next_stream : vfu_stream_new(outer->fd, outer->send_timeout_ms);
	server->next_stream = NULL;
	return outer;
}

static int by_message(struct vfu_server *server, const struct dma *dma)
{
	struct vfu_stream *outer;
	int rc;

	if (server->waiting)
		return -EBUSY;
	server->next_id++;
	rc = send_request(server, dma);
	if (rc) {
		server->failed = rc;
		return rc;
	}
	outer = aside(server);
	if (!server->stream) {
		server->stream = outer;
		return -ENOMEM;
	}
	server->waiting = true;
	rc = wait_reply(server, dma);
	server->waiting = false;
	if (outer) {
		server->next_stream = server->stream;
		server->stream = outer;
	}
	return rc;
}

static int pause_until(struct vfu_server *server, int64_t until)
{
	const struct dma none = { 0 };
	int rc = 0;

	while (!rc) {
		rc = vfu_stream_receive(server->stream);
		if (rc == 1)
			rc = is_reply(server) ? vfu_server_answer(server) : take_message(server, &none);
		else if (rc == 0)
			rc = wait_more(server, until);
	}
	return rc;
}

int vfu_server_pause(struct vfu_server *server, unsigned int ms)
{
	int rc;

	if (server->held || server->failed || server->waiting || server->handling)
		return -ECANCELED;
	server->waiting = true; /* nobody asks for memory meanwhile */
	rc = pause_until(server, now_ms() + ms);
	server->waiting = false;
	if (rc == -ETIMEDOUT)
		return 0;
	if (rc != -ECANCELED)
		server->failed = rc;
	return -ECANCELED;
}

int vfu_server_exchange(struct vfu_server *server, uint64_t address, uint64_t old, uint64_t word)
{
	const struct vfu_range *range;

	if (!server->session || vfu_maps_piece(&server->session->maps, address, sizeof(word), &range) < sizeof(word))
		return -EFAULT;
	return range && range->file ? vfu_range_exchange(range, address, old, word) : -ENOTSUP;
}

/* What neither has a file nor is a range at all is asked for: the client knows why not, and tells its guest. */
static int one_piece(struct vfu_server *server, const struct vfu_range *range, const struct dma *dma)
{
	if (range && range->file)
		return dma->out ? vfu_range_write(range, dma->address, dma->out, dma->length) :
				  vfu_range_read(range, dma->address, dma->in, dma->length);
	return by_message(server, dma);
}

static int transfer(struct vfu_server *server, struct dma whole)
{
	if (!server->session || (whole.length && whole.length - 1 > UINT64_MAX - whole.address))
		return -EFAULT;
	while (whole.length) {
		const struct vfu_range *range;
		struct dma piece = whole;
		int rc;

		if (server->held || server->failed)
			return -ECANCELED;
		piece.length = vfu_maps_piece(&server->session->maps, whole.address, whole.length, &range);
		if (!(range && range->file) && piece.length > server->session->client_max_data)
			piece.length = server->session->client_max_data;
		rc = one_piece(server, range, &piece);
		if (rc)
			return rc;
		whole.address += piece.length;
		whole.length -= piece.length;
		if (whole.in)
			whole.in = (uint8_t *)whole.in + piece.length;
		else
			whole.out = (const uint8_t *)whole.out + piece.length;
	}
	return 0;
}

int vfu_server_dma_read(struct vfu_server *server, uint64_t address, void *buf, size_t length)
{
	return transfer(server, (struct dma){ .address = address, .in = buf, .length = length });
}

int vfu_server_dma_write(struct vfu_server *server, uint64_t address, const void *buf, size_t length)
{
	return transfer(server, (struct dma){ .address = address, .out = buf, .length = length });
}
