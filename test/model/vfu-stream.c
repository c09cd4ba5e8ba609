// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages over a connected socket: see vfu-stream.h.
 */
#include "vfu-stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct vfu_stream *vfu_stream_new(int fd, int send_timeout_ms)
{
	struct vfu_stream *stream = calloc(1, sizeof(*stream));

	if (!stream)
		return NULL;
	stream->fd = fd;
	stream->send_timeout_ms = send_timeout_ms;
	stream->message.payload = stream->bytes + VFU_HEADER_SIZE;
	return stream;
}

void vfu_stream_free(struct vfu_stream *stream)
{
	if (!stream)
		return;
	vfu_message_close_fds(&stream->message);
	free(stream);
}

/* More descriptors than a message may have are closed, and an error. */
static int take_fds(struct vfu_message *message, struct msghdr *header)
{
	int rc = header->msg_flags & MSG_CTRUNC ? -EPROTO : 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
		size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (message->n_fds < VFU_MAX_FDS) {
				message->fds[message->n_fds++] = fd;
			} else {
				close(fd);
				rc = -EPROTO;
			}
		}
	}
	return rc;
}

/* Never past `want` bytes of this message: descriptors come with the bytes they were sent with. */
static int receive_some(struct vfu_stream *stream, size_t want)
{
	union {
		struct cmsghdr align;
		char space[CMSG_SPACE(VFU_MAX_FDS * sizeof(int))];
	} control;
	struct iovec vec = { stream->bytes + stream->got, want - stream->got };
	struct msghdr header = {
		.msg_iov = &vec,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t got;
	int rc;

	do {
		got = recvmsg(stream->fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno == EAGAIN ? 0 : -errno;
	rc = take_fds(&stream->message, &header);
	if (rc)
		return rc;
	stream->got += (size_t)got;
	return got ? 1 : -ECONNRESET;
}

int vfu_stream_receive(struct vfu_stream *stream)
{
	struct vfu_header *header = &stream->message.header;
	int rc;

	if (stream->got >= VFU_HEADER_SIZE && stream->got == header->size) {
		vfu_message_close_fds(&stream->message);
		stream->got = 0;
	}
	while (stream->got < VFU_HEADER_SIZE) {
		rc = receive_some(stream, VFU_HEADER_SIZE);
		if (rc <= 0)
			return rc;
		if (stream->got == VFU_HEADER_SIZE) {
			vfu_header_get(stream->bytes, header);
			rc = vfu_header_check(header);
			if (rc)
				return rc;
		}
	}
	while (stream->got < header->size) {
		rc = receive_some(stream, header->size);
		if (rc <= 0)
			return rc;
	}
	return 1;
}

static int wait_writable(const struct vfu_stream *stream)
{
	struct pollfd poller = { .fd = stream->fd, .events = POLLOUT };
	int rc;

	do {
		rc = poll(&poller, 1, stream->send_timeout_ms);
	} while (rc < 0 && errno == EINTR);
	if (rc < 0)
		return -errno;
	return rc ? 0 : -ETIMEDOUT;
}

int vfu_stream_send(struct vfu_stream *stream, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t sent = send(stream->fd, at, length, MSG_DONTWAIT | MSG_NOSIGNAL);
		int rc = 0;

		if (sent >= 0) {
			at += sent;
			length -= (size_t)sent;
		} else if (errno == EAGAIN) {
			rc = wait_writable(stream);
		} else if (errno != EINTR) {
			rc = -errno;
		}
		if (rc)
			return rc;
	}
	return 0;
}
