// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A device for one vfio-user client at a time: see vfu-server.h.
 */
#include "vfu-server.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_COMPLAINTS 20     /* about one client */
#define LOOK_UP_EVERY 1024u /* messages: a client that never pauses does not keep us from ending */

void vfu_server_log(struct vfu_server *server, const char *format, ...)
{
	char text[256];
	va_list args;

	if (!server->log || server->complaints > MAX_COMPLAINTS)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (server->complaints++ == MAX_COMPLAINTS)
		strcpy(text, "more about this client is left out");
	server->log(server->device->arg, text);
}

int vfu_server_answer(struct vfu_server *server)
{
	struct vfu_stream *stream = server->stream;
	struct vfu_message *message = &stream->message;
	int rc, sent = 0, error;
	size_t size;
	bool outer;

	if ((message->header.flags & VFU_TYPE_MASK) == VFU_TYPE_REPLY) {
		vfu_server_log(server, "a reply to %s that nobody waits for",
			       vfu_command_name(message->header.command));
		return 0;
	}
	outer = server->handling;
	server->handling = true;
	rc = vfu_session_handle(server->session, message, stream->reply, &size, &error);
	server->handling = outer;
	if (error)
		vfu_server_log(server, "refused %s (%u) of %u bytes: %s", vfu_command_name(message->header.command),
			       message->header.command, message->header.size, strerror(-error));
	if (size)
		sent = vfu_stream_send(stream, stream->reply, size);
	return rc ? rc : sent;
}

void vfu_server_interrupt(struct vfu_server *server, unsigned int vector)
{
	if (server->session)
		vfu_irqs_raise(&server->session->irqs, VFU_IRQ_MSIX, vector);
}

static int refuse_client(struct vfu_server *server)
{
	int fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0) {
		server->deaf = errno != EAGAIN && errno != ECONNABORTED && errno != EINTR;
		return 0;
	}
	close(fd);
	vfu_server_log(server, "a second client was sent away");
	return 0;
}

/* 1: time to end. timeout 0 looks only, -1 waits for anything. */
static int look_up(struct vfu_server *server, int timeout)
{
	struct pollfd pollers[] = {
		{ .fd = server->stop_fd, .events = POLLIN },
		{ .fd = server->stream->fd, .events = POLLIN },
		{ .fd = server->deaf ? -1 : server->listen_fd, .events = POLLIN },
	};
	int rc = poll(pollers, 3, timeout);

	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	if (pollers[0].revents)
		return 1;
	/* A client that left just before another came is seen first. */
	return pollers[2].revents && !pollers[1].revents ? refuse_client(server) : 0;
}

/* The message is done with; what arrived meanwhile, or began to, comes next. */
static void follow_stream(struct vfu_server *server)
{
	if (!server->next_stream)
		return;
	vfu_stream_free(server->stream);
	server->stream = server->next_stream;
	server->next_stream = NULL;
}

/* The client's messages first, as many as there are, then one step of the device, then a look around. */
static int serve(struct vfu_server *server)
{
	unsigned int messages = 0;

	for (;;) {
		int rc = server->held ? 1 : vfu_stream_receive(server->stream);
		bool busy = rc == 1;

		if (rc < 0)
			return rc;
		if (rc) {
			server->held = false;
			rc = vfu_server_answer(server);
			follow_stream(server);
			if (rc)
				return rc;
			if (++messages < LOOK_UP_EVERY)
				continue;
		}
		messages = 0;
		busy |= server->step(server->device->arg);
		if (server->failed)
			return server->failed;
		rc = look_up(server, busy || server->held ? 0 : -1);
		if (rc)
			return rc;
	}
}

static int begin(struct vfu_server *server, int fd)
{
	int rc = vfu_session_new(server->device, &server->session);

	if (rc)
		return rc;
	server->stream = vfu_stream_new(fd, server->send_timeout_ms);
	server->request = malloc(VFU_MAX_MESSAGE);
	if (!server->stream || !server->request)
		return -ENOMEM;
	server->held = server->waiting = server->handling = server->deaf = false;
	server->failed = 0;
	server->complaints = 0;
	return 0;
}

/* A machine that has gone was switched off: nothing that it began may reach the memory of the next one. */
static void end(struct vfu_server *server, int fd)
{
	vfu_session_free(server->session);
	vfu_stream_free(server->stream);
	vfu_stream_free(server->next_stream);
	free(server->request);
	server->session = NULL;
	server->stream = server->next_stream = NULL;
	server->request = NULL;
	close(fd);
	server->device->reset(server->device->arg);
}

int vfu_server_serve(struct vfu_server *server, int fd)
{
	int rc = begin(server, fd);

	if (!rc)
		rc = serve(server);
	if (rc == -EPROTO)
		vfu_server_log(server, "the client does not speak vfio-user 0.x; connection closed");
	else if (rc < 0 && rc != -ECONNRESET)
		vfu_server_log(server, "connection closed: %s", strerror(-rc));
	end(server, fd);
	return rc == -ECONNRESET || rc == -EPIPE ? 0 : rc;
}

/* 1: time to end */
static int await_client(struct vfu_server *server, int *fd)
{
	struct pollfd pollers[] = {
		{ .fd = server->stop_fd, .events = POLLIN },
		{ .fd = server->listen_fd, .events = POLLIN },
	};

	*fd = -1;
	if (poll(pollers, 2, -1) < 0)
		return errno == EINTR ? 0 : -errno;
	if (pollers[0].revents)
		return 1;
	*fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC);
	if (*fd >= 0 || errno == EAGAIN || errno == ECONNABORTED || errno == EINTR)
		return 0;
	return -errno;
}

int vfu_server_run(struct vfu_server *server, bool once)
{
	for (;;) {
		int fd, rc = await_client(server, &fd);

		if (rc < 0)
			return rc;
		if (rc)
			return 0;
		if (fd < 0)
			continue;
		rc = vfu_server_serve(server, fd);
		if (rc == 1)
			return 0;
		if (once)
			return rc;
	}
}

/* Nobody answers there: a server died. */
static bool is_left_over(const struct sockaddr_un *address)
{
	struct stat status;
	int fd, rc;

	if (lstat(address->sun_path, &status) || !S_ISSOCK(status.st_mode))
		return false;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	rc = connect(fd, (const struct sockaddr *)address, sizeof(*address)) ? errno : 0;
	close(fd);
	return rc == ECONNREFUSED;
}

static int bind_to(int fd, const struct sockaddr_un *address)
{
	if (!bind(fd, (const struct sockaddr *)address, sizeof(*address)))
		return 0;
	if (errno != EADDRINUSE)
		return -errno;
	if (!is_left_over(address))
		return -EADDRINUSE;
	unlink(address->sun_path);
	return bind(fd, (const struct sockaddr *)address, sizeof(*address)) ? -errno : 0;
}

int vfu_server_listen(const char *path, int *out)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, rc;

	if (!*path)
		return -EINVAL;
	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	rc = bind_to(fd, &address);
	if (!rc && listen(fd, 4)) {
		rc = -errno;
		unlink(path);
	}
	if (rc) {
		close(fd);
		return rc;
	}
	*out = fd;
	return 0;
}
