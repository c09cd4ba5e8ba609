// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * BAR 0, dword by dword, and the two BARs as bytes. Registers that are not there read as zero and ignore writes. The
 * MSI-X table is memory only: interrupts are masked by the host, which sees the same accesses.
 */
#include <string.h>

#include "test/model/dsa-core.h"

static uint32_t half(uint64_t value, uint32_t offset)
{
	return (uint32_t)(offset & 4 ? value >> 32 : value);
}

static uint32_t merged(uint32_t old, uint32_t value, uint32_t mask)
{
	return (old & ~mask) | (value & mask);
}

/* u16 of each table in units of 0x100 bytes: GRPCFG, WQCFG, MSIX-PERM, IMS; and PERFMON */
static uint64_t offsets(const struct dsa *dsa, uint32_t offset)
{
	if (offset >= 8 && dsa->profile->perfmon_at)
		return dsa->profile->perfmon_at;
	if (offset >= 8)
		return dsa->profile->perfmon ? TABLE_PERFMON / 0x100 : 0;
	return TABLE_GRPCFG / 0x100 | (uint64_t)(TABLE_WQCFG / 0x100) << 16 | (uint64_t)(TABLE_MSIX_PERM / 0x100) << 32 |
	       (dsa->n_ims ? (uint64_t)(TABLE_IMS / 0x100) << 48 : 0);
}

static uint64_t evl_status(const struct dsa *dsa)
{
	return dsa->evl_head | (uint64_t)dsa->evl_tail << 32 | (dsa->evl_pending ? BIT64(62) : 0);
}

static uint32_t read_caps(const struct dsa *dsa, uint32_t offset)
{
	const struct dsa_profile *profile = dsa->profile;

	if (offset >= REG_OPCAP && offset < REG_OPCAP + 32)
		return half(profile->opcap[(offset - REG_OPCAP) / 8], offset);
	if (offset >= REG_OFFSETS && offset < REG_OFFSETS + 16)
		return half(offsets(dsa, offset - REG_OFFSETS), offset);
	if (offset >= REG_FAMILYCAP && offset < REG_FAMILYCAP + 24)
		return half(profile->familycap[(offset - REG_FAMILYCAP) / 8], offset);
	switch (offset & ~4u) {
	case REG_VERSION:
		return half(profile->version, offset);
	case REG_GENCAP:
		return half(profile->gencap, offset);
	case REG_WQCAP:
		return half(profile->wqcap, offset);
	case REG_GRPCAP:
		return half(profile->grpcap, offset);
	case REG_ENGCAP:
		return half(profile->engcap, offset);
	case REG_CMDCAP:
		return profile->gencap & GENCAP_CMD_CAP ? half(profile->cmdcap, offset) : 0;
	}
	return 0;
}

static uint32_t read_register(const struct dsa *dsa, uint32_t offset)
{
	if (offset >= REG_SWERR && offset < REG_SWERR + 32)
		return half(dsa->swerr[(offset - REG_SWERR) / 8], offset);
	if (offset >= REG_EVLCFG && offset < REG_EVLCFG + 16)
		return half(dsa->evlcfg[(offset - REG_EVLCFG) / 8], offset);
	switch (offset) {
	case REG_GENCFG:
		return dsa->gencfg;
	case REG_GENCTRL:
		return dsa->genctrl;
	case REG_GENSTATUS:
		return (uint32_t)dsa->state | (uint32_t)dsa->reset_type << 2;
	case REG_INTCAUSE:
		return dsa->intcause;
	case REG_CMDSTS:
		return dsa->cmdsts;
	case REG_EVLSTATUS:
	case REG_EVLSTATUS + 4:
		return half(evl_status(dsa), offset);
	}
	return read_caps(dsa, offset);
}

static bool within(uint32_t offset, uint32_t start, size_t size)
{
	return offset >= start && offset - start < size;
}

/* Tables that are only memory: where the dword is, and the bits of it that can be written. */
static uint8_t *table_dword(struct dsa *dsa, uint32_t offset, uint32_t *mask)
{
	*mask = UINT32_MAX;
	if (within(offset, TABLE_GRPCFG, (size_t)dsa->n_groups * GRPCFG_STRIDE))
		return dsa->grpcfg + (offset - TABLE_GRPCFG);
	if (within(offset, DSA_MSIX_TABLE_OFFSET, (size_t)dsa->n_vectors * 16))
		return dsa->msix + (offset - DSA_MSIX_TABLE_OFFSET);
	if (within(offset, TABLE_IMS, (size_t)dsa->n_ims * IMS_STRIDE))
		return dsa->ims + (offset - TABLE_IMS);
	return NULL;
}

uint32_t regs_read(struct dsa *dsa, uint32_t offset)
{
	uint32_t mask;
	const uint8_t *table = table_dword(dsa, offset, &mask);

	if (table)
		return (uint32_t)load(table, 4);
	if (within(offset, TABLE_WQCFG, (size_t)dsa->n_wqs * dsa->stride))
		return wq_cfg_read(dsa, offset - TABLE_WQCFG);
	if (within(offset, TABLE_MSIX_PERM, (size_t)dsa->n_vectors * MSIX_PERM_STRIDE))
		return half(dsa->msix_perm[(offset - TABLE_MSIX_PERM) / 8], offset);
	if (dsa->profile->perfmon && within(offset, TABLE_PERFMON, PERFMON_SIZE))
		return perfmon_read(dsa, offset - TABLE_PERFMON);
	return read_register(dsa, offset);
}

static void write_swerr(struct dsa *dsa, uint32_t value)
{
	dsa->swerr[0] &= ~(uint64_t)(value & (SWERR_VALID | SWERR_OVERFLOW));
}

static void write_register(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask)
{
	const bool off = dsa->state != STATE_ENABLED;

	switch (offset) {
	case REG_GENCFG:
		if (off)
			dsa->gencfg = merged(dsa->gencfg, value, mask) & (GENCFG_LIMIT | GENCFG_USER_INT | GENCFG_EVL);
		break;
	case REG_GENCTRL:
		dsa->genctrl = merged(dsa->genctrl, value, mask) & (GENCTRL_SWERR | GENCTRL_HALT | GENCTRL_EVL);
		break;
	case REG_INTCAUSE:
		dsa->intcause &= ~(value & mask);
		break;
	case REG_CMD:
		if (mask == UINT32_MAX)
			cmd_write(dsa, value);
		break;
	case REG_SWERR:
		write_swerr(dsa, value & mask);
		break;
	case REG_EVLSTATUS:
	case REG_EVLSTATUS + 4:
		evl_write_status(dsa, (offset - REG_EVLSTATUS) / 4, value, mask);
		break;
	}
	if (off && evl_entry_size(dsa) && within(offset, REG_EVLCFG, 16)) {
		uint8_t *cfg = (uint8_t *)dsa->evlcfg + (offset - REG_EVLCFG);
		uint32_t old;

		memcpy(&old, cfg, 4);
		old = merged(old, value, mask);
		memcpy(cfg, &old, 4);
	}
}

void regs_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask)
{
	const bool fixed = !(dsa->profile->gencap & GENCAP_CONFIG_EN);
	uint32_t allowed;
	uint8_t *table = table_dword(dsa, offset, &allowed);

	if (table) {
		if (!fixed || !within(offset, TABLE_GRPCFG, sizeof(dsa->grpcfg)))
			store(table, merged((uint32_t)load(table, 4), value, mask & allowed), 4);
	} else if (within(offset, TABLE_WQCFG, (size_t)dsa->n_wqs * dsa->stride)) {
		wq_cfg_write(dsa, offset - TABLE_WQCFG, value, mask);
	} else if (within(offset, TABLE_MSIX_PERM, (size_t)dsa->n_vectors * MSIX_PERM_STRIDE)) {
		uint64_t *perm = &dsa->msix_perm[(offset - TABLE_MSIX_PERM) / 8];

		if (!(offset & 4))
			*perm = merged((uint32_t)*perm, value, mask) & (PERM_IGNORE | PERM_PASID_EN | 0xfffff000u);
	} else if (dsa->profile->perfmon && within(offset, TABLE_PERFMON, PERFMON_SIZE)) {
		perfmon_write(dsa, offset - TABLE_PERFMON, value, mask);
	} else {
		write_register(dsa, offset, value, mask);
	}
}

static uint8_t bar_byte(struct dsa *dsa, unsigned int bar, uint64_t offset)
{
	if (bar == 2)
		return portal_read(dsa, offset);
	return (uint8_t)(regs_read(dsa, (uint32_t)offset & ~3u) >> (8 * (offset & 3)));
}

void dsa_bar_read(struct dsa *dsa, unsigned int bar, uint64_t offset, void *buf, size_t len)
{
	const uint64_t size = dsa_bar_size(dsa, bar);
	uint8_t *bytes = buf;

	for (size_t i = 0; i < len; i++)
		bytes[i] = offset < size && i < size - offset ? bar_byte(dsa, bar, offset + i) : 0xff;
}

/* A counter's configuration is fixed as soon as its lower half has turned it on: of both halves the upper one goes first. */
static bool upper_goes_first(const struct dsa *dsa, uint32_t offset, size_t len)
{
	return dsa->profile->perfmon && len == 8 && !(offset % 8) && perfmon_is_config(offset - TABLE_PERFMON);
}

static void write_regs(struct dsa *dsa, uint32_t offset, const uint8_t *bytes, size_t len)
{
	size_t i = 0;

	if (upper_goes_first(dsa, offset, len)) {
		write_regs(dsa, offset + 4, bytes + 4, 4);
		len = 4;
	}
	while (i < len) {
		const uint32_t dword = (offset + (uint32_t)i) & ~3u;
		uint32_t value = 0, mask = 0;

		for (; i < len && ((offset + (uint32_t)i) & ~3u) == dword; i++) {
			const unsigned int shift = 8 * ((offset + (uint32_t)i) & 3);

			value |= (uint32_t)bytes[i] << shift;
			mask |= UINT32_C(0xff) << shift;
		}
		regs_write(dsa, dword, value, mask);
	}
}

void dsa_bar_write(struct dsa *dsa, unsigned int bar, uint64_t offset, const void *buf, size_t len)
{
	const uint64_t size = dsa_bar_size(dsa, bar);

	if (offset >= size)
		return;
	if (len > size - offset)
		len = (size_t)(size - offset);
	if (bar == 2)
		portal_write(dsa, offset, buf, len);
	else
		write_regs(dsa, (uint32_t)offset, buf, len);
}
