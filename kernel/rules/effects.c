// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What an allowed write stores, and what it changes besides.
 */
#include "rules-internal.h"

uint64_t idxd_rules_round_up(uint64_t value)
{
	unsigned int shift = value > 1 ? rules_log2(value - 1) + 1 : 0;

	/* The driver shifts 1 by 64 for everything above 2^63; x86 makes that a shift by 0 (10.1). */
	return 1ull << (shift & 63);
}

void rules_apply_device(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			const struct idxd_write *write)
{
	struct idxd_device_config *device = &config->device;
	uint64_t number = write->value.number;

	(void)kernel;
	(void)caps;
	if (write->attr == IDXD_ATTR_READ_BUFFER_LIMIT)
		device->read_buffer_limit = (uint32_t)number;
	else if (write->attr == IDXD_ATTR_EVENT_LOG_SIZE)
		device->event_log_size = (uint32_t)number;
	else if (write->attr == IDXD_ATTR_CMD_STATUS)
		device->cmd_status = 0; /* whatever was written */
}

void rules_apply_group(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
		       const struct idxd_write *write)
{
	struct idxd_group_config *group = &config->groups[write->id];
	uint64_t number = write->value.number;

	(void)kernel;
	(void)caps;
	switch (write->attr) {
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT:
		group->use_read_buffer_limit = number != 0;
		break;
	case IDXD_ATTR_READ_BUFFERS_ALLOWED:
		group->read_buffers_allowed = (uint8_t)number; /* a byte in the driver (3.3) */
		break;
	case IDXD_ATTR_TRAFFIC_CLASS_A:
		group->traffic_class_a = (int32_t)number;
		break;
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		group->traffic_class_b = (int32_t)number;
		break;
	case IDXD_ATTR_DESC_PROGRESS_LIMIT:
		group->desc_progress_limit = (int32_t)number;
		break;
	case IDXD_ATTR_BATCH_PROGRESS_LIMIT:
		group->batch_progress_limit = (int32_t)number;
		break;
	default:
		break;
	}
}

/* The only place where the driver counts what is free again (4.4). */
void rules_apply_reserved(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			  const struct idxd_write *write)
{
	(void)kernel;
	config->groups[write->id].read_buffers_reserved = (uint8_t)write->value.number;
	config->device.free_read_buffers = caps->max_read_buffers - (uint32_t)rules_reserved_sum(config);
}

void rules_apply_wq_number(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			   const struct idxd_write *write)
{
	struct idxd_wq_config *wq = &config->wqs[write->id];
	uint64_t number = write->value.number;

	(void)kernel;
	(void)caps;
	switch (write->attr) {
	case IDXD_ATTR_WQ_GROUP_ID:
		wq->group_id = (int32_t)number;
		break;
	case IDXD_ATTR_SIZE:
		wq->size = (uint32_t)number; /* cut: see the check of the sum */
		break;
	case IDXD_ATTR_PRIORITY:
		wq->priority = (uint32_t)number;
		break;
	case IDXD_ATTR_THRESHOLD:
		wq->threshold = (uint32_t)number;
		break;
	case IDXD_ATTR_WQ_MAX_TRANSFER_SIZE:
		wq->max_transfer_size = idxd_rules_round_up(number);
		break;
	case IDXD_ATTR_WQ_MAX_BATCH_SIZE:
		wq->max_batch_size = idxd_rules_round_up(number);
		break;
	case IDXD_ATTR_ENQCMDS_RETRIES:
		wq->enqcmds_retries = number > IDXD_RULES_RETRIES_MAX ? IDXD_RULES_RETRIES_MAX : (uint32_t)number;
		break;
	default:
		break;
	}
}

static void set_type(struct idxd_wq_config *wq, enum idxd_type type)
{
	/* Only a change costs the name (3.4). */
	if (wq->type != type)
		wq->name_length = 0;
	wq->type = type;
}

void rules_apply_wq_choice(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			   const struct idxd_write *write)
{
	struct idxd_wq_config *wq = &config->wqs[write->id];
	uint64_t number = write->value.number;
	unsigned int i;

	(void)kernel;
	(void)caps;
	switch (write->attr) {
	case IDXD_ATTR_MODE:
		wq->mode = (enum idxd_mode)number;
		if (wq->mode == IDXD_MODE_DEDICATED)
			wq->threshold = 0;
		break;
	case IDXD_ATTR_TYPE:
		set_type(wq, (enum idxd_type)number);
		break;
	case IDXD_ATTR_BLOCK_ON_FAULT:
		wq->block_on_fault = number;
		break;
	case IDXD_ATTR_ATS_DISABLE:
		wq->ats_disable = number;
		break;
	case IDXD_ATTR_PRS_DISABLE:
		wq->prs_disable = number;
		if (wq->prs_disable)
			wq->block_on_fault = false;
		break;
	case IDXD_ATTR_OP_CONFIG:
		for (i = 0; i < IDXD_RULES_OP_WORDS; i++)
			wq->op_config[i] = write->value.bits[i];
		break;
	default:
		break;
	}
}

void rules_apply_wq_text(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			 const struct idxd_write *write)
{
	struct idxd_wq_config *wq = &config->wqs[write->id];

	(void)kernel;
	(void)caps;
	if (write->attr == IDXD_ATTR_NAME) {
		wq->name_length = write->value.trimmed_length;
	} else {
		wq->driver_name_length = write->value.trimmed_length;
		wq->driver_match = write->value.driver_match;
	}
}

void rules_apply_engine(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			const struct idxd_write *write)
{
	(void)kernel;
	(void)caps;
	config->engines[write->id].group_id = (int32_t)write->value.number;
}
