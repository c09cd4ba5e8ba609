// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCI driver and the module: finds DSA and IAA functions, brings them up and takes them down.
 */
#include <linux/bitfield.h>
#include <linux/module.h>

#include "driver.h"
#include "sysfs.h"

#ifndef IDXD_VERSION
/* Of accfg. By its first word programs know whose driver it is, and DKMS that it is newer than the in-tree "1.00". */
#define IDXD_VERSION "accfg-0.1.0"
#endif

bool idxd_param_sva = true;
module_param_named(sva, idxd_param_sva, bool, 0644);
MODULE_PARM_DESC(sva, "Let user space submit with the PASID of its process (default: on)");

bool idxd_param_tc_override;
module_param_named(tc_override, idxd_param_tc_override, bool, 0644);
MODULE_PARM_DESC(tc_override, "Let traffic classes be set on devices older than version 3 (default: off)");

unsigned int idxd_param_cmd_timeout = 10000;
/* No time at all would be the end of every command. */
static int set_cmd_timeout(const char *text, const struct kernel_param *param)
{
	return param_set_uint_minmax(text, param, 1, IDXD_CMD_TIMEOUT_MAX);
}

static const struct kernel_param_ops cmd_timeout_ops = { .set = set_cmd_timeout, .get = param_get_uint };
module_param_cb(cmd_timeout, &cmd_timeout_ops, &idxd_param_cmd_timeout, 0644);
__MODULE_PARM_TYPE(cmd_timeout, "uint");
MODULE_PARM_DESC(cmd_timeout, "Milliseconds after which a command of the device is given up (1 to 3600000, default: 10000)");

static const struct pci_device_id ids[] = {
	{ PCI_VDEVICE(INTEL, IDXD_PCI_DSA_SPR), .driver_data = (kernel_ulong_t)&idxd_family_dsa },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_DSA_GNRD), .driver_data = (kernel_ulong_t)&idxd_family_dsa },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_DSA_DMR), .driver_data = (kernel_ulong_t)&idxd_family_dsa },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_IAX_SPR), .driver_data = (kernel_ulong_t)&idxd_family_iax },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_IAX_DMR), .driver_data = (kernel_ulong_t)&idxd_family_iax },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_IAX_PTL), .driver_data = (kernel_ulong_t)&idxd_family_iax },
	{ PCI_VDEVICE(INTEL, IDXD_PCI_IAX_WCL), .driver_data = (kernel_ulong_t)&idxd_family_iax },
	{}
};
MODULE_DEVICE_TABLE(pci, ids);

/* A device may say anything: portals that are I/O ports would be somebody's memory when they are mapped. */
static bool has_bars(struct pci_dev *pdev)
{
	return pci_resource_flags(pdev, IDXD_BAR_REGS) & IORESOURCE_MEM &&
	       pci_resource_flags(pdev, IDXD_BAR_PORTALS) & IORESOURCE_MEM &&
	       pci_resource_len(pdev, IDXD_BAR_REGS) >= IDXD_REGS_SIZE;
}

/* The bus comes with the reset: the device may still have work of whoever had it before, another kernel perhaps. */
static int map(struct idxd_device *idxd)
{
	struct pci_dev *pdev = idxd->pdev;
	int ret;

	if (!has_bars(pdev))
		return -ENXIO;
	ret = pci_enable_device(pdev);
	if (ret)
		return ret;
	ret = pci_request_regions(pdev, KBUILD_MODNAME);
	if (ret)
		goto disable;
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (ret)
		goto release;
	idxd->regs = pci_iomap(pdev, IDXD_BAR_REGS, 0);
	if (!idxd->regs) {
		ret = -ENOMEM;
		goto release;
	}
	return 0;

release:
	pci_release_regions(pdev);
disable:
	pci_disable_device(pdev);
	return ret;
}

static void unmap(struct idxd_device *idxd)
{
	pci_clear_master(idxd->pdev);
	pci_iounmap(idxd->pdev, idxd->regs);
	idxd->regs = NULL;
	pci_release_regions(idxd->pdev);
	pci_disable_device(idxd->pdev);
}

/* A function level reset ends a halt and a command that never ends; whoever probes holds the lock of the device. */
static int reset_function(struct idxd_device *idxd)
{
	struct pci_dev *pdev = idxd->pdev;
	int ret = pci_save_state(pdev);

	if (ret)
		return ret;
	ret = __pci_reset_function_locked(pdev);
	pci_restore_state(pdev);
	return ret;
}

static bool is_halted(struct idxd_device *idxd)
{
	return FIELD_GET(IDXD_GENSTATUS_STATE, ioread32(idxd->regs + IDXD_REG_GENSTATUS)) == IDXD_HW_HALT;
}

/* A device may have halted before we came, or still be busy with a command of whoever had it before. */
static int reset_device(struct idxd_device *idxd)
{
	int ret = is_halted(idxd) ? -ENXIO : idxd_cmd_reset(idxd);

	if (!ret)
		return 0;
	dev_warn(idxd_pci_dev(idxd), "the device is %s (GENSTATUS %#x): function level reset\n",
		 ret == -ENXIO ? "halted" : "stuck", ioread32(idxd->regs + IDXD_REG_GENSTATUS));
	ret = reset_function(idxd);
	if (ret)
		return ret;
	return is_halted(idxd) ? -ENXIO : idxd_cmd_reset(idxd);
}

static int configure(struct idxd_device *idxd)
{
	int ret = 0;

	mutex_lock(&idxd->lock);
	idxd_config_init(idxd);
	if (!idxd->caps.configurable)
		ret = idxd_config_load(idxd);
	mutex_unlock(&idxd->lock);
	return ret;
}

static int bring_up(struct idxd_device *idxd)
{
	int ret;

	ret = reset_device(idxd) ?: idxd_caps_read(idxd) ?: idxd_objects_alloc(idxd);
	if (ret)
		return ret;
	idxd_pasid_enable(idxd);
	ret = configure(idxd) ?: idxd_evl_create(idxd) ?: idxd_irq_setup(idxd);
	if (ret)
		goto no_irq;
	idxd_pmu_register(idxd);
	ret = idxd_objects_add(idxd);
	if (ret)
		goto no_objects;
	idxd_debugfs_add(idxd);
	return 0;

no_objects:
	idxd_pmu_unregister(idxd);
	idxd_irq_teardown(idxd);
no_irq:
	idxd_evl_destroy(idxd);
	idxd_pasid_disable(idxd);
	return ret;
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct idxd_device *idxd;
	int ret;

	idxd = idxd_device_alloc(pdev, (const struct idxd_family_info *)id->driver_data);
	if (IS_ERR(idxd))
		return PTR_ERR(idxd);
	idxd_recover_init(idxd);
	ret = map(idxd);
	if (ret)
		goto put;
	pci_set_drvdata(pdev, idxd);
	ret = bring_up(idxd);
	if (ret)
		goto unmap;
	dev_info(&pdev->dev, "Intel(R) Accelerator Device (v%x), driver " IDXD_VERSION "\n", idxd->caps.version);
	return 0;

unmap:
	unmap(idxd);
put:
	idxd_objects_put(idxd);
	return ret;
}

static void remove(struct pci_dev *pdev)
{
	struct idxd_device *idxd = pci_get_drvdata(pdev);

	mutex_lock(&idxd->lock);
	idxd->gone = true;
	mutex_unlock(&idxd->lock);
	cancel_work_sync(&idxd->halt_work);
	cancel_work_sync(&idxd->revoke_work);
	idxd_debugfs_del(idxd);
	idxd_objects_del(idxd);
	/* Who was about to open a wq that was there still is done, and nobody comes any more. */
	down_write(&idxd->binding);
	up_write(&idxd->binding);
	idxd_pmu_unregister(idxd);
	idxd_irq_teardown(idxd);
	idxd_evl_destroy(idxd);
	idxd_pasid_disable(idxd);
	unmap(idxd);
	idxd_objects_put(idxd);
}

/* Nothing may write to memory any more when another kernel starts. */
static void shutdown(struct pci_dev *pdev)
{
	idxd_recover_shutdown(pci_get_drvdata(pdev));
}

static int __maybe_unused suspend(struct device *dev)
{
	idxd_recover_stop(dev_get_drvdata(dev));
	return 0;
}

static int __maybe_unused resume(struct device *dev)
{
	return idxd_recover_start(dev_get_drvdata(dev));
}

static SIMPLE_DEV_PM_OPS(pm_ops, suspend, resume);

/* Also for a reset that somebody asks for in sysfs. */
static void reset_prepare(struct pci_dev *pdev)
{
	idxd_recover_stop(pci_get_drvdata(pdev));
}

static void reset_done(struct pci_dev *pdev)
{
	idxd_recover_start(pci_get_drvdata(pdev));
}

static const struct pci_error_handlers error_handlers = {
	.reset_prepare = reset_prepare,
	.reset_done = reset_done,
};

static struct pci_driver pci_driver = {
	.name = "idxd",
	.id_table = ids,
	.probe = probe,
	.remove = remove,
	.shutdown = shutdown,
	.driver.pm = &pm_ops,
	.err_handler = &error_handlers,
};

/* Eight stores in a row are one descriptor only where something puts them together: a model behind a trap. */
static bool cpu_can_submit(void)
{
	if (boot_cpu_has(X86_FEATURE_MOVDIR64B))
		return true;
	if (!boot_cpu_has(X86_FEATURE_HYPERVISOR)) {
		pr_err("idxd: the CPU lacks MOVDIR64B\n");
		return false;
	}
	pr_warn("idxd: the CPU lacks MOVDIR64B; descriptors are written in eight parts, which only an emulated device takes\n");
	return true;
}

static int __init idxd_init(void)
{
	int ret;

	if (!cpu_can_submit())
		return -ENODEV;
	if (!boot_cpu_has(X86_FEATURE_ENQCMD))
		pr_info("idxd: the CPU lacks ENQCMD: no shared wqs\n");
	idxd_sysfs_init();
	idxd_debugfs_init();
	ret = idxd_evl_init();
	if (ret)
		goto no_evl;
	ret = idxd_pmu_init();
	if (ret)
		goto no_pmu;
	ret = idxd_cdev_init();
	if (ret)
		goto no_cdev;
	ret = idxd_bus_init();
	if (ret)
		goto no_bus;
	ret = pci_register_driver(&pci_driver);
	if (ret)
		goto no_pci;
	return 0;

no_pci:
	idxd_bus_exit();
no_bus:
	idxd_cdev_exit();
no_cdev:
	idxd_pmu_exit();
no_pmu:
	idxd_evl_exit();
no_evl:
	idxd_debugfs_exit();
	return ret;
}
module_init(idxd_init);

static void __exit idxd_exit(void)
{
	pci_unregister_driver(&pci_driver);
	idxd_bus_exit();
	idxd_cdev_exit();
	idxd_pmu_exit();
	idxd_evl_exit();
	idxd_debugfs_exit();
}
module_exit(idxd_exit);

MODULE_DESCRIPTION("Intel DSA and IAA accelerators (driver of accfg)");
MODULE_AUTHOR("The accfg authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(IDXD_VERSION);
