/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels that this driver builds on (6.1 to 7.2). No other file looks at a kernel's release.
 */
#ifndef IDXD_COMPAT_H
#define IDXD_COMPAT_H

#include <linux/device.h>
#include <linux/dmaengine.h>
#include <linux/err.h>
#include <linux/iommu.h>
#include <linux/mm.h>
#include <linux/version.h>

#define IDXD_SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

/* Callbacks of a bus: arguments became const. */
#if IDXD_SINCE(6, 3)
typedef const struct device idxd_uevent_device;
#else
typedef struct device idxd_uevent_device;
#endif
#if IDXD_SINCE(6, 11)
typedef const struct device_driver idxd_match_driver;
#else
typedef struct device_driver idxd_match_driver;
#endif

static inline void idxd_vm_flags_set(struct vm_area_struct *vma, unsigned long flags)
{
#if IDXD_SINCE(6, 3)
	vm_flags_set(vma, flags);
#else
	vma->vm_flags |= flags;
#endif
}

static inline struct iommu_sva *idxd_sva_bind(struct device *dev, struct mm_struct *mm)
{
	if (!device_iommu_mapped(dev)) /* 6.1 does not ask */
		return ERR_PTR(-ENODEV);
#if IDXD_SINCE(6, 2)
	return iommu_sva_bind_device(dev, mm);
#else
	return iommu_sva_bind_device(dev, mm, NULL);
#endif
}

/* Before 6.16 a driver had to ask for SVA. What it may use is then seen when a process is bound. */
static inline void idxd_sva_features(struct device *dev, bool on)
{
#if !IDXD_SINCE(6, 16)
	if (on) {
		iommu_dev_enable_feature(dev, IOMMU_DEV_FEAT_IOPF);
		iommu_dev_enable_feature(dev, IOMMU_DEV_FEAT_SVA);
	} else {
		iommu_dev_disable_feature(dev, IOMMU_DEV_FEAT_SVA);
		iommu_dev_disable_feature(dev, IOMMU_DEV_FEAT_IOPF);
	}
#endif
}

static inline int idxd_attach_pasid(struct iommu_domain *domain, struct device *dev, ioasid_t pasid)
{
#if IDXD_SINCE(6, 12)
	return iommu_attach_device_pasid(domain, dev, pasid, NULL);
#else
	return -EOPNOTSUPP;
#endif
}

static inline void idxd_detach_pasid(struct iommu_domain *domain, struct device *dev, ioasid_t pasid)
{
#if IDXD_SINCE(6, 12)
	iommu_detach_device_pasid(domain, dev, pasid);
#endif
}

static inline ioasid_t idxd_alloc_pasid(struct device *dev)
{
#if IDXD_SINCE(6, 12)
	return iommu_alloc_global_pasid(dev);
#else
	return IOMMU_PASID_INVALID;
#endif
}

static inline void idxd_free_pasid(ioasid_t pasid)
{
#if IDXD_SINCE(6, 12)
	iommu_free_global_pasid(pasid);
#endif
}

/* Whether perf takes the events from a PMU that goes; before 6.15 they keep what they have of it. */
static inline bool idxd_perf_takes_events(void)
{
	return IDXD_SINCE(6, 15);
}

/* Kbuild looks into the header: the argument came between two releases that carry the same number in places. */
static inline int idxd_dma_channel_register(struct dma_device *dma, struct dma_chan *chan)
{
#ifdef IDXD_DMA_CHANNEL_HAS_NAME
	return dma_async_device_channel_register(dma, chan, NULL);
#else
	return dma_async_device_channel_register(dma, chan);
#endif
}

#endif
