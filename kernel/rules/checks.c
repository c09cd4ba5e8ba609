// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The checks that an attribute write goes through, one rule each. Their order and how the driver turns the write down
 * stand in attr-rows.c. Sections are those of the interface notes.
 */
#include "rules-internal.h"

static uint64_t value_of(const struct rules_query *query)
{
	return query->write->value.number;
}

static const struct idxd_wq_config *wq_of(const struct rules_query *query)
{
	return &query->view->config->wqs[query->write->id];
}

static const struct idxd_group_config *group_of(const struct rules_query *query)
{
	return &query->view->config->groups[query->write->id];
}

enum idxd_reason rules_numbers(const struct rules_query *query, enum idxd_reason reason, uint64_t value, uint64_t min,
			       uint64_t max, uint64_t other)
{
	query->verdict->value = value;
	query->verdict->min = min;
	query->verdict->max = max;
	query->verdict->other = other;
	return reason;
}

static enum idxd_reason unless(bool holds, enum idxd_reason reason)
{
	return holds ? IDXD_REASON_OK : reason;
}

/* value <= max, unsigned */
static enum idxd_reason at_most(const struct rules_query *query, enum idxd_reason reason, uint64_t max, uint64_t other)
{
	return value_of(query) <= max ? IDXD_REASON_OK : rules_numbers(query, reason, value_of(query), 0, max, other);
}

/* min <= value <= max, signed */
static enum idxd_reason within(const struct rules_query *query, enum idxd_reason reason, int64_t min, int64_t max)
{
	int64_t value = (int64_t)value_of(query);

	if (value >= min && value <= max)
		return IDXD_REASON_OK;
	return rules_numbers(query, reason, (uint64_t)value, (uint64_t)min, (uint64_t)max, 0);
}

/* Where the driver parses: a marker of the row, never a reason. */
enum idxd_reason rules_parse(const struct rules_query *query)
{
	(void)query;
	return IDXD_REASON_OK;
}

/* GENCAP.31: without it the tables come filled and stay. */
enum idxd_reason rules_check_configurable(const struct rules_query *query)
{
	return unless(query->view->caps->configurable, IDXD_REASON_NOT_CONFIGURABLE);
}

/* A halted device counts as not enabled (3.1). */
enum idxd_reason rules_check_device_disabled(const struct rules_query *query)
{
	if (query->view->config->device.state != IDXD_STATE_ENABLED)
		return IDXD_REASON_OK;
	query->verdict->other_kind = IDXD_KIND_DEVICE;
	query->verdict->other_id = 0;
	return IDXD_REASON_DEVICE_ENABLED;
}

enum idxd_reason rules_check_wq_disabled(const struct rules_query *query)
{
	return unless(!wq_of(query)->enabled, IDXD_REASON_WQ_ENABLED);
}

/* GRPCAP.17 */
enum idxd_reason rules_check_limit_cap(const struct rules_query *query)
{
	return unless(query->view->caps->read_buffer_limit, IDXD_REASON_NOT_SUPPORTED);
}

/* 3.2: GENCFG 0:7, at most what the device has */
enum idxd_reason rules_check_limit(const struct rules_query *query)
{
	return at_most(query, IDXD_REASON_READ_BUFFER_LIMIT, query->view->caps->max_read_buffers, 0);
}

/* 3.2: EVLCFG 0:15 of the second qword, at least 64 */
enum idxd_reason rules_check_event_log_size(const struct rules_query *query)
{
	uint64_t value = value_of(query);

	if (value >= IDXD_RULES_EVL_MIN && value <= IDXD_RULES_EVL_MAX)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_EVENT_LOG_SIZE, value, IDXD_RULES_EVL_MIN, IDXD_RULES_EVL_MAX, 0);
}

/* 3.3: no group can have more than the device */
enum idxd_reason rules_check_reserved_total(const struct rules_query *query)
{
	uint32_t total = query->view->caps->max_read_buffers;

	return at_most(query, IDXD_REASON_READ_BUFFERS_TOTAL, total, total);
}

/* 3.3: the free count is the driver's own, stale after a disable (4.4) */
enum idxd_reason rules_check_reserved_free(const struct rules_query *query)
{
	uint64_t max = (uint64_t)query->view->config->device.free_read_buffers + group_of(query)->read_buffers_reserved;

	return at_most(query, IDXD_REASON_READ_BUFFERS_FREE, max, query->view->caps->max_read_buffers);
}

static uint64_t allowed_max(const struct rules_query *query)
{
	return (uint64_t)group_of(query)->read_buffers_reserved + query->view->config->device.free_read_buffers;
}

/* 3.3: four for each engine that is in the group now; engines that join later are not looked at */
enum idxd_reason rules_check_allowed_engines(const struct rules_query *query)
{
	uint32_t engines = rules_group_engines(query->view->config, (int32_t)query->write->id);
	uint64_t min = (uint64_t)engines * IDXD_RULES_BUFFERS_PER_ENGINE;

	if (value_of(query) >= min)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_READ_BUFFERS_ENGINES, value_of(query), min, allowed_max(query),
			     engines);
}

/* 3.3: own reserved and what no group reserved */
enum idxd_reason rules_check_allowed(const struct rules_query *query)
{
	uint64_t min = (uint64_t)rules_group_engines(query->view->config, (int32_t)query->write->id) *
		       IDXD_RULES_BUFFERS_PER_ENGINE;
	uint64_t max = allowed_max(query);

	if (value_of(query) <= max)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_READ_BUFFERS_ALLOWED, value_of(query), min, max,
			     group_of(query)->read_buffers_reserved);
}

/* 3.3, 10.2: needed even to write 0 */
enum idxd_reason rules_check_device_limit_set(const struct rules_query *query)
{
	if (query->view->config->device.read_buffer_limit)
		return IDXD_REASON_OK;
	query->verdict->other_kind = IDXD_KIND_DEVICE;
	query->verdict->other_id = 0;
	return rules_numbers(query, IDXD_REASON_USE_LIMIT_NO_LIMIT, value_of(query), 0, 0, 0);
}

/* 3.3: fixed up to version 2 unless the module parameter tc_override is set */
enum idxd_reason rules_check_traffic_class_version(const struct rules_query *query)
{
	const struct idxd_caps *caps = query->view->caps;

	if (!rules_traffic_class_fixed(caps))
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_TRAFFIC_CLASS_VERSION, value_of(query), 0, IDXD_RULES_TC_MAX,
			     caps->version);
}

enum idxd_reason rules_check_traffic_class(const struct rules_query *query)
{
	return within(query, IDXD_REASON_TRAFFIC_CLASS, 0, IDXD_RULES_TC_MAX);
}

/* GRPCFG 32:33 and 36:37 */
enum idxd_reason rules_check_progress_limit(const struct rules_query *query)
{
	return within(query, IDXD_REASON_PROGRESS_LIMIT, 0, IDXD_RULES_PROGRESS_MAX);
}

enum idxd_reason rules_check_group_id(const struct rules_query *query)
{
	return within(query, IDXD_REASON_GROUP_ID, IDXD_RULES_NO_GROUP, (int64_t)query->view->caps->max_groups - 1);
}

/*
 * 3.4: all wqs count, grouped or not. The driver adds in 32 signed bits and compares in 64 unsigned ones, so that the
 * sum wraps: 2^64-1 passes once another wq has a size, and a wq that got it can be reset by 2^32 only (10.1).
 */
enum idxd_reason rules_check_size_sum(const struct rules_query *query)
{
	uint64_t total = query->view->caps->max_wq_size;
	uint64_t sum = rules_size_sum(query->view->config);
	uint64_t claimed = (uint64_t)(int64_t)(int32_t)(uint32_t)sum;
	uint64_t others = sum - wq_of(query)->size;

	if (query->view->caps->exact ? others <= total && value_of(query) <= total - others :
				       value_of(query) + claimed - wq_of(query)->size <= total)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_SIZE_SUM, value_of(query), 0, others < total ? total - others : 0,
			     total);
}

/* WQCFG 4:7; 0 passes here, whatever the hardware makes of it (2.5) */
enum idxd_reason rules_check_priority(const struct rules_query *query)
{
	return at_most(query, IDXD_REASON_PRIORITY, IDXD_RULES_PRIORITY_MAX, 0);
}

/* GENCAP.0: refused even to write 0 */
enum idxd_reason rules_check_block_on_fault_cap(const struct rules_query *query)
{
	return unless(query->view->caps->block_on_fault, IDXD_REASON_BLOCK_ON_FAULT_CAP);
}

enum idxd_reason rules_check_block_on_fault_prs(const struct rules_query *query)
{
	return unless(!value_of(query) || !wq_of(query)->prs_disable, IDXD_REASON_BLOCK_ON_FAULT_PRS);
}

/* 3.4: comes before every check of state; a size lowered later is not compared */
enum idxd_reason rules_check_threshold(const struct rules_query *query)
{
	uint64_t value = value_of(query);

	if (value >= 1 && value <= wq_of(query)->size)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_THRESHOLD_RANGE, value, 1, wq_of(query)->size, 0);
}

enum idxd_reason rules_check_threshold_mode(const struct rules_query *query)
{
	if (wq_of(query)->mode == IDXD_MODE_SHARED)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_THRESHOLD_DEDICATED, value_of(query), 0, 0, 0);
}

static enum idxd_reason text_length(const struct rules_query *query, uint32_t max)
{
	uint32_t length = query->write->value.length;

	if (length >= 1 && length <= max)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_TEXT_LENGTH, length, 1, max, 0);
}

/* 3.4: the newline counts, and blanks only are a length too (the name is then empty) */
enum idxd_reason rules_check_name_length(const struct rules_query *query)
{
	return text_length(query, IDXD_RULES_NAME_MAX);
}

enum idxd_reason rules_check_driver_name_length(const struct rules_query *query)
{
	return text_length(query, IDXD_RULES_DRIVER_NAME_MAX);
}

/* 3.4: only kernels with IDXD_KF_NAME_NOT_KERNEL ask */
enum idxd_reason rules_check_name_kernel(const struct rules_query *query)
{
	return unless(wq_of(query)->type != IDXD_TYPE_KERNEL || !query->view->caps->kernel_pasid,
		      IDXD_REASON_NAME_KERNEL_PASID);
}

/* 3.4: compared after rounding up, so that what wraps to 1 passes (10.1) */
static enum idxd_reason power_of_two(const struct rules_query *query, enum idxd_reason reason, uint64_t max)
{
	uint64_t rounded = idxd_rules_round_up(value_of(query));

	if (!value_of(query))
		return rules_numbers(query, IDXD_REASON_ZERO, 0, 1, max, 0);
	if (query->view->caps->exact && value_of(query) > max)
		rounded = value_of(query);
	return rounded <= max ? IDXD_REASON_OK : rules_numbers(query, reason, rounded, 1, max, value_of(query));
}

enum idxd_reason rules_check_transfer_size(const struct rules_query *query)
{
	return power_of_two(query, IDXD_REASON_TRANSFER_SIZE, idxd_rules_max_transfer(query->view->caps));
}

enum idxd_reason rules_check_batch_size(const struct rules_query *query)
{
	return power_of_two(query, IDXD_REASON_BATCH_SIZE, idxd_rules_max_batch(query->view->caps));
}

/* WQCAP.50; where the attribute is hidden without it, this is never reached */
enum idxd_reason rules_check_ats_cap(const struct rules_query *query)
{
	return unless(query->view->caps->ats_disable, IDXD_REASON_NOT_SUPPORTED);
}

/* 3.4: MOVDIR64B to a dedicated wq is never refused, so there is nothing to retry */
enum idxd_reason rules_check_retries_mode(const struct rules_query *query)
{
	if (wq_of(query)->mode == IDXD_MODE_SHARED)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_RETRIES_DEDICATED, value_of(query), 0, 0, 0);
}

/* 3.4: compared with OPCAP itself, in which BATCH is not hidden */
enum idxd_reason rules_check_op_config(const struct rules_query *query)
{
	uint32_t count;
	int missing = rules_missing_op(query->write->value.bits, query->view->caps->op_cap, &count);

	if (missing < 0)
		return IDXD_REASON_OK;
	return rules_numbers(query, IDXD_REASON_OP_CONFIG, (uint64_t)missing, 0, 0, count);
}
