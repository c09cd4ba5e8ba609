// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What ENABLE_DEVICE and ENABLE_WQ refuse, in the order of the error codes. Not all that the specification refuses (5.1, 5.2):
 * Linux enables devices with wqs that have a size and no group or the other way round, with wqs that block on faults while
 * PRI is off, and by default with priority 0, which "dsa-strict" refuses.
 */
#include "test/model/dsa-core.h"

static unsigned int size_sum(const struct dsa *dsa)
{
	unsigned int sum = 0;

	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		sum += wq_size(&dsa->wq[i]);
	return sum;
}

static bool general_is_wrong(const struct dsa *dsa)
{
	return (dsa->gencfg & GENCFG_LIMIT) > (dsa->profile->grpcap >> 8 & 0xff);
}

static bool log_is_wrong(const struct dsa *dsa)
{
	return dsa->gencfg & GENCFG_EVL && (!evl_entry_size(dsa) || (dsa->evlcfg[1] & 0xffff) < 64);
}

static bool pasid_is_wrong(const struct dsa *dsa)
{
	return dsa->gencfg & GENCFG_EVL && dsa->evlcfg[0] & 1 && !config_pasid(dsa);
}

/* One that does not exist is in the group. */
static bool wqs_are_wrong(const struct dsa *dsa, unsigned int group)
{
	const uint8_t *row = dsa->grpcfg + group * GRPCFG_STRIDE;

	return load(row + 8, 8) | load(row + 16, 8) | load(row + 24, 8) || grp_wqs(dsa, group) >> dsa->n_wqs;
}

static bool buffers_are_wrong(const struct dsa *dsa)
{
	const unsigned int total = dsa->profile->grpcap >> 8 & 0xff;
	unsigned int sum = 0;

	for (unsigned int i = 0; i < dsa->n_groups; i++) {
		const unsigned int reserved = grp_flags(dsa, i) >> 8 & 0xff, allowed = grp_flags(dsa, i) >> 20 & 0xff;

		sum += reserved;
		if (allowed > total || (allowed && allowed < reserved))
			return true;
		if (grp_flags(dsa, i) & BIT64(7) && !(dsa->gencfg & GENCFG_LIMIT))
			return true;
	}
	return sum > total;
}

static uint8_t check_groups(const struct dsa *dsa)
{
	uint64_t wqs = 0, engines = 0;

	for (unsigned int i = 0; i < dsa->n_groups; i++) {
		if (wqs_are_wrong(dsa, i) || wqs & grp_wqs(dsa, i))
			return IDXD_CMDSTS_GROUP_WQS;
		if (engines & grp_engines(dsa, i) || grp_engines(dsa, i) >> dsa->n_engines)
			return IDXD_CMDSTS_GROUP_ENGINES;
		if (!grp_wqs(dsa, i) != !grp_engines(dsa, i))
			return IDXD_CMDSTS_GROUP_INCOMPLETE;
		wqs |= grp_wqs(dsa, i);
		engines |= grp_engines(dsa, i);
	}
	return buffers_are_wrong(dsa) ? IDXD_CMDSTS_GROUP_READ_BUFFERS : 0;
}

uint8_t check_device(const struct dsa *dsa)
{
	if (dsa->state == STATE_ENABLED)
		return IDXD_CMDSTS_DEV_ENABLED;
	if (general_is_wrong(dsa))
		return IDXD_CMDSTS_CONFIG;
	if (!config_bus_master(dsa))
		return IDXD_CMDSTS_BUS_MASTER;
	if (pasid_is_wrong(dsa))
		return IDXD_CMDSTS_DEV_PASID;
	if (log_is_wrong(dsa))
		return IDXD_CMDSTS_EVENT_LOG;
	if (size_sum(dsa) > dsa->total_size)
		return IDXD_CMDSTS_SIZE_SUM;
	return check_groups(dsa);
}

static bool mode_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	return !(dsa->profile->wqcap & (wq_is_dedicated(wq) ? WQCAP_DEDICATED : WQCAP_SHARED));
}

static bool bof_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	return wq->cfg[WQCFG_MODE] & WQCFG_BOF && !(dsa->profile->gencap & GENCAP_BLOCK_ON_FAULT);
}

/* A shared wq has nothing but PASIDs to tell its users apart. */
static bool wq_pasid_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	if (!(wq->cfg[WQCFG_MODE] & WQCFG_PASID_EN))
		return !wq_is_dedicated(wq);
	return !config_pasid(dsa);
}

static bool priv_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	const uint32_t both = WQCFG_PASID_EN | WQCFG_PRIV;

	return wq_is_dedicated(wq) && (wq->cfg[WQCFG_MODE] & both) == both && !config_pasid_priv(dsa);
}

static bool occupancy_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	const uint32_t handle = wq->cfg[WQCFG_INT_HANDLE];

	return wq->cfg[WQCFG_INT_LIMIT] & WQCFG_INT_EN && !handle_exists(dsa, handle & 0xffff, handle & WQCFG_INT_EN);
}

static bool ops_are_wrong(const struct dsa *dsa, const struct wq *wq)
{
	for (unsigned int i = 0; dsa->profile->wqcap & WQCAP_OP_CONFIG && i < 8; i++)
		if (wq->cfg[WQCFG_OPS + i] & ~(uint32_t)(dsa->profile->opcap[i / 2] >> (i % 2 * 32)))
			return true;
	return false;
}

/* Without page requests what is missing has to go to the event log. */
static bool prs_is_wrong(const struct dsa *dsa, const struct wq *wq)
{
	return wq->cfg[WQCFG_MODE] & WQCFG_PRS_OFF && (!(dsa->gencfg & GENCFG_EVL) || wq->cfg[WQCFG_MODE] & WQCFG_BOF);
}

uint8_t check_wq(const struct dsa *dsa, unsigned int index)
{
	const struct wq *wq = &dsa->wq[index];
	const uint32_t shifts = wq->cfg[WQCFG_SHIFTS];

	if (dsa->state != STATE_ENABLED)
		return IDXD_CMDSTS_DEV_NOT_ENABLED;
	if (wq->state != WQ_DISABLED)
		return IDXD_CMDSTS_WQ_ENABLED;
	if (!wq_size(wq) || size_sum(dsa) > dsa->total_size)
		return IDXD_CMDSTS_WQ_SIZE;
	if (dsa->profile->strict_priority && !wq_priority(wq))
		return IDXD_CMDSTS_WQ_PRIORITY;
	if (mode_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_MODE;
	if (bof_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_BLOCK_ON_FAULT;
	if (wq_pasid_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_PASID;
	if ((shifts >> 5 & 0xf) > (dsa->profile->gencap >> GENCAP_BATCH_SHIFT & 0xf))
		return IDXD_CMDSTS_WQ_BATCH;
	if ((shifts & 0x1f) > (dsa->profile->gencap >> GENCAP_XFER_SHIFT & 0x1f))
		return IDXD_CMDSTS_WQ_TRANSFER;
	if (priv_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_PRIV;
	if (occupancy_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_OCCUPANCY;
	if (ops_are_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_OP_CONFIG;
	if (prs_is_wrong(dsa, wq))
		return IDXD_CMDSTS_WQ_PRS;
	return 0;
}
