/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a vfio-user server does for one client: each request becomes accesses to the device, and a reply. Messages come
 * in and go out as bytes; who carries them is another file's business (vfu-stream.h).
 */
#ifndef MODEL_VFU_SESSION_H
#define MODEL_VFU_SESSION_H

#include "vfu-irq.h"
#include "vfu-map.h"
#include "vfu-wire.h"

/* The device behind the protocol. Accesses are inside a region when they come here. */
struct vfu_device {
	unsigned int vectors;						      /* of MSI-X */
	uint64_t (*region_size)(void *arg, unsigned int region); /* 0: there is none; config space is region 7 */
	void (*region_read)(void *arg, unsigned int region, uint64_t offset, void *buf, size_t length);
	void (*region_write)(void *arg, unsigned int region, uint64_t offset, const void *buf, size_t length);
	void (*reset)(void *arg);
	void *arg;
};

struct vfu_message {
	struct vfu_header header;
	uint8_t *payload; /* header.size - VFU_HEADER_SIZE bytes */
	int fds[VFU_MAX_FDS]; /* what is taken becomes -1 */
	size_t n_fds;
};

struct vfu_session {
	const struct vfu_device *device;
	struct vfu_maps maps;
	struct vfu_irqs irqs;
	bool versions_agreed;
	size_t client_max_data; /* of one DMA_READ or DMA_WRITE */
};

int vfu_session_new(const struct vfu_device *device, struct vfu_session **out);
void vfu_session_free(struct vfu_session *session);
/*
 * Carries out a command. 0: it was, and `reply` (room for VFU_MAX_MESSAGE) holds *reply_size bytes for the client (0:
 * none are wanted).
 * An error reply counts as carried out: *error is the negative errno in it, else 0. -EPROTO: a client that does not
 * begin with a version we know; the reply says so where there can be one, and the connection is to be closed.
 */
int vfu_session_handle(struct vfu_session *session, struct vfu_message *message, uint8_t *reply, size_t *reply_size,
		       int *error);
void vfu_message_close_fds(struct vfu_message *message);

/* vfu-version.c: the JSON text behind the version numbers; `text` need not end in a NUL. -EINVAL: it is no JSON object. */
int vfu_version_parse(const char *text, size_t length, size_t *max_data);
extern const char vfu_version_reply[];

#endif
