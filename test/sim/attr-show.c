// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How the driver prints each attribute. Errors are the driver's.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "attrs.h"
#include "device.h"
#include "sim.h"

static int number(char *buf, size_t size, uint64_t v)
{
	return snprintf(buf, size, "%" PRIu64 "\n", v);
}

static int integer(char *buf, size_t size, int64_t v)
{
	return snprintf(buf, size, "%" PRId64 "\n", v);
}

/* The kernel's %#x puts 0x before a zero too. */
static int hex(char *buf, size_t size, uint64_t v)
{
	return snprintf(buf, size, "0x%" PRIx64 "\n", v);
}

static int word(char *buf, size_t size, const char *text)
{
	return snprintf(buf, size, "%s\n", text);
}

/* 256 bits as eight groups of 32, the most significant one first. */
static int bitmap(char *buf, size_t size, const uint64_t mask[4])
{
	int n = 0;

	for (int i = 3; i >= 0; i--)
		n += snprintf(buf + n, size - n, "%08x,%08x%s",
			      (uint32_t)(mask[i] >> 32), (uint32_t)mask[i],
			      i ? "," : "\n");
	return n;
}

static int op_cap(const struct obj *o, char *buf, size_t size)
{
	uint64_t shown[4];

	idxd_rules_op_cap_shown(o->sim->kernel, &o->dev->caps, shown);
	return bitmap(buf, size, shown);
}

static int errors(const struct obj *o, char *buf, size_t size)
{
	const uint64_t *e = o->dev->errors;

	if (idxd_kernel_has(o->sim->kernel, IDXD_KF_ERRORS_BITMAP))
		return bitmap(buf, size, e);
	return snprintf(buf, size, "0x%016" PRIx64 " 0x%016" PRIx64
			" 0x%016" PRIx64 " 0x%016" PRIx64 "\n",
			e[0], e[1], e[2], e[3]);
}

static unsigned int all_clients(const struct sim_dev *d)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < d->cfg.n_wqs; i++)
		n += d->cfg.wqs[i].clients;
	return n;
}

static int show_device(const struct obj *o, enum idxd_attr attr, char *buf,
		       size_t size)
{
	static const char *const states[] = { "disabled", "enabled", "halted" };
	const struct sim_dev *d = o->dev;
	const struct idxd_caps *c = &d->caps;

	switch (attr) {
	case IDXD_ATTR_VERSION:
		return hex(buf, size, c->version);
	case IDXD_ATTR_MAX_GROUPS:
		return number(buf, size, c->max_groups);
	case IDXD_ATTR_MAX_WORK_QUEUES:
		return number(buf, size, c->max_wqs);
	case IDXD_ATTR_MAX_WORK_QUEUES_SIZE:
		return number(buf, size, c->max_wq_size);
	case IDXD_ATTR_MAX_ENGINES:
		return number(buf, size, c->max_engines);
	case IDXD_ATTR_NUMA_NODE:
		return integer(buf, size, d->desc.numa_node);
	case IDXD_ATTR_DEVICE_MAX_BATCH_SIZE:
		return number(buf, size, idxd_rules_max_batch(c));
	case IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE:
		return number(buf, size, idxd_rules_max_transfer(c));
	case IDXD_ATTR_OP_CAP:
		return op_cap(o, buf, size);
	case IDXD_ATTR_GEN_CAP:
		return hex(buf, size, c->gen_cap);
	case IDXD_ATTR_CONFIGURABLE:
		return number(buf, size, c->configurable);
	case IDXD_ATTR_DEVICE_CLIENTS:
		return number(buf, size, all_clients(d));
	case IDXD_ATTR_PASID_ENABLED:
		return number(buf, size, c->user_pasid);
	case IDXD_ATTR_DEVICE_STATE:
		return word(buf, size, states[d->cfg.device.state]);
	case IDXD_ATTR_ERRORS:
		return errors(o, buf, size);
	case IDXD_ATTR_MAX_READ_BUFFERS:
		return number(buf, size, c->max_read_buffers);
	case IDXD_ATTR_READ_BUFFER_LIMIT:
		return number(buf, size, d->cfg.device.read_buffer_limit);
	case IDXD_ATTR_CDEV_MAJOR:
		return number(buf, size, sim_major(d));
	case IDXD_ATTR_CMD_STATUS:
		return hex(buf, size, d->cfg.device.cmd_status);
	case IDXD_ATTR_IAA_CAP:
		return hex(buf, size, c->iaa_cap);
	case IDXD_ATTR_EVENT_LOG_SIZE:
		return number(buf, size, d->cfg.device.event_log_size);
	case IDXD_ATTR_DSACAPS:
		return snprintf(buf, size, "%016" PRIx64 ",%016" PRIx64
				",%016" PRIx64 "\n", c->dsa_cap[2],
				c->dsa_cap[1], c->dsa_cap[0]);
	default:
		return -EIO;
	}
}

/* Names with a blank between them; nothing at all, no newline, if none. */
static int members(const struct obj *o, const struct kind *kind, char *buf,
		   size_t size)
{
	const struct idxd_config *cfg = &o->dev->cfg;
	int n = 0, group;

	for (const struct obj *c = o->dev->obj->child; c; c = c->next) {
		if (c->kind != kind)
			continue;
		group = kind == &kind_wq ? cfg->wqs[c->id].group_id :
					   cfg->engines[c->id].group_id;
		if (group == o->id)
			n += snprintf(buf + n, size - n, "%s%s", n ? " " : "",
				      c->name);
	}
	return n ? n + snprintf(buf + n, size - n, "\n") : 0;
}

static int show_group(const struct obj *o, enum idxd_attr attr, char *buf,
		      size_t size)
{
	const struct idxd_group_config *g = &o->dev->cfg.groups[o->id];

	switch (attr) {
	case IDXD_ATTR_WORK_QUEUES:
		return members(o, &kind_wq, buf, size);
	case IDXD_ATTR_ENGINES:
		return members(o, &kind_engine, buf, size);
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT:
		return number(buf, size, g->use_read_buffer_limit);
	case IDXD_ATTR_READ_BUFFERS_ALLOWED:
		return number(buf, size, g->read_buffers_allowed);
	case IDXD_ATTR_READ_BUFFERS_RESERVED:
		return number(buf, size, g->read_buffers_reserved);
	case IDXD_ATTR_TRAFFIC_CLASS_A:
		return integer(buf, size, g->traffic_class_a);
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return integer(buf, size, g->traffic_class_b);
	case IDXD_ATTR_DESC_PROGRESS_LIMIT:
		return integer(buf, size, g->desc_progress_limit);
	case IDXD_ATTR_BATCH_PROGRESS_LIMIT:
		return integer(buf, size, g->batch_progress_limit);
	default:
		return -EIO;
	}
}

static int op_config(const struct obj *o, char *buf, size_t size)
{
	uint64_t shown[4];

	idxd_rules_op_config_shown(o->sim->kernel, &o->dev->cfg.wqs[o->id],
				   shown);
	return bitmap(buf, size, shown);
}

static int show_wq(const struct obj *o, enum idxd_attr attr, char *buf,
		   size_t size)
{
	const struct idxd_wq_config *wq = &o->dev->cfg.wqs[o->id];
	const struct sim_wq *sw = &o->dev->wq[o->id];

	switch (attr) {
	case IDXD_ATTR_WQ_CLIENTS:
		return number(buf, size, wq->clients);
	case IDXD_ATTR_WQ_STATE:
		return word(buf, size, wq->enabled ? "enabled" : "disabled");
	case IDXD_ATTR_WQ_GROUP_ID:
		return integer(buf, size, wq->group_id);
	case IDXD_ATTR_MODE:
		return word(buf, size, sim_modes[wq->mode]);
	case IDXD_ATTR_SIZE:
		return number(buf, size, wq->size);
	case IDXD_ATTR_PRIORITY:
		return number(buf, size, wq->priority);
	case IDXD_ATTR_BLOCK_ON_FAULT:
		return number(buf, size, wq->block_on_fault);
	case IDXD_ATTR_THRESHOLD:
		return number(buf, size, wq->threshold);
	case IDXD_ATTR_TYPE:
		return word(buf, size, sim_types[wq->type]);
	case IDXD_ATTR_NAME:
		return word(buf, size, sw->name);
	case IDXD_ATTR_CDEV_MINOR:
		return sw->minor < 0 ? -ENXIO : integer(buf, size, sw->minor);
	case IDXD_ATTR_WQ_MAX_TRANSFER_SIZE:
		return number(buf, size, wq->max_transfer_size);
	case IDXD_ATTR_WQ_MAX_BATCH_SIZE:
		return number(buf, size, wq->max_batch_size);
	case IDXD_ATTR_ATS_DISABLE:
		return number(buf, size, wq->ats_disable);
	case IDXD_ATTR_PRS_DISABLE:
		return number(buf, size, wq->prs_disable);
	case IDXD_ATTR_OCCUPANCY:
		return o->dev->caps.occupancy ? number(buf, size, 0) :
						-EOPNOTSUPP;
	case IDXD_ATTR_ENQCMDS_RETRIES:
		return wq->mode == IDXD_MODE_DEDICATED ? -EOPNOTSUPP :
			number(buf, size, wq->enqcmds_retries);
	case IDXD_ATTR_OP_CONFIG:
		return op_config(o, buf, size);
	case IDXD_ATTR_DRIVER_NAME:
		return word(buf, size, sw->driver_name);
	default:
		return -EIO;
	}
}

int attr_show(const struct obj *o, enum idxd_attr attr, char *buf, size_t size)
{
	if (o->kind == &kind_device)
		return show_device(o, attr, buf, size);
	if (o->kind == &kind_group)
		return show_group(o, attr, buf, size);
	if (o->kind == &kind_wq)
		return show_wq(o, attr, buf, size);
	return integer(buf, size, o->dev->cfg.engines[o->id].group_id);
}
