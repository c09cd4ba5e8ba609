// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The attributes as rows: object, form, where they exist, and the checks of a write in the driver's order, with the
 * parsing at its place among them. The order decides which error wins (interface notes 3.2 to 3.5).
 */
#include "rules-internal.h"

static enum idxd_reason needs_kernel(const struct idxd_kernel *kernel, uint32_t flag)
{
	return idxd_kernel_has(kernel, flag) ? IDXD_REASON_OK : IDXD_REASON_NO_ATTRIBUTE;
}

static enum idxd_reason needs_cap(bool cap)
{
	return cap ? IDXD_REASON_OK : IDXD_REASON_NOT_SUPPORTED;
}

static enum idxd_reason shown_not_iax(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	(void)kernel;
	return caps->family == IDXD_FAMILY_IAX ? IDXD_REASON_NOT_ON_IAX : IDXD_REASON_OK;
}

static enum idxd_reason shown_iaa_cap(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	enum idxd_reason reason = needs_kernel(kernel, IDXD_KF_IAA_CAP);

	if (reason)
		return reason;
	return needs_cap(caps->family == IDXD_FAMILY_IAX && caps->version >= IDXD_VERSION_2);
}

static enum idxd_reason shown_dsacaps(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	enum idxd_reason reason = needs_kernel(kernel, IDXD_KF_DSACAPS);

	if (reason)
		return reason;
	return needs_cap(caps->family == IDXD_FAMILY_DSA && caps->version >= IDXD_VERSION_3);
}

static enum idxd_reason shown_event_log(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	enum idxd_reason reason = needs_kernel(kernel, IDXD_KF_EVENT_LOG);

	return reason ? reason : needs_cap(caps->evl_entry_code);
}

static enum idxd_reason shown_progress(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	(void)kernel;
	return needs_cap(caps->progress_limit);
}

static enum idxd_reason shown_ats(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	return needs_cap(caps->ats_disable || !idxd_kernel_has(kernel, IDXD_KF_ATS_HIDDEN));
}

static enum idxd_reason shown_prs(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	enum idxd_reason reason = needs_kernel(kernel, IDXD_KF_PRS_DISABLE);

	return reason ? reason : needs_cap(caps->prs_disable);
}

static enum idxd_reason shown_op_config(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	(void)kernel;
	return needs_cap(caps->op_config);
}

static enum idxd_reason shown_driver_name(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	(void)caps;
	return needs_kernel(kernel, IDXD_KF_DRIVER_NAME);
}

#define READ_ONLY(kind_)	 { .info = { kind_, IDXD_PARSE_NONE } }
#define READ_ONLY_IF(kind_, if_) { .info = { kind_, IDXD_PARSE_NONE }, .shown = if_ }

/* Checks that many rows have. */
#define PARSE		{ rules_parse, IDXD_DENY_INVAL, 0 }
#define CONFIGURABLE	{ rules_check_configurable, IDXD_DENY_PERM, 0 }
#define DEVICE_DISABLED { rules_check_device_disabled, IDXD_DENY_PERM, 0 }
#define WQ_DISABLED	{ rules_check_wq_disabled, IDXD_DENY_PERM, 0 }
#define WQ_DISABLED_NXIO { rules_check_wq_disabled, IDXD_DENY_NXIO, 0 }

static const struct rules_attr_row rows[IDXD_ATTR_COUNT] = {
	[IDXD_ATTR_NONE] = READ_ONLY(IDXD_KIND_DEVICE),

	/* ---- device ---- */
	[IDXD_ATTR_VERSION] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_MAX_GROUPS] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_MAX_WORK_QUEUES] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_MAX_WORK_QUEUES_SIZE] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_MAX_ENGINES] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_NUMA_NODE] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_DEVICE_MAX_BATCH_SIZE] = READ_ONLY_IF(IDXD_KIND_DEVICE, shown_not_iax),
	[IDXD_ATTR_DEVICE_MAX_TRANSFER_SIZE] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_OP_CAP] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_GEN_CAP] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_CONFIGURABLE] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_DEVICE_CLIENTS] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_PASID_ENABLED] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_DEVICE_STATE] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_ERRORS] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_MAX_READ_BUFFERS] = READ_ONLY_IF(IDXD_KIND_DEVICE, shown_not_iax),
	[IDXD_ATTR_READ_BUFFER_LIMIT] = {
		.info = { IDXD_KIND_DEVICE, IDXD_PARSE_U64 },
		.shown = shown_not_iax,
		.apply = rules_apply_device,
		.steps = { PARSE, DEVICE_DISABLED, CONFIGURABLE,
			   { rules_check_limit_cap, IDXD_DENY_PERM, 0 },
			   { rules_check_limit, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_CDEV_MAJOR] = READ_ONLY(IDXD_KIND_DEVICE),
	[IDXD_ATTR_CMD_STATUS] = {
		.info = { IDXD_KIND_DEVICE, IDXD_PARSE_ANY },
		.apply = rules_apply_device,
	},
	[IDXD_ATTR_IAA_CAP] = READ_ONLY_IF(IDXD_KIND_DEVICE, shown_iaa_cap),
	[IDXD_ATTR_EVENT_LOG_SIZE] = {
		.info = { IDXD_KIND_DEVICE, IDXD_PARSE_U64 },
		.shown = shown_event_log,
		.apply = rules_apply_device,
		.steps = { PARSE, DEVICE_DISABLED, CONFIGURABLE,
			   { rules_check_event_log_size, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_DSACAPS] = READ_ONLY_IF(IDXD_KIND_DEVICE, shown_dsacaps),

	/* ---- group ---- */
	[IDXD_ATTR_WORK_QUEUES] = READ_ONLY(IDXD_KIND_GROUP),
	[IDXD_ATTR_ENGINES] = READ_ONLY(IDXD_KIND_GROUP),
	[IDXD_ATTR_USE_READ_BUFFER_LIMIT] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_U64 },
		.shown = shown_not_iax,
		.apply = rules_apply_group,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED,
			   { rules_check_device_limit_set, IDXD_DENY_PERM, 0 } },
	},
	[IDXD_ATTR_READ_BUFFERS_ALLOWED] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_U64 },
		.shown = shown_not_iax,
		.apply = rules_apply_group,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED,
			   { rules_check_allowed_engines, IDXD_DENY_INVAL, 0 },
			   { rules_check_allowed, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_READ_BUFFERS_RESERVED] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_U64 },
		.shown = shown_not_iax,
		.apply = rules_apply_reserved,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED,
			   { rules_check_reserved_total, IDXD_DENY_INVAL, 0 },
			   { rules_check_reserved_free, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_TRAFFIC_CLASS_A] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_S64 },
		.apply = rules_apply_group,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED,
			   { rules_check_traffic_class_version, IDXD_DENY_PERM, 0 },
			   { rules_check_traffic_class, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_TRAFFIC_CLASS_B] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_S64 },
		.apply = rules_apply_group,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED,
			   { rules_check_traffic_class_version, IDXD_DENY_PERM, 0 },
			   { rules_check_traffic_class, IDXD_DENY_INVAL, 0 } },
	},
	/* No check of state at all: writable while everything runs. */
	[IDXD_ATTR_DESC_PROGRESS_LIMIT] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_S32 },
		.shown = shown_progress,
		.apply = rules_apply_group,
		.steps = { PARSE, { rules_check_progress_limit, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_BATCH_PROGRESS_LIMIT] = {
		.info = { IDXD_KIND_GROUP, IDXD_PARSE_S32 },
		.shown = shown_progress,
		.apply = rules_apply_group,
		.steps = { PARSE, { rules_check_progress_limit, IDXD_DENY_INVAL, 0 } },
	},

	/* ---- wq ---- */
	[IDXD_ATTR_WQ_CLIENTS] = READ_ONLY(IDXD_KIND_WQ),
	[IDXD_ATTR_WQ_STATE] = READ_ONLY(IDXD_KIND_WQ),
	[IDXD_ATTR_WQ_GROUP_ID] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_S64 },
		.apply = rules_apply_wq_number,
		.steps = { PARSE, CONFIGURABLE, WQ_DISABLED, { rules_check_group_id, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_MODE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_MODE },
		.apply = rules_apply_wq_choice,
		.steps = { CONFIGURABLE, WQ_DISABLED, PARSE },
	},
	[IDXD_ATTR_SIZE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U64 },
		.apply = rules_apply_wq_number,
		.steps = { PARSE, CONFIGURABLE, DEVICE_DISABLED, { rules_check_size_sum, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_PRIORITY] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U64 },
		.apply = rules_apply_wq_number,
		.steps = { PARSE, CONFIGURABLE, WQ_DISABLED, { rules_check_priority, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_BLOCK_ON_FAULT] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_BOOL },
		.apply = rules_apply_wq_choice,
		.steps = { { rules_check_block_on_fault_cap, IDXD_DENY_OPNOTSUPP, 0 },
			   CONFIGURABLE, WQ_DISABLED_NXIO, PARSE,
			   { rules_check_block_on_fault_prs, IDXD_DENY_OPNOTSUPP, IDXD_KF_PRS_DISABLE } },
	},
	[IDXD_ATTR_THRESHOLD] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U32_BASE0 },
		.apply = rules_apply_wq_number,
		.steps = { PARSE, { rules_check_threshold, IDXD_DENY_INVAL, 0 }, CONFIGURABLE, WQ_DISABLED_NXIO,
			   { rules_check_threshold_mode, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_TYPE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_TYPE },
		.apply = rules_apply_wq_choice,
		.steps = { WQ_DISABLED, PARSE },
	},
	[IDXD_ATTR_NAME] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_TEXT },
		.apply = rules_apply_wq_text,
		.steps = { WQ_DISABLED, PARSE,
			   { rules_check_name_length, IDXD_DENY_INVAL, 0 },
			   { rules_check_name_kernel, IDXD_DENY_OPNOTSUPP, IDXD_KF_NAME_NOT_KERNEL } },
	},
	[IDXD_ATTR_CDEV_MINOR] = READ_ONLY(IDXD_KIND_WQ),
	[IDXD_ATTR_WQ_MAX_TRANSFER_SIZE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U64_BASE0 },
		.apply = rules_apply_wq_number,
		.steps = { CONFIGURABLE, WQ_DISABLED, PARSE, { rules_check_transfer_size, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_WQ_MAX_BATCH_SIZE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U64_BASE0 },
		.shown = shown_not_iax,
		.apply = rules_apply_wq_number,
		.steps = { CONFIGURABLE, WQ_DISABLED, PARSE, { rules_check_batch_size, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_ATS_DISABLE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_BOOL },
		.shown = shown_ats,
		.apply = rules_apply_wq_choice,
		.steps = { WQ_DISABLED,
			   { rules_check_configurable, IDXD_DENY_PERM, IDXD_KF_ATS_CHECKS_CONF },
			   { rules_check_ats_cap, IDXD_DENY_OPNOTSUPP, 0 },
			   PARSE },
	},
	[IDXD_ATTR_PRS_DISABLE] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_BOOL },
		.shown = shown_prs,
		.apply = rules_apply_wq_choice,
		.steps = { WQ_DISABLED, CONFIGURABLE, PARSE },
	},
	[IDXD_ATTR_OCCUPANCY] = READ_ONLY(IDXD_KIND_WQ),
	/* No check of state: retries of a running wq may be changed. */
	[IDXD_ATTR_ENQCMDS_RETRIES] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_U32_RANGE },
		.apply = rules_apply_wq_number,
		.steps = { { rules_check_retries_mode, IDXD_DENY_OPNOTSUPP, 0 }, PARSE },
	},
	[IDXD_ATTR_OP_CONFIG] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_BITMAP },
		.shown = shown_op_config,
		.apply = rules_apply_wq_choice,
		.steps = { WQ_DISABLED, PARSE, { rules_check_op_config, IDXD_DENY_INVAL, 0 } },
	},
	[IDXD_ATTR_DRIVER_NAME] = {
		.info = { IDXD_KIND_WQ, IDXD_PARSE_TEXT },
		.shown = shown_driver_name,
		.apply = rules_apply_wq_text,
		.steps = { WQ_DISABLED, PARSE, { rules_check_driver_name_length, IDXD_DENY_INVAL, 0 } },
	},

	/* ---- engine ---- */
	/* The device may be enabled: the hardware hears of it when the configuration is next written (3.5). */
	[IDXD_ATTR_ENGINE_GROUP_ID] = {
		.info = { IDXD_KIND_ENGINE, IDXD_PARSE_S64 },
		.apply = rules_apply_engine,
		.steps = { PARSE, CONFIGURABLE, { rules_check_group_id, IDXD_DENY_INVAL, 0 } },
	},
};

const struct rules_attr_row *rules_attr_row(enum idxd_attr attr)
{
	return &rows[(unsigned int)attr < IDXD_ATTR_COUNT ? attr : IDXD_ATTR_NONE];
}

const struct idxd_attr_info *idxd_rules_attr_info(enum idxd_attr attr)
{
	return &rules_attr_row(attr)->info;
}
