// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What else a device has: the character device and its open files below a wq; and away from the bus its DMA channels, its PMU
 * and its event log.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "probe.h"

static bool node_folder(const struct device *device, const char *object, char *folder, size_t size)
{
	char name[32];

	device_real_name(device, object, name, sizeof(name));
	return snprintf(folder, size, BUS "/devices/%s/%s!%s", name, device->family, name) < (int)size && !access(folder, F_OK);
}

/* The objects of open files have numbers that count all that ever were opened. */
static void report_open_files(struct device *device, const char *state, const char *object, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[PATH_MAX], what[40];

	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "file", 4))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		snprintf(what, sizeof(what), "%s-file", object);
		report_folder(device, state, what, path, true);
	}
	if (dir)
		closedir(dir);
}

void node_report(struct device *device, const char *state)
{
	static const char *const wqs[] = { "wq0", "wq1" };
	char folder[128], what[24];

	for (size_t i = 0; i < sizeof(wqs) / sizeof(wqs[0]); i++) {
		if (!node_folder(device, wqs[i], folder, sizeof(folder)))
			continue;
		snprintf(what, sizeof(what), "%s-node", wqs[i]);
		report_folder(device, state, what, folder, true);
		report_open_files(device, state, wqs[i], folder);
	}
}

bool node_uevent_path(const struct device *device, char *path, size_t size)
{
	char folder[128];

	return node_folder(device, "wq0", folder, sizeof(folder)) && snprintf(path, size, "%s/uevent", folder) < (int)size;
}

/* ---- away from the bus ---- */

static void report_channels(const char *pci)
{
	char path[PATH_MAX + 8], text[32];
	struct dirent *entry;
	unsigned int count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/dma", pci);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		count += !strncmp(entry->d_name, "dma", 3);
	if (dir)
		closedir(dir);
	snprintf(text, sizeof(text), "%u", count);
	report_result("DMA channels", text);
}

static void report_log(const char *name)
{
	char path[80], text[TEXT_MAX + 1], mode[16];
	size_t length = 0;
	struct stat st;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/kernel/debug/idxd/%s/event_log", name);
	if (stat(path, &st))
		return;
	snprintf(mode, sizeof(mode), "%04o", st.st_mode & 07777);
	report_result("event_log's mode", mode);
	file = fopen(path, "r");
	if (file) {
		length = fread(text, 1, TEXT_MAX, file);
		fclose(file);
	}
	text[length] = '\0';
	report_result("event_log", text);
}

void elsewhere_report(struct device *device, const char *state)
{
	char name[32], path[96], pci[PATH_MAX], driver[PATH_MAX];
	ssize_t length;

	device_real_name(device, "device", name, sizeof(name));
	snprintf(path, sizeof(path), BUS "/devices/%s/..", name);
	if (!realpath(path, pci))
		return;
	report_begin(device, state, "elsewhere");
	snprintf(path, sizeof(path), BUS "/devices/%s/../driver", name);
	length = readlink(path, driver, sizeof(driver) - 1);
	driver[length < 0 ? 0 : length] = '\0';
	report_result("PCI driver", length < 0 ? "" : strrchr(driver, '/') + 1);
	report_channels(pci);
	report_log(name);
	report_end();
}

/* Its attributes are what perf reads; they never change. */
void elsewhere_report_pmu(struct device *device)
{
	static const char *const folders[] = { "", "/format", "/events", "/caps" };
	char name[32], folder[96], what[24];
	struct stat st;

	device_real_name(device, "device", name, sizeof(name));
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(folder, sizeof(folder), "/sys/bus/event_source/devices/%s%s", name, folders[i]);
		snprintf(what, sizeof(what), "PMU%s", folders[i]);
		if (!stat(folder, &st))
			report_folder(device, "boot", what, folder, true);
	}
}
