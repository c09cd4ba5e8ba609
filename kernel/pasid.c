// SPDX-License-Identifier: GPL-2.0-only
/*
 * PASIDs: whether processes may bring theirs (user wqs), and the one of the kernel (kernel wqs, so that shared ones
 * work and so that the device's DMA is translated as the DMA API expects).
 */
#include <linux/pci-ats.h>

#include "driver.h"

static bool pasid_privileged(struct pci_dev *pdev)
{
	int features = pci_pasid_features(pdev);

	return features > 0 && features & PCI_PASID_CAP_PRIV;
}

/* The domain that the DMA API uses, once more under a PASID of its own. */
static void enable_kernel_pasid(struct idxd_device *idxd)
{
	struct device *dev = idxd_pci_dev(idxd);
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);
	ioasid_t pasid;

	if (!domain)
		return;
	pasid = idxd_alloc_pasid(dev);
	if (pasid == IOMMU_PASID_INVALID)
		return;
	if (idxd_attach_pasid(domain, dev, pasid)) {
		idxd_free_pasid(pasid);
		return;
	}
	idxd->kernel_pasid = pasid;
}

/**
 * idxd_pasid_enable - find out what the platform can do
 * @idxd: the device
 *
 * As on Linux 7.2, user wqs may be configured wherever the parameter sva allows it; on a platform without SVA it is
 * open() of the character device that fails.
 */
void idxd_pasid_enable(struct idxd_device *idxd)
{
	idxd->sva_on = IS_ENABLED(CONFIG_IOMMU_SVA) && idxd_param_sva;
	if (idxd->sva_on)
		idxd_sva_features(idxd_pci_dev(idxd), true);
	idxd->caps.user_pasid = idxd_rules_user_pasid(idxd->rules, idxd->sva_on, false);
	if (idxd->sva_on)
		enable_kernel_pasid(idxd);
	idxd->caps.kernel_pasid = idxd->kernel_pasid != IOMMU_PASID_INVALID;
	/* Asked for as soon as descriptors would carry privilege, which ours never do. */
	idxd->caps.pasid_priv = !idxd->caps.kernel_pasid || pasid_privileged(idxd->pdev);
}

/**
 * idxd_pasid_disable - the opposite of idxd_pasid_enable()
 * @idxd: the device, disabled
 */
void idxd_pasid_disable(struct idxd_device *idxd)
{
	struct device *dev = idxd_pci_dev(idxd);

	if (idxd->kernel_pasid != IOMMU_PASID_INVALID) {
		idxd_detach_pasid(iommu_get_domain_for_dev(dev), dev, idxd->kernel_pasid);
		idxd_free_pasid(idxd->kernel_pasid);
		idxd->kernel_pasid = IOMMU_PASID_INVALID;
	}
	if (idxd->sva_on)
		idxd_sva_features(dev, false);
	idxd->sva_on = false;
}
