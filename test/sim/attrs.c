// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The one door for reads and writes of attributes (locks, faults, log), and
 * what several kinds of objects print alike.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "attrs.h"
#include "device.h"
#include "faults.h"
#include "log.h"
#include "sim.h"
#include "uevent.h"

int attr_read(struct obj *o, const struct row *row, char *buf, size_t size)
{
	int rc;

	if (!o || !row || !tree_present(o))
		return -ENODEV;
	rc = faults_read(o, row->name);
	if (rc)
		return rc;
	if (!row->show && !row->attr)
		return -EIO;
	if (o->dev)
		pthread_mutex_lock(&o->dev->lock);
	rc = row->attr ? attr_show(o, row->attr, buf, size) :
			 row->show(o, buf, size);
	if (o->dev)
		pthread_mutex_unlock(&o->dev->lock);
	return rc;
}

static int store_locked(struct obj *o, const struct row *row, const char *buf)
{
	int rc;

	if (!row->store && !row->attr)
		return -EIO;
	/* Files without a device (bind) lock the device they are about. */
	if (o->dev)
		pthread_mutex_lock(&o->dev->lock);
	rc = row->attr ? attr_store(o, row->attr, buf) : row->store(o, buf);
	if (o->dev)
		pthread_mutex_unlock(&o->dev->lock);
	return rc;
}

/* At most one page, and a NUL ends it, as in the kernel. */
int attr_write(struct obj *o, const struct row *row, const char *data,
	       size_t len, pid_t pid)
{
	char buf[SIM_PAGE + 1];
	struct fault_hit hit;
	int rc;

	if (!o || !row || !tree_present(o))
		return -ENODEV;
	memcpy(buf, data, len);
	buf[len] = '\0';
	rc = faults_write(o, row->name, buf, pid, &hit);
	/* Only what is about events counts what stands behind a NUL. */
	if (!rc && row->store == uevent_store && strlen(buf) + 1 < len)
		rc = -EINVAL;
	if (!rc)
		rc = store_locked(o, row, buf);
	faults_after(&hit, pid);
	log_write(o, row->name, buf, rc);
	return rc;
}

bool attr_visible(const struct obj *o, const struct row *row)
{
	if (o->hidden && o->hidden >> (row - o->kind->rows) & 1)
		return false;
	if (faults_missing(o, row->name))
		return false;
	return !row->attr ||
	       idxd_rules_visible(o->sim->kernel, &o->dev->caps, row->attr);
}

int attr_ignore(struct obj *o, const char *buf)
{
	(void)o, (void)buf;
	return 0;
}

int attr_uevent(const struct obj *o, char *buf, size_t size)
{
	const char *type = o->kind->name;
	int drv = driver_of(o);
	int n;

	if (o->kind == &kind_device && o->dev->desc.iax)
		type = "iax";
	n = snprintf(buf, size, "DEVTYPE=%s\n", type);
	if (drv != DRV_NONE)
		n += snprintf(buf + n, size - n, "DRIVER=%s\n", driver_name(drv));
	if (idxd_kernel_has(o->sim->kernel, IDXD_KF_MODALIAS))
		n += snprintf(buf + n, size - n, "MODALIAS=idxd:t0\n");
	return n;
}

/* The "driver" link: another inode for another driver. */
int attr_driver_link(const struct obj *o, const char *want, entry_fn fn,
		     void *arg)
{
	struct entry e = { .name = "driver", .mode = S_IFLNK | 0777,
			   .dynamic = true };
	int drv = driver_of(o);

	if (drv == DRV_NONE || (want && strcmp(want, e.name)))
		return 0;
	e.ino = tree_ino(o, SLOT_DRIVER + drv);
	return fn(arg, &e);
}

/* What an object's file uevent says. */
int attr_uevent_of(const struct obj *o, char *buf, size_t size)
{
	for (unsigned int i = 0; i < o->kind->nrows; i++)
		if (!strcmp(o->kind->rows[i].name, "uevent"))
			return o->kind->rows[i].show(o, buf, size);
	return 0;
}
