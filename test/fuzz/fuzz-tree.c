// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of captured trees, which come from strangers: a small tree of two devices, damaged as the input says (texts,
 * missing files, folders, pipes, loops, devices instead of files, odd names), is then read as a whole. It asserts that every answer
 * is a value or an errno with a message, that nothing blocks, and that reading changes no file.
 * Input: operations of (what, which file, length, bytes).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/libaccfg.h"
#include "test/fuzz/must.h"

/* The tree as a driver would have it; enough of it that every getter of every kind finds something. */
static const struct file {
	const char *name, *text;
} files[] = {
	{ "dsa0/version", "0x100\n" },
	{ "dsa0/max_groups", "2\n" },
	{ "dsa0/max_work_queues", "2\n" },
	{ "dsa0/max_work_queues_size", "128\n" },
	{ "dsa0/max_engines", "2\n" },
	{ "dsa0/numa_node", "0\n" },
	{ "dsa0/max_batch_size", "1024\n" },
	{ "dsa0/max_transfer_size", "2147483648\n" },
	{ "dsa0/op_cap", "00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027d\n" },
	{ "dsa0/gen_cap", "0x40915f0107\n" },
	{ "dsa0/configurable", "1\n" },
	{ "dsa0/clients", "0\n" },
	{ "dsa0/pasid_enabled", "1\n" },
	{ "dsa0/state", "disabled\n" },
	{ "dsa0/errors", "00000000,00000000,00000000,00000000,00000000,00000000,00000000,00000000\n" },
	{ "dsa0/max_read_buffers", "96\n" },
	{ "dsa0/read_buffer_limit", "0\n" },
	{ "dsa0/cdev_major", "244\n" },
	{ "dsa0/cmd_status", "0x800d0000\n" },
	{ "dsa0/group0.0/read_buffers_reserved", "0\n" },
	{ "dsa0/group0.0/read_buffers_allowed", "96\n" },
	{ "dsa0/group0.0/use_read_buffer_limit", "0\n" },
	{ "dsa0/group0.0/traffic_class_a", "1\n" },
	{ "dsa0/group0.0/traffic_class_b", "1\n" },
	{ "dsa0/wq0.0/group_id", "0\n" },
	{ "dsa0/wq0.0/mode", "shared\n" },
	{ "dsa0/wq0.0/size", "16\n" },
	{ "dsa0/wq0.0/priority", "10\n" },
	{ "dsa0/wq0.0/threshold", "8\n" },
	{ "dsa0/wq0.0/type", "user\n" },
	{ "dsa0/wq0.0/name", "app\n" },
	{ "dsa0/wq0.0/driver_name", "user\n" },
	{ "dsa0/wq0.0/state", "disabled\n" },
	{ "dsa0/wq0.0/max_transfer_size", "2097152\n" },
	{ "dsa0/wq0.0/max_batch_size", "32\n" },
	{ "dsa0/wq0.0/op_config", "00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027d\n" },
	{ "dsa0/wq0.0/clients", "0\n" },
	{ "dsa0/wq0.0/block_on_fault", "0\n" },
	{ "dsa0/engine0.0/group_id", "0\n" },
	{ "iax1/version", "0x100\n" },
	{ "iax1/state", "enabled\n" },
	{ "iax1/max_work_queues", "8\n" },
	{ "iax1/wq1.0/size", "128\n" },
	{ "iax1/wq1.0/mode", "dedicated\n" },
	{ "iax1/engine1.0/group_id", "-1\n" },
};
#define N_FILES (sizeof(files) / sizeof(files[0]))

static char root[64]; /* .../sys */
static char devices[96];

static void make_dirs(const char *path)
{
	char part[256];

	for (const char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(at - path), path);
		MUST(!mkdir(part, 0755) || errno == EEXIST);
	}
}

static void path_of(size_t i, char path[256])
{
	snprintf(path, 256, "%s/%s", devices, files[i].name);
}

static void write_file(const char *path, const void *text, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	MUST(fd >= 0 && write(fd, text, length) == (ssize_t)length);
	close(fd);
}

static void restore(size_t i)
{
	char path[256];

	path_of(i, path);
	if (unlink(path) && errno == EISDIR)
		MUST(!rmdir(path));
	write_file(path, files[i].text, strlen(files[i].text));
}

static void remove_tree(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%.*s'", (int)(strlen(root) - strlen("/sys")), root);
	MUST(!system(command));
}

static void make_tree(void)
{
	const char *tmp = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	snprintf(root, sizeof(root), "%s/accfg-fuzz-XXXXXX", tmp);
	MUST(mkdtemp(root));
	strcat(root, "/sys");
	snprintf(devices, sizeof(devices), "%s/bus/dsa/devices", root);
	for (size_t i = 0; i < N_FILES; i++) {
		char path[256];

		path_of(i, path);
		make_dirs(path);
		restore(i);
	}
	atexit(remove_tree);
}

/* One damage; which files it touched is noted, so that it can be undone. */
static void damage(unsigned int what, size_t i, const uint8_t *bytes, size_t length)
{
	char path[256];

	path_of(i, path);
	if (unlink(path) && errno == EISDIR)
		rmdir(path);
	switch (what % 7) {
	case 0:
		break; /* missing */
	case 1:
		MUST(!mkdir(path, 0755));
		break;
	case 2:
		MUST(!mkfifo(path, 0644));
		break;
	case 3:
		MUST(!symlink(strrchr(path, '/') + 1, path)); /* a loop */
		break;
	case 4:
		MUST(!symlink("/dev/zero", path));
		break;
	default:
		write_file(path, bytes, length);
		break;
	}
}

/* A device of any name: a link to one that is there. Returns whether it was made. */
static bool odd_name(const uint8_t *bytes, size_t length, char path[400])
{
	char name[256];

	snprintf(name, sizeof(name), "%.*s", (int)length, (const char *)bytes);
	if (!*name || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	snprintf(path, 400, "%s/%s", devices, name);
	return !symlink("dsa0", path);
}

static void read_attrs(struct accfg_object *object)
{
	const struct accfg_attr *attr = accfg_attr_get_first(accfg_object_get_kind(object));

	for (; attr; attr = accfg_attr_get_next(attr)) {
		const char *text = NULL;
		int rc = accfg_object_get_attr(object, attr, &text);

		MUST(rc <= 0);
		if (!rc)
			MUST(text && strlen(text) <= 4096);
		else
			MUST(accfg_error_get_message(accfg_get_last_error(accfg_object_get_ctx(object))));
	}
}

static void read_typed(struct accfg_device *device)
{
	struct accfg_bitmap bits;
	struct accfg_group *group;
	struct accfg_wq *wq;
	enum accfg_device_state state;
	enum accfg_wq_mode mode;
	enum accfg_wq_type type;
	const char *text;
	unsigned int n;
	uint32_t word;
	uint64_t bytes;
	bool yes;
	int id;

	accfg_device_get_state(device, &state);
	accfg_device_get_op_cap(device, &bits);
	accfg_device_get_errors(device, &bits);
	accfg_device_get_gen_cap(device, &bytes);
	accfg_device_get_numa_node(device, &id);
	accfg_device_get_cmd_status(device, &word);
	accfg_device_get_configurable(device, &yes);
	accfg_device_get_driver(device, &text);
	accfg_device_get_pci_address(device, &text);
	accfg_wq_foreach(device, wq) {
		accfg_wq_get_mode(wq, &mode);
		accfg_wq_get_type(wq, &type);
		accfg_wq_get_size(wq, &n);
		accfg_wq_get_op_config(wq, &bits);
		accfg_wq_get_max_transfer_size(wq, &bytes);
		accfg_wq_get_group(wq, &group);
		if (!accfg_wq_get_group_id(wq, &id))
			MUST(id >= -1);
	}
}

/* Saving such a machine, and checking a profile against it: answers, not crashes. */
static void save_and_check(struct accfg_ctx *ctx)
{
	static const char wanted[] = "[{\"dev\":\"all\",\"groups\":[{\"dev\":\"group*.0\",\"grouped_workqueues\":["
				     "{\"dev\":\"wq*.0\",\"mode\":\"shared\",\"size\":8,\"threshold\":4,\"type\":\"user\","
				     "\"name\":\"x\",\"driver_name\":\"user\"}],"
				     "\"grouped_engines\":[{\"dev\":\"engine*.0\"}]}]}]";
	struct accfg_profile *profile;
	char *text;
	int rc;

	MUST(!accfg_profile_new(ctx, &profile));
	rc = accfg_profile_read_machine(profile);
	MUST(rc <= 0);
	if (!rc) {
		MUST(!accfg_profile_get_text(profile, &text));
		free(text);
	}
	rc = accfg_profile_read_memory(profile, wanted, strlen(wanted), "wanted", ACCFG_PROFILE_STRICT);
	MUST(!rc);
	rc = accfg_profile_check(profile, NULL, ACCFG_PLAN_ENABLE);
	MUST(rc <= 0);
	if (rc)
		MUST(accfg_profile_get_first_problem(profile) || accfg_get_last_error(ctx));
	accfg_profile_free(profile);
}

static void read_all(void)
{
	struct accfg_device *device;
	struct accfg_engine *engine;
	struct accfg_group *group;
	struct accfg_ctx *ctx;
	struct accfg_wq *wq;

	MUST(!accfg_new(&ctx));
	MUST(!accfg_set_sysfs_root(ctx, root));
	accfg_device_foreach(ctx, device) {
		read_attrs(accfg_device_get_object(device));
		accfg_group_foreach(device, group)
			read_attrs(accfg_group_get_object(group));
		accfg_wq_foreach(device, wq)
			read_attrs(accfg_wq_get_object(wq));
		accfg_engine_foreach(device, engine)
			read_attrs(accfg_engine_get_object(engine));
		read_typed(device);
		accfg_device_refresh(device);
	}
	save_and_check(ctx);
	accfg_unref(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool damaged[N_FILES] = { false };
	char link[400];
	bool linked = false;
	size_t n;

	if (!*root)
		make_tree();
	for (size_t at = 0, ops = 0; at + 3 <= size && ops < 32; ops++) {
		unsigned int what = data[at];
		size_t which = data[at + 1] % N_FILES, length = (size_t)data[at + 2] * (what & 0x80 ? 64 : 1);

		at += 3;
		if (length > size - at)
			length = size - at;
		if ((what & 0x7f) == 0x7f && !linked) {
			linked = odd_name(data + at, length, link);
		} else {
			damage(what & 0x7f, which, data + at, length);
			damaged[which] = true;
		}
		at += length;
	}
	read_all();
	if (linked)
		MUST(!unlink(link));
	for (n = 0; n < N_FILES; n++) {
		if (damaged[n])
			restore(n);
	}
	return 0;
}
