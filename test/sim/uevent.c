// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel uevents. In a network namespace of our own the kernel sends on what
 * we write to its socket, and monitors there take it for its own.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attrs.h"
#include "parse.h"
#include "sim.h"
#include "uevent.h"

/* The loopback device, without which even local services do not work. */
static void raise_loopback(void)
{
	struct ifreq req = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	if (ioctl(fd, SIOCSIFFLAGS, &req))
		sim_error("cannot raise lo: %s", strerror(errno));
	close(fd);
}

int uevent_open(struct sim *sim)
{
	if (unshare(CLONE_NEWNET)) {
		sim_error("--uevents: no network namespace: %s",
			  strerror(errno));
		return -EIO;
	}
	raise_loopback();
	sim->uevent_fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
				NETLINK_KOBJECT_UEVENT);
	if (sim->uevent_fd >= 0)
		return 0;
	sim_error("--uevents: no netlink socket: %s", strerror(errno));
	return -EIO;
}

static const char *subsystem_of(const struct obj *o)
{
	if (o->kind->on_dsa_bus)
		return "dsa";
	return o->kind == &kind_driver || o->kind == &kind_crypto_driver ? "drivers" : o->kind->name;
}

/* One line of the message, which ends with a NUL. */
static size_t add_line(char *buf, size_t size, size_t n, const char *key, const char *value, size_t len)
{
	n += snprintf(buf + n, size - n, "%s%.*s", key, (int)len, value) + 1;
	return n < size ? n : size;
}

/* Nobody shall load a driver for what just lost one. */
static bool is_left_out(const char *action, const char *line)
{
	return !strcmp(action, "unbind") && !strncmp(line, "MODALIAS=", 9);
}

/* more is what whoever wrote the action adds: lines, each with its newline. */
static size_t compose(const struct obj *o, const char *action, const char *more, char *buf, size_t size)
{
	char path[512], lines[SIM_PAGE] = "";
	size_t n, len;

	tree_path(o, path, sizeof(path));
	n = snprintf(buf, size, "%s@/%s", action, path) + 1;
	n = add_line(buf, size, n, "ACTION=", action, strlen(action));
	n = add_line(buf, size, n, "DEVPATH=/", path, strlen(path));
	n = add_line(buf, size, n, "SUBSYSTEM=", subsystem_of(o), 32);
	for (; *more; more += strcspn(more, "\n") + 1)
		n = add_line(buf, size, n, "", more, strcspn(more, "\n"));
	if (o->kind->on_dsa_bus)
		attr_uevent_of(o, lines, sizeof(lines));
	for (const char *line = lines; *line; line += len + 1) {
		len = strcspn(line, "\n");
		if (!is_left_out(action, line))
			n = add_line(buf, size, n, "", line, len);
	}
	return n;
}

static void send_with(const struct obj *o, const char *action, const char *more)
{
	struct {
		struct nlmsghdr head;
		char data[3 * SIM_PAGE];
	} msg = { .head = { .nlmsg_type = NLMSG_MIN_TYPE,
			    .nlmsg_flags = NLM_F_REQUEST } };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (o->sim->booting || o->sim->uevent_fd <= 0)
		return;
	msg.head.nlmsg_len = NLMSG_LENGTH(compose(o, action, more, msg.data,
						  sizeof(msg.data)));
	if (sendto(o->sim->uevent_fd, &msg, msg.head.nlmsg_len, 0,
		   (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		sim_error("uevent: %s", strerror(errno));
}

void uevent_send(const struct obj *o, const char *action)
{
	send_with(o, action, "");
}

/* ---- writing to a file named uevent sends one: "ACTION [UUID [KEY=VALUE]...]" ---- */

#define UUID_LENGTH 36

static bool is_uuid(const char *s)
{
	for (unsigned int i = 0; i < UUID_LENGTH; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}

static size_t word_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]))
		n++;
	return n;
}

/* Each pair after exactly one blank, of letters and digits only. */
static int parse_pairs(const char *s, char *more, size_t size)
{
	size_t used = strlen(more), key, value;

	for (; *s; s += 1 + key + 1 + value) {
		key = *s == ' ' ? word_length(s + 1) : 0;
		if (!key || s[1 + key] != '=')
			return -EINVAL;
		value = word_length(s + 1 + key + 1);
		if (!value)
			return -EINVAL;
		used += snprintf(more + used, size - used, "SYNTH_ARG_%.*s\n", (int)(key + 1 + value), s + 1);
		if (used >= size)
			return -ENOMEM;
	}
	return 0;
}

static int parse_synthetic(const char *s, char *more, size_t size)
{
	if (!*s) {
		snprintf(more, size, "SYNTH_UUID=0\n");
		return 0;
	}
	if (*s != ' ' || !is_uuid(s + 1))
		return -EINVAL;
	snprintf(more, size, "SYNTH_UUID=%.*s\n", UUID_LENGTH, s + 1);
	return parse_pairs(s + 1 + UUID_LENGTH, more, size);
}

int uevent_store(struct obj *o, const char *buf)
{
	static const char *const actions[] = { "add", "remove", "change",
					       "move", "online", "offline",
					       "bind", "unbind" };
	size_t end = strlen(buf), length;
	char text[SIM_PAGE + 1], more[2048] = "";
	int rc;

	snprintf(text, sizeof(text), "%.*s", (int)(end && buf[end - 1] == '\n' ? end - 1 : end), buf);
	length = strcspn(text, " ");
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strlen(actions[i]) != length || strncmp(text, actions[i], length))
			continue;
		rc = parse_synthetic(text + length, more, sizeof(more));
		if (!rc)
			send_with(o, actions[i], more);
		return rc;
	}
	return -EINVAL;
}
