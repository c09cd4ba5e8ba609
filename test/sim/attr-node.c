// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Character devices of user wqs: the object below the wq, the node in /dev,
 * and one object per open file.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "attrs.h"
#include "device.h"
#include "sim.h"
#include "uevent.h"

unsigned int sim_major(const struct sim_dev *d)
{
	return d->desc.iax ? d->sim->iax_major : d->sim->dsa_major;
}

static int show_dev(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%u:%d\n", sim_major(o->dev),
			o->dev->wq[o->id].minor);
}

static int show_uevent(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size,
			"MAJOR=%u\nMINOR=%d\nDEVNAME=%s/%s\nDEVTYPE=idxd_cdev\n%s",
			sim_major(o->dev), o->dev->wq[o->id].minor,
			o->dev->desc.iax ? "iax" : "dsa", o->parent->name,
			idxd_kernel_has(o->sim->kernel, IDXD_KF_MODALIAS) ?
			"MODALIAS=idxd:t0\n" : "");
}

static const struct row cdev_rows[] = {
	{ "dev", 0444, 0, show_dev, NULL },
	{ "uevent", 0644, 0, show_uevent, uevent_store },
};

const struct kind kind_cdev = {
	.name = "idxd_cdev", .on_dsa_bus = true, .dynamic = true,
	ROWS(cdev_rows),
};

static int show_zero(const struct obj *o, char *buf, size_t size)
{
	(void)o;
	return snprintf(buf, size, "0\n");
}

/* The number of a file object is in its name, its owner's pid in id. */
static int show_pid(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%d\n", o->id);
}

static const struct row file_rows[] = {
	{ "cr_faults", 0444, 0, show_zero, NULL },
	{ "cr_fault_failures", 0444, 0, show_zero, NULL },
	{ "pid", 0444, 0, show_pid, NULL },
	{ "uevent", 0644, 0, attr_uevent, uevent_store },
};

const struct kind kind_file = {
	.name = "idxd_file", .on_dsa_bus = true, .dynamic = true,
	ROWS(file_rows),
};

static bool has_node(const struct sim_wq *wq)
{
	return wq->minor >= 0 && tree_present(wq->obj) &&
	       (!wq->node_at || wq->node_at <= driver_now());
}

/* /dev/dsa and /dev/iax: id 0 and 1. */
static int nodes_extra(const struct obj *o, const char *want, entry_fn fn,
		       void *arg)
{
	struct entry e = { .mode = S_IFCHR | 0600, .dynamic = true };
	const struct sim *sim = o->sim;
	int rc = 0;

	for (unsigned int i = 0; i < sim->ndev && !rc; i++) {
		const struct sim_dev *d = &sim->dev[i];

		if (d->desc.iax != o->id)
			continue;
		for (unsigned int w = 0; w < d->cfg.n_wqs && !rc; w++) {
			e.name = d->wq[w].obj->name;
			if (!has_node(&d->wq[w]) ||
			    (want && strcmp(want, e.name)))
				continue;
			e.ino = tree_ino(d->wq[w].obj, SLOT_NODE);
			rc = fn(arg, &e);
		}
	}
	return rc;
}

const struct kind kind_nodes = { .name = "", .extra = nodes_extra };

dev_t node_rdev(struct sim *sim, uint64_t ino)
{
	unsigned int slot;
	const struct obj *o = tree_obj(sim, ino, &slot);

	return makedev(sim_major(o->dev), o->dev->wq[o->id].minor);
}
