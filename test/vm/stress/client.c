// SPDX-License-Identifier: GPL-2.0-or-later
/* Who uses a driver: copies over the dmaengine, nodes that are open or mapped, readers and writers of attributes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"

#define PARAMETERS "/sys/module/dmacopy/parameters"
#define DEVICES "/sys/bus/dsa/devices"

static int put_number(unsigned int number, const char *name)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	return put(text, PARAMETERS "/%s", name);
}

int copy(const char *channel, unsigned int size, unsigned int many, unsigned int depth)
{
	int err;

	put(channel, PARAMETERS "/channel");
	err = put_number(size, "size");
	if (!err)
		err = put_number(many, "count");
	if (!err)
		err = put_number(depth, "depth");
	return err ? err : put("1", PARAMETERS "/run");
}

void any_entry(struct worker *worker, const char *path, char *name, size_t size)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	unsigned int seen = 0;

	*name = '\0';
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && one_in(worker, ++seen))
			snprintf(name, size, "%s", entry->d_name);
	if (dir)
		closedir(dir);
}

static unsigned int any_size(struct worker *worker)
{
	return 1 + random_below(worker, 1u << (1 + random_below(worker, 16)));
}

void work_copy(struct worker *worker)
{
	unsigned int many = 1 + random_below(worker, 40);
	char channel[MAX_NAME];
	int err;

	any_entry(worker, "/sys/class/dma", channel, sizeof(channel));
	if (!*channel) {
		nap_ms(10);
		return;
	}
	err = copy(channel, any_size(worker), many, 1 + random_below(worker, 8));
	for (; many; many--)
		count(COUNT_COPIES, !err);
}

static const char *any_attribute(struct worker *worker, char *path, size_t size)
{
	char object[MAX_NAME], attribute[MAX_NAME], folder[MAX_PATH_TEXT / 2];

	any_entry(worker, DEVICES, object, sizeof(object));
	snprintf(folder, sizeof(folder), DEVICES "/%s", object);
	any_entry(worker, folder, attribute, sizeof(attribute));
	snprintf(path, size, "%s/%s", folder, attribute);
	return *object && *attribute ? strrchr(path, '/') + 1 : NULL;
}

void work_read(struct worker *worker)
{
	char path[MAX_PATH_TEXT], value[4096];

	if (!any_attribute(worker, path, sizeof(path)))
		nap_ms(10);
	else
		count(COUNT_READS, !get(value, sizeof(value), "%s", path));
}

void work_write(struct worker *worker)
{
	static const char *const values[] = { "0",  "1",    "2",	 "8",	   "-1",      "dedicated", "shared",
					      "10", "1024", "kernel", "user", "dmaengine", "none",	   "stress",
					      "",   "4096", "0xff",	 "2097152" };
	char path[MAX_PATH_TEXT];
	const char *name = any_attribute(worker, path, sizeof(path));

	if (!name || !strcmp(name, "uevent"))
		nap_ms(10);
	else
		count(COUNT_WRITES, !put(values[random_below(worker, sizeof(values) / sizeof(values[0]))], "%s", path));
	nap_ms(random_below(worker, 20));
}

static sigjmp_buf after_fault;

static void on_fault(int number)
{
	siglongjmp(after_fault, number);
}

/* A descriptor that does nothing and says nothing. The page may be taken away at any time. */
static void touch_portal(int fd)
{
	volatile uint64_t *page = mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, fd, 0);

	if (page == MAP_FAILED)
		return;
	signal(SIGBUS, on_fault);
	if (!sigsetjmp(after_fault, 1))
		for (int i = 0; i < 8; i++)
			page[i] = 0;
	munmap((void *)page, 4096);
}

static void use_node(struct worker *worker, int fd)
{
	static const uint64_t nothing[8];
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	for (unsigned int i = random_below(worker, 20); i; i--) {
		switch (random_below(worker, 3)) {
		case 0: count(COUNT_WRITES, write(fd, nothing, sizeof(nothing)) == sizeof(nothing)); break;
		case 1: touch_portal(fd); break;
		default: poll(&poll_fd, 1, (int)random_below(worker, 30));
		}
	}
}

void work_node(struct worker *worker)
{
	char name[MAX_NAME], path[MAX_PATH_TEXT];
	const char *folder = one_in(worker, 3) ? "/dev/iax" : "/dev/dsa";
	int fd;

	any_entry(worker, folder, name, sizeof(name));
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = *name ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (*name)
		count(COUNT_OPENS, fd >= 0);
	if (fd < 0) {
		nap_ms(20);
		return;
	}
	use_node(worker, fd);
	nap_ms(random_below(worker, 300));
	close(fd);
}

/* The first wq of a device that nobody else uses: does it still work? */
int copy_on(const struct device *device)
{
	char channel[MAX_NAME];
	struct worker chance = { .random = 1 };
	int err = configure_wq(device->name, 0, false);

	if (!err)
		err = bind_device(device->name);
	if (!err)
		err = bind_wq(device->name, 0, false);
	any_entry(&chance, "/sys/class/dma", channel, sizeof(channel));
	if (!err)
		err = *channel ? copy(channel, 4096, 16, 4) : -ENODEV;
	unbind_device(device->name);
	return err;
}
