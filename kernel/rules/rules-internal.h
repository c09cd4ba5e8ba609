/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What the files of kernel/rules share and nobody else sees: the shape of the tables and the small counts over a
 * configuration that several rules need.
 */
#ifndef IDXD_RULES_INTERNAL_H
#define IDXD_RULES_INTERNAL_H

#include "idxd-rules.h"

/* One question being answered: the checks read view and write and fill in the verdict. */
struct rules_query {
	const struct idxd_view *view;
	const struct idxd_write *write;
	struct idxd_verdict *verdict;
};

/* IDXD_REASON_OK, or the rule that is broken with its numbers in the verdict. */
typedef enum idxd_reason (*rules_check_fn)(const struct rules_query *query);
typedef void (*rules_apply_fn)(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
			       struct idxd_config *config, const struct idxd_write *write);
typedef enum idxd_reason (*rules_shown_fn)(const struct idxd_kernel *kernel, const struct idxd_caps *caps);

/* One check in the driver's order. */
struct rules_step {
	rules_check_fn check; /* NULL: end of the row */
	enum idxd_deny deny;
	uint32_t when; /* enum idxd_kernel_flag: only on kernels that have it; 0: always */
};

#define RULES_STEPS_MAX 6

struct rules_attr_row {
	struct idxd_attr_info info;
	rules_shown_fn shown; /* NULL: always there */
	rules_apply_fn apply; /* NULL: nothing is stored */
	struct rules_step steps[RULES_STEPS_MAX];
};

const struct rules_attr_row *rules_attr_row(enum idxd_attr attr);

struct idxd_verdict rules_verdict(enum idxd_kind kind, uint32_t id, enum idxd_attr attr);

/* Numbers of a verdict; returns reason, for checks that end with it. */
enum idxd_reason rules_numbers(const struct rules_query *query, enum idxd_reason reason, uint64_t value, uint64_t min,
			       uint64_t max, uint64_t other);

/* checks.c: the marker at which the driver parses, and the checks of the rows. */
enum idxd_reason rules_parse(const struct rules_query *query);
enum idxd_reason rules_check_configurable(const struct rules_query *query);
enum idxd_reason rules_check_device_disabled(const struct rules_query *query);
enum idxd_reason rules_check_wq_disabled(const struct rules_query *query);
enum idxd_reason rules_check_limit_cap(const struct rules_query *query);
enum idxd_reason rules_check_limit(const struct rules_query *query);
enum idxd_reason rules_check_event_log_size(const struct rules_query *query);
enum idxd_reason rules_check_reserved_total(const struct rules_query *query);
enum idxd_reason rules_check_reserved_free(const struct rules_query *query);
enum idxd_reason rules_check_allowed_engines(const struct rules_query *query);
enum idxd_reason rules_check_allowed(const struct rules_query *query);
enum idxd_reason rules_check_device_limit_set(const struct rules_query *query);
enum idxd_reason rules_check_traffic_class_version(const struct rules_query *query);
enum idxd_reason rules_check_traffic_class(const struct rules_query *query);
enum idxd_reason rules_check_progress_limit(const struct rules_query *query);
enum idxd_reason rules_check_group_id(const struct rules_query *query);
enum idxd_reason rules_check_size_sum(const struct rules_query *query);
enum idxd_reason rules_check_priority(const struct rules_query *query);
enum idxd_reason rules_check_block_on_fault_cap(const struct rules_query *query);
enum idxd_reason rules_check_block_on_fault_prs(const struct rules_query *query);
enum idxd_reason rules_check_threshold(const struct rules_query *query);
enum idxd_reason rules_check_threshold_mode(const struct rules_query *query);
enum idxd_reason rules_check_name_length(const struct rules_query *query);
enum idxd_reason rules_check_name_kernel(const struct rules_query *query);
enum idxd_reason rules_check_driver_name_length(const struct rules_query *query);
enum idxd_reason rules_check_transfer_size(const struct rules_query *query);
enum idxd_reason rules_check_batch_size(const struct rules_query *query);
enum idxd_reason rules_check_ats_cap(const struct rules_query *query);
enum idxd_reason rules_check_retries_mode(const struct rules_query *query);
enum idxd_reason rules_check_op_config(const struct rules_query *query);

/* effects.c: what a write stores. */
void rules_apply_device(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			const struct idxd_write *write);
void rules_apply_group(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
		       const struct idxd_write *write);
void rules_apply_reserved(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			  const struct idxd_write *write);
void rules_apply_wq_number(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			   const struct idxd_write *write);
void rules_apply_wq_choice(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			   const struct idxd_write *write);
void rules_apply_wq_text(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			 const struct idxd_write *write);
void rules_apply_engine(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			const struct idxd_write *write);

/* validate-enable.c: the part of idxd_rules_validate() that is about enabling */
unsigned int rules_validate_enable(const struct idxd_view *view, idxd_rules_report report, void *ctx);

/* count.c: sums and counts over a configuration. */
uint32_t rules_objects(const struct idxd_config *config, enum idxd_kind kind);
uint32_t rules_group_engines(const struct idxd_config *config, int32_t group_id);
uint32_t rules_group_wqs(const struct idxd_config *config, int32_t group_id);
uint64_t rules_size_sum(const struct idxd_config *config);
uint64_t rules_reserved_sum(const struct idxd_config *config);
unsigned int rules_log2(uint64_t value);
uint32_t rules_default_allowed(const struct idxd_kernel *kernel, const struct idxd_caps *caps);
int32_t rules_default_traffic_class(const struct idxd_caps *caps);
bool rules_traffic_class_fixed(const struct idxd_caps *caps);
enum idxd_type rules_driver_type(enum idxd_bus_driver driver);

/* The lowest operation that wanted has and able lacks, or -1; count becomes the number of such operations. */
int rules_missing_op(const uint64_t *wanted, const uint64_t *able, uint32_t *count);

#endif
