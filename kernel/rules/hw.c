// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What the hardware checks when a device or a wq is enabled (CMDSTS, interface notes 2.5). The driver asks for less:
 * it never counts the sizes again and does not look whether a group is complete. Where the notes leave open what
 * silicon does, these rules let the configuration pass.
 */
#include "rules-internal.h"

#include "../uapi/idxd.h"

/* Only wqs in a group are ever written to the hardware (4.2). */
static uint64_t grouped_size(const struct idxd_config *config)
{
	uint64_t sum = 0;
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++)
		if (config->wqs[i].group_id >= 0)
			sum += config->wqs[i].size;
	return sum;
}

/* A group has both wqs and engines, or neither. */
static bool groups_complete(const struct idxd_config *config)
{
	int32_t g;

	for (g = 0; g < (int32_t)config->n_groups; g++)
		if (!rules_group_wqs(config, g) != !rules_group_engines(config, g))
			return false;
	return true;
}

uint32_t idxd_rules_hw_enable_device(const struct idxd_caps *caps, const struct idxd_config *config)
{
	if (config->device.state == IDXD_STATE_ENABLED)
		return IDXD_CMDSTS_DEV_ENABLED;
	if (!caps->configurable)
		return IDXD_CMDSTS_OK; /* the tables are its own */
	if (config->device.read_buffer_limit > caps->max_read_buffers)
		return IDXD_CMDSTS_CONFIG;
	if (grouped_size(config) > caps->max_wq_size)
		return IDXD_CMDSTS_SIZE_SUM;
	if (!groups_complete(config))
		return IDXD_CMDSTS_GROUP_INCOMPLETE;
	if (rules_reserved_sum(config) > caps->max_read_buffers)
		return IDXD_CMDSTS_GROUP_READ_BUFFERS;
	return IDXD_CMDSTS_OK;
}

static bool mode_supported(const struct idxd_caps *caps, const struct idxd_wq_config *wq)
{
	return wq->mode == IDXD_MODE_SHARED ? caps->shared_mode : caps->dedicated_mode;
}

/*
 * A shared wq needs a PASID in each descriptor, thus the capability, switched on. 7.2 says that there are user PASIDs
 * where no IOMMU has done that, too; privileged mode is switched on with it.
 */
static bool pasid_fits(const struct idxd_caps *caps, const struct idxd_wq_config *wq)
{
	return wq->mode == IDXD_MODE_DEDICATED || caps->kernel_pasid || (caps->user_pasid && caps->pasid_priv);
}

uint32_t idxd_rules_hw_enable_wq(const struct idxd_caps *caps, const struct idxd_config *config, uint32_t id)
{
	const struct idxd_wq_config *wq = &config->wqs[id];

	if (config->device.state != IDXD_STATE_ENABLED)
		return IDXD_CMDSTS_DEV_NOT_ENABLED;
	if (wq->enabled)
		return IDXD_CMDSTS_WQ_ENABLED;
	if (!wq->size)
		return IDXD_CMDSTS_WQ_SIZE;
	if (!wq->priority && caps->priority && caps->priority_zero_refused)
		return IDXD_CMDSTS_WQ_PRIORITY;
	if (!mode_supported(caps, wq))
		return IDXD_CMDSTS_WQ_MODE;
	if (wq->block_on_fault && !caps->block_on_fault)
		return IDXD_CMDSTS_WQ_BLOCK_ON_FAULT;
	if (!pasid_fits(caps, wq))
		return IDXD_CMDSTS_WQ_PASID;
	if (caps->family == IDXD_FAMILY_DSA && wq->max_batch_size > idxd_rules_max_batch(caps))
		return IDXD_CMDSTS_WQ_BATCH;
	if (wq->max_transfer_size > idxd_rules_max_transfer(caps))
		return IDXD_CMDSTS_WQ_TRANSFER;
	return IDXD_CMDSTS_OK;
}
