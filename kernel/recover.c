// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was set survives the hardware: a halt, a reset, sleep. Everybody is kept from submitting, what was submitted is
 * aborted, the device is reset, and the configuration and whatever was enabled come back, for wqs of every type.
 */
#include <linux/bitfield.h>
#include <linux/delay.h>

#include "desc.h"
#include "driver.h"

#define FLR_TRIES 100

static struct idxd_wq *next_bound(struct idxd_device *idxd, unsigned int *i)
{
	for (; *i < idxd->config.n_wqs; (*i)++)
		if (idxd->wqs[*i].bound)
			return &idxd->wqs[(*i)++];
	return NULL;
}

/* The device is reset: it writes nothing any more. */
static void abort_all(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	unsigned int i = 0;

	while ((wq = next_bound(idxd, &i)))
		if (wq->chan)
			idxd_desc_abort(wq->chan);
}

static void quiet_all(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	unsigned int i = 0;

	while ((wq = next_bound(idxd, &i)))
		idxd_wq_quiet(wq);
}

/* What cannot come back is wiped as a halted device is; unbinding tidies up the rest. */
static void give_up(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	unsigned int i = 0;

	dev_err(&idxd->conf_dev, "halted\n");
	while ((wq = next_bound(idxd, &i))) {
		idxd_cdev_forget_files(wq); /* whoever touches the portal would wait for ever */
		if (wq->chan)
			idxd_desc_refuse(wq->chan);
	}
	idxd_rules_apply_device_unbind(idxd->rules, &idxd->caps, &idxd->config);
	for (i = 0; i < idxd->config.n_wqs; i++)
		if (!idxd->config.wqs[i].name_length)
			idxd->wqs[i].name[0] = '\0';
	idxd->config.device.state = IDXD_STATE_HALTED;
}

static u32 start_wq(struct idxd_wq *wq)
{
	u32 code;

	if (!idxd_wq_config(wq)->enabled)
		return 0;
	idxd_config_write_wq(wq);
	code = idxd_cmd_wq(wq, IDXD_CMD_ENABLE_WQ);
	if (code)
		return code;
	if (wq->chan) {
		idxd_wq_free_irq(wq);
		if (idxd_wq_request_irq(wq))
			return IDXD_SCMD_WQ_IRQ_ERR;
	}
	idxd_wq_resume(wq);
	return 0;
}

static u32 start_wqs(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	unsigned int i = 0;
	u32 code = 0;

	while ((wq = next_bound(idxd, &i))) {
		u32 one = start_wq(wq);

		if (one)
			dev_err(&wq->conf_dev, "cannot be enabled again (%#x)\n", one);
		code = code ?: one;
	}
	return code;
}

/* The enabled wqs count as such while their configuration is written anew. */
static u32 restore(struct idxd_device *idxd)
{
	enum idxd_device_state state = idxd->config.device.state;
	u32 code;

	idxd->config.device.state = IDXD_STATE_DISABLED;
	code = idxd_device_restart(idxd);
	idxd->config.device.state = state;
	if (code)
		dev_err(&idxd->conf_dev, "cannot be enabled again (%#x)\n", code);
	return code ?: start_wqs(idxd);
}

/**
 * idxd_recover_stop - stop the device so that idxd_recover_start() can go on
 * @idxd: the device, in any state
 *
 * A reset by PCI may come while a halt is being dealt with: the last one to start brings back what there was.
 */
void idxd_recover_stop(struct idxd_device *idxd)
{
	mutex_lock(&idxd->lock);
	if (!idxd->asleep++) {
		quiet_all(idxd);
		idxd_config_save_groups(idxd, idxd->last_groups);
		idxd_pmu_sleep(idxd);
		if (idxd->config.device.state == IDXD_STATE_ENABLED &&
		    idxd_cmd(idxd, IDXD_CMD_DISABLE_DEVICE, 0, NULL) == IDXD_CMDSTS_HARDWARE)
			idxd_cmd_isolate(idxd);
		idxd_evl_stop(idxd);
	}
	mutex_unlock(&idxd->lock);
}

/**
 * idxd_recover_start - bring back what there was before idxd_recover_stop()
 * @idxd: the device
 *
 * Return: 0, or -EIO when the device is halted from now on.
 */
int idxd_recover_start(struct idxd_device *idxd)
{
	bool enabled;
	u32 code = 0;

	mutex_lock(&idxd->lock);
	if (!idxd->asleep || --idxd->asleep) {
		mutex_unlock(&idxd->lock);
		return 0;
	}
	enabled = idxd->config.device.state == IDXD_STATE_ENABLED;
	if (idxd_cmd_reset(idxd))
		code = IDXD_CMDSTS_HARDWARE;
	abort_all(idxd);
	if (!code)
		idxd_file_forget_lingering(idxd);
	idxd_irq_unmask(idxd);
	if (!code && enabled)
		code = restore(idxd);
	if (code)
		give_up(idxd);
	else if (idxd->config.device.state == IDXD_STATE_HALTED && !idxd->dma)
		idxd->config.device.state = IDXD_STATE_DISABLED; /* no driver of the bus has it to unbind it from */
	idxd->config.device.cmd_status = code;
	mutex_unlock(&idxd->lock);
	return code ? -EIO : 0;
}

/**
 * idxd_recover_shutdown - stop the device for good
 * @idxd: the device, in any state
 *
 * No idxd_recover_start() follows: clients of kernel wqs must not wait for it, or the machine would wait for them.
 */
void idxd_recover_shutdown(struct idxd_device *idxd)
{
	struct idxd_wq *wq;
	unsigned int i = 0;

	idxd_recover_stop(idxd);
	pci_clear_master(idxd->pdev);
	mutex_lock(&idxd->lock);
	while ((wq = next_bound(idxd, &i)))
		if (wq->chan)
			idxd_desc_refuse(wq->chan);
	mutex_unlock(&idxd->lock);
}

static bool is_gone(struct idxd_device *idxd)
{
	bool gone;

	mutex_lock(&idxd->lock);
	gone = idxd->gone;
	mutex_unlock(&idxd->lock);
	return gone;
}

static void stop_for_good(struct idxd_device *idxd)
{
	mutex_lock(&idxd->lock);
	quiet_all(idxd);
	abort_all(idxd);
	idxd_evl_stop(idxd);
	give_up(idxd);
	mutex_unlock(&idxd->lock);
}

/* Whoever removes the device holds its lock and waits for us, so that we must not wait for that lock. */
static void function_reset(struct idxd_device *idxd)
{
	unsigned int i;
	int ret = -EAGAIN;

	for (i = 0; i < FLR_TRIES && ret == -EAGAIN && !is_gone(idxd); i++) {
		ret = pci_try_reset_function(idxd->pdev); /* calls idxd_recover_stop() and idxd_recover_start() */
		if (ret == -EAGAIN)
			msleep(20);
	}
	if (!ret || is_gone(idxd))
		return;
	dev_err(&idxd->conf_dev, "function level reset failed: %d\n", ret);
	stop_for_good(idxd); /* nobody else ends what was submitted */
}

static void halt_work(struct work_struct *work)
{
	struct idxd_device *idxd = container_of(work, struct idxd_device, halt_work);
	u32 status = ioread32(idxd->regs + IDXD_REG_GENSTATUS);
	u32 wanted = FIELD_GET(IDXD_GENSTATUS_RESET, status);

	if (is_gone(idxd) || FIELD_GET(IDXD_GENSTATUS_STATE, status) != IDXD_HW_HALT)
		return;
	dev_warn(&idxd->conf_dev, "the device halted (GENSTATUS %#x)\n", status);
	switch (wanted) {
	case IDXD_RESET_SOFTWARE:
		if (idxd_cmd_is_busy(idxd)) { /* RESET_DEVICE is a command, too */
			function_reset(idxd);
			break;
		}
		idxd_recover_stop(idxd);
		idxd_recover_start(idxd);
		break;
	case IDXD_RESET_FLR:
		function_reset(idxd);
		break;
	default:
		dev_err(&idxd->conf_dev, "needs a %s reset of the system\n",
			wanted == IDXD_RESET_WARM ? "warm" : "cold");
		stop_for_good(idxd);
	}
}

static void renew_handle(struct idxd_wq *wq)
{
	if (!wq->chan || !idxd_wq_config(wq)->enabled || wq->quiet)
		return;
	idxd_wq_quiet(wq);
	/* Descriptors with the old handle end with an error and without an interrupt; they wait for the new one. */
	idxd_cmd_wq(wq, IDXD_CMD_DRAIN_WQ);
	idxd_desc_reap(wq->chan);
	idxd_wq_free_irq(wq);
	if (idxd_wq_request_irq(wq)) {
		dev_err(&wq->conf_dev, "no interrupt handle any more\n");
		idxd_desc_refuse(wq->chan);
		return; /* stays quiet until it is disabled */
	}
	idxd_wq_resume(wq);
}

static void revoke_work(struct work_struct *work)
{
	struct idxd_device *idxd = container_of(work, struct idxd_device, revoke_work);
	struct idxd_wq *wq;
	unsigned int i = 0;

	mutex_lock(&idxd->lock);
	while (!idxd->asleep && (wq = next_bound(idxd, &i)))
		renew_handle(wq);
	mutex_unlock(&idxd->lock);
}

/**
 * idxd_recover_halt - the device says that it halted
 * @idxd: the device
 */
void idxd_recover_halt(struct idxd_device *idxd)
{
	complete(&idxd->cmd_done); /* whoever waits for a command need not wait longer */
	schedule_work(&idxd->halt_work);
}

/**
 * idxd_recover_handles - renew the interrupt handles of all wqs; the device revoked them
 * @idxd: the device
 */
void idxd_recover_handles(struct idxd_device *idxd)
{
	schedule_work(&idxd->revoke_work);
}

/**
 * idxd_recover_init - before the device can interrupt
 * @idxd: the device
 */
void idxd_recover_init(struct idxd_device *idxd)
{
	INIT_WORK(&idxd->halt_work, halt_work);
	INIT_WORK(&idxd->revoke_work, revoke_work);
}
