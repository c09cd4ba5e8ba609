// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The private mount (and, without root, user) namespace: FUSE mounted from
 * /dev/fuse, and /sys/bus, /sys/devices, /sys/module and /dev rebuilt as
 * tmpfs directories of bind mounts, with the simulated parts among them.
 * The rest of /sys stays the real one.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim.h"

/* Any directory that exists wherever /sys does; covered only for a moment. */
#define STAGE "/sys/kernel"

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		rc = -errno;
	close(fd);
	return rc;
}

/* The caller is root inside, and only itself outside. */
static int map_ids(uid_t uid, gid_t gid)
{
	char map[64];
	int rc;

	snprintf(map, sizeof(map), "0 %u 1\n", uid);
	rc = write_text("/proc/self/uid_map", map);
	if (rc)
		return rc;
	rc = write_text("/proc/self/setgroups", "deny");
	if (rc && rc != -ENOENT)
		return rc;
	snprintf(map, sizeof(map), "0 %u 1\n", gid);
	return write_text("/proc/self/gid_map", map);
}

static int enter_user(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int rc;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS)) {
		rc = -errno;
		sim_error("no user namespace: %s (as root none is needed; see user.max_user_namespaces and kernel.unprivileged_userns_clone)",
			  strerror(-rc));
		return rc;
	}
	rc = map_ids(uid, gid);
	if (rc)
		sim_error("user namespace: cannot map ids: %s", strerror(-rc));
	return rc;
}

/* In a changed root "/" need not be a mount; these are, and everything is mounted below them. */
static int make_private(void)
{
	static const char *const places[] = { "/sys", "/proc", "/dev" };

	if (!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 0;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (mount(NULL, places[i], NULL, MS_REC | MS_PRIVATE, NULL)) {
			sim_error("cannot make mounts on %s private: %s%s", places[i], strerror(errno),
				  errno == EINVAL ? " (in this changed root it is no mount)" : "");
			return -EIO;
		}
	return 0;
}

int namespace_enter(void)
{
	int rc = 0;

	if (unshare(CLONE_NEWNS)) {
		if (errno != EPERM) {
			rc = -errno;
			sim_error("no mount namespace: %s", strerror(-rc));
			return rc;
		}
		rc = enter_user();
	}
	return rc ? rc : make_private();
}

static int stage_mount(void)
{
	static const char *const dirs[] = { "fuse", "bus", "devices", "module",
					    "dev" };
	char path[64];

	if (mount("accfg-sim", STAGE, "tmpfs", MS_NOSUID, "mode=0755")) {
		sim_error("cannot mount a tmpfs on %s: %s%s", STAGE,
			  strerror(errno),
			  errno == ENOENT ? " (is /sys mounted?)" : "");
		return -EIO;
	}
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		snprintf(path, sizeof(path), STAGE "/%s", dirs[i]);
		if (mkdir(path, 0755))
			return -errno;
	}
	return 0;
}

/* Returns the descriptor of /dev/fuse whose mount stands on the stage. */
int namespace_mount_fuse(void)
{
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC), rc;
	char opts[128];

	if (fd < 0) {
		rc = -errno;
		sim_error("cannot open /dev/fuse: %s%s", strerror(-rc),
			  rc == -ENOENT || rc == -ENODEV || rc == -ENXIO ?
			  " (the kernel's fuse module is needed)" : "");
		return rc;
	}
	rc = stage_mount();
	if (rc)
		goto fail;
	snprintf(opts, sizeof(opts),
		 "fd=%d,rootmode=40755,user_id=0,group_id=0,allow_other,default_permissions",
		 fd);
	if (mount("accfg-sim", STAGE "/fuse", "fuse", MS_NOSUID, opts) &&
	    mount("accfg-sim", STAGE "/fuse", "fuse", MS_NOSUID | MS_NODEV, opts)) {
		rc = -errno;
		sim_error("cannot mount FUSE: %s", strerror(-rc));
		goto fail;
	}
	return fd;
fail:
	close(fd);
	return rc;
}

static int bind_to(const char *from, const char *to)
{
	if (!mount(from, to, NULL, MS_BIND | MS_REC, NULL))
		return 0;
	return -errno;
}

static int touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/* Repeats one entry of a real directory in the stage. */
static void repeat(const char *from, const char *to, unsigned char type)
{
	char target[512];
	ssize_t n;

	if (type == DT_LNK) {
		n = readlink(from, target, sizeof(target) - 1);
		if (n > 0) {
			target[n] = '\0';
			if (symlink(target, to))
				return;
		}
	} else if (type == DT_DIR ? !mkdir(to, 0755) : !touch(to)) {
		/* What cannot be bound is simply not there. */
		if (bind_to(from, to))
			type == DT_DIR ? rmdir(to) : unlink(to);
	}
}

/* Consoles and disks by the hundred: none of a simulated machine's business. */
static bool is_skipped(const char *dir, const struct dirent *d)
{
	if (strcmp(dir, "/dev"))
		return false;
	return d->d_type == DT_BLK || !strncmp(d->d_name, "vcs", 3) ||
	       (!strncmp(d->d_name, "tty", 3) && d->d_name[3]);
}

static int repeat_dir(const char *real, const char *stage)
{
	char from[512], to[512];
	DIR *d = opendir(real);
	struct dirent *e;
	struct stat st;

	if (!d)
		return errno == ENOENT ? 0 : -errno;
	while ((e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    is_skipped(real, e))
			continue;
		snprintf(to, sizeof(to), "%s/%s", stage, e->d_name);
		if (!lstat(to, &st))
			continue;	/* a simulated one stands there */
		snprintf(from, sizeof(from), "%s/%s", real, e->d_name);
		repeat(from, to, e->d_type);
	}
	closedir(d);
	return 0;
}

/* Names that must not show through from a machine that has the hardware. */
static int hide(const char *stage, const char *const *names)
{
	char to[512];

	for (; *names; names++) {
		snprintf(to, sizeof(to), "%s/%s", stage, *names);
		if (mkdir(to, 0755) && errno != EEXIST)
			return -errno;
	}
	return 0;
}

static int unhide(const char *stage, const char *const *names)
{
	char to[512];

	for (; *names; names++) {
		snprintf(to, sizeof(to), "%s/%s", stage, *names);
		rmdir(to);	/* stays where something is mounted on it */
	}
	return 0;
}

/* Binds every simulated directory of one kind into its stage. */
static int bind_simulated(const struct obj *dir, const char *stage)
{
	char from[512], to[512];
	int rc;

	for (const struct obj *o = dir ? dir->child : NULL; o; o = o->next) {
		snprintf(to, sizeof(to), "%s/%s", stage, o->name);
		snprintf(from, sizeof(from), STAGE "/fuse/%s/%s", dir->name,
			 o->name);
		if (mkdir(to, 0755) && errno != EEXIST)
			return -errno;
		rc = bind_to(from, to);
		if (rc)
			return rc;
	}
	return 0;
}

static int build_one(struct sim *sim, const char *name, const char *real,
		     const char *const *hidden)
{
	const struct obj *dir;
	char stage[64];
	int rc;

	snprintf(stage, sizeof(stage), STAGE "/%s", name);
	for (dir = sim->root->child; dir; dir = dir->next)
		if (!strcmp(dir->name, name))
			break;
	rc = bind_simulated(dir, stage);
	if (!rc)
		rc = hide(stage, hidden);
	if (!rc)
		rc = repeat_dir(real, stage);
	if (!rc)
		rc = unhide(stage, hidden);
	if (!rc)
		rc = bind_to(stage, real);
	if (rc)
		sim_error("cannot rebuild %s: %s", real, strerror(-rc));
	return rc;
}

/* In the child, while the server already answers. */
int namespace_build(struct sim *sim, bool own_proc)
{
	static const char *const bus[] = { "dsa", "iax", NULL };
	static const char *const module[] = { "idxd", "idxd_bus", "iaa_crypto",
					      NULL };
	static const char *const dev[] = { "dsa", "iax", NULL };
	static const char *const none[] = { NULL };
	int rc;

	/* Locks of one machine are none of another's; /dev is there, and ours. */
	if (mkdir(STAGE "/dev/" SIM_RUN_DIR, 0755))
		return -errno;
	rc = build_one(sim, "bus", "/sys/bus", bus);
	if (!rc)
		rc = build_one(sim, "devices", "/sys/devices", none);
	if (!rc)
		rc = build_one(sim, "module", "/sys/module", module);
	if (!rc)
		rc = build_one(sim, "dev", "/dev", dev);
	if (!rc && own_proc)
		rc = bind_to(STAGE "/fuse/proc/osrelease",
			     "/proc/sys/kernel/osrelease");
	if (!rc && umount2(STAGE, MNT_DETACH))
		rc = -errno;
	return rc;
}
