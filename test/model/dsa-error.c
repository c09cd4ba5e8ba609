// SPDX-License-Identifier: GPL-2.0-or-later
/* Where errors go that no completion record takes: the event log when it is on, else SWERR. */
#include <string.h>

#include "test/model/dsa-core.h"

#define EVL_DESC_VALID BIT64(2)
#define EVL_WQ_VALID BIT64(3)
#define EVL_BATCH BIT64(4)
#define EVL_WRITE BIT64(5)
#define EVL_PRIV BIT64(6)
#define EVL_INFO_VALID BIT64(7)

/* The first qword of SWERR and of an event log entry have the same bits, from desc_valid to the PASID. */
static uint64_t describe(const struct error_info *info)
{
	uint64_t value = (uint64_t)info->error << 8 | (uint64_t)info->wq << 16 | (uint64_t)info->operation << 32;

	value |= info->has_descriptor ? EVL_DESC_VALID : 0;
	value |= info->has_wq ? EVL_WQ_VALID : 0;
	value |= info->batch ? EVL_BATCH : 0;
	value |= info->write ? EVL_WRITE : 0;
	value |= info->priv ? EVL_PRIV : 0;
	if (info->pasid != DSA_NO_PASID)
		value |= (uint64_t)(info->pasid & PASID_MASK) << 40;
	return value;
}

/* The first counts; that there were more is told, but not by an interrupt. */
void swerr_record(struct dsa *dsa, const struct error_info *info)
{
	const bool has_handle = info->error == DSA_COMP_INT_HANDLE_INVAL;

	if (dsa->swerr[0] & SWERR_VALID) {
		dsa->swerr[0] |= SWERR_OVERFLOW;
		return;
	}
	dsa->swerr[0] = SWERR_VALID | describe(info) | (has_handle ? EVL_INFO_VALID : 0);
	dsa->swerr[1] = info->batch_index | (uint64_t)(has_handle ? info->handle : info->invalid_flags) << 32;
	dsa->swerr[2] = info->address;
	dsa->swerr[3] = 0;
	core_log(dsa, "software error %#x, wq %u, operation %#x, address %#llx", info->error, info->wq, info->operation,
		 (unsigned long long)info->address);
	if (dsa->genctrl & GENCTRL_SWERR)
		core_cause(dsa, CAUSE_SWERR);
}

bool error_report(struct dsa *dsa, const struct error_info *info)
{
	if (evl_is_on(dsa))
		return evl_record(dsa, info);
	swerr_record(dsa, info);
	return false;
}

unsigned int evl_entry_size(const struct dsa *dsa)
{
	const unsigned int support = dsa->profile->gencap >> GENCAP_EVL_SHIFT & 3;

	return support ? 32u << support : 0;
}

void evl_reset(struct dsa *dsa)
{
	dsa->evl_head = dsa->evl_tail = 0;
	dsa->evl_pending = false;
}

bool evl_is_on(const struct dsa *dsa)
{
	return dsa->gencfg & GENCFG_EVL && evl_entry_size(dsa) && (dsa->evlcfg[1] & 0xffff);
}

static unsigned int evl_entries(const struct dsa *dsa)
{
	return (unsigned int)(dsa->evlcfg[1] & 0xffff);
}

/* At byte 14, behind the handle: what the descriptor wanted at its end. */
#define EVL_RCI 1u
#define EVL_IMS 2u
#define EVL_WANTED 4u
#define EVL_FIRST_OF_BATCH 8u

static bool has_handle(const struct error_info *info)
{
	switch (info->error) {
	case DSA_COMP_INT_HANDLE_INVAL:
	case DSA_COMP_CRA_XLAT:
	case DSA_COMP_DRAIN_EVL:
	case DSA_COMP_BATCH_EVL_ERR:
		return true;
	}
	return false;
}

static void fill_entry(uint8_t *entry, unsigned int size, const struct error_info *info)
{
	const bool has_flags = info->error == DSA_COMP_INVALID_FLAGS, has_more = has_flags || has_handle(info);

	memset(entry, 0, size);
	store(entry, describe(info) | (has_more ? EVL_INFO_VALID : 0) | (uint64_t)info->batch_id << 24, 8);
	store(entry + 8, info->batch_index, 2);
	if (has_flags) {
		store(entry + 12, info->invalid_flags, 4);
	} else if (has_more) {
		store(entry + 12, info->handle, 2);
		entry[14] = (info->flags & IDXD_OP_FLAG_RCI ? EVL_RCI : 0) | (info->ims ? EVL_IMS : 0) |
			    (info->wants_record ? EVL_WANTED : 0) |
			    (info->first_of_batch ? EVL_FIRST_OF_BATCH : 0);
	}
	store(entry + 16, info->address, 8);
	if (info->record)
		memcpy(entry + size / 2, info->record, size / 2);
}

static bool log_fails(struct dsa *dsa)
{
	const struct error_info info = { .error = SWERR_LOG_FULL, .pasid = DSA_NO_PASID };

	swerr_record(dsa, &info);
	return false;
}

/* A log that is full, or missing, loses what comes; the software error register says so. */
bool evl_record(struct dsa *dsa, const struct error_info *info)
{
	const unsigned int size = evl_entry_size(dsa), next = (dsa->evl_tail + 1u) % evl_entries(dsa);
	const uint32_t pasid = dsa->evlcfg[0] & 1 ? (uint32_t)(dsa->evlcfg[1] >> 16) & PASID_MASK : DSA_NO_PASID;
	const uint64_t base = dsa->evlcfg[0] & ~UINT64_C(0xfff);
	const uint32_t resets = dsa->resets;
	uint8_t entry[128];
	int missing;

	fill_entry(entry, size, info);
	if (next == dsa->evl_head)
		return log_fails(dsa);
	missing = dsa->host.dma_write(dsa->host.arg, pasid, base + (uint64_t)dsa->evl_tail * size, entry, size);
	if (resets != dsa->resets)
		return false;
	if (missing)
		return log_fails(dsa);
	dsa->evl_tail = (uint16_t)next;
	core_log(dsa, "event log: error %#x, wq %u, operation %#x", info->error, info->wq, info->operation);
	if (!dsa->evl_pending && dsa->genctrl & GENCTRL_EVL) {
		dsa->evl_pending = true;
		core_cause(dsa, CAUSE_EVL);
	}
	return true;
}

/* Head is the driver's; the high half only clears int_pending. */
void evl_write_status(struct dsa *dsa, unsigned int half, uint32_t value, uint32_t mask)
{
	if (!evl_entry_size(dsa))
		return;
	if (half == 1) {
		if (value & mask & BIT32(30))
			dsa->evl_pending = false;
		return;
	}
	value = (dsa->evl_head & ~mask) | (value & mask);
	if (!evl_entries(dsa) || (value & 0xffff) < evl_entries(dsa))
		dsa->evl_head = value & 0xffff;
}
