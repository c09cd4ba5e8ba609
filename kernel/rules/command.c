// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What follows the checks of a bind: the changes made while the configuration is written, how a failed command or a
 * failed step after it is answered, and what of the outcome stays (interface notes 3.8, 4.2, 4.3).
 */
#include "rules-internal.h"

#include "../uapi/idxd.h"

/*
 * Codes of cmd_status: the rule each is about, and the errors of the drivers for what comes after the command. A failed
 * command is always ENXIO; what comes before it is in the tables of enable.c.
 */
struct code_row {
	uint32_t code;
	enum idxd_reason reason;
	enum idxd_deny deny_user;   /* 0: IDXD_DENY_NXIO */
	enum idxd_deny deny_kernel; /* the same */
};

static const struct code_row codes[] = {
	/* CMDSTS */
	{ IDXD_CMDSTS_DEV_ENABLED, IDXD_REASON_ALREADY_ENABLED, 0, 0 },
	{ IDXD_CMDSTS_SIZE_SUM, IDXD_REASON_SIZE_SUM, 0, 0 },
	{ IDXD_CMDSTS_GROUP_INCOMPLETE, IDXD_REASON_GROUP_NO_ENGINE, 0, 0 },
	{ IDXD_CMDSTS_GROUP_READ_BUFFERS, IDXD_REASON_READ_BUFFERS_TOTAL, 0, 0 },
	{ IDXD_CMDSTS_DEV_NOT_ENABLED, IDXD_REASON_DEVICE_NOT_ENABLED, 0, 0 },
	{ IDXD_CMDSTS_WQ_ENABLED, IDXD_REASON_ALREADY_ENABLED, 0, 0 },
	{ IDXD_CMDSTS_WQ_SIZE, IDXD_REASON_WQ_NO_SIZE, 0, 0 },
	{ IDXD_CMDSTS_WQ_PRIORITY, IDXD_REASON_PRIORITY_ZERO, 0, 0 },
	{ IDXD_CMDSTS_WQ_MODE, IDXD_REASON_MODE_UNSUPPORTED, 0, 0 },
	{ IDXD_CMDSTS_WQ_BLOCK_ON_FAULT, IDXD_REASON_BLOCK_ON_FAULT_CAP, 0, 0 },
	{ IDXD_CMDSTS_WQ_PASID, IDXD_REASON_SHARED_UNSUPPORTED, 0, 0 },
	{ IDXD_CMDSTS_WQ_BATCH, IDXD_REASON_BATCH_SIZE, 0, 0 },
	{ IDXD_CMDSTS_WQ_TRANSFER, IDXD_REASON_TRANSFER_SIZE, 0, 0 },
	/* the driver's, before the command */
	{ IDXD_SCMD_DEV_ENABLED, IDXD_REASON_ALREADY_ENABLED, 0, 0 },
	{ IDXD_SCMD_DEV_NOT_ENABLED, IDXD_REASON_DEVICE_NOT_ENABLED, 0, 0 },
	{ IDXD_SCMD_WQ_ENABLED, IDXD_REASON_ALREADY_ENABLED, 0, 0 },
	{ IDXD_SCMD_WQ_NO_GRP, IDXD_REASON_WQ_NO_GROUP, 0, 0 },
	{ IDXD_SCMD_WQ_NO_NAME, IDXD_REASON_WQ_NO_NAME, 0, 0 },
	{ IDXD_SCMD_WQ_NO_SVM, IDXD_REASON_SHARED_UNSUPPORTED, 0, 0 },
	{ IDXD_SCMD_WQ_NO_THRESH, IDXD_REASON_SHARED_NO_THRESHOLD, 0, 0 },
	{ IDXD_SCMD_WQ_NO_SWQ_SUPPORT, IDXD_REASON_SHARED_UNSUPPORTED, 0, 0 },
	{ IDXD_SCMD_WQ_NONE_CONFIGURED, IDXD_REASON_NO_WQ_CONFIGURED, 0, 0 },
	{ IDXD_SCMD_WQ_NO_SIZE, IDXD_REASON_WQ_NO_SIZE, 0, 0 },
	{ IDXD_SCMD_WQ_NO_PRIV, IDXD_REASON_PASID_PRIV, 0, 0 },
	{ IDXD_SCMD_WQ_USER_NO_IOMMU, IDXD_REASON_NO_USER_PASID, 0, 0 },
	{ IDXD_SCMD_WQ_NO_DRV_NAME, IDXD_REASON_DRIVER_NAME, 0, 0 },
	{ IDXD_SCMD_DEV_EVL_ERR, IDXD_REASON_SYSTEM, IDXD_DENY_NOMEM, IDXD_DENY_NOMEM },
	/* the driver's, after the command; the notes leave open what a failed registration returns: ENOMEM here */
	{ IDXD_SCMD_DEV_DMA_ERR, IDXD_REASON_SYSTEM, IDXD_DENY_NOMEM, IDXD_DENY_NOMEM },
	{ IDXD_SCMD_WQ_PORTAL_ERR, IDXD_REASON_SYSTEM, IDXD_DENY_NOMEM, 0 },
	{ IDXD_SCMD_WQ_RES_ALLOC_ERR, IDXD_REASON_SYSTEM, 0, 0 },
	{ IDXD_SCMD_PERCPU_ERR, IDXD_REASON_SYSTEM, IDXD_DENY_NOMEM, 0 },
	{ IDXD_SCMD_DMA_CHAN_ERR, IDXD_REASON_SYSTEM, 0, IDXD_DENY_NOMEM },
	{ IDXD_SCMD_CDEV_ERR, IDXD_REASON_SYSTEM, IDXD_DENY_NOMEM, 0 },
	{ IDXD_SCMD_WQ_IRQ_ERR, IDXD_REASON_SYSTEM, 0, 0 },
};

static const struct code_row other_soft = { 0, IDXD_REASON_SYSTEM, 0, 0 };
static const struct code_row other_hard = { 0, IDXD_REASON_HARDWARE, 0, 0 };

static const struct code_row *code_row(uint32_t code)
{
	unsigned int i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == code)
			return &codes[i];
	return code & IDXD_SCMD_SOFTERR_MASK ? &other_soft : &other_hard;
}

enum idxd_reason idxd_rules_cmd_status_reason(uint32_t cmd_status)
{
	return cmd_status ? code_row(cmd_status)->reason : IDXD_REASON_OK;
}

static void fail(struct idxd_verdict *verdict, uint32_t code, bool user)
{
	const struct code_row *row = code_row(code);

	verdict->reason = row->reason;
	verdict->deny = user ? row->deny_user : row->deny_kernel;
	if (!verdict->deny)
		verdict->deny = IDXD_DENY_NXIO;
	verdict->value = code;
	verdict->cmd_status = code;
	verdict->sets_cmd_status = true;
}

struct idxd_verdict idxd_rules_device_command_failed(uint32_t code)
{
	struct idxd_verdict verdict = rules_verdict(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE);

	fail(&verdict, code, false);
	return verdict;
}

struct idxd_verdict idxd_rules_wq_command_failed(uint32_t id, enum idxd_bus_driver driver, uint32_t code)
{
	struct idxd_verdict verdict = rules_verdict(IDXD_KIND_WQ, id, IDXD_ATTR_NONE);

	fail(&verdict, code, driver == IDXD_BUS_USER);
	verdict.clears_type = true; /* from the enable step on, with every driver (3.8) */
	return verdict;
}

/* 4.2: the hardware is never given a wq of no size that has a type; nobody counts again whether 16 are left. */
static void apply_wq_sizes(struct idxd_config *config)
{
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++) {
		struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id >= 0 && wq->type != IDXD_TYPE_NONE && !wq->size)
			wq->size = IDXD_RULES_SIZE_WHEN_ZERO;
	}
}

void idxd_rules_apply_config(const struct idxd_caps *caps, struct idxd_config *config)
{
	uint32_t i;

	if (!caps->configurable)
		return;
	if (!caps->exact)
		apply_wq_sizes(config);
	for (i = 0; i < config->n_groups; i++) {
		struct idxd_group_config *group = &config->groups[i];

		if (group->traffic_class_a < 0)
			group->traffic_class_a = 0;
		if (group->traffic_class_b < 0)
			group->traffic_class_b = 1;
	}
}

void idxd_rules_apply_wq_config(const struct idxd_caps *caps, struct idxd_config *config, uint32_t id,
				enum idxd_bus_driver driver)
{
	config->wqs[id].type = rules_driver_type(driver);
	idxd_rules_apply_config(caps, config);
}

void idxd_rules_finish_device_bind(struct idxd_config *config, const struct idxd_verdict *verdict)
{
	if (idxd_rules_ok(verdict)) {
		config->device.state = IDXD_STATE_ENABLED;
		config->device.cmd_status = 0;
		return;
	}
	if (verdict->sets_cmd_status)
		config->device.cmd_status = verdict->cmd_status;
	/* The event log that was made for the device is given up again, and with it its size. */
	if (verdict->sets_cmd_status && !(verdict->cmd_status & IDXD_SCMD_SOFTERR_MASK))
		config->device.event_log_size = IDXD_RULES_EVL_DEFAULT;
}

void idxd_rules_finish_wq_bind(struct idxd_config *config, uint32_t id, enum idxd_bus_driver driver,
			       const struct idxd_verdict *verdict)
{
	struct idxd_wq_config *wq = &config->wqs[id];

	if (idxd_rules_ok(verdict)) {
		wq->type = rules_driver_type(driver);
		wq->driver = driver;
		wq->enabled = true;
		config->device.cmd_status = 0;
		return;
	}
	if (verdict->clears_type)
		wq->type = IDXD_TYPE_NONE;
	if (verdict->sets_cmd_status)
		config->device.cmd_status = verdict->cmd_status;
}
