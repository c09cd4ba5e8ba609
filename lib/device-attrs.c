// SPDX-License-Identifier: LGPL-2.1-or-later
/* Getters and setters of a device's attributes, one line each; the rows behind them are in attr-table.c. */
#include "lib/device.h"

ACCFG_EXPORT int accfg_device_get_version(struct accfg_device *device, uint32_t *version)
{
	return object_get_u32(accfg_device_get_object(device), ATTR_VERSION, version);
}

ACCFG_EXPORT int accfg_device_get_max_groups(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_MAX_GROUPS, n);
}

ACCFG_EXPORT int accfg_device_get_max_work_queues(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_MAX_WORK_QUEUES, n);
}

ACCFG_EXPORT int accfg_device_get_max_work_queues_size(struct accfg_device *device,
		unsigned int *entries)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_MAX_WORK_QUEUES_SIZE, entries);
}

ACCFG_EXPORT int accfg_device_get_max_engines(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_MAX_ENGINES, n);
}

ACCFG_EXPORT int accfg_device_get_numa_node(struct accfg_device *device, int *node)
{
	return object_get_int(accfg_device_get_object(device), ATTR_NUMA_NODE, node);
}

ACCFG_EXPORT int accfg_device_get_max_batch_size(struct accfg_device *device,
		unsigned int *descriptors)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_DEVICE_MAX_BATCH_SIZE, descriptors);
}

ACCFG_EXPORT int accfg_device_get_max_transfer_size(struct accfg_device *device, uint64_t *bytes)
{
	return object_get_u64(accfg_device_get_object(device), ATTR_DEVICE_MAX_TRANSFER_SIZE, bytes);
}

ACCFG_EXPORT int accfg_device_get_op_cap(struct accfg_device *device, struct accfg_bitmap *opcodes)
{
	return object_get_bitmap(accfg_device_get_object(device), ATTR_OP_CAP, opcodes);
}

ACCFG_EXPORT int accfg_device_get_gen_cap(struct accfg_device *device, uint64_t *bits)
{
	return object_get_u64(accfg_device_get_object(device), ATTR_GEN_CAP, bits);
}

ACCFG_EXPORT int accfg_device_get_iaa_cap(struct accfg_device *device, uint64_t *bits)
{
	return object_get_u64(accfg_device_get_object(device), ATTR_IAA_CAP, bits);
}

ACCFG_EXPORT int accfg_device_get_dsacaps(struct accfg_device *device, const char **text)
{
	return object_get_text(accfg_device_get_object(device), ATTR_DSACAPS, text);
}

ACCFG_EXPORT int accfg_device_get_configurable(struct accfg_device *device, bool *configurable)
{
	return object_get_bool(accfg_device_get_object(device), ATTR_CONFIGURABLE, configurable);
}

ACCFG_EXPORT int accfg_device_get_pasid_enabled(struct accfg_device *device, bool *enabled)
{
	return object_get_bool(accfg_device_get_object(device), ATTR_PASID_ENABLED, enabled);
}

ACCFG_EXPORT int accfg_device_get_errors(struct accfg_device *device, struct accfg_bitmap *swerr)
{
	return object_get_bitmap(accfg_device_get_object(device), ATTR_ERRORS, swerr);
}

ACCFG_EXPORT int accfg_device_get_clients(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_DEVICE_CLIENTS, n);
}

ACCFG_EXPORT int accfg_device_get_cdev_major(struct accfg_device *device, unsigned int *major)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_CDEV_MAJOR, major);
}

ACCFG_EXPORT int accfg_device_get_ims_size(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_IMS_SIZE, n);
}

ACCFG_EXPORT int accfg_device_get_max_read_buffers(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_MAX_READ_BUFFERS, n);
}

ACCFG_EXPORT int accfg_device_get_read_buffer_limit(struct accfg_device *device, unsigned int *n)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_READ_BUFFER_LIMIT, n);
}

ACCFG_EXPORT int accfg_device_get_event_log_size(struct accfg_device *device, unsigned int *entries)
{
	return object_get_uint(accfg_device_get_object(device), ATTR_EVENT_LOG_SIZE, entries);
}

ACCFG_EXPORT int accfg_device_get_cmd_status(struct accfg_device *device, uint32_t *cmd_status)
{
	return object_get_u32(accfg_device_get_object(device), ATTR_CMD_STATUS, cmd_status);
}

ACCFG_EXPORT int accfg_device_set_read_buffer_limit(struct accfg_device *device, unsigned int n)
{
	return object_set_uint(accfg_device_get_object(device), ATTR_READ_BUFFER_LIMIT, n);
}

ACCFG_EXPORT int accfg_device_set_event_log_size(struct accfg_device *device, unsigned int entries)
{
	return object_set_uint(accfg_device_get_object(device), ATTR_EVENT_LOG_SIZE, entries);
}

ACCFG_EXPORT int accfg_device_get_state(struct accfg_device *device, enum accfg_device_state *state)
{
	int word, rc = object_get_word(accfg_device_get_object(device), ATTR_DEVICE_STATE, ACCFG_DEVICE_UNKNOWN, &word);

	if (!rc)
		*state = (enum accfg_device_state)word;
	return rc;
}
