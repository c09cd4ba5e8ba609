// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A whole configuration that somebody wants: every rule that it breaks, of the writes that would be needed, of the
 * driver's enabling and of the hardware's. A value that is the default needs no write and is not held against anybody.
 */
#include "rules-internal.h"

struct walk {
	const struct idxd_kernel *kernel;
	const struct idxd_caps *caps;
	const struct idxd_config *config;
	idxd_rules_report report;
	void *ctx;
	unsigned int count;
};

static void emit(struct walk *walk, const struct idxd_verdict *verdict)
{
	walk->count++;
	if (walk->report)
		walk->report(walk->ctx, verdict);
}

static void broken(struct walk *walk, enum idxd_kind kind, uint32_t id, enum idxd_attr attr, enum idxd_reason reason,
		   uint64_t value, uint64_t min, uint64_t max, uint64_t other)
{
	struct idxd_verdict verdict = rules_verdict(kind, id, attr);

	verdict.reason = reason;
	verdict.deny = IDXD_DENY_INVAL;
	verdict.value = value;
	verdict.min = min;
	verdict.max = max;
	verdict.other = other;
	emit(walk, &verdict);
}

/* An attribute that is not there may only have its default. */
static bool is_missing(struct walk *walk, uint32_t id, enum idxd_attr attr, bool is_default, uint64_t value)
{
	const struct rules_attr_row *row = rules_attr_row(attr);

	if (idxd_rules_visible(walk->kernel, walk->caps, attr))
		return false;
	if (!is_default)
		broken(walk, row->info.kind, id, attr, row->shown(walk->kernel, walk->caps), value, 0, 0, 0);
	return true;
}

static bool outside(struct walk *walk, uint32_t id, enum idxd_attr attr, enum idxd_reason reason, int64_t value,
		    int64_t min, int64_t max)
{
	if (value >= min && value <= max)
		return false;
	broken(walk, rules_attr_row(attr)->info.kind, id, attr, reason, (uint64_t)value, (uint64_t)min, (uint64_t)max,
	       0);
	return true;
}

static void check_device(struct walk *walk)
{
	const struct idxd_device_config *device = &walk->config->device;
	uint32_t limit = device->read_buffer_limit;

	if (!is_missing(walk, 0, IDXD_ATTR_READ_BUFFER_LIMIT, !limit, limit) && limit) {
		if (!walk->caps->read_buffer_limit)
			broken(walk, IDXD_KIND_DEVICE, 0, IDXD_ATTR_READ_BUFFER_LIMIT, IDXD_REASON_NOT_SUPPORTED, limit,
			       0, 0, 0);
		else
			outside(walk, 0, IDXD_ATTR_READ_BUFFER_LIMIT, IDXD_REASON_READ_BUFFER_LIMIT, limit, 0,
				walk->caps->max_read_buffers);
	}
	if (!is_missing(walk, 0, IDXD_ATTR_EVENT_LOG_SIZE, device->event_log_size == IDXD_RULES_EVL_DEFAULT,
			device->event_log_size))
		outside(walk, 0, IDXD_ATTR_EVENT_LOG_SIZE, IDXD_REASON_EVENT_LOG_SIZE, device->event_log_size,
			IDXD_RULES_EVL_MIN, IDXD_RULES_EVL_MAX);
}

static void check_traffic_class(struct walk *walk, uint32_t id, enum idxd_attr attr, int32_t value)
{
	if (value == rules_default_traffic_class(walk->caps))
		return;
	if (rules_traffic_class_fixed(walk->caps))
		broken(walk, IDXD_KIND_GROUP, id, attr, IDXD_REASON_TRAFFIC_CLASS_VERSION, (uint64_t)(int64_t)value, 0,
		       IDXD_RULES_TC_MAX, walk->caps->version);
	else
		outside(walk, id, attr, IDXD_REASON_TRAFFIC_CLASS, value, 0, IDXD_RULES_TC_MAX);
}

static void check_progress(struct walk *walk, uint32_t id, enum idxd_attr attr, int32_t value)
{
	if (!is_missing(walk, id, attr, !value, (uint64_t)(int64_t)value))
		outside(walk, id, attr, IDXD_REASON_PROGRESS_LIMIT, value, 0, IDXD_RULES_PROGRESS_MAX);
}

static void check_allowed(struct walk *walk, uint32_t id, uint64_t free)
{
	const struct idxd_group_config *group = &walk->config->groups[id];
	uint64_t allowed = group->read_buffers_allowed;
	uint32_t engines = rules_group_engines(walk->config, (int32_t)id);
	uint64_t min = (uint64_t)engines * IDXD_RULES_BUFFERS_PER_ENGINE;
	uint64_t max = free + group->read_buffers_reserved;

	if (allowed == rules_default_allowed(walk->kernel, walk->caps))
		return;
	if (allowed < min)
		broken(walk, IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_ALLOWED, IDXD_REASON_READ_BUFFERS_ENGINES,
		       allowed, min, max, engines);
	else if (allowed > max)
		broken(walk, IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_ALLOWED, IDXD_REASON_READ_BUFFERS_ALLOWED,
		       allowed, min, max, group->read_buffers_reserved);
}

/* Groups share what the device has, in their order; one that does not fit takes nothing from those after it. */
static uint64_t check_reserved(struct walk *walk)
{
	uint64_t free = walk->caps->max_read_buffers;
	uint32_t i;

	for (i = 0; i < walk->config->n_groups; i++) {
		uint64_t reserved = walk->config->groups[i].read_buffers_reserved;

		if (is_missing(walk, i, IDXD_ATTR_READ_BUFFERS_RESERVED, !reserved, reserved))
			continue;
		if (reserved <= free)
			free -= reserved;
		else
			broken(walk, IDXD_KIND_GROUP, i, IDXD_ATTR_READ_BUFFERS_RESERVED,
			       reserved > walk->caps->max_read_buffers ? IDXD_REASON_READ_BUFFERS_TOTAL :
									 IDXD_REASON_READ_BUFFERS_FREE,
			       reserved, 0, free, walk->caps->max_read_buffers);
	}
	return free;
}

static void check_groups(struct walk *walk)
{
	uint64_t free = check_reserved(walk);
	uint32_t i;

	for (i = 0; i < walk->config->n_groups; i++) {
		const struct idxd_group_config *group = &walk->config->groups[i];

		check_traffic_class(walk, i, IDXD_ATTR_TRAFFIC_CLASS_A, group->traffic_class_a);
		check_traffic_class(walk, i, IDXD_ATTR_TRAFFIC_CLASS_B, group->traffic_class_b);
		check_progress(walk, i, IDXD_ATTR_DESC_PROGRESS_LIMIT, group->desc_progress_limit);
		check_progress(walk, i, IDXD_ATTR_BATCH_PROGRESS_LIMIT, group->batch_progress_limit);
		if (walk->caps->family == IDXD_FAMILY_IAX)
			continue;
		check_allowed(walk, i, free);
		if (group->use_read_buffer_limit && !walk->config->device.read_buffer_limit)
			broken(walk, IDXD_KIND_GROUP, i, IDXD_ATTR_USE_READ_BUFFER_LIMIT,
			       IDXD_REASON_USE_LIMIT_NO_LIMIT, 1, 0, 0, 0);
	}
}

static void check_wq_mode(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	if (wq->mode == IDXD_MODE_DEDICATED && wq->threshold)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_THRESHOLD, IDXD_REASON_THRESHOLD_DEDICATED, wq->threshold, 0,
		       0, 0);
	else if (wq->threshold > wq->size)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_THRESHOLD, IDXD_REASON_THRESHOLD_RANGE, wq->threshold, 1,
		       wq->size, 0);
}

static void check_wq_faults(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	bool prs = !is_missing(walk, id, IDXD_ATTR_PRS_DISABLE, !wq->prs_disable, 1) && wq->prs_disable;

	if (wq->block_on_fault && !walk->caps->block_on_fault)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_BLOCK_ON_FAULT, IDXD_REASON_BLOCK_ON_FAULT_CAP, 1, 0, 0, 0);
	else if (wq->block_on_fault && prs)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_BLOCK_ON_FAULT, IDXD_REASON_BLOCK_ON_FAULT_PRS, 1, 0, 0, 0);
	if (!is_missing(walk, id, IDXD_ATTR_ATS_DISABLE, !wq->ats_disable, 1) && wq->ats_disable &&
	    !walk->caps->ats_disable)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_ATS_DISABLE, IDXD_REASON_NOT_SUPPORTED, 1, 0, 0, 0);
}

/* The driver's default may be more than the device can; that counts only where the wq is to be enabled. */
static void check_power(struct walk *walk, uint32_t id, enum idxd_attr attr, enum idxd_reason reason, uint64_t value,
			uint64_t is_default, uint64_t max)
{
	uint64_t rounded = idxd_rules_round_up(value);

	if (is_missing(walk, id, attr, true, value))
		return;
	if (value == is_default && !walk->config->wqs[id].enabled)
		return;
	if (!value)
		broken(walk, IDXD_KIND_WQ, id, attr, IDXD_REASON_ZERO, 0, 1, max, 0);
	else if (value > max)
		broken(walk, IDXD_KIND_WQ, id, attr, reason, value > 1ull << 63 ? value : rounded, 1, max, value);
}

static void check_wq_op_config(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	uint32_t count;
	int missing = rules_missing_op(wq->op_config, walk->caps->op_cap, &count);
	uint32_t removed;
	bool is_default = missing < 0 && rules_missing_op(walk->caps->op_cap, wq->op_config, &removed) < 0;

	if (!is_missing(walk, id, IDXD_ATTR_OP_CONFIG, is_default, 0) && missing >= 0)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_OP_CONFIG, IDXD_REASON_OP_CONFIG, (uint64_t)missing, 0, 0,
		       count);
}

static void check_wq_texts(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	if (wq->name_length > IDXD_RULES_NAME_MAX)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_NAME, IDXD_REASON_TEXT_LENGTH, wq->name_length, 1,
		       IDXD_RULES_NAME_MAX, 0);
	if (!is_missing(walk, id, IDXD_ATTR_DRIVER_NAME, true, 0) &&
	    wq->driver_name_length > IDXD_RULES_DRIVER_NAME_MAX)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME, IDXD_REASON_TEXT_LENGTH, wq->driver_name_length,
		       1, IDXD_RULES_DRIVER_NAME_MAX, 0);
	if (wq->name_length && wq->type == IDXD_TYPE_KERNEL && walk->caps->kernel_pasid &&
	    idxd_kernel_has(walk->kernel, IDXD_KF_NAME_NOT_KERNEL))
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_NAME, IDXD_REASON_NAME_KERNEL_PASID, 0, 0, 0, 0);
}

static void check_wq(struct walk *walk, uint32_t id)
{
	const struct idxd_wq_config *wq = &walk->config->wqs[id];
	const struct idxd_caps *caps = walk->caps;

	outside(walk, id, IDXD_ATTR_WQ_GROUP_ID, IDXD_REASON_GROUP_ID, wq->group_id, IDXD_RULES_NO_GROUP,
		(int64_t)caps->max_groups - 1);
	outside(walk, id, IDXD_ATTR_PRIORITY, IDXD_REASON_PRIORITY, wq->priority, 0, IDXD_RULES_PRIORITY_MAX);
	check_wq_mode(walk, id, wq);
	check_wq_faults(walk, id, wq);
	check_power(walk, id, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE, IDXD_REASON_TRANSFER_SIZE, wq->max_transfer_size,
		    IDXD_RULES_TRANSFER_DEFAULT, idxd_rules_max_transfer(caps));
	check_power(walk, id, IDXD_ATTR_WQ_MAX_BATCH_SIZE, IDXD_REASON_BATCH_SIZE, wq->max_batch_size,
		    IDXD_RULES_BATCH_DEFAULT, idxd_rules_max_batch(caps));
	check_wq_op_config(walk, id, wq);
	check_wq_texts(walk, id, wq);
}

/* In the order of the wqs; one that does not fit takes nothing from those after it. */
static void check_sizes(struct walk *walk)
{
	uint64_t left = walk->caps->max_wq_size;
	uint32_t i;

	for (i = 0; i < walk->config->n_wqs; i++) {
		uint64_t size = walk->config->wqs[i].size;

		if (size <= left)
			left -= size;
		else
			broken(walk, IDXD_KIND_WQ, i, IDXD_ATTR_SIZE, IDXD_REASON_SIZE_SUM, size, 0, left,
			       walk->caps->max_wq_size);
	}
}

unsigned int idxd_rules_validate(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
				 const struct idxd_config *config, idxd_rules_report report, void *ctx)
{
	struct walk walk = { .kernel = kernel, .caps = caps, .config = config, .report = report, .ctx = ctx };
	struct idxd_view view = { .kernel = kernel, .caps = caps, .config = config };
	uint32_t i;

	check_device(&walk);
	check_groups(&walk);
	check_sizes(&walk);
	for (i = 0; i < config->n_wqs; i++)
		check_wq(&walk, i);
	for (i = 0; i < config->n_engines; i++)
		outside(&walk, i, IDXD_ATTR_ENGINE_GROUP_ID, IDXD_REASON_GROUP_ID, config->engines[i].group_id,
			IDXD_RULES_NO_GROUP, (int64_t)caps->max_groups - 1);
	return walk.count + rules_validate_enable(&view, report, ctx);
}
