// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The rows: every attribute of the sysfs tree, what it is called elsewhere and what it holds. Order within a kind is the
 * order of keys in `list`; a row without a JSON key is shown by nothing that prints JSON. Nothing else is here.
 */
#include "lib/attr.h"

#define READ_ONLY .writable = false
#define WRITABLE .writable = true

static const char bool_values[] = "0|1";

const struct accfg_attr attr_table[ATTR_COUNT] = {
	/* ---- device ---- */
	[ATTR_READ_BUFFER_LIMIT] = {
		.kind = ACCFG_KIND_DEVICE, .name = "read_buffer_limit", .old_name = "token_limit",
		.json_key = "read_buffer_limit", .type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_DSA,
		.unit = "read buffers", .values = "0..max_read_buffers", .since = "5.6",
		.help = "read buffers that groups with use_read_buffer_limit share; 0 is no limit",
		.option = "read-buffer-limit", .option_char = 'l', .rule = IDXD_ATTR_READ_BUFFER_LIMIT,
	},
	[ATTR_EVENT_LOG_SIZE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "event_log_size", .json_key = "event_log_size",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .unit = "entries", .values = "64..65535",
		.since = "6.4", .help = "entries of the event log; only on hardware that has one",
		.option = "event-log-size", .option_char = 'e', .rule = IDXD_ATTR_EVENT_LOG_SIZE,
	},
	[ATTR_MAX_GROUPS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_groups", .json_key = "max_groups",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "groups", .since = "5.6",
		.help = "groups that the device has", .rule = IDXD_ATTR_MAX_GROUPS,
	},
	[ATTR_MAX_WORK_QUEUES] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_work_queues", .json_key = "max_work_queues",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "work queues", .since = "5.6",
		.help = "work queues that the device has", .rule = IDXD_ATTR_MAX_WORK_QUEUES,
	},
	[ATTR_MAX_ENGINES] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_engines", .json_key = "max_engines",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "engines", .since = "5.6",
		.help = "engines that the device has", .rule = IDXD_ATTR_MAX_ENGINES,
	},
	[ATTR_MAX_WORK_QUEUES_SIZE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_work_queues_size", .json_key = "work_queue_size",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "entries", .since = "5.6",
		.help = "entries that all work queues of the device share", .rule = IDXD_ATTR_MAX_WORK_QUEUES_SIZE,
	},
	[ATTR_NUMA_NODE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "numa_node", .json_key = "numa_node",
		.type = ACCFG_ATTR_INT, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "NUMA node that the device is attached to; -1 if unknown", .rule = IDXD_ATTR_NUMA_NODE,
	},
	[ATTR_ERRORS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "errors", .json_key = "errors",
		.type = ACCFG_ATTR_BITMAP, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "last software error that the hardware reported, as in its SWERR register",
		.rule = IDXD_ATTR_ERRORS,
	},
	[ATTR_OP_CAP] = {
		.kind = ACCFG_KIND_DEVICE, .name = "op_cap", .json_key = "op_cap",
		.type = ACCFG_ATTR_BITMAP, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "operations that the device can do, one bit for each operation code", .rule = IDXD_ATTR_OP_CAP,
	},
	[ATTR_IAA_CAP] = {
		.kind = ACCFG_KIND_DEVICE, .name = "iaa_cap", .json_key = "iaa_cap",
		.type = ACCFG_ATTR_HEX, READ_ONLY, .families = ATTR_IAX, .since = "6.4",
		.help = "analytics capabilities of IAA 2.0 and later", .rule = IDXD_ATTR_IAA_CAP,
	},
	[ATTR_GEN_CAP] = {
		.kind = ACCFG_KIND_DEVICE, .name = "gen_cap", .json_key = "gen_cap",
		.type = ACCFG_ATTR_HEX, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "general capabilities, as in the GENCAP register", .rule = IDXD_ATTR_GEN_CAP,
	},
	[ATTR_VERSION] = {
		.kind = ACCFG_KIND_DEVICE, .name = "version", .json_key = "version",
		.type = ACCFG_ATTR_HEX, READ_ONLY, .families = ATTR_ALL, .since = "5.8",
		.help = "hardware version: 0x100, 0x200, 0x300", .rule = IDXD_ATTR_VERSION,
	},
	[ATTR_DEVICE_STATE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "state", .json_key = "state",
		.type = ACCFG_ATTR_ENUM, READ_ONLY, .families = ATTR_ALL, .values = "disabled|enabled|halted",
		.since = "5.6", .help = "state of the device", .rule = IDXD_ATTR_DEVICE_STATE,
	},
	[ATTR_MAX_READ_BUFFERS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_read_buffers", .old_name = "max_tokens",
		.json_key = "max_read_buffers", .type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_DSA,
		.unit = "read buffers", .since = "5.6", .help = "read buffers that all groups of the device share",
		.rule = IDXD_ATTR_MAX_READ_BUFFERS,
	},
	[ATTR_DEVICE_MAX_BATCH_SIZE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_batch_size", .json_key = "max_batch_size",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_DSA, .unit = "descriptors", .since = "5.6",
		.help = "descriptors that one batch may hold", .rule = IDXD_ATTR_DEVICE_MAX_BATCH_SIZE,
	},
	[ATTR_IMS_SIZE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "ims_size", .json_key = "ims_size",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "entries", .since = "5.6",
		.help = "entries of the interrupt message storage; only with out-of-tree drivers",
		.rule = IDXD_ATTR_NONE,
	},
	[ATTR_DEVICE_MAX_TRANSFER_SIZE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "max_transfer_size", .json_key = "max_transfer_size",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "bytes", .since = "5.6",
		.help = "bytes that one descriptor may move", .rule = IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE,
	},
	[ATTR_CONFIGURABLE] = {
		.kind = ACCFG_KIND_DEVICE, .name = "configurable", .json_key = "configurable",
		.type = ACCFG_ATTR_BOOL, READ_ONLY, .families = ATTR_ALL, .values = bool_values, .since = "5.6",
		.help = "whether the configuration can be changed at all", .rule = IDXD_ATTR_CONFIGURABLE,
	},
	[ATTR_PASID_ENABLED] = {
		.kind = ACCFG_KIND_DEVICE, .name = "pasid_enabled", .json_key = "pasid_enabled",
		.type = ACCFG_ATTR_BOOL, READ_ONLY, .families = ATTR_ALL, .values = bool_values, .since = "5.11",
		.help = "whether user processes can share their address space with the device",
		.rule = IDXD_ATTR_PASID_ENABLED,
	},
	[ATTR_CDEV_MAJOR] = {
		.kind = ACCFG_KIND_DEVICE, .name = "cdev_major", .json_key = "cdev_major",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "major number of the character devices", .rule = IDXD_ATTR_CDEV_MAJOR,
	},
	[ATTR_DEVICE_CLIENTS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "clients", .json_key = "clients",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "clients", .since = "5.6",
		.help = "clients of all work queues of the device", .rule = IDXD_ATTR_DEVICE_CLIENTS,
	},
	[ATTR_DSACAPS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "dsacaps",
		.type = ACCFG_ATTR_STRING, READ_ONLY, .families = ATTR_DSA, .since = "7.0",
		.help = "DSACAP2, DSACAP1 and DSACAP0 of DSA 3.0 and later", .rule = IDXD_ATTR_DSACAPS,
	},
	[ATTR_CMD_STATUS] = {
		.kind = ACCFG_KIND_DEVICE, .name = "cmd_status",
		.type = ACCFG_ATTR_HEX, READ_ONLY, .is_volatile = true, .families = ATTR_ALL, .since = "5.10",
		.help = "how the last command to the device ended; 0 is success", .rule = IDXD_ATTR_CMD_STATUS,
	},

	/* ---- group ---- */
	[ATTR_READ_BUFFERS_RESERVED] = {
		.kind = ACCFG_KIND_GROUP, .name = "read_buffers_reserved", .old_name = "tokens_reserved",
		.json_key = "read_buffers_reserved", .type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_DSA,
		.unit = "read buffers", .values = "0..max_read_buffers", .since = "5.6",
		.help = "read buffers that only this group may use",
		.option = "read-buffers-reserved", .option_char = 'r', .rule = IDXD_ATTR_READ_BUFFERS_RESERVED,
	},
	[ATTR_USE_READ_BUFFER_LIMIT] = {
		.kind = ACCFG_KIND_GROUP, .name = "use_read_buffer_limit", .old_name = "use_token_limit",
		.json_key = "use_read_buffer_limit", .type = ACCFG_ATTR_BOOL, WRITABLE, .families = ATTR_DSA,
		.values = bool_values, .since = "5.6",
		.help = "whether the group counts against read_buffer_limit of the device",
		.option = "use-read-buffer-limit", .option_char = 'l', .rule = IDXD_ATTR_USE_READ_BUFFER_LIMIT,
	},
	[ATTR_READ_BUFFERS_ALLOWED] = {
		.kind = ACCFG_KIND_GROUP, .name = "read_buffers_allowed", .old_name = "tokens_allowed",
		.json_key = "read_buffers_allowed", .type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_DSA,
		.unit = "read buffers", .values = "4 x engines..reserved + free", .since = "5.6",
		.help = "read buffers that the group may use at the same time",
		.option = "read-buffers-allowed", .option_char = 't', .rule = IDXD_ATTR_READ_BUFFERS_ALLOWED,
	},
	[ATTR_TRAFFIC_CLASS_A] = {
		.kind = ACCFG_KIND_GROUP, .name = "traffic_class_a", .json_key = "traffic_class_a",
		.type = ACCFG_ATTR_INT, WRITABLE, .families = ATTR_ALL, .values = "0..7", .since = "5.6",
		.help = "traffic class of accesses that a descriptor leaves at 0 in its selector",
		.option = "traffic-class-a", .option_char = 'a', .rule = IDXD_ATTR_TRAFFIC_CLASS_A,
	},
	[ATTR_TRAFFIC_CLASS_B] = {
		.kind = ACCFG_KIND_GROUP, .name = "traffic_class_b", .json_key = "traffic_class_b",
		.type = ACCFG_ATTR_INT, WRITABLE, .families = ATTR_ALL, .values = "0..7", .since = "5.6",
		.help = "traffic class of accesses that a descriptor sets to 1 in its selector",
		.option = "traffic-class-b", .option_char = 'b', .rule = IDXD_ATTR_TRAFFIC_CLASS_B,
	},
	[ATTR_DESC_PROGRESS_LIMIT] = {
		.kind = ACCFG_KIND_GROUP, .name = "desc_progress_limit", .json_key = "desc_progress_limit",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .values = "0..3", .since = "6.0",
		.help = "how many descriptors of the group run at the same time: 0 is no limit",
		.option = "desc-progress-limit", .option_char = 'd', .rule = IDXD_ATTR_DESC_PROGRESS_LIMIT,
	},
	[ATTR_BATCH_PROGRESS_LIMIT] = {
		.kind = ACCFG_KIND_GROUP, .name = "batch_progress_limit", .json_key = "batch_progress_limit",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .values = "0..3", .since = "6.0",
		.help = "how many batches of the group run at the same time: 0 is no limit",
		.option = "batch-progress-limit", .option_char = 'p', .rule = IDXD_ATTR_BATCH_PROGRESS_LIMIT,
	},

	/* ---- wq ---- */
	[ATTR_MODE] = {
		.kind = ACCFG_KIND_WQ, .name = "mode", .json_key = "mode",
		.type = ACCFG_ATTR_ENUM, WRITABLE, .families = ATTR_ALL, .values = "shared|dedicated", .since = "5.6",
		.help = "one client at a time (dedicated) or many (shared)",
		.option = "mode", .option_char = 'm', .rule = IDXD_ATTR_MODE,
	},
	[ATTR_SIZE] = {
		.kind = ACCFG_KIND_WQ, .name = "size", .json_key = "size",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .unit = "entries",
		.values = "0..work_queue_size", .since = "5.6", .help = "entries of the work queue",
		.option = "wq-size", .option_char = 's', .rule = IDXD_ATTR_SIZE,
	},
	[ATTR_WQ_GROUP_ID] = {
		.kind = ACCFG_KIND_WQ, .name = "group_id", .json_key = "group_id",
		.type = ACCFG_ATTR_INT, WRITABLE, .families = ATTR_ALL, .values = "-1..max_groups - 1", .since = "5.6",
		.help = "group that the work queue is in; -1 is none",
		.option = "group-id", .option_char = 'g', .rule = IDXD_ATTR_WQ_GROUP_ID,
	},
	[ATTR_PRIORITY] = {
		.kind = ACCFG_KIND_WQ, .name = "priority", .json_key = "priority",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .values = "0..15", .since = "5.6",
		.help = "priority among the work queues of the group, 15 is highest; enabling may need 1 or more",
		.option = "priority", .option_char = 'p', .rule = IDXD_ATTR_PRIORITY,
	},
	[ATTR_BLOCK_ON_FAULT] = {
		.kind = ACCFG_KIND_WQ, .name = "block_on_fault", .json_key = "block_on_fault",
		.type = ACCFG_ATTR_BOOL, WRITABLE, .families = ATTR_ALL, .values = bool_values, .since = "5.11",
		.help = "whether a descriptor may ask to wait for a page fault",
		.option = "block-on-fault", .option_char = 'b', .rule = IDXD_ATTR_BLOCK_ON_FAULT,
	},
	[ATTR_WQ_MAX_BATCH_SIZE] = {
		.kind = ACCFG_KIND_WQ, .name = "max_batch_size", .json_key = "max_batch_size",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_DSA, .unit = "descriptors",
		.values = "1..max_batch_size of the device", .since = "5.10",
		.help = "descriptors that one batch may hold, rounded up to a power of two",
		.option = "max-batch-size", .option_char = 'c', .rule = IDXD_ATTR_WQ_MAX_BATCH_SIZE,
	},
	[ATTR_WQ_MAX_TRANSFER_SIZE] = {
		.kind = ACCFG_KIND_WQ, .name = "max_transfer_size", .json_key = "max_transfer_size",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .unit = "bytes",
		.values = "1..max_transfer_size of the device", .since = "5.10",
		.help = "bytes that one descriptor may move, rounded up to a power of two",
		.option = "max-transfer-size", .option_char = 'x', .rule = IDXD_ATTR_WQ_MAX_TRANSFER_SIZE,
	},
	[ATTR_CDEV_MINOR] = {
		.kind = ACCFG_KIND_WQ, .name = "cdev_minor", .json_key = "cdev_minor",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .since = "5.6",
		.help = "minor number of the character device; only of an enabled work queue of type user",
		.rule = IDXD_ATTR_CDEV_MINOR,
	},
	[ATTR_TYPE] = {
		.kind = ACCFG_KIND_WQ, .name = "type", .json_key = "type",
		.type = ACCFG_ATTR_ENUM, WRITABLE, .families = ATTR_ALL, .values = "none|kernel|user", .since = "5.6",
		.help = "who uses the work queue; changing it clears the name",
		.option = "type", .option_char = 'y', .rule = IDXD_ATTR_TYPE,
	},
	[ATTR_NAME] = {
		.kind = ACCFG_KIND_WQ, .name = "name", .json_key = "name",
		.type = ACCFG_ATTR_STRING, WRITABLE, .families = ATTR_ALL, .values = "1..1023 bytes", .since = "5.6",
		.help = "label of the work queue; enabling needs one",
		.option = "name", .option_char = 'n', .rule = IDXD_ATTR_NAME,
	},
	[ATTR_DRIVER_NAME] = {
		.kind = ACCFG_KIND_WQ, .name = "driver_name", .json_key = "driver_name",
		.type = ACCFG_ATTR_STRING, WRITABLE, .families = ATTR_ALL, .values = "user, dmaengine, crypto",
		.since = "6.7", .help = "driver that the work queue is meant for",
		.option = "driver-name", .option_char = 'd', .rule = IDXD_ATTR_DRIVER_NAME,
	},
	[ATTR_THRESHOLD] = {
		.kind = ACCFG_KIND_WQ, .name = "threshold", .json_key = "threshold",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .unit = "entries", .values = "1..size",
		.since = "5.6", .help = "entries that unprivileged clients of a shared work queue may fill",
		.option = "threshold", .option_char = 't', .rule = IDXD_ATTR_THRESHOLD,
	},
	[ATTR_PRS_DISABLE] = {
		.kind = ACCFG_KIND_WQ, .name = "prs_disable", .json_key = "prs_disable",
		.type = ACCFG_ATTR_BOOL, WRITABLE, .families = ATTR_ALL, .values = bool_values, .since = "6.4",
		.help = "whether page requests are off; turning them off clears block_on_fault",
		.option = "prs-disable", .option_char = 'r', .rule = IDXD_ATTR_PRS_DISABLE,
	},
	[ATTR_ATS_DISABLE] = {
		.kind = ACCFG_KIND_WQ, .name = "ats_disable", .json_key = "ats_disable",
		.type = ACCFG_ATTR_BOOL, WRITABLE, .families = ATTR_ALL, .values = bool_values, .since = "5.11",
		.help = "whether address translation services are off",
		.option = "ats-disable", .option_char = 'a', .rule = IDXD_ATTR_ATS_DISABLE,
	},
	[ATTR_OP_CONFIG] = {
		.kind = ACCFG_KIND_WQ, .name = "op_config", .json_key = "op_config",
		.type = ACCFG_ATTR_BITMAP, WRITABLE, .families = ATTR_ALL, .values = "bits of op_cap", .since = "6.0",
		.help = "operations that the work queue accepts, one bit for each operation code",
		.option = "op-config", .option_char = 'o', .rule = IDXD_ATTR_OP_CONFIG,
	},
	[ATTR_WQ_STATE] = {
		.kind = ACCFG_KIND_WQ, .name = "state", .json_key = "state",
		.type = ACCFG_ATTR_ENUM, READ_ONLY, .families = ATTR_ALL, .values = "disabled|enabled", .since = "5.6",
		.help = "state of the work queue", .rule = IDXD_ATTR_WQ_STATE,
	},
	[ATTR_WQ_CLIENTS] = {
		.kind = ACCFG_KIND_WQ, .name = "clients", .json_key = "clients",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .families = ATTR_ALL, .unit = "clients", .since = "5.6",
		.help = "open files or channels of the work queue", .rule = IDXD_ATTR_WQ_CLIENTS,
	},
	[ATTR_ENQCMDS_RETRIES] = {
		.kind = ACCFG_KIND_WQ, .name = "enqcmds_retries", .json_key = "enqcmds_retries",
		.type = ACCFG_ATTR_UINT, WRITABLE, .families = ATTR_ALL, .values = "0..64", .since = "5.17",
		.help = "how often the kernel tries again when a shared work queue is full",
		.option = "enqcmds-retries", .option_char = 'e', .rule = IDXD_ATTR_ENQCMDS_RETRIES,
	},
	[ATTR_OCCUPANCY] = {
		.kind = ACCFG_KIND_WQ, .name = "occupancy",
		.type = ACCFG_ATTR_UINT, READ_ONLY, .is_volatile = true, .families = ATTR_ALL, .unit = "entries",
		.since = "5.14", .help = "entries in use at this moment; only on hardware that counts them",
		.rule = IDXD_ATTR_OCCUPANCY,
	},

	/* ---- engine ---- */
	[ATTR_ENGINE_GROUP_ID] = {
		.kind = ACCFG_KIND_ENGINE, .name = "group_id", .json_key = "group_id",
		.type = ACCFG_ATTR_INT, WRITABLE, .families = ATTR_ALL, .values = "-1..max_groups - 1", .since = "5.6",
		.help = "group that the engine is in; -1 is none",
		.option = "group-id", .option_char = 'g', .rule = IDXD_ATTR_ENGINE_GROUP_ID,
	},
};
