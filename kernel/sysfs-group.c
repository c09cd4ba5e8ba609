// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attributes of a group, and the one of an engine.
 */
#include <linux/sysfs.h>

#include "driver.h"
#include "sysfs.h"

static const struct idxd_group_config *config_of(struct idxd_device *idxd, unsigned int id)
{
	return &idxd->config.groups[id];
}

/* Ends the line, if there is one: a group without members reads as an empty file. */
static ssize_t end_list(char *buf, int n)
{
	if (n)
		buf[n - 1] = '\n';
	return n;
}

static ssize_t read_wqs(struct idxd_device *idxd, unsigned int id, char *buf)
{
	unsigned int i;
	int n = 0;

	for (i = 0; i < idxd->config.n_wqs; i++)
		if (idxd->config.wqs[i].group_id == id)
			n += sysfs_emit_at(buf, n, "wq%d.%u ", idxd->id, i);
	return end_list(buf, n);
}

static ssize_t read_engines(struct idxd_device *idxd, unsigned int id, char *buf)
{
	unsigned int i;
	int n = 0;

	for (i = 0; i < idxd->config.n_engines; i++)
		if (idxd->config.engines[i].group_id == id)
			n += sysfs_emit_at(buf, n, "engine%d.%u ", idxd->id, i);
	return end_list(buf, n);
}

static ssize_t read_use_limit(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->use_read_buffer_limit);
}

static ssize_t read_allowed(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->read_buffers_allowed);
}

static ssize_t read_reserved(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->read_buffers_reserved);
}

static ssize_t read_class_a(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", config_of(idxd, id)->traffic_class_a);
}

static ssize_t read_class_b(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", config_of(idxd, id)->traffic_class_b);
}

static ssize_t read_desc_limit(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", config_of(idxd, id)->desc_progress_limit);
}

static ssize_t read_batch_limit(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", config_of(idxd, id)->batch_progress_limit);
}

static struct idxd_sysfs_row group_rows[] = {
	IDXD_ROW_RO(work_queues, IDXD_ATTR_WORK_QUEUES, read_wqs),
	IDXD_ROW_RO(engines, IDXD_ATTR_ENGINES, read_engines),
	IDXD_ROW_OLD(use_token_limit, 0644, IDXD_ATTR_USE_READ_BUFFER_LIMIT, read_use_limit, "use_read_buffer_limit"),
	IDXD_ROW_RW(use_read_buffer_limit, IDXD_ATTR_USE_READ_BUFFER_LIMIT, read_use_limit),
	IDXD_ROW_OLD(tokens_allowed, 0644, IDXD_ATTR_READ_BUFFERS_ALLOWED, read_allowed, "read_buffers_allowed"),
	IDXD_ROW_RW(read_buffers_allowed, IDXD_ATTR_READ_BUFFERS_ALLOWED, read_allowed),
	IDXD_ROW_OLD(tokens_reserved, 0644, IDXD_ATTR_READ_BUFFERS_RESERVED, read_reserved, "read_buffers_reserved"),
	IDXD_ROW_RW(read_buffers_reserved, IDXD_ATTR_READ_BUFFERS_RESERVED, read_reserved),
	IDXD_ROW_RW(traffic_class_a, IDXD_ATTR_TRAFFIC_CLASS_A, read_class_a),
	IDXD_ROW_RW(traffic_class_b, IDXD_ATTR_TRAFFIC_CLASS_B, read_class_b),
	IDXD_ROW_RW(desc_progress_limit, IDXD_ATTR_DESC_PROGRESS_LIMIT, read_desc_limit),
	IDXD_ROW_RW(batch_progress_limit, IDXD_ATTR_BATCH_PROGRESS_LIMIT, read_batch_limit),
};

static struct attribute *group_attrs[ARRAY_SIZE(group_rows) + 1];
static const struct attribute_group group_group = { .attrs = group_attrs, .is_visible = idxd_sysfs_visible };
const struct attribute_group *idxd_sysfs_group_groups[] = { &group_group, NULL };

static ssize_t read_engine_group(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", idxd->config.engines[id].group_id);
}

static struct idxd_sysfs_row engine_rows[] = {
	IDXD_ROW_RW(group_id, IDXD_ATTR_ENGINE_GROUP_ID, read_engine_group),
};

static struct attribute *engine_attrs[ARRAY_SIZE(engine_rows) + 1];
static const struct attribute_group engine_group = { .attrs = engine_attrs, .is_visible = idxd_sysfs_visible };
const struct attribute_group *idxd_sysfs_engine_groups[] = { &engine_group, NULL };

/** idxd_sysfs_init_group - fill in the lists of attributes of groups and engines */
void idxd_sysfs_init_group(void)
{
	idxd_sysfs_fill(group_attrs, group_rows, ARRAY_SIZE(group_rows));
	idxd_sysfs_fill(engine_attrs, engine_rows, ARRAY_SIZE(engine_rows));
}
