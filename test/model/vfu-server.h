/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A device for one vfio-user client at a time: who connects, what the device does in between, its way to the client's
 * memory, and how it ends. Knows nothing of what device it is.
 */
#ifndef MODEL_VFU_SERVER_H
#define MODEL_VFU_SERVER_H

#include "vfu-session.h"
#include "vfu-stream.h"

struct vfu_server {
	const struct vfu_device *device;
	bool (*step)(void *arg);			 /* device->arg; one unit of work, false: there was none */
	void (*log)(void *arg, const char *text); /* device->arg; may be NULL */
	int stop_fd;	    /* becomes readable when it is time to end */
	int listen_fd;	    /* -1: this client only */
	unsigned int dma_timeout_ms;
	int send_timeout_ms; /* a client that does not read what it is sent is given up after so long */
	/* of the client */
	struct vfu_session *session;
	struct vfu_stream *stream;
	struct vfu_stream *next_stream; /* what arrived while a message was handled that needed the client's memory */
	uint8_t *request; /* VFU_MAX_MESSAGE bytes: a DMA_READ or DMA_WRITE */
	uint16_t next_id;
	bool handling;	/* stream->message */
	bool waiting;	/* for the reply to such a request */
	bool deaf;	/* to others: they could not even be sent away, and would be heard of again and again */
	bool held;	/* stream->message (next_stream's, where there is one) is still to be handled */
	int failed;	     /* the connection, from inside the device */
	unsigned int complaints;
};

/* A socket that listens at `path`; what a server that died left there is replaced. -EADDRINUSE: one is there. */
int vfu_server_listen(const char *path, int *fd);
/* Serves clients, one after the other, until stop_fd is readable; with `once` the first only. 0 or -errno. */
int vfu_server_run(struct vfu_server *server, bool once);
/*
 * Serves the client of a connected socket, and closes it. 0: it has gone; 1: stop_fd is readable; else why the
 * connection was given up.
 */
int vfu_server_serve(struct vfu_server *server, int fd);

/*
 * The device's way to memory, from inside a step or a write. Where the client gave no file, by message: meanwhile the
 * client's accesses to BARs go to the device (they come while its processor holds the lock that its answer needs); a
 * reset or an access to config space waits, and ends this and what follows in the same step with -ECANCELED.
 */
int vfu_server_dma_read(struct vfu_server *server, uint64_t address, void *buf, size_t length);
int vfu_server_dma_write(struct vfu_server *server, uint64_t address, const void *buf, size_t length);
/* See vfu_range_exchange(); -ENOTSUP, too, for what has to be reached by message. */
int vfu_server_exchange(struct vfu_server *server, uint64_t address, uint64_t old, uint64_t word);
/*
 * From inside a step: the client's accesses go to the device for so long. 0, or -ECANCELED: as above, or it is time to end,
 * or the connection is gone.
 */
int vfu_server_pause(struct vfu_server *server, unsigned int ms);
void vfu_server_interrupt(struct vfu_server *server, unsigned int vector);

void vfu_server_log(struct vfu_server *server, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* vfu-dma.c calls it: handles server->stream->message and answers. */
int vfu_server_answer(struct vfu_server *server);

#endif
