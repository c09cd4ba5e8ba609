// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Says exactly what the kernel (or the simulator) answers, one line for each
 * request: ok, the name of the errno, or what was read. For tests only.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEVICES "/sys/bus/dsa/devices"
#define DRIVERS "/sys/bus/dsa/drivers"

static void answer(int err)
{
	puts(err ? strerrorname_np(err) : "ok");
	fflush(stdout);
}

/* Names are relative to the devices of the bus. */
static const char *path_of(const char *name)
{
	static char path[512];

	if (name[0] == '/')
		return name;
	snprintf(path, sizeof(path), DEVICES "/%s", name);
	return path;
}

/* \n, \0 and \t as in C; "x*5000" is x five thousand times. */
static size_t unescape(const char *s, char *out, size_t size)
{
	const char *star = strchr(s, '*');
	size_t n = 0, times = star && star == s + 1 ? strtoul(star + 1, NULL, 10) : 0;

	for (; times && n < times && n < size; n++)
		out[n] = *s;
	for (; !times && *s && n < size; s++) {
		if (*s == '\\' && s[1])
			out[n++] = *++s == 'n' ? '\n' : *s == 't' ? '\t' :
				   *s == '0' ? '\0' : *s;
		else
			out[n++] = *s;
	}
	return n;
}

static int write_to(const char *path, const char *text, ssize_t *written)
{
	static char buf[1 << 20];
	int fd = open(path, O_WRONLY), err = 0;
	size_t n = unescape(text, buf, sizeof(buf));

	if (fd < 0)
		return errno;
	*written = write(fd, buf, n);
	if (*written < 0)
		err = errno;
	close(fd);
	return err;
}

static void do_read(const char *name)
{
	char buf[8192];
	int fd = open(path_of(name), O_RDONLY);
	ssize_t n;

	if (fd < 0) {
		answer(errno);
		return;
	}
	n = read(fd, buf, sizeof(buf) - 1);
	if (n < 0) {
		answer(errno);
	} else {
		buf[n] = '\0';
		buf[strcspn(buf, "\n")] = '\0';
		puts(n ? buf : "empty");
	}
	close(fd);
}

static void do_bind(const char *driver, const char *file, const char *name)
{
	char path[256];
	ssize_t n;

	snprintf(path, sizeof(path), DRIVERS "/%s/%s", driver, file);
	answer(write_to(path, name, &n));
}

/* Type and permissions of a name, not of where it points to. */
static void do_mode(const char *name)
{
	struct stat st;

	if (lstat(path_of(name), &st)) {
		answer(errno);
		return;
	}
	printf("%c%04o\n", S_ISDIR(st.st_mode) ? 'd' : S_ISLNK(st.st_mode) ? 'l' :
	       S_ISCHR(st.st_mode) ? 'c' : '-', st.st_mode & 07777);
}

static void do_open(const char *name, const char *how)
{
	int fd = open(path_of(name), *how == 'w' ? O_WRONLY : *how == 't' ?
		      O_WRONLY | O_TRUNC : O_RDONLY);
	int err = fd < 0 ? errno : 0;

	answer(err);
	if (!err)
		close(fd);
}

/* Kernel uevents, from "listen" on; "heard" prints their first lines. */
static int uevents = -1;

static void do_listen(void)
{
	struct sockaddr_nl all = { .nl_family = AF_NETLINK, .nl_groups = 1 };

	uevents = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK,
			 NETLINK_KOBJECT_UEVENT);
	answer(uevents < 0 || bind(uevents, (struct sockaddr *)&all,
				   sizeof(all)) ? errno : 0);
}

static void do_heard(void)
{
	char buf[8192];
	ssize_t n;

	while ((n = recv(uevents, buf, sizeof(buf) - 1, 0)) > 0) {
		buf[n] = '\0';
		/* A mount elsewhere ends, for instance that of another test: the kernel tells every namespace. */
		if (!strstr(buf, "@/devices/virtual/bdi/"))
			puts(buf);
	}
}

static int request(char **a)
{
	ssize_t n = 0;
	int err;

	if (!strcmp(a[0], "listen")) {
		do_listen();
		return 1;
	}
	if (!strcmp(a[0], "heard")) {
		do_heard();
		return 1;
	}
	if (!strcmp(a[0], "r") && a[1]) {
		do_read(a[1]);
		return 2;
	}
	if (!strcmp(a[0], "m") && a[1]) {
		do_mode(a[1]);
		return 2;
	}
	if (!a[1] || !a[2])
		return -1;
	if (!strcmp(a[0], "w")) {
		answer(write_to(path_of(a[1]), a[2], &n));
	} else if (!strcmp(a[0], "n")) {
		err = write_to(path_of(a[1]), a[2], &n);
		err ? answer(err) : (void)printf("%zd\n", n);
	} else if (!strcmp(a[0], "o")) {
		do_open(a[1], a[2]);
	} else if (!strcmp(a[0], "bind") || !strcmp(a[0], "unbind")) {
		do_bind(a[1], a[0], a[2]);
	} else {
		return -1;
	}
	return 3;
}

int main(int argc, char **argv)
{
	int used;

	for (int i = 1; i < argc; i += used) {
		used = request(argv + i);
		if (used < 0) {
			fprintf(stderr, "usage: probe {listen | heard | r|m NAME | w|n NAME TEXT | o NAME r|w|t | bind|unbind DRIVER NAME}...\n");
			return 2;
		}
	}
	return 0;
}
