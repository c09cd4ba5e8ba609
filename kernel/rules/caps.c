// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Capabilities of a device, from its registers (interface notes 2.1) or from what sysfs shows of them, and how the
 * kernel shows the supported operations.
 */
#include "rules-internal.h"

#include "../uapi/idxd.h"

static uint64_t field(uint64_t reg, unsigned int first, unsigned int last)
{
	return reg >> first & (~0ull >> (63 - (last - first)));
}

static void from_gen_cap(struct idxd_caps *caps, uint64_t gen_cap)
{
	caps->gen_cap = gen_cap;
	caps->block_on_fault = field(gen_cap, 0, 0);
	caps->evl_entry_code = (uint32_t)field(gen_cap, 13, 14);
	caps->max_transfer_shift = (uint32_t)field(gen_cap, 16, 20);
	caps->max_batch_shift = (uint32_t)field(gen_cap, 21, 24);
	caps->configurable = field(gen_cap, 31, 31);
}

static void from_wq_cap(struct idxd_caps *caps, uint64_t wq_cap)
{
	caps->max_wq_size = (uint32_t)field(wq_cap, 0, 15);
	caps->max_wqs = (uint32_t)field(wq_cap, 16, 23);
	caps->shared_mode = field(wq_cap, 48, 48);
	caps->dedicated_mode = field(wq_cap, 49, 49);
	caps->ats_disable = field(wq_cap, 50, 50);
	caps->priority = field(wq_cap, 51, 51);
	caps->occupancy = field(wq_cap, 52, 52);
	caps->op_config = field(wq_cap, 54, 54);
	caps->prs_disable = field(wq_cap, 55, 55);
}

static void from_grp_cap(struct idxd_caps *caps, uint64_t grp_cap)
{
	caps->max_groups = (uint32_t)field(grp_cap, 0, 7);
	caps->max_read_buffers = (uint32_t)field(grp_cap, 8, 15);
	caps->read_buffer_limit = field(grp_cap, 17, 17);
	caps->progress_limit = field(grp_cap, 18, 18);
}

static void copy_ops(uint64_t *to, const uint64_t *from)
{
	unsigned int i;

	for (i = 0; i < IDXD_RULES_OP_WORDS; i++)
		to[i] = from[i];
}

void idxd_rules_caps_from_regs(struct idxd_caps *caps, enum idxd_family family, const struct idxd_regs *regs)
{
	unsigned int i;

	*caps = (struct idxd_caps){ .family = family, .version = regs->version, .iaa_cap = regs->iaa_cap };
	from_gen_cap(caps, regs->gen_cap);
	from_wq_cap(caps, regs->wq_cap);
	from_grp_cap(caps, regs->grp_cap);
	caps->max_engines = (uint32_t)field(regs->eng_cap, 0, 7);
	copy_ops(caps->op_cap, regs->op_cap);
	for (i = 0; i < 3; i++)
		caps->dsa_cap[i] = regs->dsa_cap[i];
}

static bool batch_hidden(const struct idxd_kernel *kernel, uint32_t version)
{
	/* 7.2 hides it on version 1 only; up to 6.12 on every device (3.2). */
	return version == IDXD_VERSION_1 || idxd_kernel_has(kernel, IDXD_KF_BATCH_HIDDEN_ALL);
}

static bool has_attr(const struct idxd_sysfs_caps *sysfs, enum idxd_attr attr)
{
	return sysfs->attrs & IDXD_ATTR_BIT(attr);
}

/* What only the existence of an attribute tells. */
static void from_attrs(struct idxd_caps *caps, const struct idxd_sysfs_caps *sysfs)
{
	caps->ats_disable = has_attr(sysfs, IDXD_ATTR_ATS_DISABLE);
	caps->prs_disable = has_attr(sysfs, IDXD_ATTR_PRS_DISABLE);
	caps->op_config = has_attr(sysfs, IDXD_ATTR_OP_CONFIG);
	caps->progress_limit = has_attr(sysfs, IDXD_ATTR_DESC_PROGRESS_LIMIT);
	caps->read_buffer_limit = has_attr(sysfs, IDXD_ATTR_READ_BUFFER_LIMIT);
	caps->occupancy = has_attr(sysfs, IDXD_ATTR_OCCUPANCY);
}

void idxd_rules_caps_from_sysfs(struct idxd_caps *caps, const struct idxd_kernel *kernel, enum idxd_family family,
				const struct idxd_sysfs_caps *sysfs)
{
	*caps = (struct idxd_caps){ .family = family, .version = sysfs->version };
	from_gen_cap(caps, sysfs->gen_cap);
	caps->configurable = sysfs->configurable;
	caps->max_groups = sysfs->max_groups;
	caps->max_wqs = sysfs->max_work_queues;
	caps->max_engines = sysfs->max_engines;
	caps->max_wq_size = sysfs->max_work_queues_size;
	caps->max_read_buffers = sysfs->max_read_buffers;
	/* The attributes, where there are, count more than gen_cap, which a captured tree may lack. */
	if (sysfs->max_transfer_size)
		caps->max_transfer_shift = rules_log2(sysfs->max_transfer_size);
	if (sysfs->max_batch_size)
		caps->max_batch_shift = rules_log2(sysfs->max_batch_size);
	from_attrs(caps, sysfs);
	copy_ops(caps->op_cap, sysfs->op_cap);
	if (family == IDXD_FAMILY_DSA && batch_hidden(kernel, sysfs->version))
		caps->op_cap[0] |= 1ull << DSA_OPCODE_BATCH;
	caps->shared_mode = true;
	caps->dedicated_mode = true;
	caps->priority = true;
	caps->enqcmd = sysfs->enqcmd;
	caps->user_pasid = sysfs->pasid_enabled;
	caps->kernel_pasid = sysfs->pasid_enabled;
	caps->pasid_priv = true;
}

uint64_t idxd_rules_max_transfer(const struct idxd_caps *caps)
{
	return 1ull << caps->max_transfer_shift;
}

uint64_t idxd_rules_max_batch(const struct idxd_caps *caps)
{
	return 1ull << caps->max_batch_shift;
}

void idxd_rules_op_cap_shown(const struct idxd_kernel *kernel, const struct idxd_caps *caps,
			     uint64_t shown[IDXD_RULES_OP_WORDS])
{
	copy_ops(shown, caps->op_cap);
	if (batch_hidden(kernel, caps->version))
		shown[0] &= ~(1ull << DSA_OPCODE_BATCH);
}

void idxd_rules_op_config_shown(const struct idxd_kernel *kernel, const struct idxd_wq_config *wq,
				uint64_t shown[IDXD_RULES_OP_WORDS])
{
	copy_ops(shown, wq->op_config);
	/*
	 * The driver takes the wq for a device and looks at memory behind it: 6.12 was seen to hide the bit for names
	 * up to 129 characters and to show it from 255 on; between them nobody looked (10.1).
	 */
	if (idxd_kernel_has(kernel, IDXD_KF_WQ_BATCH_HIDDEN) && wq->name_length < 255)
		shown[0] &= ~(1ull << DSA_OPCODE_BATCH);
}
