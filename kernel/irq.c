// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts: vector 0 for whatever the device has to say, and one vector for each wq whose descriptors ask for an
 * interrupt. The threads here take no mutex that somebody may hold while waiting for a command.
 */
#include <linux/bitfield.h>
#include <linux/interrupt.h>
#include <linux/io-64-nonatomic-lo-hi.h>

#include "driver.h"

static void wake_pollers(struct idxd_device *idxd, u64 first)
{
	unsigned int id = FIELD_GET(IDXD_SWERR_WQ, first);
	unsigned int i;

	if (first & IDXD_SWERR_WQ_VALID && id < idxd->caps.max_wqs) {
		wake_up_interruptible(&idxd->wqs[id].error_wait);
		return;
	}
	for (i = 0; i < idxd->caps.max_wqs; i++)
		wake_up_interruptible(&idxd->wqs[i].error_wait);
}

static void software_error(struct idxd_device *idxd)
{
	u64 error[ARRAY_SIZE(idxd->sw_err)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(error); i++)
		error[i] = ioread64(idxd->regs + IDXD_REG_SWERR + i * sizeof(u64));
	iowrite64(error[0] & IDXD_SWERR_ACK, idxd->regs + IDXD_REG_SWERR);
	spin_lock(&idxd->error_lock);
	memcpy(idxd->sw_err, error, sizeof(error));
	spin_unlock(&idxd->error_lock);
	dev_err_ratelimited(&idxd->conf_dev, "software error: %#018llx %#018llx %#018llx %#018llx\n",
			    error[0], error[1], error[2], error[3]);
	wake_pollers(idxd, error[0]);
}

static irqreturn_t misc_thread(int irq, void *data)
{
	struct idxd_device *idxd = data;
	u32 cause = ioread32(idxd->regs + IDXD_REG_INTCAUSE);

	if (!cause || cause == ~0U)
		return IRQ_NONE;
	iowrite32(cause, idxd->regs + IDXD_REG_INTCAUSE);
	if (cause & IDXD_INTC_HALT)
		idxd_recover_halt(idxd);
	if (cause & IDXD_INTC_SWERR)
		software_error(idxd);
	if (cause & IDXD_INTC_CMD)
		complete(&idxd->cmd_done);
	if (cause & IDXD_INTC_PERFMON)
		idxd_pmu_overflow(idxd);
	if (cause & IDXD_INTC_EVL)
		idxd_evl_process(idxd);
	if (cause & IDXD_INTC_REVOKED)
		idxd_recover_handles(idxd);
	return IRQ_HANDLED;
}

/**
 * idxd_irq_unmask - let the device report errors and halts
 * @idxd: the device; needed after every reset
 */
void idxd_irq_unmask(struct idxd_device *idxd)
{
	iowrite32(IDXD_GENCTRL_SOFTERR | IDXD_GENCTRL_HALT, idxd->regs + IDXD_REG_GENCTRL);
}

/**
 * idxd_irq_setup - get all vectors and listen to the first
 * @idxd: the device
 *
 * Return: 0 or a negative errno; -ENOSPC if there are fewer vectors than wqs.
 */
int idxd_irq_setup(struct idxd_device *idxd)
{
	struct pci_dev *pdev = idxd->pdev;
	int n = pci_msix_vec_count(pdev);
	int ret;

	if (n < 0)
		return n;
	if (n < idxd->caps.max_wqs + 1) {
		dev_err(&pdev->dev, "%d interrupts for %u wqs\n", n, idxd->caps.max_wqs);
		return -ENOSPC;
	}
	n = pci_alloc_irq_vectors(pdev, n, n, PCI_IRQ_MSIX);
	if (n < 0)
		return n;
	idxd->n_vectors = n;
	ret = request_threaded_irq(pci_irq_vector(pdev, 0), NULL, misc_thread, IRQF_ONESHOT, "idxd-misc", idxd);
	if (ret) {
		pci_free_irq_vectors(pdev);
		return ret;
	}
	/* Whatever was reported before we listened; it would keep new causes from raising the vector. */
	iowrite32(~0U, idxd->regs + IDXD_REG_INTCAUSE);
	idxd_irq_unmask(idxd);
	return 0;
}

/**
 * idxd_irq_teardown - the opposite of idxd_irq_setup()
 * @idxd: the device, disabled
 */
void idxd_irq_teardown(struct idxd_device *idxd)
{
	iowrite32(0, idxd->regs + IDXD_REG_GENCTRL);
	free_irq(pci_irq_vector(idxd->pdev, 0), idxd);
	/* The last words of the thread may have been to start one of these. */
	cancel_work_sync(&idxd->halt_work);
	cancel_work_sync(&idxd->revoke_work);
	pci_free_irq_vectors(idxd->pdev);
}
