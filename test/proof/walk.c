// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * walk SEED WRITES: brings the machine into a random state that its driver allows, by writing random
 * values to random attributes and binding and unbinding at random. What the driver refuses is
 * refused. Uses nothing of accfg. Prints nothing; the last lines of a broken walk are its own.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUS "/sys/bus/dsa"
#define MAX_OBJECTS 4096

static uint64_t seed;
static const char *objects[MAX_OBJECTS];
static size_t n_objects;

/* splitmix64, so that a seed means the same everywhere. */
static uint64_t next_random(void)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static unsigned int below(unsigned int n)
{
	return (unsigned int)(next_random() % n);
}

static int put(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), rc = 0;
	size_t length = strlen(value);

	if (fd < 0)
		return -errno;
	if (write(fd, value, length) != (ssize_t)length)
		rc = -errno;
	close(fd);
	return rc;
}

static void put_attr(const char *object, const char *attr, const char *value)
{
	char *path;

	if (asprintf(&path, BUS "/devices/%s/%s", object, attr) < 0)
		abort();
	put(path, value);
	free(path);
}

static void bind(const char *driver, const char *verb, const char *object)
{
	char *path;

	if (asprintf(&path, BUS "/drivers/%s/%s", driver, verb) < 0)
		abort();
	put(path, object);
	free(path);
}

/* ---- values: a list of words to choose from, or numbers from .. to ---- */

struct domain {
	const char *kind, *attr;
	const char *words; /* separated by | */
	int from, to;
};

static const struct domain domains[] = {
	{ "wq", "group_id", NULL, -1, 4 },
	{ "wq", "group_id", NULL, 0, 1 },
	{ "wq", "mode", "shared|dedicated", 0, 0 },
	{ "wq", "size", NULL, 0, 40 },
	{ "wq", "size", NULL, 1, 16 },
	{ "wq", "priority", NULL, 0, 15 },
	{ "wq", "block_on_fault", NULL, 0, 1 },
	{ "wq", "threshold", NULL, 0, 40 },
	{ "wq", "type", "none|kernel|user|user", 0, 0 },
	{ "wq", "name", "|app|a name with spaces|dmaengine|x|0123456789012345678901234567890123456789012345678901234567890", 0, 0 },
	{ "wq", "driver_name", "user|user|dmaengine|crypto||other", 0, 0 },
	{ "wq", "max_transfer_size", "4096|65536|2097152|2147483648|1", 0, 0 },
	{ "wq", "max_batch_size", NULL, 1, 1024 },
	{ "wq", "ats_disable", NULL, 0, 1 },
	{ "wq", "prs_disable", NULL, 0, 1 },
	{ "wq", "enqcmds_retries", NULL, 0, 64 },
	{ "wq", "op_config", "00000000,00000000,00000000,00000000,00000000,00000000,00000000,00000008|1|0|"
			     "00000000,00000000,00000000,00000000,00000000,00000000,00000000,0000007d", 0, 0 },
	{ "engine", "group_id", NULL, -1, 3 },
	{ "engine", "group_id", NULL, 0, 1 },
	{ "group", "read_buffers_reserved", NULL, 0, 30 },
	{ "group", "read_buffers_allowed", NULL, 0, 96 },
	{ "group", "use_read_buffer_limit", NULL, 0, 1 },
	{ "group", "traffic_class_a", NULL, 0, 7 },
	{ "group", "traffic_class_b", NULL, 0, 7 },
	{ "group", "desc_progress_limit", NULL, 0, 3 },
	{ "group", "batch_progress_limit", NULL, 0, 3 },
	{ "device", "read_buffer_limit", NULL, 0, 96 },
	{ "device", "event_log_size", NULL, 64, 300 },
};
#define N_DOMAINS (sizeof(domains) / sizeof(domains[0]))

static void choose_word(const char *words, char *value, size_t size)
{
	unsigned int n = 1, pick;
	const char *at = words;

	for (const char *p = words; *p; p++)
		n += *p == '|';
	for (pick = below(n); pick; pick--)
		at = strchr(at, '|') + 1;
	snprintf(value, size, "%.*s\n", (int)strcspn(at, "|"), at);
}

static const char *kind_of(const char *object)
{
	if (!strncmp(object, "wq", 2))
		return "wq";
	if (!strncmp(object, "group", 5))
		return "group";
	return strncmp(object, "engine", 6) ? "device" : "engine";
}

static void set_something(const char *object)
{
	const struct domain *domain;
	char value[128];

	do {
		domain = &domains[below(N_DOMAINS)];
	} while (strcmp(domain->kind, kind_of(object)));
	if (domain->words)
		choose_word(domain->words, value, sizeof(value));
	else
		snprintf(value, sizeof(value), "%d\n",
			 domain->from + (int)below((unsigned int)(domain->to - domain->from + 1)));
	put_attr(object, domain->attr, value);
}

static void bind_something(const char *object)
{
	static const char *const drivers[] = { "user", "user", "dmaengine", "crypto" };
	const char *kind = kind_of(object);
	const char *verb = below(5) ? "bind" : "unbind";

	if (!strcmp(kind, "device"))
		bind("idxd", verb, object);
	else if (!strcmp(kind, "wq"))
		bind(drivers[below(4)], verb, object);
}

/* ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_objects(void)
{
	DIR *bus = opendir(BUS "/devices");
	struct dirent *entry;

	if (!bus)
		return -errno;
	while ((entry = readdir(bus)) && n_objects < MAX_OBJECTS)
		if (entry->d_name[0] != '.')
			objects[n_objects++] = strdup(entry->d_name);
	closedir(bus);
	qsort(objects, n_objects, sizeof(objects[0]), by_name);
	return n_objects ? 0 : -ENOENT;
}

/* ---- what random writes alone seldom make: something that can be enabled ---- */

static int is_part_of(const char *object, const char *device, const char *kind)
{
	const char *number = strpbrk(device, "0123456789");
	size_t kind_length = strlen(kind), length = strlen(number);

	return !strncmp(object, kind, kind_length) &&
	       !strncmp(object + kind_length, number, length) && object[kind_length + length] == '.';
}

static void put_number(const char *object, const char *attr, unsigned int number)
{
	char value[16];

	snprintf(value, sizeof(value), "%u\n", number);
	put_attr(object, attr, value);
}

static void ready_wq(const char *wq, unsigned int groups)
{
	unsigned int size = 1 + below(16);

	put_number(wq, "group_id", below(groups));
	put_attr(wq, "mode", below(2) ? "dedicated\n" : "shared\n");
	put_number(wq, "size", size);
	put_number(wq, "threshold", 1 + below(size));
	put_attr(wq, "type", below(4) ? "user\n" : "kernel\n");
	put_attr(wq, "name", below(3) ? "app\n" : "another name\n");
	put_attr(wq, "driver_name", below(4) ? "user\n" : "dmaengine\n");
	put_number(wq, "block_on_fault", below(2));
}

static void ready(const char *device)
{
	unsigned int groups = 1 + below(4), engines = 0;

	for (size_t i = 0; i < n_objects; i++) {
		if (is_part_of(objects[i], device, "engine"))
			put_number(objects[i], "group_id", engines++ % groups);
		else if (is_part_of(objects[i], device, "wq") && below(3))
			ready_wq(objects[i], groups);
		else if (is_part_of(objects[i], device, "wq"))
			put_attr(objects[i], "group_id", "-1\n");
	}
}

static void ready_some(void)
{
	for (size_t i = 0; i < n_objects; i++)
		if (!strcmp(kind_of(objects[i]), "device") && below(4)) {
			if (!below(3))
				bind("idxd", "unbind", objects[i]);
			ready(objects[i]);
		}
}

/* Devices first, then wqs. */
static void bind_most(void)
{
	for (size_t i = 0; i < n_objects; i++)
		if (!strcmp(kind_of(objects[i]), "device") && below(8))
			bind("idxd", "bind", objects[i]);
	for (size_t i = 0; i < n_objects; i++)
		if (!strcmp(kind_of(objects[i]), "wq") && below(5))
			bind(below(4) ? "user" : "dmaengine", "bind", objects[i]);
}

static void wander(unsigned long writes)
{
	for (unsigned long i = 0; i < writes; i++) {
		const char *object = objects[below((unsigned int)n_objects)];

		if (below(50))
			set_something(object);
		else
			bind_something(object);
	}
}

int main(int argc, char **argv)
{
	unsigned long writes;

	if (argc != 3) {
		fprintf(stderr, "usage: walk SEED WRITES\n");
		return 2;
	}
	seed = strtoull(argv[1], NULL, 0);
	writes = strtoul(argv[2], NULL, 0);
	if (list_objects()) {
		perror(BUS);
		return 1;
	}
	wander(writes);
	if (below(8)) {
		ready_some();
		bind_most();
	}
	wander(writes / 8);
	return 0;
}
