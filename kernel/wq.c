// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus drivers "dmaengine" and "user": enable and disable wqs.
 */
#include <linux/bitfield.h>
#include <linux/interrupt.h>

#include "desc.h"
#include "driver.h"

static void ref_died(struct percpu_ref *ref)
{
	complete(&container_of(ref, struct idxd_wq, active)->dead);
}

static int map_portal(struct idxd_wq *wq)
{
	struct pci_dev *pdev = wq->idxd->pdev;
	u64 offset = ((u64)wq->id * IDXD_PORTAL_PAGES + IDXD_PORTAL_LIMITED) * IDXD_PORTAL_SIZE;

	if (offset + IDXD_PORTAL_SIZE > pci_resource_len(pdev, IDXD_BAR_PORTALS))
		return -ENXIO;
	wq->portal_phys = pci_resource_start(pdev, IDXD_BAR_PORTALS) + offset;
	wq->portal = ioremap(wq->portal_phys, IDXD_PORTAL_SIZE);
	atomic_set(&wq->slot, 0);
	return wq->portal ? 0 : -ENOMEM;
}

static void unmap_portal(struct idxd_wq *wq)
{
	iounmap(wq->portal);
	wq->portal = NULL;
}

static irqreturn_t wq_interrupt(int irq, void *data)
{
	struct idxd_wq *wq = data;

	idxd_desc_reap_soon(wq->chan);
	return IRQ_HANDLED;
}

static void free_wq_irq(struct idxd_wq *wq, int irq)
{
	free_irq(irq, wq);
	idxd_desc_reap_wait(wq->chan);
}

static u32 vector_of(struct idxd_wq *wq)
{
	return wq->id + 1;
}

static int request_handle(struct idxd_wq *wq)
{
	struct idxd_device *idxd = wq->idxd;
	u32 result;

	wq->handle = vector_of(wq);
	wq->has_handle = false;
	if (!idxd_has_command(idxd, IDXD_CMD_REQUEST_HANDLE))
		return 0;
	if (idxd_cmd(idxd, IDXD_CMD_REQUEST_HANDLE, vector_of(wq), &result))
		return -ENXIO;
	wq->handle = result & IDXD_HANDLE_MASK;
	wq->has_handle = true;
	return 0;
}

/**
 * idxd_wq_request_irq - the interrupt of a kernel wq
 * @wq: the queue; its channel exists
 *
 * Return: 0 or a negative errno.
 */
int idxd_wq_request_irq(struct idxd_wq *wq)
{
	struct idxd_device *idxd = wq->idxd;
	int irq = pci_irq_vector(idxd->pdev, vector_of(wq));
	int ret;

	if (irq < 0)
		return irq;
	idxd_config_write_msix_perm(idxd, vector_of(wq), wq->pasid);
	ret = request_irq(irq, wq_interrupt, 0, "idxd-portal", wq);
	if (ret)
		goto no_irq;
	ret = request_handle(wq);
	if (ret)
		goto no_handle;
	wq->irq = irq;
	return 0;

no_handle:
	free_wq_irq(wq, irq);
no_irq:
	idxd_config_write_msix_perm(idxd, vector_of(wq), IOMMU_PASID_INVALID);
	return ret;
}

/**
 * idxd_wq_free_irq - the opposite of idxd_wq_request_irq(); does nothing if there is none
 * @wq: the queue
 */
void idxd_wq_free_irq(struct idxd_wq *wq)
{
	if (!wq->irq)
		return;
	free_wq_irq(wq, wq->irq);
	wq->irq = 0;
	if (wq->has_handle)
		idxd_cmd(wq->idxd, IDXD_CMD_RELEASE_HANDLE, wq->handle, NULL);
	wq->has_handle = false;
	idxd_config_write_msix_perm(wq->idxd, vector_of(wq), IOMMU_PASID_INVALID);
}

/* What WQCFG starts with; a dedicated user wq gets the PASID of whoever opens it. */
static u32 first_pasid(struct idxd_wq *wq, enum idxd_bus_driver driver)
{
	bool shared = idxd_wq_config(wq)->mode == IDXD_MODE_SHARED;

	if (driver == IDXD_BUS_USER)
		return shared && wq->idxd->caps.user_pasid ? 0 : IOMMU_PASID_INVALID;
	if (wq->idxd->kernel_pasid == IOMMU_PASID_INVALID)
		return IOMMU_PASID_INVALID;
	return shared ? 0 : wq->idxd->kernel_pasid; /* a shared wq takes it from each descriptor */
}

static u32 add_user(struct idxd_wq *wq, enum idxd_bus_driver driver)
{
	if (driver == IDXD_BUS_USER)
		return idxd_cdev_add(wq) ? IDXD_SCMD_CDEV_ERR : 0;
	return idxd_dma_add_channel(wq);
}

static void del_user(struct idxd_wq *wq)
{
	idxd_cdev_del(wq);
	idxd_dma_del_channel(wq);
}

static int revive(struct idxd_wq *wq)
{
	reinit_completion(&wq->dead);
	return percpu_ref_init(&wq->active, ref_died, PERCPU_REF_ALLOW_REINIT, GFP_KERNEL);
}

static void kill(struct idxd_wq *wq)
{
	if (!wq->quiet) {
		percpu_ref_kill(&wq->active);
		wait_for_completion(&wq->dead);
	}
	wq->quiet = false;
}

/* From the configuration to a wq that takes descriptors: 0 or a code for cmd_status. */
static u32 start(struct idxd_wq *wq, enum idxd_bus_driver driver)
{
	struct idxd_device *idxd = wq->idxd;
	u32 code;
	int ret;

	idxd_rules_apply_wq_config(&idxd->caps, &idxd->config, wq->id, driver);
	wq->pasid = first_pasid(wq, driver);
	idxd_config_write(idxd);
	if (!idxd->caps.configurable)
		idxd_config_write_wq(wq);
	code = idxd_cmd_wq(wq, IDXD_CMD_ENABLE_WQ);
	if (code && code != IDXD_CMDSTS_WQ_ENABLED)
		return code;
	ret = map_portal(wq);
	if (ret) {
		code = IDXD_SCMD_WQ_PORTAL_ERR;
		goto disable;
	}
	ret = revive(wq);
	if (ret) {
		code = IDXD_SCMD_PERCPU_ERR;
		goto unmap;
	}
	code = add_user(wq, driver);
	if (code)
		goto kill;
	return 0;

kill:
	kill(wq);
	percpu_ref_exit(&wq->active);
unmap:
	unmap_portal(wq);
disable:
	idxd_cmd_wq(wq, IDXD_CMD_RESET_WQ);
	wq->pasid = IOMMU_PASID_INVALID;
	return code;
}

/**
 * idxd_wq_bind - enable a wq
 * @wq: the queue
 * @driver: for whom
 *
 * Return: 0 or a negative errno; cmd_status says more.
 */
int idxd_wq_bind(struct idxd_wq *wq, enum idxd_bus_driver driver)
{
	struct idxd_device *idxd = wq->idxd;
	struct idxd_verdict verdict;
	struct idxd_view view;
	u32 code;

	mutex_lock(&idxd->lock);
	view = idxd_view(idxd);
	verdict = idxd_rules_check_wq_bind(&view, wq->id, driver);
	if (idxd_rules_ok(&verdict)) {
		code = start(wq, driver);
		if (code)
			verdict = idxd_rules_wq_command_failed(wq->id, driver, code);
	}
	idxd_rules_finish_wq_bind(&idxd->config, wq->id, driver, &verdict);
	wq->bound = idxd_rules_ok(&verdict);
	mutex_unlock(&idxd->lock);
	if (idxd_rules_ok(&verdict))
		dev_info(&wq->conf_dev, "enabled\n");
	return idxd_errno(&verdict);
}

/* Nobody submits any more; what was submitted is waited for, and what does not come is aborted. */
static u32 stop(struct idxd_wq *wq)
{
	u32 code = 0;

	idxd_dma_stop_channel(wq);
	kill(wq);
	idxd_cdev_zap(wq);
	if (idxd_wq_config(wq)->enabled)
		code = idxd_cmd_wq(wq, IDXD_CMD_DRAIN_WQ);
	idxd_evl_process(wq->idxd); /* while PASIDs are still those of the wq's files */
	idxd_cdev_forget_files(wq);
	idxd_wq_free_irq(wq);
	if (idxd_wq_config(wq)->enabled)
		code = idxd_cmd_wq(wq, IDXD_CMD_RESET_WQ) ?: code;
	if (code == IDXD_CMDSTS_HARDWARE)
		idxd_cmd_isolate(wq->idxd);
	del_user(wq);
	percpu_ref_exit(&wq->active);
	unmap_portal(wq);
	wq->pasid = IOMMU_PASID_INVALID;
	return code;
}

/**
 * idxd_wq_unbind - disable a wq
 * @wq: the queue
 */
void idxd_wq_unbind(struct idxd_wq *wq)
{
	struct idxd_device *idxd = wq->idxd;
	int clients;
	u32 code;

	mutex_lock(&idxd->lock);
	clients = atomic_read(&wq->clients);
	if (clients)
		dev_warn(&wq->conf_dev, "disabled while it has %d clients\n", clients);
	code = stop(wq);
	wq->bound = false;
	idxd_rules_apply_wq_unbind(idxd->rules, &idxd->caps, &idxd->config, wq->id);
	wq->name[0] = '\0';
	if (!idxd->caps.configurable)
		idxd_config_load_wq(idxd, wq->id);
	if (code)
		idxd->config.device.cmd_status = code;
	mutex_unlock(&idxd->lock);
	dev_info(&wq->conf_dev, "disabled\n");
}

/**
 * idxd_wq_set_pasid - give a dedicated user wq to a process, or take it back
 * @wq: the queue, enabled, without users
 * @pasid: IOMMU_PASID_INVALID: none
 *
 * Return: 0 or an error byte of CMDSTS; the wq has no PASID then, also when it comes back after a reset.
 */
u32 idxd_wq_set_pasid(struct idxd_wq *wq, u32 pasid)
{
	u32 code;

	wq->pasid = IOMMU_PASID_INVALID;
	code = idxd_cmd_wq(wq, IDXD_CMD_DRAIN_WQ) ?: idxd_cmd_wq(wq, IDXD_CMD_RESET_WQ);
	if (code)
		return code;
	wq->pasid = pasid;
	idxd_config_write_wq(wq);
	code = idxd_cmd_wq(wq, IDXD_CMD_ENABLE_WQ);
	if (code)
		wq->pasid = IOMMU_PASID_INVALID;
	return code;
}

/**
 * idxd_wq_quiet - keep everybody from submitting, until idxd_wq_resume() or the wq is disabled
 * @wq: the queue, bound
 */
void idxd_wq_quiet(struct idxd_wq *wq)
{
	lockdep_assert_held(&wq->idxd->lock);
	if (wq->quiet)
		return;
	if (wq->chan)
		idxd_desc_pause(wq->chan);
	percpu_ref_kill(&wq->active);
	wait_for_completion(&wq->dead);
	wq->quiet = true;
	idxd_cdev_zap(wq);
}

/**
 * idxd_wq_resume - take descriptors again
 * @wq: the queue, enabled in hardware
 */
void idxd_wq_resume(struct idxd_wq *wq)
{
	lockdep_assert_held(&wq->idxd->lock);
	if (!wq->quiet)
		return;
	reinit_completion(&wq->dead);
	percpu_ref_resurrect(&wq->active);
	wq->quiet = false;
	if (wq->chan)
		idxd_desc_go_on(wq->chan);
}
