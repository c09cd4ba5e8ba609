// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration between idxd_device.config and the tables of the hardware: written before something is enabled,
 * read on devices whose tables are fixed (GENCAP.31 is 0). Reserved bits keep what the device has there.
 */
#include <linux/bitfield.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/log2.h>

#include "driver.h"

static void __iomem *wqcfg_at(struct idxd_device *idxd, unsigned int wq, unsigned int dword)
{
	return idxd->regs + idxd->wqcfg + wq * idxd->wqcfg_size + dword * sizeof(u32);
}

static void __iomem *grpcfg_at(struct idxd_device *idxd, unsigned int group, unsigned int offset)
{
	return idxd->regs + idxd->grpcfg + group * IDXD_GRPCFG_STRIDE + offset;
}

static void replace(void __iomem *at, u32 mask, u32 value)
{
	u32 old = ioread32(at);

	iowrite32((old & ~mask) | (value & mask), at);
}

static bool has_op_config(struct idxd_device *idxd)
{
	return idxd->caps.op_config && idxd->wqcfg_size >= 64;
}

static u32 shift_of(u64 size, u32 max)
{
	return size ? min_t(u32, ilog2(size), max) : 0;
}

static u32 flags_of(struct idxd_wq *wq, const struct idxd_wq_config *config)
{
	u32 flags = FIELD_PREP(IDXD_WQCFG_PRIORITY, config->priority);

	if (config->mode == IDXD_MODE_DEDICATED)
		flags |= IDXD_WQCFG_DEDICATED;
	if (config->block_on_fault)
		flags |= IDXD_WQCFG_BOF;
	if (config->ats_disable)
		flags |= IDXD_WQCFG_ATS_OFF;
	if (config->prs_disable)
		flags |= IDXD_WQCFG_PRS_OFF;
	if (wq->pasid != IOMMU_PASID_INVALID)
		flags |= IDXD_WQCFG_PASID_EN | FIELD_PREP(IDXD_WQCFG_PASID, wq->pasid);
	return flags;
}

static u32 limits_of(struct idxd_device *idxd, const struct idxd_wq_config *config)
{
	const struct idxd_caps *caps = &idxd->caps;
	u32 limits;

	/* The defaults may be more than the device can do; it would refuse to enable the wq. */
	limits = FIELD_PREP(IDXD_WQCFG_XFER, shift_of(config->max_transfer_size, caps->max_transfer_shift));
	limits |= FIELD_PREP(IDXD_WQCFG_BATCH, shift_of(config->max_batch_size, caps->max_batch_shift));
	if (FIELD_GET(IDXD_DSACAP0_SGL_FORMATS, caps->dsa_cap[0]))
		limits |= FIELD_PREP(IDXD_WQCFG_SGL, FIELD_GET(IDXD_DSACAP0_SGL_SHIFT, caps->dsa_cap[0]));
	return limits;
}

/**
 * idxd_config_write_wq - bring the configuration of one wq to the hardware
 * @wq: disabled
 */
void idxd_config_write_wq(struct idxd_wq *wq)
{
	const struct idxd_wq_config *config = idxd_wq_config(wq);
	struct idxd_device *idxd = wq->idxd;
	unsigned int i;

	if (!idxd->caps.configurable) {
		/* Mode and PASID may be written even so. */
		replace(wqcfg_at(idxd, wq->id, IDXD_WQCFG_FLAGS_DW), IDXD_WQCFG_DEDICATED | IDXD_WQCFG_PASID |
			IDXD_WQCFG_PASID_EN | IDXD_WQCFG_PRIV, flags_of(wq, config));
		return;
	}
	replace(wqcfg_at(idxd, wq->id, IDXD_WQCFG_SIZE_DW), IDXD_WQCFG_U16, config->size);
	replace(wqcfg_at(idxd, wq->id, IDXD_WQCFG_THRESHOLD_DW), IDXD_WQCFG_U16, config->threshold);
	replace(wqcfg_at(idxd, wq->id, IDXD_WQCFG_FLAGS_DW), IDXD_WQCFG_FLAGS, flags_of(wq, config));
	replace(wqcfg_at(idxd, wq->id, IDXD_WQCFG_LIMITS_DW), IDXD_WQCFG_XFER | IDXD_WQCFG_BATCH | IDXD_WQCFG_SGL,
		limits_of(idxd, config));
	if (!has_op_config(idxd))
		return;
	for (i = 0; i < 2 * IDXD_RULES_OP_WORDS; i++)
		iowrite32(config->op_config[i / 2] >> (i % 2 * 32), wqcfg_at(idxd, wq->id, IDXD_WQCFG_OPS_DW + i));
}

static u64 group_flags(struct idxd_device *idxd, const struct idxd_group_config *group)
{
	u64 flags = FIELD_PREP(IDXD_GRPFLAGS_TC_A, max(group->traffic_class_a, 0)) |
		    FIELD_PREP(IDXD_GRPFLAGS_TC_B, group->traffic_class_b < 0 ? 1 : group->traffic_class_b);

	flags |= FIELD_PREP(IDXD_GRPFLAGS_DESC, group->desc_progress_limit);
	flags |= FIELD_PREP(IDXD_GRPFLAGS_BATCH, group->batch_progress_limit);
	if (group->use_read_buffer_limit)
		flags |= IDXD_GRPFLAGS_LIMIT;
	flags |= FIELD_PREP(IDXD_GRPFLAGS_RESERVED, group->read_buffers_reserved);
	flags |= FIELD_PREP(IDXD_GRPFLAGS_ALLOWED,
			    group->read_buffers_allowed ? group->read_buffers_allowed : idxd->caps.max_read_buffers);
	return flags;
}

static void write_group(struct idxd_device *idxd, unsigned int group)
{
	const struct idxd_config *config = &idxd->config;
	u64 wqs[4] = {}, engines = 0;
	unsigned int i;

	for (i = 0; i < config->n_wqs; i++)
		if (config->wqs[i].group_id == group)
			wqs[i / 64] |= BIT_ULL(i % 64);
	for (i = 0; i < config->n_engines; i++)
		if (config->engines[i].group_id == group)
			engines |= BIT_ULL(i);
	for (i = 0; i < ARRAY_SIZE(wqs); i++)
		iowrite64(wqs[i], grpcfg_at(idxd, group, i * sizeof(u64)));
	iowrite64(engines, grpcfg_at(idxd, group, IDXD_GRPCFG_ENGINES));
	iowrite64(group_flags(idxd, &config->groups[group]), grpcfg_at(idxd, group, IDXD_GRPCFG_FLAGS));
}

/**
 * idxd_config_write - bring the configuration to the hardware
 * @idxd: the device
 *
 * All groups and every wq of a group that is not enabled: the hardware refuses the others.
 */
void idxd_config_write(struct idxd_device *idxd)
{
	const struct idxd_config *config = &idxd->config;
	unsigned int i;

	lockdep_assert_held(&idxd->lock);
	if (!idxd->caps.configurable)
		return;
	for (i = 0; i < config->n_wqs; i++)
		if (config->wqs[i].group_id >= 0 && !config->wqs[i].enabled)
			idxd_config_write_wq(&idxd->wqs[i]);
	if (config->device.state != IDXD_STATE_ENABLED && config->device.read_buffer_limit)
		replace(idxd->regs + IDXD_REG_GENCFG, IDXD_GENCFG_LIMIT, config->device.read_buffer_limit);
	for (i = 0; i < config->n_groups; i++)
		write_group(idxd, i);
}

static void __iomem *grpcfg_word(struct idxd_device *idxd, unsigned int word)
{
	return grpcfg_at(idxd, word / IDXD_GRPCFG_WORDS, word % IDXD_GRPCFG_WORDS * sizeof(u64));
}

/**
 * idxd_config_save_groups - read what the groups of the hardware are
 * @idxd: the device
 * @to: IDXD_GRPCFG_WORDS for each group
 */
void idxd_config_save_groups(struct idxd_device *idxd, u64 *to)
{
	unsigned int i;

	lockdep_assert_held(&idxd->lock);
	for (i = 0; i < idxd->config.n_groups * IDXD_GRPCFG_WORDS; i++)
		to[i] = ioread64(grpcfg_word(idxd, i));
}

/**
 * idxd_config_restore_groups - write what was read
 * @idxd: the device
 * @from: as idxd_config_save_groups() left it
 */
void idxd_config_restore_groups(struct idxd_device *idxd, const u64 *from)
{
	unsigned int i;

	lockdep_assert_held(&idxd->lock);
	for (i = 0; idxd->caps.configurable && i < idxd->config.n_groups * IDXD_GRPCFG_WORDS; i++)
		iowrite64(from[i], grpcfg_word(idxd, i));
}

/**
 * idxd_config_write_msix_perm - tell the device with which PASID a vector may be raised
 * @idxd: the device
 * @vector: of the table
 * @pasid: IOMMU_PASID_INVALID: none
 */
void idxd_config_write_msix_perm(struct idxd_device *idxd, unsigned int vector, u32 pasid)
{
	u32 entry = 0;

	if (pasid != IOMMU_PASID_INVALID)
		entry = IDXD_MSIX_PERM_PASID_EN | FIELD_PREP(IDXD_MSIX_PERM_PASID, pasid);
	iowrite32(entry, idxd->regs + idxd->msix_perm + vector * IDXD_MSIX_PERM_STRIDE);
}

/**
 * idxd_config_occupancy - descriptors that are in a wq now
 * @wq: the queue
 *
 * Return: their number.
 */
u32 idxd_config_occupancy(struct idxd_wq *wq)
{
	return FIELD_GET(IDXD_WQCFG_OCCUPANCY, ioread32(wqcfg_at(wq->idxd, wq->id, IDXD_WQCFG_STATUS_DW)));
}

/* ---- devices whose tables are fixed ---- */

/* The part of a wq that the tables hold: what the user set (type, names) stays. */
static void load_wq(struct idxd_device *idxd, unsigned int id)
{
	struct idxd_wq_config *wq = &idxd->config.wqs[id];
	u32 flags = ioread32(wqcfg_at(idxd, id, IDXD_WQCFG_FLAGS_DW));
	u32 limits = ioread32(wqcfg_at(idxd, id, IDXD_WQCFG_LIMITS_DW));
	unsigned int i;

	wq->size = ioread32(wqcfg_at(idxd, id, IDXD_WQCFG_SIZE_DW)) & IDXD_WQCFG_U16;
	wq->threshold = ioread32(wqcfg_at(idxd, id, IDXD_WQCFG_THRESHOLD_DW)) & IDXD_WQCFG_U16;
	wq->mode = flags & IDXD_WQCFG_DEDICATED ? IDXD_MODE_DEDICATED : IDXD_MODE_SHARED;
	wq->priority = FIELD_GET(IDXD_WQCFG_PRIORITY, flags);
	wq->block_on_fault = flags & IDXD_WQCFG_BOF;
	wq->ats_disable = flags & IDXD_WQCFG_ATS_OFF;
	wq->prs_disable = flags & IDXD_WQCFG_PRS_OFF;
	wq->max_transfer_size = BIT_ULL(FIELD_GET(IDXD_WQCFG_XFER, limits));
	wq->max_batch_size = idxd->family->family == IDXD_FAMILY_IAX ? 0 : BIT_ULL(FIELD_GET(IDXD_WQCFG_BATCH, limits));
	if (!has_op_config(idxd))
		return;
	for (i = 0; i < IDXD_RULES_OP_WORDS; i++)
		wq->op_config[i] = ioread64(wqcfg_at(idxd, id, IDXD_WQCFG_OPS_DW + 2 * i));
}

static void load_group(struct idxd_device *idxd, unsigned int id)
{
	u64 flags = ioread64(grpcfg_at(idxd, id, IDXD_GRPCFG_FLAGS));
	u64 engines = ioread64(grpcfg_at(idxd, id, IDXD_GRPCFG_ENGINES));
	struct idxd_group_config *group = &idxd->config.groups[id];
	bool used = engines;
	unsigned int i;

	for (i = 0; i < idxd->config.n_engines; i++)
		if (engines & BIT_ULL(i))
			idxd->config.engines[i].group_id = id;
	for (i = 0; i < idxd->config.n_wqs; i++)
		if (ioread64(grpcfg_at(idxd, id, i / 64 * sizeof(u64))) & BIT_ULL(i % 64)) {
			idxd->config.wqs[i].group_id = id;
			used = true;
		}
	if (!used)
		return; /* the flags of a group without members say nothing */
	group->traffic_class_a = FIELD_GET(IDXD_GRPFLAGS_TC_A, flags);
	group->traffic_class_b = FIELD_GET(IDXD_GRPFLAGS_TC_B, flags);
	group->use_read_buffer_limit = flags & IDXD_GRPFLAGS_LIMIT;
	group->read_buffers_reserved = FIELD_GET(IDXD_GRPFLAGS_RESERVED, flags);
	group->read_buffers_allowed = FIELD_GET(IDXD_GRPFLAGS_ALLOWED, flags);
	group->desc_progress_limit = FIELD_GET(IDXD_GRPFLAGS_DESC, flags);
	group->batch_progress_limit = FIELD_GET(IDXD_GRPFLAGS_BATCH, flags);
}

/**
 * idxd_config_load_wq - read a wq from the tables again
 * @idxd: the device; not configurable
 * @id: of the wq
 *
 * Unbinding wipes the driver's view of a wq; on such a device the tables still say what it is.
 */
void idxd_config_load_wq(struct idxd_device *idxd, unsigned int id)
{
	lockdep_assert_held(&idxd->lock);
	load_wq(idxd, id);
}

/**
 * idxd_config_load - read the configuration of a device that is not configurable
 * @idxd: the device
 *
 * Return: 0, or -EOPNOTSUPP if a wq is shared or has a PASID: nobody could set what such a wq needs.
 */
int idxd_config_load(struct idxd_device *idxd)
{
	unsigned int i;

	lockdep_assert_held(&idxd->lock);
	idxd->config.device.read_buffer_limit = ioread32(idxd->regs + IDXD_REG_GENCFG) & IDXD_GENCFG_LIMIT;
	for (i = 0; i < idxd->config.n_wqs; i++) {
		u32 flags = ioread32(wqcfg_at(idxd, i, IDXD_WQCFG_FLAGS_DW));

		if (!(flags & IDXD_WQCFG_DEDICATED) || flags & IDXD_WQCFG_PASID_EN)
			return -EOPNOTSUPP;
		load_wq(idxd, i);
	}
	for (i = 0; i < idxd->config.n_groups; i++)
		load_group(idxd, i);
	return 0;
}

/**
 * idxd_config_init - the state after loading the driver
 * @idxd: the device
 */
void idxd_config_init(struct idxd_device *idxd)
{
	lockdep_assert_held(&idxd->lock);
	idxd_rules_init(idxd->rules, &idxd->caps, &idxd->config);
	if (idxd_rules_apply_iaa_defaults(idxd->rules, &idxd->caps, &idxd->config)) {
		strscpy(idxd->wqs[0].name, "iaa_crypto", sizeof(idxd->wqs[0].name));
		strscpy(idxd->wqs[0].driver_name, "crypto", sizeof(idxd->wqs[0].driver_name));
	}
}
