// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands to the device: one at a time, by interrupt, and never without an end. A lost interrupt is noticed by looking
 * at the register; a command that does not end within the time limit is given up, and the ones after it are refused
 * until the device has ended it or was reset.
 */
#include <linux/bitfield.h>
#include <linux/delay.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>

#include "driver.h"

#define POLL_US		20
#define LOOK_AGAIN	msecs_to_jiffies(250)

static u32 state_of(struct idxd_device *idxd)
{
	return FIELD_GET(IDXD_GENSTATUS_STATE, ioread32(idxd->regs + IDXD_REG_GENSTATUS));
}

/* Polls until the register says that nothing runs any more; -ETIMEDOUT, or -EIO if the device is not there. */
static int poll_idle(struct idxd_device *idxd, u64 timeout_us, u32 *status)
{
	int ret;

	ret = read_poll_timeout(ioread32, *status, !(*status & IDXD_CMDSTS_ACTIVE) || *status == ~0U, POLL_US,
				timeout_us, false, idxd->regs + IDXD_REG_CMDSTS);
	if (!ret && *status == ~0U)
		return -EIO;
	return ret;
}

/* Waits for the interrupt, looking at the register now and then in case it got lost. */
static int wait_done(struct idxd_device *idxd, u32 *status)
{
	unsigned long end = jiffies + msecs_to_jiffies(READ_ONCE(idxd_param_cmd_timeout));

	for (;;) {
		bool told = wait_for_completion_timeout(&idxd->cmd_done, LOOK_AGAIN);

		*status = ioread32(idxd->regs + IDXD_REG_CMDSTS);
		if (*status == ~0U)
			return -EIO;
		if (!(*status & IDXD_CMDSTS_ACTIVE)) {
			if (!told)
				dev_warn_once(&idxd->conf_dev, "a command ended without its interrupt\n");
			return 0;
		}
		if (state_of(idxd) == IDXD_HW_HALT)
			return -EIO; /* the reset that follows ends the command */
		if (time_after(jiffies, end))
			return -ETIMEDOUT;
	}
}

static int run(struct idxd_device *idxd, enum idxd_cmd cmd, u32 operand, u32 *status)
{
	int ret;

	lockdep_assert_held(&idxd->cmd_lock);
	if (state_of(idxd) == IDXD_HW_HALT)
		return -EIO;
	if (idxd->cmd_stuck && poll_idle(idxd, 10 * USEC_PER_MSEC, status))
		return -EBUSY;
	idxd->cmd_stuck = false;
	reinit_completion(&idxd->cmd_done);
	iowrite32(FIELD_PREP(IDXD_CMD_OPERAND, operand) | FIELD_PREP(IDXD_CMD_CODE, cmd) | IDXD_CMD_INT,
		  idxd->regs + IDXD_REG_CMD);
	ret = wait_done(idxd, status);
	if (ret == -ETIMEDOUT) {
		idxd->cmd_stuck = true;
		dev_err(&idxd->conf_dev, "command %d (operand %#x) did not end within %u ms\n", cmd, operand,
			READ_ONCE(idxd_param_cmd_timeout));
	}
	return ret;
}

/**
 * idxd_cmd - run a command and wait for its end
 * @idxd: the device; its lock is held
 * @cmd: which
 * @operand: of the command
 * @result: what the command returns besides; may be NULL
 *
 * Return: 0 or the error byte of CMDSTS, which cmd_status shows from then on. What cannot be run because the device is
 * halted, gone or stuck counts as a hardware error (3).
 */
u32 idxd_cmd(struct idxd_device *idxd, enum idxd_cmd cmd, u32 operand, u32 *result)
{
	u32 status = 0;
	u32 code;

	lockdep_assert_held(&idxd->lock);
	mutex_lock(&idxd->cmd_lock);
	if (run(idxd, cmd, operand, &status))
		code = IDXD_CMDSTS_HARDWARE;
	else
		code = FIELD_GET(IDXD_CMDSTS_ERROR, status);
	mutex_unlock(&idxd->cmd_lock);
	idxd->config.device.cmd_status = code;
	if (code)
		dev_dbg(&idxd->conf_dev, "command %d (operand %#x) failed with %#x\n", cmd, operand, code);
	if (result)
		*result = FIELD_GET(IDXD_CMDSTS_RESULT, status);
	return code;
}

/**
 * idxd_cmd_wq - run a command for one wq
 * @wq: the queue
 * @cmd: which; ENABLE_WQ takes a number, all others a mask within a bank of 16
 *
 * Return: as idxd_cmd().
 */
u32 idxd_cmd_wq(struct idxd_wq *wq, enum idxd_cmd cmd)
{
	u32 operand = cmd == IDXD_CMD_ENABLE_WQ ? wq->id : BIT(wq->id % 16) | (wq->id / 16) << 16;

	return idxd_cmd(wq->idxd, cmd, operand, NULL);
}

/**
 * idxd_cmd_reset - RESET_DEVICE without an interrupt
 * @idxd: the device; nobody else uses it yet, or its lock is held
 *
 * A halted device takes this command and no other.
 *
 * Return: 0, -ETIMEDOUT, or -EIO when the device is not there. The error byte is not looked at: what matters is that
 * the device is disabled and idle. It may then have the bus again, see idxd_cmd_isolate().
 */
int idxd_cmd_reset(struct idxd_device *idxd)
{
	u32 status = 0;
	int ret;

	idxd_pmu_sleep(idxd);
	mutex_lock(&idxd->cmd_lock);
	iowrite32(FIELD_PREP(IDXD_CMD_CODE, IDXD_CMD_RESET_DEVICE), idxd->regs + IDXD_REG_CMD);
	ret = poll_idle(idxd, (u64)READ_ONCE(idxd_param_cmd_timeout) * USEC_PER_MSEC, &status);
	idxd->cmd_stuck = ret == -ETIMEDOUT;
	mutex_unlock(&idxd->cmd_lock);
	if (ret)
		return ret;
	pci_set_master(idxd->pdev);
	idxd_pmu_wake(idxd);
	return 0;
}

/**
 * idxd_cmd_is_busy - whether a command has not ended, so that no other is taken
 * @idxd: the device
 *
 * Return: true also when a halt ended the wait for it.
 */
bool idxd_cmd_is_busy(struct idxd_device *idxd)
{
	bool busy;

	mutex_lock(&idxd->cmd_lock);
	busy = ioread32(idxd->regs + IDXD_REG_CMDSTS) & IDXD_CMDSTS_ACTIVE;
	mutex_unlock(&idxd->cmd_lock);
	return busy;
}

/**
 * idxd_cmd_isolate - take the bus from a device that did not do as it was told
 * @idxd: the device
 *
 * What it may still write to is about to be freed. A reset gives the bus back. One that halted, or is gone, writes
 * nothing.
 */
void idxd_cmd_isolate(struct idxd_device *idxd)
{
	if (state_of(idxd) == IDXD_HW_HALT)
		return;
	dev_err(&idxd->conf_dev, "the device does not answer; it may use no memory until it is reset\n");
	pci_clear_master(idxd->pdev);
}
