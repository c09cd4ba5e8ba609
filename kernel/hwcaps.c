// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads what the device can do. What the bits mean is said in kernel/rules/caps.c.
 */
#include <linux/bitfield.h>
#include <linux/io-64-nonatomic-lo-hi.h>

#include "driver.h"

static void read_regs(struct idxd_device *idxd, struct idxd_regs *regs)
{
	void __iomem *base = idxd->regs;
	unsigned int i;

	regs->version = ioread32(base + IDXD_REG_VERSION);
	regs->gen_cap = ioread64(base + IDXD_REG_GENCAP);
	regs->wq_cap = ioread64(base + IDXD_REG_WQCAP);
	regs->grp_cap = ioread64(base + IDXD_REG_GRPCAP);
	regs->eng_cap = ioread64(base + IDXD_REG_ENGCAP);
	for (i = 0; i < IDXD_RULES_OP_WORDS; i++)
		regs->op_cap[i] = ioread64(base + IDXD_REG_OPCAP + i * sizeof(u64));
	if (idxd->family->family == IDXD_FAMILY_IAX && regs->version >= IDXD_VERSION_2)
		regs->iaa_cap = ioread64(base + IDXD_REG_IAACAP);
	if (idxd->family->family == IDXD_FAMILY_DSA && regs->version >= IDXD_VERSION_3)
		for (i = 0; i < ARRAY_SIZE(regs->dsa_cap); i++)
			regs->dsa_cap[i] = ioread64(base + IDXD_REG_DSACAP + i * sizeof(u64));
}

static bool table_fits(struct idxd_device *idxd, u32 offset, u64 size)
{
	return offset && offset + size <= pci_resource_len(idxd->pdev, IDXD_BAR_REGS);
}

static int read_offsets(struct idxd_device *idxd)
{
	u64 low = ioread64(idxd->regs + IDXD_REG_OFFSETS);
	u64 high = ioread64(idxd->regs + IDXD_REG_OFFSETS + sizeof(u64));

	idxd->grpcfg = (low & 0xffff) * IDXD_TABLE_UNIT;
	idxd->wqcfg = (low >> 16 & 0xffff) * IDXD_TABLE_UNIT;
	idxd->msix_perm = (low >> 32 & 0xffff) * IDXD_TABLE_UNIT;
	idxd->perfmon = (high & 0xffff) * IDXD_TABLE_UNIT;
	if (!table_fits(idxd, idxd->grpcfg, idxd->caps.max_groups * IDXD_GRPCFG_STRIDE) ||
	    !table_fits(idxd, idxd->wqcfg, (u64)idxd->caps.max_wqs * idxd->wqcfg_size) ||
	    !table_fits(idxd, idxd->msix_perm, (idxd->caps.max_wqs + 1) * IDXD_MSIX_PERM_STRIDE))
		return -ENXIO;
	return 0;
}

/**
 * idxd_caps_read - learn what the device and the host can do
 * @idxd: the device; its registers are mapped
 *
 * Return: 0, or -ENXIO for a device without objects or with tables outside its registers.
 */
int idxd_caps_read(struct idxd_device *idxd)
{
	struct idxd_caps *caps = &idxd->caps;
	struct idxd_regs regs = {};
	int ret;

	read_regs(idxd, &regs);
	idxd_rules_caps_from_regs(caps, idxd->family->family, &regs);
	caps->enqcmd = boot_cpu_has(X86_FEATURE_ENQCMD);
	caps->tc_override = idxd_param_tc_override;
	caps->exact = true;
	if (!caps->max_groups || !caps->max_wqs || !caps->max_engines || caps->max_engines > 64)
		return -ENXIO;
	idxd->wqcfg_size = 32U << FIELD_GET(IDXD_WQCAP_WQCFG_SIZE, regs.wq_cap);
	if (regs.gen_cap & IDXD_GENCAP_CMD_CAP)
		idxd->cmd_cap = ioread32(idxd->regs + IDXD_REG_CMDCAP);
	ret = read_offsets(idxd);
	if (ret)
		dev_err(idxd_pci_dev(idxd), "a table is outside of the registers\n");
	return ret;
}
