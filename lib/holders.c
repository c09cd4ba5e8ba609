// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Who has a wq: by the objects that the driver makes for open files (kernel 6.4), and by the files and mappings of processes that
 * procfs shows, as fuser(1) does. Best effort: others' processes are shown to root only.
 */
#include "lib/holders.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/device.h"
#include "lib/process.h"
#include "util/number.h"
#include "util/text.h"

#define HOLDERS_SHOWN 3

struct accfg_holder {
	int pid;
	char name[PROCESS_COMM_SIZE];
};

struct accfg_holders {
	struct accfg_holder *list;
	size_t n;
};

/* What is looked for in procfs. */
struct search {
	struct accfg_ctx *ctx;
	struct accfg_holders *found;
	dev_t rdev; /* the character device */
	bool has_node;
	dev_t node_dev; /* its node, by which a mapping is known whose file is closed */
	ino_t node_ino;
	bool is_first_namespace;
};

static int add(struct accfg_holders *holders, int pid, const char *name)
{
	struct accfg_holder *list;

	for (size_t i = 0; i < holders->n; i++)
		if (holders->list[i].pid == pid)
			return 0;
	list = array_grow(holders->list, holders->n, sizeof(*list));
	if (!list)
		return -ENOMEM;
	holders->list = list;
	list[holders->n] = (struct accfg_holder){ .pid = pid };
	snprintf(list[holders->n++].name, sizeof(list->name), "%s", name);
	return 0;
}

static int add_process(struct search *search, int pid)
{
	char name[PROCESS_COMM_SIZE];

	process_get_comm(search->ctx, pid, name);
	return add(search->found, pid, name);
}

/* ---- the driver's ---- */

/*
 * The driver has the number of a thread, as the first namespace counts: in containers these are numbers of others, so they are
 * only told where nothing else is known.
 */
static int add_client(struct search *search, int pid)
{
	if (!search->is_first_namespace)
		return add(search->found, pid, "");
	return add_process(search, process_of_thread(search->ctx, pid));
}

static bool is_file_name(const char *name)
{
	return !strncmp(name, "file", 4) && name[4] && !name[4 + strspn(name + 4, "0123456789")];
}

static int read_file(struct search *search, int dir, const char *name)
{
	char path[64], text[SYSFS_VALUE_MAX + 1];
	unsigned int pid;
	int fd = -1, length;

	snprintf(path, sizeof(path), "%.40s/pid", name);
	length = sysfs_read(dir, path, search->ctx->trust, text, &fd);
	if (fd >= 0)
		close(fd);
	if (length < 0 || number_parse_uint(text, &pid) || !pid || pid > INT32_MAX)
		return 0; /* closed since, or hidden */
	return add_client(search, (int)pid);
}

static int read_files(struct search *search, struct accfg_object *object)
{
	int dir = device_dir(object->device), rc = 0;
	char path[OBJECT_PATH_SIZE * 2];
	struct dirent *entry;
	DIR *folder;

	if (dir < 0)
		return 0;
	snprintf(path, sizeof(path), "%s/%s!%s", object_name(object), accfg_device_get_family_name(object->device),
		 object_name(object));
	dir = sysfs_open_dir(dir, path);
	folder = dir < 0 ? NULL : fdopendir(dir);
	if (!folder) {
		if (dir >= 0)
			close(dir);
		return 0;
	}
	while (!rc && (entry = readdir(folder)))
		if (is_file_name(entry->d_name))
			rc = read_file(search, dirfd(folder), entry->d_name);
	closedir(folder);
	return rc;
}

/* ---- procfs ---- */

static DIR *open_folder(int dir, const char *path)
{
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !folder)
		close(fd);
	return folder;
}

static bool has_file(const struct search *search, int proc, const char *pid)
{
	char path[64];
	struct dirent *entry;
	struct stat st;
	bool found = false;
	DIR *folder;

	snprintf(path, sizeof(path), "%.20s/fd", pid);
	folder = open_folder(proc, path);
	while (folder && !found && (entry = readdir(folder)))
		found = isdigit((unsigned char)entry->d_name[0]) &&
			!fstatat(dirfd(folder), entry->d_name, &st, 0) && S_ISCHR(st.st_mode) &&
			st.st_rdev == search->rdev;
	if (folder)
		closedir(folder);
	return found;
}

/* proc_pid_maps(5): address perms offset major:minor inode path */
static bool has_mapping(const struct search *search, int proc, const char *pid)
{
	char path[64], line[1024];
	unsigned int major_number, minor_number;
	unsigned long long inode;
	bool found = false;
	FILE *file;
	int fd;

	snprintf(path, sizeof(path), "%.20s/maps", pid);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	file = fd < 0 ? NULL : fdopen(fd, "r");
	if (!file && fd >= 0)
		close(fd);
	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "%*s %*s %*s %x:%x %llu", &major_number, &minor_number, &inode) == 3 &&
			inode == search->node_ino && makedev(major_number, minor_number) == search->node_dev;
	if (file)
		fclose(file);
	return found;
}

static int search_processes(struct search *search)
{
	DIR *folder = open_folder(AT_FDCWD, accfg_get_proc_root(search->ctx));
	struct dirent *entry;
	unsigned int pid;
	int rc = 0;

	while (folder && !rc && (entry = readdir(folder))) {
		if (number_parse_uint(entry->d_name, &pid) || pid > INT32_MAX)
			continue;
		if (has_file(search, dirfd(folder), entry->d_name) ||
		    (search->has_node && has_mapping(search, dirfd(folder), entry->d_name)))
			rc = add_process(search, (int)pid);
	}
	if (folder)
		closedir(folder);
	return rc;
}

/* False: the wq is not for user now, so it has no character device. */
static bool find_device(struct search *search, struct accfg_wq *wq)
{
	unsigned int major_number, minor_number;
	struct stat st;
	char *path;

	if (accfg_device_get_cdev_major(accfg_wq_get_device(wq), &major_number) ||
	    accfg_wq_get_node_path(wq, &path))
		return false;
	if (!accfg_wq_get_cdev_minor(wq, &minor_number))
		search->rdev = makedev(major_number, minor_number);
	if (!stat(path, &st) && S_ISCHR(st.st_mode) && st.st_rdev == search->rdev) {
		search->has_node = true;
		search->node_dev = st.st_dev;
		search->node_ino = st.st_ino;
	}
	free(path);
	return search->rdev != 0;
}

static int compare_holders(const void *a, const void *b)
{
	const struct accfg_holder *x = a, *y = b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

static int find(struct accfg_wq *wq, struct accfg_holders *holders)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	struct search search = { .ctx = object_ctx(object), .found = holders };
	int rc = 0;

	if (find_device(&search, wq)) {
		search.is_first_namespace = process_is_in_first_namespace(search.ctx);
		rc = search_processes(&search);
		if (!rc && (search.is_first_namespace || !holders->n))
			rc = read_files(&search, object);
	}
	if (holders->n)
		qsort(holders->list, holders->n, sizeof(*holders->list), compare_holders);
	return rc;
}

/* ---- for programs ---- */

ACCFG_EXPORT int accfg_wq_get_holders(struct accfg_wq *wq, struct accfg_holders **holders)
{
	struct accfg_holders *made = calloc(1, sizeof(*made));
	int rc = made ? find(wq, made) : -ENOMEM;

	if (rc)
		accfg_holders_free(made);
	else
		*holders = made;
	return rc;
}

ACCFG_EXPORT void accfg_holders_free(struct accfg_holders *holders)
{
	if (!holders)
		return;
	free(holders->list);
	free(holders);
}

ACCFG_EXPORT const struct accfg_holder *accfg_holders_get_first(struct accfg_holders *holders)
{
	return holders->n ? holders->list : NULL;
}

ACCFG_EXPORT const struct accfg_holder *accfg_holders_get_next(struct accfg_holders *holders,
							       const struct accfg_holder *holder)
{
	return holder + 1 < holders->list + holders->n ? holder + 1 : NULL;
}

ACCFG_EXPORT int accfg_holder_get_pid(const struct accfg_holder *holder)
{
	return holder->pid;
}

ACCFG_EXPORT const char *accfg_holder_get_name(const struct accfg_holder *holder)
{
	return *holder->name ? holder->name : NULL;
}

const char *holders_describe(struct accfg_wq *wq, char text[HOLDERS_TEXT_SIZE])
{
	struct accfg_holders *holders;
	size_t length = 0;

	*text = 0;
	if (accfg_wq_get_holders(wq, &holders))
		return text;
	for (size_t i = 0; i < holders->n && i < HOLDERS_SHOWN; i++)
		length += (size_t)snprintf(text + length, HOLDERS_TEXT_SIZE - length, "%s%.32s (pid %d)", i ? ", " : "",
					   *holders->list[i].name ? holders->list[i].name : "a process",
					   holders->list[i].pid);
	if (holders->n > HOLDERS_SHOWN)
		snprintf(text + length, HOLDERS_TEXT_SIZE - length, " and %zu more", holders->n - HOLDERS_SHOWN);
	accfg_holders_free(holders);
	return text;
}
