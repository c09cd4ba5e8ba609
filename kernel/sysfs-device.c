// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attributes of a device.
 */
#include <linux/sysfs.h>

#include "driver.h"
#include "sysfs.h"

/* 256 bits in groups of 32, the most significant first. */
static ssize_t show_bits(const u64 *words, char *buf)
{
	DECLARE_BITMAP(bits, IDXD_RULES_OP_WORDS * 64);

	memcpy(bits, words, sizeof(bits));
	return sysfs_emit(buf, "%*pb\n", IDXD_RULES_OP_WORDS * 64, bits);
}

static ssize_t read_version(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%#x\n", idxd->caps.version);
}

static ssize_t read_max_groups(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.max_groups);
}

static ssize_t read_max_wqs(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.max_wqs);
}

static ssize_t read_max_wqs_size(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.max_wq_size);
}

static ssize_t read_max_engines(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.max_engines);
}

static ssize_t read_numa_node(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%d\n", dev_to_node(idxd_pci_dev(idxd)));
}

static ssize_t read_max_batch(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%llu\n", idxd_rules_max_batch(&idxd->caps));
}

static ssize_t read_max_transfer(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%llu\n", idxd_rules_max_transfer(&idxd->caps));
}

static ssize_t read_op_cap(struct idxd_device *idxd, unsigned int id, char *buf)
{
	u64 shown[IDXD_RULES_OP_WORDS];

	idxd_rules_op_cap_shown(idxd->rules, &idxd->caps, shown);
	return show_bits(shown, buf);
}

static ssize_t read_gen_cap(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%#llx\n", idxd->caps.gen_cap);
}

static ssize_t read_configurable(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.configurable);
}

static ssize_t read_clients(struct idxd_device *idxd, unsigned int id, char *buf)
{
	unsigned int i, clients = 0;

	for (i = 0; i < idxd->caps.max_wqs; i++)
		clients += atomic_read(&idxd->wqs[i].clients);
	return sysfs_emit(buf, "%u\n", clients);
}

static ssize_t read_pasid_enabled(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.user_pasid);
}

static ssize_t read_state(struct idxd_device *idxd, unsigned int id, char *buf)
{
	static const char *const words[] = {
		[IDXD_STATE_DISABLED] = "disabled", [IDXD_STATE_ENABLED] = "enabled", [IDXD_STATE_HALTED] = "halted",
	};

	return sysfs_emit(buf, "%s\n", words[idxd->config.device.state]);
}

static ssize_t read_errors(struct idxd_device *idxd, unsigned int id, char *buf)
{
	u64 errors[ARRAY_SIZE(idxd->sw_err)];

	spin_lock(&idxd->error_lock);
	memcpy(errors, idxd->sw_err, sizeof(errors));
	spin_unlock(&idxd->error_lock);
	return show_bits(errors, buf);
}

static ssize_t read_max_buffers(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->caps.max_read_buffers);
}

static ssize_t read_limit(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->config.device.read_buffer_limit);
}

static ssize_t read_major(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd_cdev_major(idxd->family->family));
}

static ssize_t read_cmd_status(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%#x\n", idxd->config.device.cmd_status);
}

static ssize_t read_iaa_cap(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%#llx\n", idxd->caps.iaa_cap);
}

static ssize_t read_evl_size(struct idxd_device *idxd, unsigned int id, char *buf)
{
	return sysfs_emit(buf, "%u\n", idxd->config.device.event_log_size);
}

static ssize_t read_dsacaps(struct idxd_device *idxd, unsigned int id, char *buf)
{
	const u64 *cap = idxd->caps.dsa_cap;

	return sysfs_emit(buf, "%016llx,%016llx,%016llx\n", cap[2], cap[1], cap[0]);
}

static struct idxd_sysfs_row rows[] = {
	IDXD_ROW_RO(version, IDXD_ATTR_VERSION, read_version),
	IDXD_ROW_RO(max_groups, IDXD_ATTR_MAX_GROUPS, read_max_groups),
	IDXD_ROW_RO(max_work_queues, IDXD_ATTR_MAX_WORK_QUEUES, read_max_wqs),
	IDXD_ROW_RO(max_work_queues_size, IDXD_ATTR_MAX_WORK_QUEUES_SIZE, read_max_wqs_size),
	IDXD_ROW_RO(max_engines, IDXD_ATTR_MAX_ENGINES, read_max_engines),
	IDXD_ROW_RO(numa_node, IDXD_ATTR_NUMA_NODE, read_numa_node),
	IDXD_ROW_RO(max_batch_size, IDXD_ATTR_DEVICE_MAX_BATCH_SIZE, read_max_batch),
	IDXD_ROW_RO(max_transfer_size, IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE, read_max_transfer),
	IDXD_ROW_RO(op_cap, IDXD_ATTR_OP_CAP, read_op_cap),
	IDXD_ROW_RO(gen_cap, IDXD_ATTR_GEN_CAP, read_gen_cap),
	IDXD_ROW_RO(configurable, IDXD_ATTR_CONFIGURABLE, read_configurable),
	IDXD_ROW_RO(clients, IDXD_ATTR_DEVICE_CLIENTS, read_clients),
	IDXD_ROW_RO(pasid_enabled, IDXD_ATTR_PASID_ENABLED, read_pasid_enabled),
	IDXD_ROW_RO(state, IDXD_ATTR_DEVICE_STATE, read_state),
	IDXD_ROW_RO(errors, IDXD_ATTR_ERRORS, read_errors),
	IDXD_ROW_OLD(max_tokens, 0444, IDXD_ATTR_MAX_READ_BUFFERS, read_max_buffers, "max_read_buffers"),
	IDXD_ROW_RO(max_read_buffers, IDXD_ATTR_MAX_READ_BUFFERS, read_max_buffers),
	IDXD_ROW_OLD(token_limit, 0644, IDXD_ATTR_READ_BUFFER_LIMIT, read_limit, "read_buffer_limit"),
	IDXD_ROW_RW(read_buffer_limit, IDXD_ATTR_READ_BUFFER_LIMIT, read_limit),
	IDXD_ROW_RO(cdev_major, IDXD_ATTR_CDEV_MAJOR, read_major),
	IDXD_ROW_RW(cmd_status, IDXD_ATTR_CMD_STATUS, read_cmd_status),
	IDXD_ROW_RO(iaa_cap, IDXD_ATTR_IAA_CAP, read_iaa_cap),
	IDXD_ROW_RW(event_log_size, IDXD_ATTR_EVENT_LOG_SIZE, read_evl_size),
	IDXD_ROW_RO(dsacaps, IDXD_ATTR_DSACAPS, read_dsacaps),
};

static struct attribute *attrs[ARRAY_SIZE(rows) + 1];
static const struct attribute_group group = { .attrs = attrs, .is_visible = idxd_sysfs_visible };
const struct attribute_group *idxd_sysfs_device_groups[] = { &group, NULL };

/** idxd_sysfs_init_device - fill in the list of attributes */
void idxd_sysfs_init_device(void)
{
	idxd_sysfs_fill(attrs, rows, ARRAY_SIZE(rows));
}
