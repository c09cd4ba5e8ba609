/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages over a connected socket: whole ones come out, however they arrive, with the file descriptors that came with
 * them and not with the next. The socket may be in either mode; nothing here blocks but vfu_stream_send, for a while.
 */
#ifndef MODEL_VFU_STREAM_H
#define MODEL_VFU_STREAM_H

#include "vfu-session.h"

struct vfu_stream {
	int fd, send_timeout_ms;
	size_t got; /* bytes of the message that is arriving */
	struct vfu_message message;
	uint8_t bytes[VFU_MAX_MESSAGE];
	uint8_t reply[VFU_MAX_MESSAGE]; /* to the message, for whoever makes one */
};

/* NULL without memory. */
struct vfu_stream *vfu_stream_new(int fd, int send_timeout_ms);
/* The socket stays open; descriptors that were not taken do not. */
void vfu_stream_free(struct vfu_stream *stream);
/*
 * 1: stream->message is whole, and valid until the next call, which closes its descriptors. 0: nothing more for now.
 * -ECONNRESET: the other side has gone; -EPROTO: it sends what is no message; else the errno of the socket.
 */
int vfu_stream_receive(struct vfu_stream *stream);
/* All of it, or an error: -ETIMEDOUT when the other side does not read for send_timeout_ms. */
int vfu_stream_send(struct vfu_stream *stream, const void *bytes, size_t length);

#endif
