// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus driver "idxd": enables and disables devices.
 */
#include "driver.h"

static void set_bits(void __iomem *at, u32 bits)
{
	iowrite32(ioread32(at) | bits, at);
}

static void configure(struct idxd_device *idxd)
{
	pci_set_master(idxd->pdev);
	idxd_rules_apply_config(&idxd->caps, &idxd->config);
	idxd_config_write(idxd);
	/* Kernel wqs submit without privilege, and their completions raise interrupts. */
	set_bits(idxd->regs + IDXD_REG_GENCFG, IDXD_GENCFG_USER_INT);
}

static u32 enable(struct idxd_device *idxd)
{
	u32 code;

	code = idxd_evl_start(idxd);
	if (code)
		return code;
	code = idxd_cmd(idxd, IDXD_CMD_ENABLE_DEVICE, 0, NULL);
	if (code)
		idxd_evl_stop(idxd);
	return code;
}

/**
 * idxd_device_start - configure the hardware and enable it
 * @idxd: the device, disabled in hardware
 *
 * Return: 0, an error byte of CMDSTS or an IDXD_SCMD_* value.
 */
u32 idxd_device_start(struct idxd_device *idxd)
{
	configure(idxd);
	idxd_config_save_groups(idxd, idxd->first_groups);
	return enable(idxd);
}

/**
 * idxd_device_restart - enable the hardware as it was before a reset
 * @idxd: the device, disabled in hardware; last_groups is what it had
 *
 * Wqs and engines may be moved while the device is enabled, also to where it would not be enabled with them.
 *
 * Return: as idxd_device_start().
 */
u32 idxd_device_restart(struct idxd_device *idxd)
{
	u32 code;

	configure(idxd);
	idxd_config_restore_groups(idxd, idxd->first_groups);
	code = enable(idxd);
	if (!code)
		idxd_config_restore_groups(idxd, idxd->last_groups);
	return code;
}

/**
 * idxd_device_stop - disable the hardware and forget its configuration
 * @idxd: the device
 *
 * Return: 0, or the error byte of CMDSTS if the device may still be enabled.
 */
u32 idxd_device_stop(struct idxd_device *idxd)
{
	u32 code = idxd_cmd(idxd, IDXD_CMD_DISABLE_DEVICE, 0, NULL);

	if (code == IDXD_CMDSTS_HARDWARE)
		idxd_cmd_isolate(idxd);
	idxd_evl_stop(idxd);
	idxd_file_forget_lingering(idxd);
	if (!idxd->caps.configurable)
		return code;
	if (idxd_cmd_reset(idxd)) {
		dev_err(&idxd->conf_dev, "the device does not reset\n");
		return code ?: IDXD_CMDSTS_HARDWARE;
	}
	idxd_irq_unmask(idxd);
	return 0;
}

static u32 start_and_register(struct idxd_device *idxd)
{
	u32 code = idxd_device_start(idxd);

	if (code)
		return code;
	if (idxd_dma_register(idxd)) {
		idxd_device_stop(idxd);
		return IDXD_SCMD_DEV_DMA_ERR;
	}
	return 0;
}

/**
 * idxd_device_bind - enable a device
 * @idxd: the device
 *
 * Return: 0 or a negative errno; cmd_status says more.
 */
int idxd_device_bind(struct idxd_device *idxd)
{
	struct idxd_verdict verdict;
	struct idxd_view view;
	u32 code;

	mutex_lock(&idxd->lock);
	view = idxd_view(idxd);
	verdict = idxd_rules_check_device_bind(&view);
	if (idxd_rules_ok(&verdict)) {
		code = start_and_register(idxd);
		if (code)
			verdict = idxd_rules_device_command_failed(code);
	}
	idxd_rules_finish_device_bind(&idxd->config, &verdict);
	mutex_unlock(&idxd->lock);
	if (idxd_rules_ok(&verdict))
		dev_info(&idxd->conf_dev, "enabled\n");
	return idxd_errno(&verdict);
}

/* A wq that still has a driver; NULL if none. */
static struct idxd_wq *bound_wq(struct idxd_device *idxd)
{
	unsigned int i;

	for (i = 0; i < idxd->config.n_wqs; i++)
		if (idxd->wqs[i].bound)
			return &idxd->wqs[i];
	return NULL;
}

static void forget_names(struct idxd_device *idxd)
{
	unsigned int i;

	for (i = 0; i < idxd->config.n_wqs; i++)
		if (!idxd->config.wqs[i].name_length)
			idxd->wqs[i].name[0] = '\0';
}

/**
 * idxd_device_unbind - disable a device
 * @idxd: the device
 *
 * Its wqs are unbound first. One may be bound while that goes on, hence the loop.
 */
void idxd_device_unbind(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	bool warned = false;
	u32 code;

	mutex_lock(&idxd->lock);
	while ((wq = bound_wq(idxd))) {
		mutex_unlock(&idxd->lock);
		if (!warned)
			dev_warn(&idxd->conf_dev, "disabled with wqs enabled: they are disabled first\n");
		warned = true;
		device_release_driver(&wq->conf_dev);
		mutex_lock(&idxd->lock);
	}
	idxd_dma_unregister(idxd);
	code = idxd_device_stop(idxd);
	idxd_caps_update(idxd); /* it says what traffic classes become */
	idxd_rules_apply_device_unbind(idxd->rules, &idxd->caps, &idxd->config);
	forget_names(idxd);
	idxd->config.device.cmd_status = code;
	mutex_unlock(&idxd->lock);
	dev_info(&idxd->conf_dev, "disabled\n");
}
