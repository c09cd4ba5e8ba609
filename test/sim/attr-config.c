// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The attributes of devices, groups, wqs and engines, in the order in which
 * the driver creates them. Whether one is there is asked of kernel/rules.
 */
#include "attrs.h"
#include "device.h"
#include "sim.h"
#include "uevent.h"

#define RO(name, attr)	{ name, 0444, attr, NULL, NULL }
#define RW(name, attr)	{ name, 0644, attr, NULL, NULL }
#define UEVENT		{ "uevent", 0644, IDXD_ATTR_NONE, attr_uevent, uevent_store }

static const struct row device_rows[] = {
	RO("version", IDXD_ATTR_VERSION),
	RO("max_groups", IDXD_ATTR_MAX_GROUPS),
	RO("max_work_queues", IDXD_ATTR_MAX_WORK_QUEUES),
	RO("max_work_queues_size", IDXD_ATTR_MAX_WORK_QUEUES_SIZE),
	RO("max_engines", IDXD_ATTR_MAX_ENGINES),
	RO("numa_node", IDXD_ATTR_NUMA_NODE),
	RO("max_batch_size", IDXD_ATTR_DEVICE_MAX_BATCH_SIZE),
	RO("max_transfer_size", IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE),
	RO("op_cap", IDXD_ATTR_OP_CAP),
	RO("gen_cap", IDXD_ATTR_GEN_CAP),
	RO("configurable", IDXD_ATTR_CONFIGURABLE),
	RO("clients", IDXD_ATTR_DEVICE_CLIENTS),
	RO("pasid_enabled", IDXD_ATTR_PASID_ENABLED),
	RO("state", IDXD_ATTR_DEVICE_STATE),
	RO("errors", IDXD_ATTR_ERRORS),
	RO("max_tokens", IDXD_ATTR_MAX_READ_BUFFERS),
	RO("max_read_buffers", IDXD_ATTR_MAX_READ_BUFFERS),
	RW("token_limit", IDXD_ATTR_READ_BUFFER_LIMIT),
	RW("read_buffer_limit", IDXD_ATTR_READ_BUFFER_LIMIT),
	RO("cdev_major", IDXD_ATTR_CDEV_MAJOR),
	RW("cmd_status", IDXD_ATTR_CMD_STATUS),
	RO("iaa_cap", IDXD_ATTR_IAA_CAP),
	RW("event_log_size", IDXD_ATTR_EVENT_LOG_SIZE),
	RO("dsacaps", IDXD_ATTR_DSACAPS),
	UEVENT,
};

static const struct row group_rows[] = {
	RO("work_queues", IDXD_ATTR_WORK_QUEUES),
	RO("engines", IDXD_ATTR_ENGINES),
	RW("use_token_limit", IDXD_ATTR_USE_READ_BUFFER_LIMIT),
	RW("use_read_buffer_limit", IDXD_ATTR_USE_READ_BUFFER_LIMIT),
	RW("tokens_allowed", IDXD_ATTR_READ_BUFFERS_ALLOWED),
	RW("read_buffers_allowed", IDXD_ATTR_READ_BUFFERS_ALLOWED),
	RW("tokens_reserved", IDXD_ATTR_READ_BUFFERS_RESERVED),
	RW("read_buffers_reserved", IDXD_ATTR_READ_BUFFERS_RESERVED),
	RW("traffic_class_a", IDXD_ATTR_TRAFFIC_CLASS_A),
	RW("traffic_class_b", IDXD_ATTR_TRAFFIC_CLASS_B),
	RW("desc_progress_limit", IDXD_ATTR_DESC_PROGRESS_LIMIT),
	RW("batch_progress_limit", IDXD_ATTR_BATCH_PROGRESS_LIMIT),
	UEVENT,
};

static const struct row wq_rows[] = {
	RO("clients", IDXD_ATTR_WQ_CLIENTS),
	RO("state", IDXD_ATTR_WQ_STATE),
	RW("group_id", IDXD_ATTR_WQ_GROUP_ID),
	RW("mode", IDXD_ATTR_MODE),
	RW("size", IDXD_ATTR_SIZE),
	RW("priority", IDXD_ATTR_PRIORITY),
	RW("block_on_fault", IDXD_ATTR_BLOCK_ON_FAULT),
	RW("threshold", IDXD_ATTR_THRESHOLD),
	RW("type", IDXD_ATTR_TYPE),
	RW("name", IDXD_ATTR_NAME),
	RO("cdev_minor", IDXD_ATTR_CDEV_MINOR),
	RW("max_transfer_size", IDXD_ATTR_WQ_MAX_TRANSFER_SIZE),
	RW("max_batch_size", IDXD_ATTR_WQ_MAX_BATCH_SIZE),
	RW("ats_disable", IDXD_ATTR_ATS_DISABLE),
	RW("prs_disable", IDXD_ATTR_PRS_DISABLE),
	RO("occupancy", IDXD_ATTR_OCCUPANCY),
	RW("enqcmds_retries", IDXD_ATTR_ENQCMDS_RETRIES),
	RW("op_config", IDXD_ATTR_OP_CONFIG),
	RW("driver_name", IDXD_ATTR_DRIVER_NAME),
	UEVENT,
};

static const struct row engine_rows[] = {
	RW("group_id", IDXD_ATTR_ENGINE_GROUP_ID),
	UEVENT,
};

const struct kind kind_device = {
	.name = "dsa", .on_dsa_bus = true, .extra = attr_driver_link,
	ROWS(device_rows),
};
const struct kind kind_group = {
	.name = "group", .on_dsa_bus = true, ROWS(group_rows),
};
const struct kind kind_wq = {
	.name = "wq", .on_dsa_bus = true, .extra = attr_driver_link,
	ROWS(wq_rows),
};
const struct kind kind_engine = {
	.name = "engine", .on_dsa_bus = true, ROWS(engine_rows),
};
