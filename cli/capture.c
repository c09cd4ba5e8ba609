// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * capture: the tree of the idxd driver as a tar, for bug reports and for accfg-sim --from. Only files that are named here or
 * in the attribute rows are read: no process ids, no command lines, no memory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/tar.h"

#define DEVICES "bus/dsa/devices"
#define DRIVERS "bus/dsa/drivers"

struct capture {
	struct cli *cli;
	struct tar tar;
	int sysfs;      /* root, held */
	char *manifest;
	size_t manifest_size;
	FILE *notes;    /* writes the manifest */
	size_t objects, unreadable; /* not: attributes without a value in this state */
	int rc;         /* the first failure to write */
};

static const char *const pci_files[] = { "vendor", "device", "class", "revision", "subsystem_vendor", "subsystem_device",
					 "numa_node", NULL };
static const char *const object_files[] = { "uevent", "engines", "work_queues", NULL };
static const char *const driver_files[] = { "verify_compress", "sync_mode", NULL };
static const char *const module_files[] = { "version", "srcversion", "initstate", "parameters/sva",
					    "parameters/tc_override", NULL };

static void keep(struct capture *capture, int rc)
{
	if (rc && !capture->rc)
		capture->rc = rc;
}

/* Adds root/path as top/path; what is absent is nothing unusual, what cannot be read is noted. */
static void add_file(struct capture *capture, int root, const char *top, const char *path)
{
	char data[8192], *name;
	struct stat st = { .st_mode = 0444 };
	int fd = openat(root, path, O_RDONLY | O_CLOEXEC | O_NOCTTY), error = 0;
	ssize_t n = -1;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	if (fd >= 0) {
		n = read(fd, data, sizeof(data));
		error = errno;
		(void)fstat(fd, &st);
		close(fd);
	} else {
		error = errno;
	}
	if (asprintf(&name, "%s/%s", top, path) < 0)
		return keep(capture, -ENOMEM);
	if (n >= 0) {
		keep(capture, tar_add_file(&capture->tar, name, st.st_mode & 0777, data, (size_t)n));
	} else {
		fprintf(capture->notes, "unreadable %s: %s\n", name, strerror(error));
		capture->unreadable += error != ENXIO && error != EOPNOTSUPP;
	}
	free(name);
}

static void add_files(struct capture *capture, const char *folder, const char *const *names)
{
	for (size_t i = 0; names[i]; i++) {
		char *path;

		if (asprintf(&path, "%s/%s", folder, names[i]) < 0)
			return keep(capture, -ENOMEM);
		add_file(capture, capture->sysfs, "sys", path);
		free(path);
	}
}

/* Adds a symbolic link; target gets where it points to. False: there is none. */
static bool add_link(struct capture *capture, const char *path, char *target, size_t size)
{
	ssize_t n = readlinkat(capture->sysfs, path, target, size - 1);
	char *name;

	if (n < 0)
		return false;
	target[n] = 0;
	if (asprintf(&name, "sys/%s", path) < 0) {
		keep(capture, -ENOMEM);
		return false;
	}
	keep(capture, tar_add_link(&capture->tar, name, target));
	free(name);
	return true;
}

static void add_attrs(struct capture *capture, const char *folder, enum accfg_kind kind)
{
	for (const struct accfg_attr *attr = accfg_attr_get_first(kind); attr; attr = accfg_attr_get_next(attr)) {
		const char *names[] = { accfg_attr_get_name(attr), accfg_attr_get_old_name(attr), NULL };

		add_files(capture, folder, names);
	}
}

/* "wq0.1": a wq. What is no object of ours (character devices, open files) is left out. */
static bool kind_of(const char *name, enum accfg_kind *kind)
{
	static const struct {
		const char *prefix;
		enum accfg_kind kind;
		bool has_dot;
	} prefixes[] = {
		{ "dsa", ACCFG_KIND_DEVICE, false }, { "iax", ACCFG_KIND_DEVICE, false }, { "wq", ACCFG_KIND_WQ, true },
		{ "group", ACCFG_KIND_GROUP, true }, { "engine", ACCFG_KIND_ENGINE, true },
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t n = strlen(prefixes[i].prefix), digits = strspn(name + n * !strncmp(name, prefixes[i].prefix, n), "0123456789");

		if (strncmp(name, prefixes[i].prefix, n) || !digits)
			continue;
		*kind = prefixes[i].kind;
		name += n + digits;
		if (!prefixes[i].has_dot)
			return !*name;
		return *name == '.' && name[1] && !name[1 + strspn(name + 1, "0123456789")];
	}
	return false;
}

/* "../../../devices/x" seen from bus/dsa/devices is devices/x. */
static const char *real_folder(const char *target)
{
	static const char up[] = "../../../";

	return strncmp(target, up, sizeof(up) - 1) || strstr(target + sizeof(up) - 1, "../") ? NULL : target + sizeof(up) - 1;
}

static void add_object(struct capture *capture, const char *name, enum accfg_kind kind)
{
	char link[64 + 256], target[4096], *path;
	const char *folder;

	snprintf(link, sizeof(link), DEVICES "/%.255s", name);
	if (!add_link(capture, link, target, sizeof(target)))
		return;
	folder = real_folder(target);
	if (!folder) {
		fprintf(capture->notes, "left out %s: it points to %s\n", link, target);
		return;
	}
	capture->objects++;
	add_attrs(capture, folder, kind);
	add_files(capture, folder, object_files);
	if (asprintf(&path, "%s/driver", folder) < 0)
		return keep(capture, -ENOMEM);
	add_link(capture, path, link, sizeof(link));
	*strrchr(path, '/') = 0;
	if (kind == ACCFG_KIND_DEVICE && strrchr(path, '/')) {
		*strrchr(path, '/') = 0; /* the PCI function */
		add_files(capture, path, pci_files);
	}
	free(path);
}

static int not_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

typedef void (*name_fn)(struct capture *capture, const char *folder, const char *name);

static int each_name(struct capture *capture, const char *folder, name_fn fn)
{
	struct dirent **names;
	int n = scandirat(capture->sysfs, folder, &names, not_dots, versionsort);

	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		fn(capture, folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	return 0;
}

static void add_if_object(struct capture *capture, const char *folder, const char *name)
{
	enum accfg_kind kind;

	(void)folder;
	if (kind_of(name, &kind))
		add_object(capture, name, kind);
}

static void add_if_bound(struct capture *capture, const char *folder, const char *name)
{
	char *path, target[4096];
	enum accfg_kind kind;

	if (!kind_of(name, &kind))
		return;
	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return keep(capture, -ENOMEM);
	add_link(capture, path, target, sizeof(target));
	free(path);
}

static void add_driver(struct capture *capture, const char *folder, const char *name)
{
	char *path, *top;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return keep(capture, -ENOMEM);
	if (asprintf(&top, "sys/%s", path) < 0) {
		keep(capture, -ENOMEM);
	} else {
		keep(capture, tar_add_folder(&capture->tar, top));
		free(top);
	}
	add_files(capture, path, driver_files);
	each_name(capture, path, add_if_bound);
	free(path);
}

static void add_kernel_version(struct capture *capture)
{
	int proc = open(accfg_get_proc_root(capture->cli->ctx), O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (proc < 0)
		return;
	add_file(capture, proc, "proc", "sys/kernel/osrelease");
	close(proc);
}

static void add_manifest(struct capture *capture)
{
	fprintf(capture->notes, "%zu object(s), %zu attribute(s) that could not be read\n", capture->objects, capture->unreadable);
	if (fflush(capture->notes))
		return keep(capture, -ENOMEM);
	keep(capture, tar_add_file(&capture->tar, "MANIFEST", 0644, capture->manifest, capture->manifest_size));
}

static int write_all(struct capture *capture)
{
	int rc = each_name(capture, DEVICES, add_if_object);

	if (rc)
		return cli_report_file(capture->cli, "read", DEVICES, rc);
	each_name(capture, DRIVERS, add_driver);
	add_files(capture, "module/idxd", module_files);
	add_kernel_version(capture);
	add_manifest(capture);
	keep(capture, tar_end(&capture->tar));
	return CLI_OK;
}

static int capture_to(struct cli *cli, FILE *out, const char *name)
{
	struct capture capture = { .cli = cli, .tar = { .out = out, .mtime = time(NULL) } };
	int status;

	capture.sysfs = open(accfg_get_sysfs_root(cli->ctx), O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (capture.sysfs < 0)
		return cli_report_file(cli, "open", accfg_get_sysfs_root(cli->ctx), -errno);
	capture.notes = open_memstream(&capture.manifest, &capture.manifest_size);
	if (!capture.notes) {
		close(capture.sysfs);
		return cli_report_file(cli, "write", name, -ENOMEM);
	}
	fprintf(capture.notes, "accfg capture, version %s\n", PACKAGE_VERSION);
	status = write_all(&capture);
	fclose(capture.notes);
	free(capture.manifest);
	close(capture.sysfs);
	if (!status && capture.rc)
		return cli_report_file(cli, "write", name, capture.rc);
	if (!status)
		cli_note(cli, "captured %zu objects, %zu attributes could not be read", capture.objects, capture.unreadable);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	const char *path = cli_args_get(args, "output");
	struct stat st;
	FILE *out;
	int status;

	if (!path)
		return cli_usage(cli, "capture needs -o FILE");
	status = cli_need_driver(cli);
	if (status)
		return status;
	if (!strcmp(path, "-")) {
		if (isatty(STDOUT_FILENO))
			return cli_usage(cli, "a tar is nothing for a terminal");
		return capture_to(cli, stdout, "standard output");
	}
	out = fopen(path, "we");
	if (!out)
		return cli_report_file(cli, "write", path, -errno);
	if (fstat(fileno(out), &st))
		st.st_mode = 0;
	status = capture_to(cli, out, path);
	if (fclose(out) && !status)
		status = cli_report_file(cli, "write", path, -errno);
	if (status && S_ISREG(st.st_mode))
		unlink(path); /* half a tar is of no use; a device is not ours to remove */
	return status;
}

static const struct cli_opt opts[] = {
	{ "output", 'o', "FILE", "the tar; - is standard output", "file" },
	{ 0 },
};

const struct accfg_cmd cmd_capture = {
	.name = "capture",
	.operands = "",
	.help = "Pack the driver's tree into a tar, for a bug report or accfg-sim --from",
	.more = "It holds attributes of devices, groups, wqs and engines, which driver has them, and versions of driver and kernel;\n"
		"nothing of processes. A file MANIFEST says what could not be read.",
	.opts = opts,
	.run = run,
};
