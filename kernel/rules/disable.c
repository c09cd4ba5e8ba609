// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The state after loading the driver, and what disabling a wq or a device brings back to it (interface notes 3.9, 4.4).
 */
#include "rules-internal.h"

/* What every unbind of a wq wipes; size, group, type and driver_name are no part of it. */
static void reset_wq(const struct idxd_caps *caps, struct idxd_wq_config *wq)
{
	unsigned int i;

	wq->mode = IDXD_MODE_SHARED;
	wq->threshold = 0;
	wq->priority = 0;
	wq->block_on_fault = false;
	wq->ats_disable = false;
	wq->prs_disable = false;
	wq->name_length = 0;
	wq->max_transfer_size = IDXD_RULES_TRANSFER_DEFAULT;
	wq->max_batch_size = caps->family == IDXD_FAMILY_IAX ? 0 : IDXD_RULES_BATCH_DEFAULT;
	wq->enqcmds_retries = IDXD_RULES_RETRIES_DEFAULT;
	for (i = 0; i < IDXD_RULES_OP_WORDS; i++)
		wq->op_config[i] = caps->op_cap[i];
}

static void reset_group(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_group_config *group)
{
	*group = (struct idxd_group_config){
		.read_buffers_allowed = rules_default_allowed(kernel, caps),
		.traffic_class_a = rules_default_traffic_class(caps),
		.traffic_class_b = rules_default_traffic_class(caps),
	};
}

/* What a configurable device forgets when it is disabled; types of wqs that were never bound stay. */
static void reset_objects(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config)
{
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++) {
		reset_wq(caps, &config->wqs[i]);
		config->wqs[i].size = 0;
		config->wqs[i].group_id = IDXD_RULES_NO_GROUP;
	}
	for (i = 0; i < config->n_engines; i++)
		config->engines[i].group_id = IDXD_RULES_NO_GROUP;
	for (i = 0; i < config->n_groups; i++)
		reset_group(kernel, caps, &config->groups[i]);
}

void idxd_rules_init(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config)
{
	uint32_t i;

	config->device = (struct idxd_device_config){
		.state = IDXD_STATE_DISABLED,
		.event_log_size = IDXD_RULES_EVL_DEFAULT,
		.free_read_buffers = caps->max_read_buffers,
	};
	for (i = 0; i < config->n_wqs; i++)
		config->wqs[i] = (struct idxd_wq_config){ .driver = IDXD_BUS_COUNT };
	reset_objects(kernel, caps, config);
}

bool idxd_rules_apply_iaa_defaults(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				   struct idxd_config *config)
{
	struct idxd_wq_config *wq = config->wqs;

	if (!idxd_kernel_has(kernel, IDXD_KF_IAA_DEFAULTS) || caps->family != IDXD_FAMILY_IAX || !caps->configurable)
		return false;
	if (!config->n_wqs || !config->n_engines)
		return false;
	wq->mode = IDXD_MODE_DEDICATED;
	wq->size = caps->max_wq_size;
	wq->priority = IDXD_RULES_IAA_PRIORITY;
	wq->type = IDXD_TYPE_KERNEL;
	wq->group_id = 0;
	wq->name_length = IDXD_RULES_IAA_NAME_LENGTH;
	wq->driver_name_length = IDXD_RULES_IAA_DRIVER_LENGTH;
	wq->driver_match = 1u << IDXD_BUS_CRYPTO;
	config->engines[0].group_id = 0;
	return true;
}

void idxd_rules_apply_wq_unbind(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				struct idxd_config *config, uint32_t id)
{
	struct idxd_wq_config *wq = &config->wqs[id];

	(void)kernel;
	/* Also on devices that are not configurable: such a wq cannot be enabled again (4.4, quirk). */
	reset_wq(caps, wq);
	wq->type = IDXD_TYPE_NONE;
	wq->enabled = false;
	wq->driver = IDXD_BUS_COUNT;
	wq->clients = 0;
	config->device.cmd_status = 0;
}

void idxd_rules_apply_device_unbind(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				    struct idxd_config *config)
{
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++)
		if (config->wqs[i].enabled)
			idxd_rules_apply_wq_unbind(kernel, caps, config, i);
	/* read_buffer_limit stays; in-tree the free count does too, though nothing is reserved any more (4.4). */
	if (caps->configurable)
		reset_objects(kernel, caps, config);
	if (caps->configurable && caps->exact)
		config->device.free_read_buffers = caps->max_read_buffers;
	config->device.state = IDXD_STATE_DISABLED;
	config->device.event_log_size = IDXD_RULES_EVL_DEFAULT;
	config->device.cmd_status = 0;
}
