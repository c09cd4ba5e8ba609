// SPDX-License-Identifier: LGPL-2.1-or-later
/* Work queues: iteration and attributes. Enabling is in enable.c, their nodes are in node.c. */
#include <stdlib.h>

#include "lib/device.h"

struct accfg_wq {
	struct accfg_object base;
};

struct accfg_object *wq_new(void)
{
	return calloc(1, sizeof(struct accfg_wq));
}

ACCFG_EXPORT struct accfg_wq *accfg_object_as_wq(struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_WQ ? (struct accfg_wq *)object : NULL;
}

ACCFG_EXPORT struct accfg_wq *accfg_wq_get_first(struct accfg_device *device)
{
	return (struct accfg_wq *)device_first_part(device, ACCFG_KIND_WQ);
}

ACCFG_EXPORT struct accfg_wq *accfg_wq_get_next(struct accfg_wq *wq)
{
	return (struct accfg_wq *)device_next_part(&wq->base);
}

ACCFG_EXPORT int accfg_wq_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_wq **wq)
{
	struct accfg_object *part;
	int rc = device_get_part(device, ACCFG_KIND_WQ, id, &part);

	if (!rc)
		*wq = (struct accfg_wq *)part;
	return rc;
}

ACCFG_EXPORT struct accfg_object *accfg_wq_get_object(struct accfg_wq *wq)
{
	return &wq->base;
}

ACCFG_EXPORT struct accfg_device *accfg_wq_get_device(struct accfg_wq *wq)
{
	return wq->base.device;
}

ACCFG_EXPORT const char *accfg_wq_get_devname(struct accfg_wq *wq)
{
	return object_name(&wq->base);
}

ACCFG_EXPORT unsigned int accfg_wq_get_id(struct accfg_wq *wq)
{
	return wq->base.id;
}

ACCFG_EXPORT int accfg_wq_get_state(struct accfg_wq *wq, enum accfg_wq_state *state)
{
	int word, rc = object_get_word(&wq->base, ATTR_WQ_STATE, ACCFG_WQ_UNKNOWN, &word);

	if (!rc)
		*state = (enum accfg_wq_state)word;
	return rc;
}

ACCFG_EXPORT int accfg_wq_get_mode(struct accfg_wq *wq, enum accfg_wq_mode *mode)
{
	int word, rc = object_get_word(&wq->base, ATTR_MODE, -1, &word);

	if (!rc)
		*mode = (enum accfg_wq_mode)word;
	return rc;
}

ACCFG_EXPORT int accfg_wq_get_type(struct accfg_wq *wq, enum accfg_wq_type *type)
{
	int word, rc = object_get_word(&wq->base, ATTR_TYPE, -1, &word);

	if (!rc)
		*type = (enum accfg_wq_type)word;
	return rc;
}

ACCFG_EXPORT int accfg_wq_get_group(struct accfg_wq *wq, struct accfg_group **group)
{
	int id, rc = accfg_wq_get_group_id(wq, &id);

	if (rc)
		return rc;
	if (id >= 0)
		return accfg_group_get_by_id(wq->base.device, (unsigned int)id, group);
	*group = NULL;
	return 0;
}

ACCFG_EXPORT int accfg_wq_get_clients(struct accfg_wq *wq, unsigned int *n)
{
	return object_get_uint(&wq->base, ATTR_WQ_CLIENTS, n);
}

ACCFG_EXPORT int accfg_wq_get_group_id(struct accfg_wq *wq, int *id)
{
	return object_get_int(&wq->base, ATTR_WQ_GROUP_ID, id);
}

ACCFG_EXPORT int accfg_wq_get_size(struct accfg_wq *wq, unsigned int *entries)
{
	return object_get_uint(&wq->base, ATTR_SIZE, entries);
}

ACCFG_EXPORT int accfg_wq_get_priority(struct accfg_wq *wq, unsigned int *priority)
{
	return object_get_uint(&wq->base, ATTR_PRIORITY, priority);
}

ACCFG_EXPORT int accfg_wq_get_block_on_fault(struct accfg_wq *wq, bool *block)
{
	return object_get_bool(&wq->base, ATTR_BLOCK_ON_FAULT, block);
}

ACCFG_EXPORT int accfg_wq_get_threshold(struct accfg_wq *wq, unsigned int *entries)
{
	return object_get_uint(&wq->base, ATTR_THRESHOLD, entries);
}

ACCFG_EXPORT int accfg_wq_get_name(struct accfg_wq *wq, const char **name)
{
	return object_get_text(&wq->base, ATTR_NAME, name);
}

ACCFG_EXPORT int accfg_wq_get_cdev_minor(struct accfg_wq *wq, unsigned int *minor)
{
	return object_get_uint(&wq->base, ATTR_CDEV_MINOR, minor);
}

ACCFG_EXPORT int accfg_wq_get_max_transfer_size(struct accfg_wq *wq, uint64_t *bytes)
{
	return object_get_u64(&wq->base, ATTR_WQ_MAX_TRANSFER_SIZE, bytes);
}

ACCFG_EXPORT int accfg_wq_get_max_batch_size(struct accfg_wq *wq, unsigned int *descriptors)
{
	return object_get_uint(&wq->base, ATTR_WQ_MAX_BATCH_SIZE, descriptors);
}

ACCFG_EXPORT int accfg_wq_get_ats_disable(struct accfg_wq *wq, bool *disable)
{
	return object_get_bool(&wq->base, ATTR_ATS_DISABLE, disable);
}

ACCFG_EXPORT int accfg_wq_get_prs_disable(struct accfg_wq *wq, bool *disable)
{
	return object_get_bool(&wq->base, ATTR_PRS_DISABLE, disable);
}

ACCFG_EXPORT int accfg_wq_get_occupancy(struct accfg_wq *wq, unsigned int *entries)
{
	return object_get_uint(&wq->base, ATTR_OCCUPANCY, entries);
}

ACCFG_EXPORT int accfg_wq_get_enqcmds_retries(struct accfg_wq *wq, unsigned int *n)
{
	return object_get_uint(&wq->base, ATTR_ENQCMDS_RETRIES, n);
}

ACCFG_EXPORT int accfg_wq_get_op_config(struct accfg_wq *wq, struct accfg_bitmap *opcodes)
{
	return object_get_bitmap(&wq->base, ATTR_OP_CONFIG, opcodes);
}

ACCFG_EXPORT int accfg_wq_get_driver_name(struct accfg_wq *wq, const char **name)
{
	return object_get_text(&wq->base, ATTR_DRIVER_NAME, name);
}

ACCFG_EXPORT int accfg_wq_set_group_id(struct accfg_wq *wq, int id)
{
	return object_set_int(&wq->base, ATTR_WQ_GROUP_ID, id);
}

ACCFG_EXPORT int accfg_wq_set_mode(struct accfg_wq *wq, enum accfg_wq_mode mode)
{
	return object_set_word(&wq->base, ATTR_MODE, (int)mode);
}

ACCFG_EXPORT int accfg_wq_set_size(struct accfg_wq *wq, unsigned int entries)
{
	return object_set_uint(&wq->base, ATTR_SIZE, entries);
}

ACCFG_EXPORT int accfg_wq_set_priority(struct accfg_wq *wq, unsigned int priority)
{
	return object_set_uint(&wq->base, ATTR_PRIORITY, priority);
}

ACCFG_EXPORT int accfg_wq_set_block_on_fault(struct accfg_wq *wq, bool block)
{
	return object_set_uint(&wq->base, ATTR_BLOCK_ON_FAULT, block);
}

ACCFG_EXPORT int accfg_wq_set_threshold(struct accfg_wq *wq, unsigned int entries)
{
	return object_set_uint(&wq->base, ATTR_THRESHOLD, entries);
}

ACCFG_EXPORT int accfg_wq_set_type(struct accfg_wq *wq, enum accfg_wq_type type)
{
	return object_set_word(&wq->base, ATTR_TYPE, (int)type);
}

ACCFG_EXPORT int accfg_wq_set_name(struct accfg_wq *wq, const char *name)
{
	return object_set_text(&wq->base, attr_row(ATTR_NAME), name);
}

ACCFG_EXPORT int accfg_wq_set_max_transfer_size(struct accfg_wq *wq, uint64_t bytes)
{
	return object_set_uint(&wq->base, ATTR_WQ_MAX_TRANSFER_SIZE, bytes);
}

ACCFG_EXPORT int accfg_wq_set_max_batch_size(struct accfg_wq *wq, unsigned int descriptors)
{
	return object_set_uint(&wq->base, ATTR_WQ_MAX_BATCH_SIZE, descriptors);
}

ACCFG_EXPORT int accfg_wq_set_ats_disable(struct accfg_wq *wq, bool disable)
{
	return object_set_uint(&wq->base, ATTR_ATS_DISABLE, disable);
}

ACCFG_EXPORT int accfg_wq_set_prs_disable(struct accfg_wq *wq, bool disable)
{
	return object_set_uint(&wq->base, ATTR_PRS_DISABLE, disable);
}

ACCFG_EXPORT int accfg_wq_set_enqcmds_retries(struct accfg_wq *wq, unsigned int n)
{
	return object_set_uint(&wq->base, ATTR_ENQCMDS_RETRIES, n);
}

ACCFG_EXPORT int accfg_wq_set_op_config(struct accfg_wq *wq, const struct accfg_bitmap *opcodes)
{
	return object_set_bitmap(&wq->base, ATTR_OP_CONFIG, opcodes);
}

ACCFG_EXPORT int accfg_wq_set_driver_name(struct accfg_wq *wq, const char *name)
{
	return object_set_text(&wq->base, attr_row(ATTR_DRIVER_NAME), name);
}
