// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Work queues and groups: their configuration as it is read and written, and the queues. WQCFG can be written while its
 * wq is disabled (Linux rewrites all of it again and again, so what is refused is refused silently). GRPCFG can be
 * written in any state, because Linux lets a wq join a group while the device is enabled and expects it to work.
 */
#include <string.h>

#include "test/model/dsa-core.h"

#define FIXED_MODE_MASK 0xffffff01u /* of dword 2, what may be changed without config_en */

unsigned int wq_size(const struct wq *wq)
{
	return wq->cfg[WQCFG_SIZE] & 0xffff;
}

unsigned int wq_priority(const struct wq *wq)
{
	return wq->cfg[WQCFG_MODE] >> 4 & 0xf;
}

bool wq_is_dedicated(const struct wq *wq)
{
	return wq->cfg[WQCFG_MODE] & WQCFG_DEDICATED;
}

static bool is_fixed(const struct dsa *dsa)
{
	return !(dsa->profile->gencap & GENCAP_CONFIG_EN);
}

/* What a device without config_en was made with: equal, dedicated wqs in the first group with all engines. */
static void preset(struct dsa *dsa, struct wq *wq)
{
	wq->cfg[WQCFG_SIZE] = dsa->total_size / dsa->n_wqs;
	wq->cfg[WQCFG_MODE] = WQCFG_DEDICATED | 1u << 4;
	wq->cfg[WQCFG_SHIFTS] = (uint32_t)(dsa->profile->gencap >> GENCAP_XFER_SHIFT & 0x1f) |
				(uint32_t)(dsa->profile->gencap >> GENCAP_BATCH_SHIFT & 0xf) << 5;
}

void wq_reset(struct dsa *dsa, unsigned int index)
{
	struct wq *wq = &dsa->wq[index];

	memset(wq->cfg, 0, sizeof(wq->cfg));
	wq->state = WQ_DISABLED;
	wq->head = wq->count = wq->drain = 0;
	wq->occupancy_told = false;
	for (unsigned int i = 0; dsa->profile->wqcap & WQCAP_OP_CONFIG && i < 8; i++)
		wq->cfg[WQCFG_OPS + i] = (uint32_t)(dsa->profile->opcap[i / 2] >> (i % 2 * 32));
	if (is_fixed(dsa))
		preset(dsa, wq);
	portal_reset_wq(dsa, index);
}

void wq_reset_all(struct dsa *dsa)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		wq_reset(dsa, i);
}

void grp_reset(struct dsa *dsa)
{
	const uint64_t buffers = dsa->profile->grpcap & GRPCAP_RDBUF_CONTROL ? dsa->profile->grpcap >> 8 & 0xff : 0;

	memset(dsa->grpcfg, 0, sizeof(dsa->grpcfg));
	for (unsigned int i = 0; i < dsa->n_groups; i++)
		store(dsa->grpcfg + i * GRPCFG_STRIDE + GRP_FLAGS, buffers << 20, 8);
	if (is_fixed(dsa)) {
		store(dsa->grpcfg, BIT64(dsa->n_wqs) - 1, 8);
		store(dsa->grpcfg + GRP_ENGINES, BIT64(dsa->n_engines) - 1, 8);
	}
}

uint64_t grp_wqs(const struct dsa *dsa, unsigned int group)
{
	return load(dsa->grpcfg + group * GRPCFG_STRIDE, 8);
}

uint64_t grp_engines(const struct dsa *dsa, unsigned int group)
{
	return load(dsa->grpcfg + group * GRPCFG_STRIDE + GRP_ENGINES, 8);
}

uint64_t grp_flags(const struct dsa *dsa, unsigned int group)
{
	return load(dsa->grpcfg + group * GRPCFG_STRIDE + GRP_FLAGS, 8);
}

/* Its group, -1 where it has none. */
static int wq_group(const struct dsa *dsa, unsigned int index)
{
	for (unsigned int i = 0; i < dsa->n_groups; i++)
		if (grp_wqs(dsa, i) & BIT64(index))
			return (int)i;
	return -1;
}

uint64_t wq_engines(const struct dsa *dsa, unsigned int index)
{
	const int group = wq_group(dsa, index);

	return group < 0 ? 0 : grp_engines(dsa, (unsigned int)group) & (BIT64(dsa->n_engines) - 1);
}

unsigned int wq_traffic_class(const struct dsa *dsa, unsigned int index, bool second)
{
	const int group = wq_group(dsa, index);

	return group < 0 ? 0 : (unsigned int)(grp_flags(dsa, (unsigned int)group) >> (second ? 3 : 0) & 7);
}

static uint32_t wq_status(const struct dsa *dsa, const struct wq *wq)
{
	const uint64_t both = WQCAP_SHARED | WQCAP_DEDICATED;
	uint32_t value = (uint32_t)wq->state << WQCFG_STATE_SHIFT;

	if (dsa->profile->wqcap & WQCAP_OCCUPANCY)
		value |= wq->count;
	value |= wq->occupancy_told ? WQCFG_INT_EN : 0;
	if ((dsa->profile->wqcap & both) == both)
		value |= WQCFG_MODE_SUPPORT;
	return value;
}

/*
 * Occupancy interrupts come while the count is not above the limit, by the table entry that the wq names, and the next one
 * not before software has acknowledged the last.
 */
void wq_occupancy(struct dsa *dsa, unsigned int index)
{
	struct wq *wq = &dsa->wq[index];
	const uint32_t handle = wq->cfg[WQCFG_INT_HANDLE], limit = wq->cfg[WQCFG_INT_LIMIT];
	const bool ims = handle & WQCFG_INT_EN;

	if (wq->state != WQ_ENABLED || wq->occupancy_told || !(limit & WQCFG_INT_EN) || wq->count > (limit & 0xffff))
		return;
	wq->occupancy_told = true;
	if (!ims && !(handle & 0xffff))
		dsa->intcause |= CAUSE_OCCUPANCY;
	handle_interrupt(dsa, handle & 0xffff, ims, false);
}

uint32_t wq_cfg_read(struct dsa *dsa, uint32_t offset)
{
	const struct wq *wq = &dsa->wq[offset / dsa->stride];
	const unsigned int dword = offset % dsa->stride / 4;

	return dword == WQCFG_STATUS ? wq_status(dsa, wq) : wq->cfg[dword % WQCFG_DWORDS];
}

/* Bits of a dword that exist on this device. */
static uint32_t wq_mask(const struct dsa *dsa, unsigned int dword)
{
	const uint64_t caps = dsa->profile->wqcap;

	switch (dword) {
	case WQCFG_SIZE:
	case WQCFG_THRESHOLD:
		return 0xffff;
	case WQCFG_MODE:
		return 0x3ffffff3u | (caps & WQCAP_ATS_OFF ? WQCFG_ATS_OFF : 0) | (caps & WQCAP_PRS_OFF ? WQCFG_PRS_OFF : 0);
	case WQCFG_SHIFTS:
		return 0x1fff;
	case WQCFG_INT_HANDLE:
	case WQCFG_INT_LIMIT:
		return caps & WQCAP_OCCUPANCY_INT ? 0x1ffff : 0;
	case WQCFG_STATUS:
	case WQCFG_RESERVED:
		return 0;
	}
	return UINT32_MAX;
}

void wq_cfg_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask)
{
	struct wq *wq = &dsa->wq[offset / dsa->stride];
	const unsigned int dword = offset % dsa->stride / 4;

	if (dword == WQCFG_STATUS && value & mask & WQCFG_INT_EN) {
		wq->occupancy_told = false;
		wq_occupancy(dsa, offset / dsa->stride);
		return;
	}
	if (dword == WQCFG_INT_LIMIT && !is_fixed(dsa)) { /* the limit only with or without the interrupt */
		mask &= wq->cfg[dword] & WQCFG_INT_EN ? WQCFG_INT_EN : wq_mask(dsa, dword);
		wq->cfg[dword] = (wq->cfg[dword] & ~mask) | (value & mask);
		wq_occupancy(dsa, offset / dsa->stride);
		return;
	}
	if (dword == WQCFG_THRESHOLD)
		mask &= wq_mask(dsa, dword); /* in any state */
	else if (wq->state != WQ_DISABLED || dword >= WQCFG_DWORDS)
		return;
	mask &= wq_mask(dsa, dword);
	if (is_fixed(dsa))
		mask &= dword == WQCFG_MODE ? FIXED_MODE_MASK : 0;
	wq->cfg[dword] = (wq->cfg[dword] & ~mask) | (value & mask);
}

/* Whose memory a descriptor is about. A dedicated wq says it itself, whatever the descriptor says. */
uint32_t wq_pasid(const struct wq *wq, const uint8_t *bytes)
{
	if (!(wq->cfg[WQCFG_MODE] & WQCFG_PASID_EN))
		return DSA_NO_PASID;
	if (wq_is_dedicated(wq))
		return wq->cfg[WQCFG_MODE] >> WQCFG_PASID_SHIFT & PASID_MASK;
	return (uint32_t)load(bytes, 4) & PASID_MASK;
}

bool wq_priv(const struct wq *wq, const uint8_t *bytes)
{
	if (wq_is_dedicated(wq))
		return wq->cfg[WQCFG_MODE] & WQCFG_PRIV;
	return bytes[3] & 0x80;
}

static unsigned int wq_limit(const struct wq *wq, unsigned int page)
{
	const unsigned int threshold = wq->cfg[WQCFG_THRESHOLD] & 0xffff, size = wq_size(wq);

	return !wq_is_dedicated(wq) && (page & PORTAL_LIMITED) && threshold < size ? threshold : size;
}

static unsigned int swq_event(unsigned int page)
{
	return page & PORTAL_LIMITED ? PERF_SWQ_LIMITED : PERF_SWQ_UNLIMITED;
}

/* Who writes to a shared wq is told to try again; what comes to others is lost. */
static void count_refusal(struct dsa *dsa, unsigned int index, unsigned int page)
{
	const struct wq *wq = &dsa->wq[index];
	const struct perf_about about = { .wq = BIT32(index) };

	if (!wq_is_dedicated(wq)) {
		perfmon_count(dsa, PERF_WQ, swq_event(page) + PERF_SWQ_RETRY, 1, about);
		return;
	}
	if (wq->state == WQ_ENABLED && dsa->state == STATE_ENABLED)
		perfmon_count(dsa, PERF_WQ, PERF_DWQ_FULL, 1, about);
	perfmon_count(dsa, PERF_WQ, PERF_WQ_DISCARDED, 1, about);
}

/* false: the wq does not take it (not enabled, or full for this portal). */
bool wq_push(struct dsa *dsa, unsigned int index, const uint8_t *bytes, unsigned int page)
{
	struct wq *wq = &dsa->wq[index];
	struct entry *entry;

	if (wq->state != WQ_ENABLED || dsa->state != STATE_ENABLED || wq->count >= wq_limit(wq, page)) {
		count_refusal(dsa, index, page);
		return false;
	}
	entry = &wq->ring[(wq->head + wq->count++) % dsa->total_size];
	memcpy(entry->bytes, bytes, SLOT);
	entry->ims = page & PORTAL_IMS;
	perfmon_count(dsa, PERF_WQ, wq_is_dedicated(wq) ? PERF_DWQ : swq_event(page), 1, (struct perf_about){ .wq = BIT32(index) });
	return true;
}


void wq_pop(struct dsa *dsa, unsigned int index, struct entry *entry)
{
	struct wq *wq = &dsa->wq[index];

	*entry = wq->ring[wq->head];
	wq->head = (wq->head + 1) % dsa->total_size;
	wq->count--;
	wq->drain -= wq->drain > 0;
	wq_occupancy(dsa, index);
}

bool wq_has_pasid(const struct dsa *dsa, unsigned int index, uint32_t pasid)
{
	const struct wq *wq = &dsa->wq[index];

	for (unsigned int i = 0; i < wq->count; i++)
		if (wq_pasid(wq, wq->ring[(wq->head + i) % dsa->total_size].bytes) == pasid)
			return true;
	return false;
}

/* Drops what is queued, without a word in completion records; of one PASID only, unless that is DSA_NO_PASID. */
void wq_abort(struct dsa *dsa, unsigned int index, uint32_t pasid)
{
	struct wq *wq = &dsa->wq[index];
	unsigned int kept = 0;

	for (unsigned int i = 0; i < wq->count; i++) {
		const struct entry *entry = &wq->ring[(wq->head + i) % dsa->total_size];

		if (pasid != DSA_NO_PASID && wq_pasid(wq, entry->bytes) != pasid)
			wq->ring[(wq->head + kept++) % dsa->total_size] = *entry;
	}
	wq->count = kept;
	if (dsa->batch.active && dsa->batch.wq == index &&
	    (pasid == DSA_NO_PASID || wq_pasid(wq, dsa->batch.bytes) == pasid))
		dsa->batch.active = false;
}
