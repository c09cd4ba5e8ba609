// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes descriptors to portals, and keeps those of a DMA channel from the time they are prepared to their completion.
 */
#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include "desc.h"
#include "driver.h"

#define HANDLE_RETRIES 3
#define NO_HANDLE (-1)

/* Not atomic: only a device that is emulated puts the parts together, and only if nobody else writes to the slot. */
static void write_parts(struct idxd_wq *wq, void __iomem *slot, const void *desc)
{
	const u64 *parts = desc;
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&wq->portal_lock, flags);
	for (i = 0; i < IDXD_PORTAL_SLOT / sizeof(u64); i++)
		__raw_writeq(parts[i], slot + i * sizeof(u64));
	spin_unlock_irqrestore(&wq->portal_lock, flags);
}

/**
 * idxd_portal_submit - give a descriptor to the device
 * @wq: the queue; the caller holds wq->active
 * @desc: 64 bytes, aligned so
 * @shared: the queue's mode
 * @retries: how often a shared wq that is full is tried again
 *
 * Return: 0, or -EAGAIN from a full shared wq. A dedicated wq that is full drops the descriptor: the caller counts.
 */
int idxd_portal_submit(struct idxd_wq *wq, const void *desc, bool shared, u32 retries)
{
	void __iomem *slot = wq->portal + (atomic_fetch_add(IDXD_PORTAL_SLOT, &wq->slot) & (IDXD_PORTAL_SIZE - 1));
	int ret;

	wmb(); /* what the descriptor points to, before the descriptor */
	if (!shared) {
		if (boot_cpu_has(X86_FEATURE_MOVDIR64B))
			iosubmit_cmds512(slot, desc, 1);
		else
			write_parts(wq, slot, desc);
		return 0;
	}
	do {
		ret = enqcmds(slot, desc);
		if (!ret)
			return 0;
		cpu_relax();
	} while (retries--);
	return ret;
}

static void reap(struct tasklet_struct *reaper)
{
	idxd_desc_reap(container_of(reaper, struct idxd_dma_chan, reaper));
}

static void init_desc(struct idxd_dma_chan *chan, unsigned int i)
{
	unsigned int size = chan->wq->idxd->family->record_size;
	struct idxd_desc *desc = &chan->descs[i];

	desc->chan = chan;
	desc->record = chan->records + i * size;
	desc->record_dma = chan->records_dma + i * size;
	list_add_tail(&desc->node, &chan->free);
}

/**
 * idxd_chan_alloc - a channel with as many descriptors as its wq takes
 * @wq: the queue
 *
 * Return: the channel, or NULL.
 */
struct idxd_dma_chan *idxd_chan_alloc(struct idxd_wq *wq)
{
	const struct idxd_wq_config *config = idxd_wq_config(wq);
	struct idxd_device *idxd = wq->idxd;
	struct idxd_dma_chan *chan = kzalloc(sizeof(*chan), GFP_KERNEL);
	unsigned int i;

	if (!chan)
		return NULL;
	chan->wq = wq;
	chan->shared = config->mode == IDXD_MODE_SHARED;
	chan->n = chan->shared ? config->threshold : config->size;
	chan->pasid = chan->shared ? idxd->kernel_pasid : 0;
	chan->retries = config->enqcmds_retries;
	chan->max_size = min(config->max_transfer_size, idxd_rules_max_transfer(&idxd->caps));
	spin_lock_init(&chan->lock);
	init_waitqueue_head(&chan->idle);
	INIT_LIST_HEAD(&chan->free);
	INIT_LIST_HEAD(&chan->in_flight);
	INIT_LIST_HEAD(&chan->waiting);
	INIT_LIST_HEAD(&chan->node);
	tasklet_setup(&chan->reaper, reap);
	chan->descs = kvcalloc(chan->n, sizeof(*chan->descs), GFP_KERNEL);
	chan->records = dma_alloc_coherent(idxd_pci_dev(idxd), chan->n * idxd->family->record_size, &chan->records_dma,
					   GFP_KERNEL);
	if (!chan->n || !chan->descs || !chan->records) {
		idxd_chan_release_records(chan);
		idxd_chan_free(chan);
		return NULL;
	}
	for (i = 0; i < chan->n; i++)
		init_desc(chan, i);
	return chan;
}

/**
 * idxd_chan_release_records - give back what the device writes to
 * @chan: dead; the device has none of its descriptors
 */
void idxd_chan_release_records(struct idxd_dma_chan *chan)
{
	struct idxd_device *idxd = chan->wq->idxd;

	if (chan->records)
		dma_free_coherent(idxd_pci_dev(idxd), chan->n * idxd->family->record_size, chan->records,
				  chan->records_dma);
	chan->records = NULL;
}

/**
 * idxd_chan_free - free a channel that nobody holds any more
 * @chan: the channel
 */
void idxd_chan_free(struct idxd_dma_chan *chan)
{
	kvfree(chan->descs);
	kfree(chan);
}

/**
 * idxd_desc_get - take a descriptor
 * @chan: from which channel
 *
 * Return: the descriptor, zeroed but for its completion record's address, or NULL if all are in use. Never sleeps.
 */
struct idxd_desc *idxd_desc_get(struct idxd_dma_chan *chan)
{
	struct idxd_desc *desc;
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	desc = list_first_entry_or_null(&chan->free, struct idxd_desc, node);
	if (desc)
		list_del_init(&desc->node);
	spin_unlock_irqrestore(&chan->lock, flags);
	if (!desc)
		return NULL;
	memset(&desc->hw, 0, sizeof(desc->hw));
	desc->hw.pasid = chan->pasid & IDXD_HW_PASID;
	desc->hw.record = desc->record_dma;
	desc->txd.cookie = 0;
	desc->retries = 0;
	desc->silent = false;
	return desc;
}

/**
 * idxd_desc_put - give a descriptor back
 * @desc: not in flight
 */
void idxd_desc_put(struct idxd_desc *desc)
{
	struct idxd_dma_chan *chan = desc->chan;
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	list_add(&desc->node, &chan->free);
	spin_unlock_irqrestore(&chan->lock, flags);
}

/* The first time; a descriptor that is tried again keeps its cookie. */
static void assign_cookie(struct idxd_desc *desc)
{
	struct dma_chan *chan = &desc->chan->chan;

	lockdep_assert_held(&desc->chan->lock);
	if (desc->txd.cookie)
		return;
	chan->cookie = chan->cookie < DMA_MIN_COOKIE || chan->cookie == INT_MAX ? DMA_MIN_COOKIE : chan->cookie + 1;
	desc->txd.cookie = chan->cookie;
}

static void take_back(struct idxd_desc *desc)
{
	struct idxd_dma_chan *chan = desc->chan;
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	list_del_init(&desc->node);
	spin_unlock_irqrestore(&chan->lock, flags);
	atomic_dec(&chan->busy);
}

static int submit_active(struct idxd_desc *desc, dma_cookie_t *cookie)
{
	struct idxd_dma_chan *chan = desc->chan;
	struct idxd_wq *wq = chan->wq;
	unsigned long flags;
	int ret;

	if (READ_ONCE(chan->dead))
		return -EIO;
	desc->hw.handle = READ_ONCE(wq->handle);
	WRITE_ONCE(*desc->record, 0);
	atomic_inc(&chan->busy);
	spin_lock_irqsave(&chan->lock, flags);
	assign_cookie(desc);
	*cookie = desc->txd.cookie;
	list_add_tail(&desc->node, &chan->in_flight);
	spin_unlock_irqrestore(&chan->lock, flags);
	ret = idxd_portal_submit(wq, &desc->hw, chan->shared, chan->retries);
	if (ret)
		take_back(desc);
	return ret;
}

/* Whoever submits may not be able to sleep until the wq takes descriptors again, or has another handle than that. */
static bool keep_waiting(struct idxd_desc *desc, dma_cookie_t *cookie, int revoked)
{
	struct idxd_dma_chan *chan = desc->chan;
	unsigned long flags;
	bool waits;

	spin_lock_irqsave(&chan->lock, flags);
	waits = (chan->paused || revoked == READ_ONCE(chan->wq->handle)) && !READ_ONCE(chan->dead);
	if (waits) {
		WRITE_ONCE(*desc->record, 0); /* of an earlier use */
		atomic_inc(&chan->busy);
		assign_cookie(desc);
		*cookie = desc->txd.cookie;
		list_add_tail(&desc->node, &chan->waiting);
	}
	spin_unlock_irqrestore(&chan->lock, flags);
	return waits;
}

/**
 * idxd_desc_submit - give a descriptor to the device, or let it wait while the wq rests
 * @desc: from idxd_desc_get()
 * @cookie: set to that of the descriptor, which may have ended when this returns
 *
 * Return: 0, after which idxd_desc_reap() or idxd_desc_abort() ends it; -EIO when the wq takes none any more, or
 * -EAGAIN when it is full.
 */
int idxd_desc_submit(struct idxd_desc *desc, dma_cookie_t *cookie)
{
	struct idxd_wq *wq = desc->chan->wq;
	unsigned int tries;
	int ret;

	/* Twice, because it may go on between the reference that we did not get and the look at paused. */
	for (tries = 0; tries < 2; tries++) {
		/* First, as of a channel that is left of an earlier time active may just be made anew. */
		if (READ_ONCE(desc->chan->dead))
			return -EIO;
		if (percpu_ref_tryget_live(&wq->active)) {
			ret = submit_active(desc, cookie);
			percpu_ref_put(&wq->active);
			return ret;
		}
		if (keep_waiting(desc, cookie, NO_HANDLE))
			return 0;
	}
	return -EIO;
}

static enum dmaengine_tx_result result_of(u8 status)
{
	switch (status & DSA_COMP_STATUS_MASK) {
	case DSA_COMP_SUCCESS:
		return DMA_TRANS_NOERROR;
	case IDXD_STATUS_ABORTED & DSA_COMP_STATUS_MASK:
		return DMA_TRANS_ABORTED;
	default:
		return status & DSA_COMP_STATUS_WRITE ? DMA_TRANS_WRITE_FAILED : DMA_TRANS_READ_FAILED;
	}
}

/* The client's callback may prepare and submit: no lock is held. */
static void finish(struct idxd_desc *desc, u8 status)
{
	struct dmaengine_result result = { .result = result_of(status) };
	struct dma_async_tx_descriptor *txd = &desc->txd;
	dma_async_tx_callback_result with_result = txd->callback_result;
	dma_async_tx_callback callback = txd->callback;
	void *param = txd->callback_param;
	bool silent = desc->silent;

	if (result.result != DMA_TRANS_NOERROR)
		dev_dbg(&desc->chan->wq->conf_dev, "descriptor ended with status %#x\n", status);
	desc->chan->chan.completed_cookie = txd->cookie;
	txd->cookie = 0;
	dma_descriptor_unmap(txd);
	dma_run_dependencies(txd);
	txd->callback = NULL;
	txd->callback_result = NULL;
	idxd_desc_put(desc);
	if (silent)
		return;
	if (with_result)
		with_result(param, &result);
	else if (callback)
		callback(param);
}

/*
 * The interrupt handle was revoked before the device came to the descriptor: once more with the new one. Until there is
 * one, the descriptor waits, as the old one would fail as often as it is tried.
 */
static bool try_again(struct idxd_desc *desc, u8 status)
{
	dma_cookie_t cookie;

	if (status != DSA_COMP_INT_HANDLE_INVAL || desc->retries++ >= HANDLE_RETRIES)
		return false;
	if (keep_waiting(desc, &cookie, desc->hw.handle)) {
		idxd_recover_handles(desc->chan->wq->idxd);
		return true;
	}
	return !idxd_desc_submit(desc, &cookie);
}

/* Moves what has ended to a list of the caller's. */
static void take_ended(struct idxd_dma_chan *chan, struct list_head *ended, bool all)
{
	struct idxd_desc *desc, *next;
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	if (all && (!chan->paused || READ_ONCE(chan->dead)))
		list_splice_tail_init(&chan->waiting, &chan->in_flight); /* there is nothing to wait for */
	list_for_each_entry_safe(desc, next, &chan->in_flight, node) {
		if (all && !READ_ONCE(*desc->record))
			WRITE_ONCE(*desc->record, IDXD_STATUS_ABORTED);
		if (READ_ONCE(*desc->record))
			list_move_tail(&desc->node, ended);
	}
	spin_unlock_irqrestore(&chan->lock, flags);
}

/* Clients take their locks as in softirq context, wherever they are called. */
static void end_all(struct idxd_dma_chan *chan, struct list_head *ended)
{
	struct idxd_desc *desc, *next;

	local_bh_disable();
	list_for_each_entry_safe(desc, next, ended, node) {
		u8 status = READ_ONCE(*desc->record);

		list_del_init(&desc->node);
		if (!try_again(desc, status))
			finish(desc, status);
		if (atomic_dec_and_test(&chan->busy))
			wake_up_all(&chan->idle);
	}
	local_bh_enable();
}

/**
 * idxd_desc_reap - end every descriptor whose completion record is there
 * @chan: the channel
 */
void idxd_desc_reap(struct idxd_dma_chan *chan)
{
	LIST_HEAD(ended);

	take_ended(chan, &ended, false);
	end_all(chan, &ended);
}

/**
 * idxd_desc_reap_soon - the same from an interrupt, as soon as it is over
 * @chan: the channel
 *
 * Clients of the DMA engine are called where nobody may sleep, as most other providers do; a thread would cost a switch
 * of tasks for each interrupt.
 */
void idxd_desc_reap_soon(struct idxd_dma_chan *chan)
{
	tasklet_hi_schedule(&chan->reaper);
}

/**
 * idxd_desc_reap_wait - after this nothing that idxd_desc_reap_soon() began goes on
 * @chan: the channel, without interrupt
 */
void idxd_desc_reap_wait(struct idxd_dma_chan *chan)
{
	tasklet_kill(&chan->reaper);
}

/**
 * idxd_desc_abort - end every descriptor, whatever the device did with it
 * @chan: the channel; nobody submits, and the device has forgotten its descriptors
 *
 * Those that wait for the end of a pause go on waiting.
 */
void idxd_desc_abort(struct idxd_dma_chan *chan)
{
	LIST_HEAD(ended);

	take_ended(chan, &ended, true);
	end_all(chan, &ended);
}

/**
 * idxd_desc_pause - let descriptors wait that are submitted from now on
 * @chan: the channel, whose wq will rest
 */
void idxd_desc_pause(struct idxd_dma_chan *chan)
{
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	chan->paused = true;
	spin_unlock_irqrestore(&chan->lock, flags);
}

static void take_waiting(struct idxd_dma_chan *chan, struct list_head *waiting)
{
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	chan->paused = false;
	list_splice_init(&chan->waiting, waiting);
	spin_unlock_irqrestore(&chan->lock, flags);
}

/**
 * idxd_desc_go_on - submit what waits
 * @chan: the channel, whose wq takes descriptors again
 */
void idxd_desc_go_on(struct idxd_dma_chan *chan)
{
	struct idxd_desc *desc, *next;
	LIST_HEAD(waiting);
	LIST_HEAD(ended);
	dma_cookie_t cookie;

	take_waiting(chan, &waiting);
	list_for_each_entry_safe(desc, next, &waiting, node) {
		list_del_init(&desc->node);
		if (idxd_desc_submit(desc, &cookie)) {
			WRITE_ONCE(*desc->record, IDXD_STATUS_ABORTED);
			list_add_tail(&desc->node, &ended);
		} else if (atomic_dec_and_test(&chan->busy)) { /* it was counted again */
			wake_up_all(&chan->idle);
		}
	}
	end_all(chan, &ended);
}

/**
 * idxd_desc_refuse - end what waits, and every descriptor from now on: the wq does not come back
 * @chan: the channel; the device has forgotten its descriptors
 */
void idxd_desc_refuse(struct idxd_dma_chan *chan)
{
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	chan->paused = false;
	spin_unlock_irqrestore(&chan->lock, flags);
	idxd_desc_abort(chan);
}
