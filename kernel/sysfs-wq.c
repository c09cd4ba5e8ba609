// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attributes of a wq.
 */
#include <linux/sysfs.h>

#include "driver.h"
#include "sysfs.h"

static const struct idxd_wq_config *config_of(struct idxd_device *idxd, unsigned int id)
{
	return &idxd->config.wqs[id];
}

static ssize_t read_clients(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", atomic_read(&idxd->wqs[id].clients));
}

static ssize_t read_state(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%s\n", config_of(idxd, id)->enabled ? "enabled" : "disabled");
}

static ssize_t read_group_id(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", config_of(idxd, id)->group_id);
}

static ssize_t read_mode(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%s\n", idxd_mode_words[config_of(idxd, id)->mode]);
}

static ssize_t read_size(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->size);
}

static ssize_t read_priority(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->priority);
}

static ssize_t read_block_on_fault(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->block_on_fault);
}

static ssize_t read_threshold(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->threshold);
}

static ssize_t read_type(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%s\n", idxd_type_words[config_of(idxd, id)->type]);
}

static ssize_t read_name(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%s\n", idxd->wqs[id].name);
}

static ssize_t read_minor(struct idxd_device *idxd, unsigned int id, char *buf)
{
	int minor = idxd_cdev_minor(&idxd->wqs[id]);

	return minor < 0 ? -ENXIO : sysfs_emit(buf, "%d\n", minor);
}

static ssize_t read_max_transfer(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%llu\n", config_of(idxd, id)->max_transfer_size);
}

static ssize_t read_max_batch(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%llu\n", config_of(idxd, id)->max_batch_size);
}

static ssize_t read_ats_disable(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->ats_disable);
}

static ssize_t read_prs_disable(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->prs_disable);
}

static ssize_t read_occupancy(struct idxd_device *idxd, unsigned int id, char *buf)
{
	if (!idxd->caps.occupancy)
		return -EOPNOTSUPP;
	return sysfs_emit(buf, "%u\n", idxd_config_occupancy(&idxd->wqs[id]));
}

static ssize_t read_retries(struct idxd_device *idxd, unsigned int id, char *buf)
{
	if (config_of(idxd, id)->mode == IDXD_MODE_DEDICATED)
		return -EOPNOTSUPP;
	return sysfs_emit(buf, "%u\n", config_of(idxd, id)->enqcmds_retries);
}

static ssize_t read_op_config(struct idxd_device *idxd, unsigned int id, char *buf)
{
	DECLARE_BITMAP(bits, IDXD_RULES_OP_WORDS * 64);
	u64 shown[IDXD_RULES_OP_WORDS];

	idxd_rules_op_config_shown(idxd->rules, config_of(idxd, id), shown);
	memcpy(bits, shown, sizeof(bits));
	return sysfs_emit(buf, "%*pb\n", IDXD_RULES_OP_WORDS * 64, bits);
}

static ssize_t read_driver_name(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%s\n", idxd->wqs[id].driver_name);
}

static struct idxd_sysfs_row rows[] = {
	IDXD_ROW_RO(clients, IDXD_ATTR_WQ_CLIENTS, read_clients),
	IDXD_ROW_RO(state, IDXD_ATTR_WQ_STATE, read_state),
	IDXD_ROW_RW(group_id, IDXD_ATTR_WQ_GROUP_ID, read_group_id),
	IDXD_ROW_RW(mode, IDXD_ATTR_MODE, read_mode),
	IDXD_ROW_RW(size, IDXD_ATTR_SIZE, read_size),
	IDXD_ROW_RW(priority, IDXD_ATTR_PRIORITY, read_priority),
	IDXD_ROW_RW(block_on_fault, IDXD_ATTR_BLOCK_ON_FAULT, read_block_on_fault),
	IDXD_ROW_RW(threshold, IDXD_ATTR_THRESHOLD, read_threshold),
	IDXD_ROW_RW(type, IDXD_ATTR_TYPE, read_type),
	IDXD_ROW_RW(name, IDXD_ATTR_NAME, read_name),
	IDXD_ROW_RO(cdev_minor, IDXD_ATTR_CDEV_MINOR, read_minor),
	IDXD_ROW_RW(max_transfer_size, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE, read_max_transfer),
	IDXD_ROW_RW(max_batch_size, IDXD_ATTR_WQ_MAX_BATCH_SIZE, read_max_batch),
	IDXD_ROW_RW(ats_disable, IDXD_ATTR_ATS_DISABLE, read_ats_disable),
	IDXD_ROW_RW(prs_disable, IDXD_ATTR_PRS_DISABLE, read_prs_disable),
	IDXD_ROW_RO(occupancy, IDXD_ATTR_OCCUPANCY, read_occupancy),
	IDXD_ROW_RW(enqcmds_retries, IDXD_ATTR_ENQCMDS_RETRIES, read_retries),
	IDXD_ROW_RW(op_config, IDXD_ATTR_OP_CONFIG, read_op_config),
	IDXD_ROW_RW(driver_name, IDXD_ATTR_DRIVER_NAME, read_driver_name),
};

static struct attribute *attrs[ARRAY_SIZE(rows) + 1];
static const struct attribute_group group = { .attrs = attrs, .is_visible = idxd_sysfs_visible };
const struct attribute_group *idxd_sysfs_wq_groups[] = { &group, NULL };

/** idxd_sysfs_init_wq - fill in the list of attributes */
void idxd_sysfs_init_wq(void)
{
	idxd_sysfs_fill(attrs, rows, ARRAY_SIZE(rows));
}
