// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel uevents of the bus: what whoever listens, such as udev, is told. Owns the socket.
 */
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probe.h"

static int listener = -1;

void events_open(void)
{
	struct sockaddr_nl all = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int size = 1 << 20;

	listener = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
	if (listener < 0)
		return;
	setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (bind(listener, (struct sockaddr *)&all, sizeof(all))) {
		close(listener);
		listener = -1;
	}
}

/* Where in the path of an object its name on the bus begins; NULL if it is not one. */
static const char *path_on_bus(const char *path)
{
	const char *dsa = strstr(path, "/dsa"), *iax = strstr(path, "/iax");

	return dsa ? dsa + 1 : iax ? iax + 1 : NULL;
}

/* "add@PATH" and "KEY=VALUE"s become "add PATH KEY=VALUE ...", without what is told twice or is never the same. */
static size_t tell_event(const char *message, size_t length, char *out, size_t size)
{
	static const char *const twice[] = { "ACTION=", "DEVPATH=", "SUBSYSTEM=dsa", "SEQNUM=" };
	const char *path = path_on_bus(message), *end = message + length;
	size_t used;

	if (!path)
		return 0;
	used = snprintf(out, size, "%.*s %s", (int)strcspn(message, "@"), message, path);
	for (const char *line = message + strlen(message) + 1; line < end; line += strlen(line) + 1) {
		bool known = false;

		for (size_t i = 0; i < sizeof(twice) / sizeof(twice[0]); i++)
			known |= !strncmp(line, twice[i], strlen(twice[i]));
		if (!known && used < size)
			used += snprintf(out + used, size - used, " %s", strncmp(line, "MAJOR=", 6) ? line : "MAJOR=#");
	}
	used += used < size ? snprintf(out + used, size - used, "\n") : 0;
	return used < size ? used : size - 1;
}

char *events_take(const struct device *device)
{
	char message[8192 + 1], text[8 * TEXT_MAX] = "";
	size_t used = 0;
	ssize_t length;

	while (listener >= 0 && (length = recv(listener, message, sizeof(message) - 1, 0)) > 0) {
		message[length] = '\0';
		used += tell_event(message, length, text + used, sizeof(text) - used);
	}
	if (!used)
		return NULL;
	text[used - 1] = '\0';
	return device ? device_plain_text(device, text) : strdup(text);
}

void events_forget(void)
{
	free(events_take(NULL));
}
