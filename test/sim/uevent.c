// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel uevents. In a network namespace of our own the kernel sends on what
 * we write to its socket, and monitors there take it for its own.
 */
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

/* Each string of the message ends with a NUL. */
static size_t compose(const struct obj *o, const char *action, char *buf,
		      size_t size)
{
	char path[512], lines[SIM_PAGE];
	size_t n, len;

	tree_path(o, path, sizeof(path));
	n = snprintf(buf, size, "%s@/%s", action, path) + 1;
	n += snprintf(buf + n, size - n, "ACTION=%s", action) + 1;
	n += snprintf(buf + n, size - n, "DEVPATH=/%s", path) + 1;
	n += snprintf(buf + n, size - n, "SUBSYSTEM=dsa") + 1;
	len = attr_uevent_of(o, lines, sizeof(lines));
	for (size_t i = 0; i < len; i++)
		if (lines[i] == '\n')
			lines[i] = '\0';
	memcpy(buf + n, lines, len);
	return n + len;
}

void uevent_send(const struct obj *o, const char *action)
{
	struct {
		struct nlmsghdr head;
		char data[3 * SIM_PAGE];
	} msg = { .head = { .nlmsg_type = NLMSG_MIN_TYPE,
			    .nlmsg_flags = NLM_F_REQUEST } };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (o->sim->booting || o->sim->uevent_fd <= 0)
		return;
	msg.head.nlmsg_len = NLMSG_LENGTH(compose(o, action, msg.data,
						  sizeof(msg.data)));
	if (sendto(o->sim->uevent_fd, &msg, msg.head.nlmsg_len, 0,
		   (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		sim_error("uevent: %s", strerror(errno));
}

/* Writing an action to a file named uevent sends the event again. */
int uevent_store(struct obj *o, const char *buf)
{
	static const char *const actions[] = { "add", "remove", "change",
					       "move", "online", "offline",
					       "bind", "unbind" };

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (parse_is_word(buf, actions[i])) {
			uevent_send(o, actions[i]);
			return 0;
		}
	}
	return -EINVAL;
}
