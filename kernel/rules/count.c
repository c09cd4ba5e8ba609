// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Sums, counts and defaults that several rules need.
 */
#include "rules-internal.h"

uint32_t rules_objects(const struct idxd_config *config, enum idxd_kind kind)
{
	switch (kind) {
	case IDXD_KIND_GROUP:
		return config->n_groups;
	case IDXD_KIND_WQ:
		return config->n_wqs;
	case IDXD_KIND_ENGINE:
		return config->n_engines;
	default:
		return 1;
	}
}

uint32_t rules_group_engines(const struct idxd_config *config, int32_t group_id)
{
	uint32_t i, n = 0;

	for (i = 0; i < config->n_engines; i++)
		n += config->engines[i].group_id == group_id;
	return n;
}

uint32_t rules_group_wqs(const struct idxd_config *config, int32_t group_id)
{
	uint32_t i, n = 0;

	for (i = 0; i < config->n_wqs; i++)
		n += config->wqs[i].group_id == group_id;
	return n;
}

uint64_t rules_size_sum(const struct idxd_config *config)
{
	uint64_t sum = 0;
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++)
		sum += config->wqs[i].size;
	return sum;
}

uint64_t rules_reserved_sum(const struct idxd_config *config)
{
	uint64_t sum = 0;
	uint32_t i;

	for (i = 0; i < config->n_groups; i++)
		sum += config->groups[i].read_buffers_reserved;
	return sum;
}

unsigned int rules_log2(uint64_t value)
{
	unsigned int n = 0;

	while (value >>= 1)
		n++;
	return n;
}

/* 6.1 shows 0 where the hardware gets the total (3.3). */
uint32_t rules_default_allowed(const struct idxd_kernel *kernel, const struct idxd_caps *caps)
{
	return idxd_kernel_has(kernel, IDXD_KF_ALLOWED_SHOWN) ? caps->max_read_buffers : 0;
}

bool rules_traffic_class_fixed(const struct idxd_caps *caps)
{
	return caps->version <= IDXD_VERSION_2 && !caps->tc_override;
}

/* -1 stands for "the driver chooses" and becomes 0 and 1 when the device is first enabled (3.3). */
int32_t rules_default_traffic_class(const struct idxd_caps *caps)
{
	return rules_traffic_class_fixed(caps) ? 1 : -1;
}

enum idxd_type rules_driver_type(enum idxd_bus_driver driver)
{
	return driver == IDXD_BUS_USER ? IDXD_TYPE_USER : IDXD_TYPE_KERNEL;
}

int rules_missing_op(const uint64_t *wanted, const uint64_t *able, uint32_t *count)
{
	int first = -1;
	int bit;

	*count = 0;
	for (bit = 0; bit < 64 * IDXD_RULES_OP_WORDS; bit++) {
		if (!((wanted[bit / 64] & ~able[bit / 64]) >> (bit % 64) & 1))
			continue;
		if (first < 0)
			first = bit;
		(*count)++;
	}
	return first;
}
