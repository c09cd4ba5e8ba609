// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random writes to the registers and portals of a device, past its driver. Addresses are random in 64 bits, so that
 * none is one of memory that somebody uses; and while a driver has the device, the MSI-X table is left alone, because
 * an interrupt is a write to an address too.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stress.h"

enum { CAPABILITIES = 0x34, CAPABILITY_MSIX = 0x11, MSIX_ENTRY = 16, COMMON_REGISTERS = 0x200, COMMAND = 0xa0 };

struct window {
	volatile uint8_t *at;
	size_t size;
	size_t keep_off, keep_off_end; /* no writes from here to there */
};

static int map_window(const struct device *device, unsigned int bar, struct window *window)
{
	char path[MAX_PATH_TEXT];
	struct stat stat;
	int fd, err = 0;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/resource%u", device->pci, bar);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &stat))
		return -errno;
	memset(window, 0, sizeof(*window));
	window->size = (size_t)stat.st_size;
	window->at = mmap(NULL, window->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (window->at == MAP_FAILED)
		err = -errno;
	close(fd);
	return err;
}

static void unmap_window(struct window *window)
{
	munmap((void *)window->at, window->size);
}

/* Where the MSI-X table of BAR 0 is, from configuration space. */
static int keep_off_msix(const struct device *device, struct window *window)
{
	char path[MAX_PATH_TEXT];
	uint8_t config[256], at;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", device->pci);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? -1 : read(fd, config, sizeof(config));
	close(fd);
	if (got != sizeof(config))
		return -EIO;
	for (at = config[CAPABILITIES]; at && at < sizeof(config) - 8; at = config[at + 1]) {
		unsigned int entries = ((config[at + 2] | config[at + 3] << 8) & 0x7ff) + 1;

		if (config[at] != CAPABILITY_MSIX)
			continue;
		window->keep_off = config[at + 4] & 0xf8u;
		window->keep_off |= (size_t)config[at + 5] << 8 | (size_t)config[at + 6] << 16;
		window->keep_off_end = window->keep_off + (size_t)entries * MSIX_ENTRY;
		return 0;
	}
	return -ENOENT;
}

static void write_at(struct window *window, size_t at, unsigned int size, uint64_t value)
{
	volatile uint8_t *to = window->at + at;

	if (at + size > window->keep_off && at < window->keep_off_end)
		return;
	switch (size) {
	case 1: *to = (uint8_t)value; break;
	case 2: *(volatile uint16_t *)to = (uint16_t)value; break;
	case 4: *(volatile uint32_t *)to = (uint32_t)value; break;
	default: *(volatile uint64_t *)to = value;
	}
}

static unsigned int any_width(struct worker *worker)
{
	return one_in(worker, 8) ? 1u << random_below(worker, 4) : 4u << random_below(worker, 2);
}

static void register_write(struct worker *worker, struct window *window)
{
	unsigned int width = any_width(worker);
	uint64_t value = random_next(worker);
	size_t at = random_below(worker, one_in(worker, 2) ? COMMON_REGISTERS : (unsigned int)window->size - 8);

	if (one_in(worker, 2))
		value &= 1ull << random_below(worker, 64) | 1ull << random_below(worker, 64);
	if (one_in(worker, 16)) { /* a command with small operands */
		at = COMMAND;
		width = 4;
		value = random_below(worker, 16) | random_below(worker, 20) << 20 | (one_in(worker, 2) ? 1u << 31 : 0);
	}
	write_at(window, at / width * width, width, value);
	count(COUNT_REGISTER_WRITES, true);
}

static void portal_write(struct worker *worker, struct window *window)
{
	unsigned int width = one_in(worker, 16) ? 4 : 8;
	size_t slot = random_below(worker, (unsigned int)(window->size / 64)) * 64;
	size_t part = random_below(worker, 64 / width);

	/* Mostly whole descriptors, with an operation that there may be. */
	if (one_in(worker, 4)) {
		write_at(window, slot + part * width, width, random_next(worker));
		count(COUNT_PORTAL_WRITES, true);
		return;
	}
	for (part = 0; part < 8; part++) {
		uint64_t value = random_next(worker);

		if (part == 1)
			value = (value & ~(0xffull << 56)) | (uint64_t)random_below(worker, 0x50) << 56;
		write_at(window, slot + part * 8, 8, value);
		count(COUNT_PORTAL_WRITES, true);
	}
}

int random_writes(struct worker *worker, unsigned long many, bool bound)
{
	struct window registers, portals;
	int err = map_window(worker->device, 0, &registers);

	if (err)
		return err;
	err = map_window(worker->device, 2, &portals);
	if (!err && bound)
		err = keep_off_msix(worker->device, &registers);
	if (err)
		return err;
	for (; many && !err; many--)
		if (one_in(worker, 4))
			portal_write(worker, &portals);
		else
			register_write(worker, &registers);
	unmap_window(&registers);
	unmap_window(&portals);
	return err;
}
