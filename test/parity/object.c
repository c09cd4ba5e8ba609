// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A device with the objects that are looked at: their files, what these read, and how one is written.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "probe.h"

/* Two of a kind are enough to see what one does to the other. */
static const char *const objects[] = { "device", "group0", "group1", "wq0", "wq1", "engine0", "engine1" };

/* The kernel's name of "device" or "wq0". */
bool device_real_name(const struct device *device, const char *object, char *name, size_t size)
{
	size_t letters = strcspn(object, "0123456789");

	if (!strcmp(object, "device"))
		snprintf(name, size, "%s%u", device->family, device->id);
	else
		snprintf(name, size, "%.*s%u.%s", (int)letters, object, device->id, object + letters);
	return name[0];
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What nothing that is written here changes, and what reads as another attribute does. */
static bool is_constant(const struct attr *attr)
{
	static const char *const change[] = { "state", "clients", "cdev_minor", "work_queues", "engines", "errors" };

	if (strstr(attr->name, "token") || !strcmp(attr->name, "uevent"))
		return true;
	for (size_t i = 0; i < sizeof(change) / sizeof(change[0]); i++)
		if (!strcmp(attr->name, change[i]))
			return false;
	return !(attr->mode & 0200);
}

static void add_attr(struct device *device, const char *object, const char *folder, const char *name)
{
	struct attr *attr = &device->attrs[device->count];
	struct stat st;

	if (snprintf(attr->path, sizeof(attr->path), "%s/%s", folder, name) >= (int)sizeof(attr->path) ||
	    lstat(attr->path, &st) || !S_ISREG(st.st_mode) || device->count == MAX_ATTRS)
		return;
	snprintf(attr->object, sizeof(attr->object), "%s", object);
	snprintf(attr->name, sizeof(attr->name), "%s", name);
	attr->mode = st.st_mode & 07777;
	attr->fd = open(attr->path, O_RDONLY | O_CLOEXEC);
	attr->constant = is_constant(attr);
	device->count++;
}

/* What is no attribute: which driver is bound, and what character device the wq has. */
static void add_pseudo(struct device *device, const char *object, const char *folder, const char *name)
{
	struct attr *attr = &device->attrs[device->count++];

	snprintf(attr->object, sizeof(attr->object), "%s", object);
	snprintf(attr->name, sizeof(attr->name), "%s", name);
	snprintf(attr->path, sizeof(attr->path), "%s", folder);
	attr->mode = 0;
	attr->fd = -1;
}

static void add_object(struct device *device, const char *object)
{
	char name[32], folder[80];
	char *list[MAX_ATTRS];
	struct dirent *entry;
	size_t count = 0;
	DIR *dir;

	device_real_name(device, object, name, sizeof(name));
	snprintf(folder, sizeof(folder), BUS "/devices/%s", name);
	dir = opendir(folder);
	if (!dir)
		return;
	while ((entry = readdir(dir)) && count < MAX_ATTRS)
		list[count++] = strdup(entry->d_name);
	closedir(dir);
	qsort(list, count, sizeof(list[0]), by_name);
	for (size_t i = 0; i < count; i++) {
		add_attr(device, object, folder, list[i]);
		free(list[i]);
	}
	if (strncmp(object, "engine", 6) && strncmp(object, "group", 5))
		add_pseudo(device, object, folder, "(driver)");
	if (!strncmp(object, "wq", 2))
		add_pseudo(device, object, folder, "(node)");
}

int device_open(struct device *device, const char *profile, unsigned int id)
{
	char path[64];

	memset(device, 0, sizeof(*device));
	device->profile = profile;
	device->id = id;
	device->family = "dsa";
	snprintf(path, sizeof(path), BUS "/devices/dsa%u", id);
	if (access(path, F_OK))
		device->family = "iax";
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		add_object(device, objects[i]);
	return device->count ? 0 : -ENODEV;
}

void device_close(struct device *device)
{
	for (size_t i = 0; i < device->count; i++)
		if (device->attrs[i].fd >= 0)
			close(device->attrs[i].fd);
}

struct attr *device_attr(struct device *device, const char *object, const char *name)
{
	for (size_t i = 0; i < device->count; i++)
		if (!strcmp(device->attrs[i].object, object) && !strcmp(device->attrs[i].name, name))
			return &device->attrs[i];
	return NULL;
}

ssize_t write_file(const char *path, const char *text, size_t length)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t result;

	if (fd < 0)
		return -errno;
	result = write(fd, text, length);
	if (result < 0)
		result = -errno;
	close(fd);
	return result;
}

/* "wq3.1" of device 3 becomes "wq0.1", and "dsa3" "dsa0": a case does not know which number its device has. */
char *device_plain_text(const struct device *device, const char *text)
{
	static const char *const kinds[] = { "wq", "engine", "group", "dsa", "iax" };
	char id[16], *out = malloc(strlen(text) + 1), *to = out;
	size_t length, digits = snprintf(id, sizeof(id), "%u", device->id);

	while (*text) {
		*to++ = *text++;
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			length = strlen(kinds[i]);
			if ((size_t)(to - out) >= length && !strncmp(to - length, kinds[i], length) &&
			    !strncmp(text, id, digits) && (i > 2 || text[digits] == '.')) {
				*to++ = '0';
				text += digits;
			}
		}
	}
	*to = '\0';
	return out;
}

/* The node in /dev, whose number is what sysfs says; of that only the minor is always the same. */
static char *node_text(const struct device *device, const struct attr *attr)
{
	char path[192], name[32], number[32] = "", real[32], text[64];
	struct stat st;
	FILE *file;

	device_real_name(device, attr->object, name, sizeof(name));
	snprintf(path, sizeof(path), "%s/%s!%s/dev", attr->path, device->family, name);
	file = fopen(path, "r");
	if (!file)
		return strdup("");
	if (!fgets(number, sizeof(number), file))
		number[0] = '\0';
	fclose(file);
	snprintf(path, sizeof(path), "/dev/%s/%s", device->family, name);
	if (stat(path, &st))
		return strdup("folder");
	snprintf(real, sizeof(real), "%u:%u\n", major(st.st_rdev), minor(st.st_rdev));
	snprintf(text, sizeof(text), "%s %06o minor %u", strcmp(real, number) ? "other node" : "node", st.st_mode, minor(st.st_rdev));
	return strdup(text);
}

static char *pseudo_read(const struct device *device, const struct attr *attr)
{
	char path[192], target[PATH_MAX];
	ssize_t length;

	if (!strcmp(attr->name, "(driver)")) {
		snprintf(path, sizeof(path), "%s/driver", attr->path);
		length = readlink(path, target, sizeof(target) - 1);
		target[length < 0 ? 0 : length] = '\0';
		return strdup(length < 0 ? "" : strrchr(target, '/') + 1);
	}
	return node_text(device, attr);
}

/* The text without its newline; an error's name; NULL where it cannot be opened. */
char *attr_read(const struct device *device, const struct attr *attr)
{
	char buffer[TEXT_MAX + 1];
	ssize_t length;

	if (!attr->mode)
		return pseudo_read(device, attr);
	if (attr->fd < 0)
		return NULL;
	length = pread(attr->fd, buffer, TEXT_MAX, 0);
	if (length < 0)
		return strdup(error_name(-errno));
	if (!length)
		return strdup("(empty)");
	buffer[length] = '\0';
	if (buffer[length - 1] == '\n')
		buffer[length - 1] = '\0';
	if (!strcmp(attr->name, "cdev_major"))
		return strdup(atoi(buffer) > 0 ? "(a number)" : buffer);
	return device_plain_text(device, buffer);
}

void snapshot_take(const struct device *device, struct snapshot *snapshot, bool all)
{
	for (size_t i = 0; i < device->count; i++)
		if (all || !device->attrs[i].constant)
			snapshot->text[i] = attr_read(device, &device->attrs[i]);
}

static bool is_near(const struct attr *attr, const char *object)
{
	static const char *const near[] = { "work_queues", "engines", "cmd_status", "state" };

	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
		if (!strcmp(attr->name, near[i]))
			return true;
	return !strcmp(attr->object, object);
}

/* Only what a write to one object is known to change; the rest as it was. Reading takes most of the time. */
void snapshot_take_near(const struct device *device, const char *object, const struct snapshot *far, struct snapshot *snapshot)
{
	for (size_t i = 0; i < device->count; i++) {
		if (device->attrs[i].constant)
			continue;
		if (is_near(&device->attrs[i], object))
			snapshot->text[i] = attr_read(device, &device->attrs[i]);
		else if (far->text[i])
			snapshot->text[i] = strdup(far->text[i]);
	}
}

void snapshot_free(struct snapshot *snapshot)
{
	for (size_t i = 0; i < MAX_ATTRS; i++)
		free(snapshot->text[i]);
	memset(snapshot, 0, sizeof(*snapshot));
}

/* An attribute that cannot be read does not differ from itself. */
bool snapshot_differs(const struct device *device, const struct snapshot *a, const struct snapshot *b, size_t index)
{
	const char *one = a->text[index], *other = b->text[index];

	return !device->attrs[index].constant && one != other && (!one || !other || strcmp(one, other));
}

size_t snapshot_differences(const struct device *device, const struct snapshot *a, const struct snapshot *b)
{
	size_t count = 0;

	for (size_t i = 0; i < device->count; i++)
		count += snapshot_differs(device, a, b, i);
	return count;
}
