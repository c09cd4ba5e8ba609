// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machines from captured trees: finds the devices of a directory or tar. What
 * they are is read in from-state.c; what a write then does is the driver's.
 */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "from.h"
#include "sim.h"

/* The release that the capture names, else what its attributes tell. */
static void choose_kernel(struct sim *sim, const char *root,
			  const struct machine *m)
{
	unsigned int major, minor;
	char buf[128], part[32];

	if (sim->opt.kernel)
		return;
	if (!from_text(root, "../proc/sys/kernel/osrelease", buf, sizeof(buf)) &&
	    sscanf(buf, "%u.%u", &major, &minor) == 2 && major < 256 &&
	    minor < 256) {
		sim->kernel = idxd_rules_kernel(IDXD_KERNEL(major, minor));
		return;
	}
	for (unsigned int i = 0; i < m->ndev; i++) {
		snprintf(part, sizeof(part), "wq%d.0/driver_name", m->dev[i].id);
		if (from_exists(m->dev[i].capture, part))
			return;
	}
	sim->kernel = idxd_rules_kernel(IDXD_KERNEL(6, 1));
}

/* Whose driver it was, unless an option says whose to be. */
static void choose_driver(struct sim *sim, const char *root)
{
	char buf[sizeof(sim->version)];

	if (!sim->opt.ours &&
	    !from_text(root, "module/idxd/version", buf, sizeof(buf)))
		snprintf(sim->version, sizeof(sim->version), "%s", buf);
	sim->opt.ours = !strncmp(sim->version, "accfg-", 6);
}

/* The PCI function is the folder above, where the link leads through one. */
static void set_address(struct dev_desc *d, char *folder)
{
	size_t n = strlen(folder);
	unsigned int seg, bus, slot, fn;
	const char *name;

	if (n && folder[n - 1] == '/')
		folder[n - 1] = '\0';
	name = basename(folder);
	if (strlen(name) == 12 &&
	    sscanf(name, "%4x:%2x:%2x.%1x", &seg, &bus, &slot, &fn) == 4)
		memcpy(d->bdf, name, 13);
}

static int add_found(struct machine *m, const char *devices, const char *name)
{
	bool iax = !strncmp(name, "iax", 3);
	struct dev_desc d;
	char *path, *end, to[PATH_MAX], node[16];
	ssize_t n;

	machine_model(iax ? "iax1" : "dsa1", &d);
	d.id = strtol(name + 3, &end, 10);
	if (*end || end == name + 3 || d.id < 0 || d.id > 9999)
		return 0;	/* another object of the bus */
	if (asprintf(&path, "%s/%s", devices, name) < 0)
		return -ENOMEM;
	d.capture = path;
	d.pasid = d.enqcmd = -1;
	d.numa_node = -1;
	if (!from_text(path, "numa_node", node, sizeof(node)))
		d.numa_node = atoi(node);
	n = readlink(path, to, sizeof(to) - 1);
	if (n > 0) {
		to[n] = '\0';
		to[n - strlen(basename(to))] = '\0';
		set_address(&d, to);
	}
	if (from_number(path, "../device"))
		d.pci_id = from_number(path, "../device");
	return machine_add(m, &d);
}

static int find_devices(struct sim *sim, const char *root, struct machine *m)
{
	char devices[PATH_MAX];
	struct dirent *e;
	int rc = 0;
	DIR *d;

	d = from_join(devices, root, "bus/dsa/devices") ? opendir(devices) : NULL;
	if (!d)
		return -errno;
	while (!rc && (e = readdir(d)))
		if (!strncmp(e->d_name, "dsa", 3) || !strncmp(e->d_name, "iax", 3))
			rc = add_found(m, devices, e->d_name);
	closedir(d);
	if (!rc)
		choose_kernel(sim, root, m);
	if (!rc)
		choose_driver(sim, root);
	return rc;
}

static int in_subfolders(struct sim *sim, const char *dir, struct machine *m)
{
	char sub[PATH_MAX], root[PATH_MAX];
	DIR *d = opendir(dir);
	struct dirent *e;
	int rc = -ENOENT;

	while (d && rc && (e = readdir(d))) {
		if (e->d_name[0] != '.' && from_join(sub, dir, e->d_name) &&
		    from_join(root, sub, "sys"))
			rc = find_devices(sim, root, m);
	}
	if (d)
		closedir(d);
	return rc;
}

/* sys/ of the capture: in dir, dir itself, or one folder below. */
static int search(struct sim *sim, const char *dir, struct machine *m)
{
	char root[PATH_MAX];
	int rc = -ENOENT;

	if (from_join(root, dir, "sys"))
		rc = find_devices(sim, root, m);
	if (rc == -ENOENT)
		rc = find_devices(sim, dir, m);
	return rc == -ENOENT ? in_subfolders(sim, dir, m) : rc;
}

static int unpack(const char *tar, const char *dir)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execlp("tar", "tar", "-x", "--no-same-owner", "-f", tar, "-C",
		       dir, (char *)NULL);
		sim_error("cannot run tar: %s", strerror(errno));
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -errno;
	return status ? -EINVAL : 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st, (void)ftw;
	if (type != FTW_DP && type != FTW_D)
		return unlink(path);
	return rmdir(path);
}

void from_cleanup(struct sim *sim)
{
	if (sim->unpacked)
		nftw(sim->unpacked, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(sim->unpacked);
	sim->unpacked = NULL;
}

static int unpacked_dir(struct sim *sim, const char *tar)
{
	const char *tmp = getenv("TMPDIR");

	if (asprintf(&sim->unpacked, "%s/accfg-sim.XXXXXX",
		     tmp ? tmp : "/tmp") < 0)
		return -ENOMEM;
	if (!mkdtemp(sim->unpacked)) {
		sim_error("%s: %s", sim->unpacked, strerror(errno));
		free(sim->unpacked);
		sim->unpacked = NULL;
		return -EIO;
	}
	return unpack(tar, sim->unpacked);
}

int from_machine(struct sim *sim, const char *path, struct machine *m)
{
	struct stat st;
	int rc;

	if (stat(path, &st)) {
		sim_error("--from %s: %s", path, strerror(errno));
		return -ENOENT;
	}
	if (S_ISDIR(st.st_mode)) {
		rc = search(sim, path, m);
	} else {
		rc = unpacked_dir(sim, path);
		if (!rc)
			rc = search(sim, sim->unpacked, m);
	}
	if (rc)
		sim_error("--from %s: no captured sys/bus/dsa/devices in it",
			  path);
	machine_place(m);
	return rc;
}
