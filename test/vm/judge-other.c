// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * judge-other NAME=FUNCTION...: judges the device at 0000:00:FUNCTION, for each; NAME is what the sentences are told
 * under. Configures its wqs and takes them away again. What is expected was seen on the in-tree driver.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "judge-other.h"

struct device device;

static long long read_number(const char *path)
{
	char text[100] = "", *end;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long long value;

	if (fd < 0)
		return -errno;
	if (read(fd, text, sizeof(text) - 1) < 0)
		*text = 0;
	close(fd);
	value = strtoll(text, &end, 0);
	return end == text ? -EINVAL : value;
}

long long number(const char *format, ...)
{
	char path[200];
	va_list args;
	int length = snprintf(path, sizeof(path), "/sys/bus/dsa/devices/%s/", device.name);

	va_start(args, format);
	vsnprintf(path + length, sizeof(path) - (size_t)length, format, args);
	va_end(args);
	return read_number(path);
}

void *pages(unsigned int count, int protection)
{
	void *memory = mmap(NULL, count * PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void fill(uint8_t *memory, unsigned int size, unsigned int seed)
{
	for (unsigned int i = 0; i < size; i++)
		memory[i] = (uint8_t)(i * 7 + seed + (i >> 8));
}

void put(struct desc *desc, unsigned int offset, uint64_t value, unsigned int size)
{
	memcpy((uint8_t *)desc + offset, &value, size);
}

bool client_begin(struct client *client, unsigned int wq)
{
	char path[40];

	snprintf(path, sizeof(path), "/dev/%s/wq%u.%u", device.family, device.number, wq);
	client->fd = open(path, O_RDWR | O_CLOEXEC);
	client->portal = portal_map(client->fd);
	check(client->portal, wq ? "the shared wq is opened and mapped" : "the dedicated wq is opened and mapped", "%s",
	      strerror(errno));
	return client->portal;
}

void client_end(struct client *client)
{
	munmap(client->portal, PORTAL_SIZE);
	is("the file is closed", result(close(client->fd)), 0);
}

void submit(const struct client *client, unsigned int wq, const struct desc *desc)
{
	if (!wq)
		portal_store(client->portal, desc);
	while (wq && !portal_enqueue(client->portal, desc))
		;
}

static long long file_number(const char *name)
{
	char pattern[100];
	long long value = -ENOENT;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "/sys/bus/dsa/devices/file*/%s", name);
	if (!glob(pattern, 0, NULL, &found) && found.gl_pathc == 1)
		value = read_number(found.gl_pathv[0]);
	globfree(&found);
	return value;
}

long long file_counts(const char *name, long long value)
{
	const struct timespec moment = { .tv_nsec = 10000000 };

	for (unsigned int i = 0; i < 1000 && file_number(name) != value; i++)
		nanosleep(&moment, NULL);
	return file_number(name);
}

bool log_has(unsigned int error)
{
	return !shell("grep -q 'error 0x%x\\>' /sys/kernel/debug/idxd/%s/event_log", error, device.name);
}

static int configure_wq(unsigned int wq, const char *options)
{
	return shell("accfg config-wq %s/wq%u.%u --group-id=0 --wq-size=16 --priority=10 --type=user --name=judge"
		     " --driver-name=user %s",
		     device.name, device.number, wq, options);
}

void configure_again(const char *options)
{
	char all[200];

	snprintf(all, sizeof(all), "--mode=dedicated %s", options);
	is("accfg disables the wq", shell("accfg disable-wq %s/wq%u.0", device.name, device.number), 0);
	is("accfg configures it again", configure_wq(0, all), 0);
	is("accfg enables it again", shell("accfg enable-wq %s/wq%u.0", device.name, device.number), 0);
}

static void begin(void)
{
	shell("accfg disable-device %s", device.name); /* in-tree gives IAA a wq of its own */
	is("accfg gives the group an engine",
	   shell("accfg config-engine %s/engine%u.0 --group-id=0", device.name, device.number), 0);
	is("accfg configures a dedicated user wq", configure_wq(0, "--mode=dedicated --block-on-fault=1"), 0);
	is("accfg configures a shared user wq", configure_wq(1, "--mode=shared --threshold=16"), 0);
	is("accfg enables the device", shell("accfg enable-device %s", device.name), 0);
	is("accfg enables both wqs",
	   shell("accfg enable-wq %s/wq%u.0 %s/wq%u.1", device.name, device.number, device.name, device.number), 0);
}

static void end(void)
{
	is("the dedicated wq has no client in the end", number("wq%u.0/clients", device.number), 0);
	is("the shared wq has no client in the end", number("wq%u.1/clients", device.number), 0);
	is("accfg disables the device", shell("accfg disable-device %s", device.name), 0);
}

/* false: no driver has made it */
static bool find(const char *function)
{
	char pattern[100];
	glob_t found;
	bool there;

	snprintf(pattern, sizeof(pattern), "/sys/bus/pci/devices/0000:00:%s/[di][sa][ax][0-9]*", function);
	there = !glob(pattern, 0, NULL, &found) && found.gl_pathc == 1;
	if (there) {
		snprintf(device.name, sizeof(device.name), "%s", strrchr(found.gl_pathv[0], '/') + 1);
		snprintf(device.family, sizeof(device.family), "%.3s", device.name);
		device.number = (unsigned int)strtoul(device.name + 3, NULL, 10);
		device.version = (unsigned int)number("version");
	}
	globfree(&found);
	return there;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *function = strchr(argv[i], '=');

		if (!function) {
			fprintf(stderr, "Usage: judge-other NAME=FUNCTION...\n");
			return 2;
		}
		printf("# device %.*s\n", (int)(function - argv[i]), argv[i]);
		check(find(function + 1), "the driver has made the device", "nothing at %s", function + 1);
		begin();
		if (strcmp(device.family, "iax"))
			judge_dsa();
		else
			judge_iaa();
		end();
	}
	return told_all();
}
