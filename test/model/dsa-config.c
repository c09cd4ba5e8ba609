// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The 4 KiB of PCI config space: a root complex integrated endpoint with PCI Express (FLR, end-to-end prefixes, without
 * which Linux silently leaves PASID alone), MSI-X, power management, ATS, PASID and PRI. For each byte there is a mask of
 * bits that can be written and one of bits that are cleared by writing ones.
 */
#include <string.h>

#include "test/model/dsa-core.h"

#define BAR_KIND 0xcu /* 64 bits, prefetchable */
#define BAR_KIND_IO 0x1u

uint64_t dsa_bar_size(const struct dsa *dsa, unsigned int bar)
{
	uint64_t size = PORTAL_PAGES * PORTAL_PAGE;

	if (bar == 0)
		return 0x10000;
	if (bar != 2)
		return 0;
	if (dsa->profile->portals)
		return dsa->profile->portals;
	while (size < (uint64_t)dsa->n_wqs * PORTAL_PAGES * PORTAL_PAGE)
		size *= 2;
	return size;
}

uint64_t dsa_bar_address(const struct dsa *dsa, unsigned int bar)
{
	return dsa_bar_size(dsa, bar) ? load(dsa->config + PCI_BAR0 + 4 * bar, 8) & ~(uint64_t)0xf : 0;
}

bool config_bus_master(const struct dsa *dsa)
{
	return load(dsa->config + PCI_COMMAND_REG, 2) & PCI_COMMAND_MASTER_BIT;
}

bool config_pasid(const struct dsa *dsa)
{
	return dsa->config[CAP_PASID + 6] & 1;
}

bool config_pasid_priv(const struct dsa *dsa)
{
	return config_pasid(dsa) && (dsa->config[CAP_PASID + 6] & 4);
}

bool config_pri(const struct dsa *dsa)
{
	return dsa->config[CAP_PRI + 4] & 1;
}

/* size bytes at offset: value, and which bits can be written */
static void field(struct dsa *dsa, unsigned int offset, unsigned int size, uint64_t value, uint64_t mask)
{
	store(dsa->config + offset, value, size);
	store(dsa->config_mask + offset, mask, size);
}

static void extended(struct dsa *dsa, unsigned int offset, unsigned int id, unsigned int next)
{
	field(dsa, offset, 4, id | (1u << 16) | ((uint64_t)next << 20), 0);
}

static void header(struct dsa *dsa)
{
	field(dsa, 0x00, 2, 0x8086, 0);
	field(dsa, 0x02, 2, dsa->profile->pci_id, 0);
	field(dsa, PCI_COMMAND_REG, 2, 0, 0x0546); /* memory, master, parity, SERR, INTx off */
	field(dsa, 0x06, 2, 0x0010, 0);		    /* has capabilities */
	store(dsa->config_clear + 0x06, 0xf900, 2);
	field(dsa, 0x09, 3, 0x088000, 0); /* system peripheral */
	field(dsa, 0x0c, 1, 0, 0xff);
	field(dsa, 0x2c, 4, 0x00008086, 0);
	field(dsa, 0x34, 1, CAP_EXPRESS, 0);
	field(dsa, 0x3c, 1, 0xff, 0xff);
	for (unsigned int bar = 0; bar <= 2; bar += 2)
		field(dsa, PCI_BAR0 + 4 * bar, 8, BAR_KIND, ~(dsa_bar_size(dsa, bar) - 1));
	if (dsa->profile->portals_are_ports)
		field(dsa, PCI_BAR0 + 8, 8, BAR_KIND_IO, (uint32_t)~(dsa_bar_size(dsa, 2) - 1));
}

static void capabilities(struct dsa *dsa)
{
	field(dsa, CAP_EXPRESS, 4, 0x10 | (CAP_MSIX << 8) | (0x92u << 16), 0); /* version 2, RCiEP */
	field(dsa, CAP_EXPRESS + 0x04, 4, 0x10008022, 0);		       /* FLR */
	field(dsa, EXP_DEVCTL, 2, 0x2810, 0x7fff);
	field(dsa, CAP_EXPRESS + 0x0a, 2, 0, 0);
	store(dsa->config_clear + CAP_EXPRESS + 0x0a, 0x000f, 2);
	field(dsa, CAP_EXPRESS + 0x24, 4, 0x00f10010, 0); /* end-to-end prefixes, four of them */
	field(dsa, CAP_EXPRESS + 0x28, 2, 0, 0x041f);
	field(dsa, CAP_MSIX, 4, 0x11 | (CAP_POWER << 8) | ((dsa->n_vectors - 1) << 16), 0xc0000000);
	field(dsa, CAP_MSIX + 4, 4, DSA_MSIX_TABLE_OFFSET, 0);
	field(dsa, CAP_MSIX + 8, 4, DSA_MSIX_PBA_OFFSET, 0);
	field(dsa, CAP_POWER, 4, 0x00030001, 0);
	field(dsa, CAP_POWER + 4, 2, 0x0008, 0x0003); /* keeps its state from D3hot to D0 */
	extended(dsa, CAP_ATS, 0x0f, CAP_PASID);
	field(dsa, CAP_ATS + 4, 2, 0x0060, 0); /* page aligned, global invalidate */
	field(dsa, CAP_ATS + 6, 2, 0, 0x801f);
	extended(dsa, CAP_PASID, 0x1b, CAP_PRI);
	field(dsa, CAP_PASID + 4, 2, 0x1404, 0); /* 20 bits, privileged mode */
	field(dsa, CAP_PASID + 6, 2, 0, 0x0005);
	extended(dsa, CAP_PRI, 0x13, 0);
	field(dsa, CAP_PRI + 4, 2, 0, 0x0001);
	field(dsa, CAP_PRI + 6, 2, 0x8100, 0); /* PASID in responses, stopped */
	store(dsa->config_clear + CAP_PRI + 6, 0x0003, 2);
	field(dsa, CAP_PRI + 8, 4, 512, 0);
	field(dsa, CAP_PRI + 12, 4, 0, 0xffffffff);
}

void config_init(struct dsa *dsa)
{
	memset(dsa->config, 0, sizeof(dsa->config));
	memset(dsa->config_mask, 0, sizeof(dsa->config_mask));
	memset(dsa->config_clear, 0, sizeof(dsa->config_clear));
	header(dsa);
	capabilities(dsa);
}

void config_reset(struct dsa *dsa, bool keep_bars)
{
	uint8_t bars[24];

	memcpy(bars, dsa->config + PCI_BAR0, sizeof(bars));
	config_init(dsa);
	if (keep_bars)
		memcpy(dsa->config + PCI_BAR0, bars, sizeof(bars));
}

void dsa_config_read(struct dsa *dsa, uint32_t offset, void *buf, size_t len)
{
	uint8_t *bytes = buf;

	for (size_t i = 0; i < len; i++)
		bytes[i] = i < DSA_CONFIG_SIZE && offset < DSA_CONFIG_SIZE - i ? dsa->config[offset + i] : 0xff;
}

static void write_byte(struct dsa *dsa, uint32_t at, uint8_t value)
{
	const uint8_t mask = dsa->config_mask[at];

	dsa->config[at] = (uint8_t)((dsa->config[at] & ~mask) | (value & mask));
	dsa->config[at] &= (uint8_t)~(value & dsa->config_clear[at]);
}

/* Who takes the bus away from a working device makes it halt. */
static void after_write(struct dsa *dsa)
{
	const struct error_info info = { .error = SWERR_CONFIG_CHANGE, .pasid = DSA_NO_PASID };

	if (dsa->state != STATE_ENABLED || config_bus_master(dsa))
		return;
	swerr_record(dsa, &info);
	core_halt(dsa, RESET_FLR);
}

void dsa_config_write(struct dsa *dsa, uint32_t offset, const void *buf, size_t len)
{
	const uint8_t *bytes = buf;
	bool flr = false;

	for (size_t i = 0; i < len && i < DSA_CONFIG_SIZE && offset < DSA_CONFIG_SIZE - i; i++) {
		const uint32_t at = offset + (uint32_t)i;

		write_byte(dsa, at, bytes[i]);
		flr |= at == EXP_DEVCTL + 1 && (bytes[i] & (EXP_DEVCTL_FLR >> 8));
	}
	if (flr)
		core_flr(dsa);
	else
		after_write(dsa);
}
