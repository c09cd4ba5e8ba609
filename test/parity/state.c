// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How a device comes into a state: first it is made clean, then the lines of the state are written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"

static ssize_t write_attr(struct device *device, const char *object, const char *name, const char *text)
{
	struct attr *attr = device_attr(device, object, name);

	return attr ? write_file(attr->path, text, strlen(text)) : 0;
}

static ssize_t bind_object(struct device *device, const char *driver, const char *file, const char *object)
{
	char path[96], name[32];

	snprintf(path, sizeof(path), BUS "/drivers/%s/%s", driver, file);
	device_real_name(device, object, name, sizeof(name));
	return write_file(path, name, strlen(name));
}

/* "open wq0", until the device is made clean. */
static ssize_t hold(struct device *device, const char *object)
{
	char path[64], name[32];
	int fd;

	device_real_name(device, object, name, sizeof(name));
	snprintf(path, sizeof(path), "/dev/%s/%s", device->family, name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (device->held_count == sizeof(device->held) / sizeof(device->held[0])) {
		close(fd);
		return -EMFILE;
	}
	device->held[device->held_count++] = fd;
	return 0;
}

static void let_go(struct device *device)
{
	while (device->held_count)
		close(device->held[--device->held_count]);
}

/* What outlives a device. */
void state_leave(struct device *device)
{
	let_go(device);
	bus_set_parameter("tc_override", "0");
}

static void unbind_whatever(struct device *device, const char *object)
{
	struct attr *attr = device_attr(device, object, "(driver)");
	char *driver = attr ? attr_read(device, attr) : NULL;

	if (driver && *driver)
		bind_object(device, driver, "unbind", object);
	free(driver);
}

static void write_lines(struct device *device, const char *lines, bool tell);

/* The driver wipes most when a device is disabled, so a device that cannot be cleaned by writing is enabled first. */
static const char cycle[] = "wq1/group_id -1\n"
			    "engine0/group_id 0\n"
			    "wq0/group_id 0\n"
			    "wq0/mode dedicated\n"
			    "wq0/priority 1\n"
			    "bind idxd device\n"
			    "unbind idxd device\n";

/* What a clean attribute reads is not always what may be written: an empty name is a blank, and no threshold a mode. */
static void write_back(struct device *device, const struct attr *attr, const char *text)
{
	if (!strcmp(attr->name, "threshold") && !strcmp(text, "0")) {
		write_attr(device, attr->object, "mode", "dedicated");
		write_attr(device, attr->object, "mode", "shared");
	} else if (!strcmp(attr->name, "size")) {
		/* A size of 2^32-1 that came of 2^64-1 makes every other one too large; this becomes 0. */
		if (write_attr(device, attr->object, attr->name, text) < 0)
			write_attr(device, attr->object, attr->name, "4294967296");
		write_attr(device, attr->object, attr->name, text);
	} else {
		write_attr(device, attr->object, attr->name, *text ? text : " ");
	}
}

/* Writes what reads otherwise than wanted, if it is not more than most; returns how many there were. */
size_t state_write_back(struct device *device, const struct snapshot *wanted, const struct snapshot *now, size_t most)
{
	size_t count = snapshot_differences(device, wanted, now);

	for (size_t i = 0; i < device->count && count <= most; i++)
		if (snapshot_differs(device, wanted, now, i) && device->attrs[i].mode & 0200 && wanted->text[i])
			write_back(device, &device->attrs[i], wanted->text[i]);
	return count;
}

/* What a clean device reads is learned once, of a device that was enabled and disabled. */
static void state_clean(struct device *device)
{
	struct snapshot now = { 0 };
	size_t count = 1;

	state_leave(device);
	unbind_whatever(device, "wq1");
	unbind_whatever(device, "wq0");
	unbind_whatever(device, "device");
	if (!device->known) {
		write_lines(device, cycle, false);
		write_attr(device, "device", "cmd_status", "0");
		snapshot_take(device, &device->clean, false);
		device->known = true;
	}
	/* The driver counts free read buffers only when some are reserved. */
	write_attr(device, "group0", "read_buffers_reserved", "0");
	for (int round = 0; round < 5 && count; round++) {
		if (round == 3)
			write_lines(device, cycle, false);
		write_attr(device, "device", "cmd_status", "0");
		snapshot_take(device, &now, false);
		count = state_write_back(device, &device->clean, &now, MAX_ATTRS);
		snapshot_free(&now);
	}
}

/* "clean", "bind DRIVER OBJECT", "unbind DRIVER OBJECT", "open OBJECT", "close", "parameter NAME VALUE" or "OBJECT/ATTRIBUTE VALUE" */
static ssize_t write_line(struct device *device, const char *line)
{
	char object[32], name[48], text[128] = "";

	if (!strcmp(line, "clean")) {
		state_clean(device);
		return 0;
	}
	if (!strcmp(line, "close")) {
		let_go(device);
		return 0;
	}
	if (sscanf(line, "bind %31s %31s", name, object) == 2)
		return bind_object(device, name, "bind", object);
	if (sscanf(line, "unbind %31s %31s", name, object) == 2)
		return bind_object(device, name, "unbind", object);
	if (sscanf(line, "open %31s", object) == 1)
		return hold(device, object);
	if (sscanf(line, "parameter %47s %127s", name, text) == 2)
		return bus_set_parameter(name, text);
	sscanf(line, "%31[^/]/%47s %127[^\n]", object, name, text);
	return write_attr(device, object, name, text);
}

static void write_lines(struct device *device, const char *lines, bool tell)
{
	char line[192];
	ssize_t result;

	for (size_t length; *lines; lines += length + 1) {
		length = strcspn(lines, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)length, lines);
		result = write_line(device, line);
		if (tell && result < 0)
			report_result(line, error_name(result));
	}
}

void state_enter(struct device *device, const struct state *state, bool tell)
{
	write_lines(device, state->setup, tell);
	write_attr(device, "device", "cmd_status", "0");
}
