// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Capabilities and state of one device from its captured files.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attrs.h"
#include "device.h"
#include "from.h"
#include "parse.h"
#include "sim.h"

#define MAX_PARTS 256	/* of a kind, in one device */

bool from_join(char path[PATH_MAX], const char *dir, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", dir, name) < PATH_MAX;
}

/* The text of dir/name without its newline; -errno where there is none. */
int from_text(const char *dir, const char *name, char *buf, size_t size)
{
	char path[PATH_MAX];
	ssize_t n;
	int fd, rc;

	if (!from_join(path, dir, name))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	n = read(fd, buf, size - 1);
	rc = n < 0 ? -errno : 0;
	close(fd);
	if (rc)
		return rc;
	buf[n] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	return 0;
}

uint64_t from_number(const char *dir, const char *name)
{
	char buf[64];
	uint64_t v = 0;

	if (from_text(dir, name, buf, sizeof(buf)) || parse_u64(buf, 0, &v))
		return 0;
	return v;
}

bool from_exists(const char *dir, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	return from_join(path, dir, name) && !lstat(path, &st);
}

/* The last part of where a link points to. */
static int link_name(const char *dir, const char *name, char *buf, size_t size)
{
	char path[PATH_MAX], to[PATH_MAX];
	ssize_t n;

	if (!from_join(path, dir, name))
		return -ENAMETOOLONG;
	n = readlink(path, to, sizeof(to) - 1);
	if (n < 0)
		return -errno;
	to[n] = '\0';
	snprintf(buf, size, "%s", basename(to));
	return 0;
}

static uint64_t attr_bits(const char *dir, const char *part,
			  const struct kind *kind)
{
	char path[PATH_MAX];
	uint64_t bits = 0;

	if (!from_join(path, dir, part))
		return 0;
	for (unsigned int i = 0; i < kind->nrows; i++)
		if (kind->rows[i].attr && from_exists(path, kind->rows[i].name))
			bits |= IDXD_ATTR_BIT(kind->rows[i].attr);
	return bits;
}

static void read_dsacaps(const char *dir, struct idxd_caps *caps)
{
	char buf[128], *p = buf, *end;

	if (from_text(dir, "dsacaps", buf, sizeof(buf)))
		return;
	for (int i = 2; i >= 0; i--) {
		caps->dsa_cap[i] = strtoull(p, &end, 16);
		p = *end ? end + 1 : end;
	}
}

int from_caps(struct sim_dev *d)
{
	const char *dir = d->desc.capture;
	struct idxd_sysfs_caps s = {
		.version = from_number(dir, "version"),
		.gen_cap = from_number(dir, "gen_cap"),
		.max_groups = from_number(dir, "max_groups"),
		.max_work_queues = from_number(dir, "max_work_queues"),
		.max_engines = from_number(dir, "max_engines"),
		.max_work_queues_size = from_number(dir, "max_work_queues_size"),
		.max_read_buffers = from_number(dir, "max_read_buffers"),
		.max_transfer_size = from_number(dir, "max_transfer_size"),
		.max_batch_size = from_number(dir, "max_batch_size"),
		.configurable = from_number(dir, "configurable"),
		.pasid_enabled = from_number(dir, "pasid_enabled"),
		.enqcmd = !d->sim->opt.no_enqcmd,
	};
	char buf[128], part[32];

	if (!from_text(dir, "op_cap", buf, sizeof(buf)))
		parse_bitmap256(buf, s.op_cap);
	snprintf(part, sizeof(part), "wq%u.0", d->id);
	s.attrs = attr_bits(dir, ".", &kind_device) |
		  attr_bits(dir, part, &kind_wq);
	snprintf(part, sizeof(part), "group%u.0", d->id);
	s.attrs |= attr_bits(dir, part, &kind_group);
	if (s.max_groups > MAX_PARTS || s.max_work_queues > MAX_PARTS ||
	    s.max_engines > MAX_PARTS || !s.max_work_queues || !s.max_groups) {
		sim_error("%s: not the directory of a device", dir);
		return -EINVAL;
	}
	idxd_rules_caps_from_sysfs(&d->caps, d->sim->kernel, d->desc.iax ?
				   IDXD_FAMILY_IAX : IDXD_FAMILY_DSA, &s);
	if (d->sim->kernel->release < IDXD_KERNEL(6, 12))
		d->caps.kernel_pasid = false;	/* see set_caps() */
	d->caps.iaa_cap = from_number(dir, "iaa_cap");
	read_dsacaps(dir, &d->caps);
	return 0;
}

/* These may be there and yet not readable, so that a capture lacks them. */
static bool may_fail(unsigned int attr)
{
	return attr == IDXD_ATTR_CDEV_MINOR || attr == IDXD_ATTR_OCCUPANCY ||
	       attr == IDXD_ATTR_ENQCMDS_RETRIES;
}

/* Values and visibility of one object, in the order of its rows. */
static void take_rows(struct obj *o, const char *dir)
{
	char buf[SIM_PAGE];

	for (unsigned int i = 0; i < o->kind->nrows; i++) {
		const struct row *row = &o->kind->rows[i];

		if (!row->attr)
			continue;
		if (!from_exists(dir, row->name) && !may_fail(row->attr))
			o->hidden |= 1ull << i;
		else if (row->mode & 0200 &&
			 !from_text(dir, row->name, buf, sizeof(buf)))
			attr_force(o, row->attr, buf);
	}
}

static enum idxd_bus_driver wq_driver(const char *dir,
				      const struct idxd_wq_config *wq)
{
	char name[64];

	if (!link_name(dir, "driver", name, sizeof(name)))
		for (int drv = 0; drv < IDXD_BUS_COUNT; drv++)
			if (!strcmp(name, driver_name(drv)))
				return drv;
	return wq->type == IDXD_TYPE_USER ? IDXD_BUS_USER : IDXD_BUS_DMAENGINE;
}

static void take_wq(struct obj *o, const char *dir)
{
	struct idxd_wq_config *wq = &o->dev->cfg.wqs[o->id];
	char buf[64];

	if (from_text(dir, "state", buf, sizeof(buf)) || strcmp(buf, "enabled"))
		return;
	wq->enabled = true;
	wq->driver = wq_driver(dir, wq);
	driver_set(o, wq->driver);
	if (!from_text(dir, "cdev_minor", buf, sizeof(buf)))
		driver_add_node(o, atoi(buf));
	wq->clients = from_number(dir, "clients");
}

static void take_device(struct sim_dev *d, const char *dir)
{
	char buf[128];

	d->cfg.device.cmd_status = from_number(dir, "cmd_status");
	if (!from_text(dir, "errors", buf, sizeof(buf)))
		parse_bitmap256(buf, d->errors);
	if (from_text(dir, "state", buf, sizeof(buf)))
		return;
	d->cfg.device.state = !strcmp(buf, "enabled") ? IDXD_STATE_ENABLED :
			      !strcmp(buf, "halted") ? IDXD_STATE_HALTED :
						       IDXD_STATE_DISABLED;
	d->halted = d->cfg.device.state == IDXD_STATE_HALTED;
	if (d->cfg.device.state != IDXD_STATE_DISABLED)
		driver_set(d->obj, IDXD_BUS_IDXD);
}

/* After the clean state: what was captured instead. */
void from_state(struct sim_dev *d)
{
	char dir[PATH_MAX];

	take_rows(d->obj, d->desc.capture);
	for (struct obj *o = d->obj->child; o; o = o->next) {
		if (!from_join(dir, d->desc.capture, o->name) ||
		    !from_exists(dir, ".")) {
			o->gone = true;
			continue;
		}
		take_rows(o, dir);
		if (o->kind == &kind_wq)
			take_wq(o, dir);
	}
	take_device(d, d->desc.capture);
}
