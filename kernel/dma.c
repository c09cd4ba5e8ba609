// SPDX-License-Identifier: GPL-2.0-only
/*
 * The DMA engine provider: one DMA device for each enabled device, one channel for each wq that is bound to the driver
 * "dmaengine". A client may hold a channel beyond the disabling of its wq; it then gets errors, and the channel's
 * memory goes with the DMA device.
 */
#include <linux/bitfield.h>
#include <linux/interrupt.h>
#include <linux/poison.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "desc.h"
#include "driver.h"

struct idxd_dma {
	struct dma_device dma;
	struct idxd_device *idxd;
	struct list_head old; /* idxd->lock until the DMA device goes: channels whose wq is disabled */
};

static struct idxd_dma_chan *to_chan(struct dma_chan *chan)
{
	return container_of(chan, struct idxd_dma_chan, chan);
}

static dma_cookie_t tx_submit(struct dma_async_tx_descriptor *txd)
{
	struct idxd_desc *desc = container_of(txd, struct idxd_desc, txd);
	dma_cookie_t cookie;
	int ret;

	ret = idxd_desc_submit(desc, &cookie);
	if (!ret)
		return cookie; /* the descriptor may have ended by now */
	dma_descriptor_unmap(txd);
	idxd_desc_put(desc);
	return ret;
}

static struct dma_async_tx_descriptor *prepare(struct dma_chan *dma_chan, enum dsa_opcode op, dma_addr_t dst,
					       dma_addr_t src, size_t size, unsigned long flags)
{
	struct idxd_dma_chan *chan = to_chan(dma_chan);
	struct idxd_desc *desc;

	if (READ_ONCE(chan->dead) || size > chan->max_size)
		return NULL;
	desc = idxd_desc_get(chan);
	if (!desc)
		return NULL;
	/* Always an interrupt: a descriptor that nobody hears of would never be free again. */
	desc->hw.flags = IDXD_OP_FLAG_CRAV | IDXD_OP_FLAG_RCR | IDXD_OP_FLAG_RCI | FIELD_PREP(IDXD_HW_OPCODE, op);
	desc->hw.src = src;
	desc->hw.dst = dst;
	desc->hw.size = size;
	dma_async_tx_descriptor_init(&desc->txd, dma_chan);
	desc->txd.tx_submit = tx_submit;
	desc->txd.flags = flags;
	desc->txd.callback = NULL;
	desc->txd.callback_result = NULL;
	desc->txd.callback_param = NULL;
	desc->txd.unmap = NULL;
	return &desc->txd;
}

static struct dma_async_tx_descriptor *prep_memcpy(struct dma_chan *chan, dma_addr_t dst, dma_addr_t src, size_t size,
						   unsigned long flags)
{
	return size ? prepare(chan, DSA_OPCODE_MEMMOVE, dst, src, size, flags) : NULL;
}

static struct dma_async_tx_descriptor *prep_interrupt(struct dma_chan *chan, unsigned long flags)
{
	return prepare(chan, DSA_OPCODE_NOOP, 0, 0, 0, flags);
}

static int alloc_resources(struct dma_chan *chan)
{
	atomic_inc(&to_chan(chan)->wq->clients);
	return 0;
}

static void free_resources(struct dma_chan *chan)
{
	atomic_dec(&to_chan(chan)->wq->clients);
}

/* Descriptors end in any order, so that no cookie says anything about another. */
static enum dma_status tx_status(struct dma_chan *chan, dma_cookie_t cookie, struct dma_tx_state *state)
{
	return DMA_OUT_OF_ORDER;
}

/* tx_submit() has done it. */
static void issue_pending(struct dma_chan *chan)
{
}

/* The device cannot be told to forget some descriptors only; nobody hears of them. */
static int terminate_all(struct dma_chan *dma_chan)
{
	struct idxd_dma_chan *chan = to_chan(dma_chan);
	struct idxd_desc *desc;
	unsigned long flags;

	spin_lock_irqsave(&chan->lock, flags);
	list_for_each_entry(desc, &chan->in_flight, node)
		desc->silent = true;
	list_for_each_entry(desc, &chan->waiting, node)
		desc->silent = true;
	spin_unlock_irqrestore(&chan->lock, flags);
	return 0;
}

static void synchronize(struct dma_chan *dma_chan)
{
	struct idxd_dma_chan *chan = to_chan(dma_chan);
	unsigned long limit = msecs_to_jiffies(READ_ONCE(idxd_param_cmd_timeout));

	if (!wait_event_timeout(chan->idle, !atomic_read(&chan->busy), limit))
		dev_warn(&chan->wq->conf_dev, "descriptors do not end\n");
}

static void release(struct dma_device *dma_device)
{
	struct idxd_dma *dma = container_of(dma_device, struct idxd_dma, dma);
	struct idxd_dma_chan *chan, *next;

	list_for_each_entry_safe(chan, next, &dma->old, node)
		idxd_chan_free(chan);
	put_device(&dma->idxd->conf_dev);
	kfree(dma);
}

/**
 * idxd_dma_register - make the DMA device of an enabled device
 * @idxd: the device
 *
 * Return: 0 or a negative errno.
 */
int idxd_dma_register(struct idxd_device *idxd)
{
	struct idxd_dma *dma = kzalloc(sizeof(*dma), GFP_KERNEL);
	struct dma_device *device;
	int ret;

	if (!dma)
		return -ENOMEM;
	device = &dma->dma;
	dma->idxd = idxd;
	INIT_LIST_HEAD(&dma->old);
	INIT_LIST_HEAD(&device->channels);
	device->dev = idxd_pci_dev(idxd);
	dma_cap_set(DMA_INTERRUPT, device->cap_mask);
	dma_cap_set(DMA_PRIVATE, device->cap_mask);
	dma_cap_set(DMA_COMPLETION_NO_ORDER, device->cap_mask);
	device->device_prep_dma_interrupt = prep_interrupt;
	if (idxd->caps.op_cap[0] & BIT_ULL(DSA_OPCODE_MEMMOVE)) {
		dma_cap_set(DMA_MEMCPY, device->cap_mask);
		device->device_prep_dma_memcpy = prep_memcpy;
	}
	device->device_alloc_chan_resources = alloc_resources;
	device->device_free_chan_resources = free_resources;
	device->device_tx_status = tx_status;
	device->device_issue_pending = issue_pending;
	device->device_terminate_all = terminate_all;
	device->device_synchronize = synchronize;
	device->device_release = release;
	ret = dma_async_device_register(device);
	if (ret) {
		kfree(dma);
		return ret;
	}
	get_device(&idxd->conf_dev); /* until release() */
	idxd->dma = dma;
	return 0;
}

/*
 * Who finds a channel while the module is being unloaded takes the DMA device from the list of the DMA engine, which
 * will do so again. There are no channels any more, so that nobody does it now.
 */
static void repair_list(struct dma_device *device)
{
	if (device->global_node.prev != LIST_POISON2)
		return;
	synchronize_rcu(); /* readers go on through our node */
	INIT_LIST_HEAD(&device->global_node);
}

/**
 * idxd_dma_unregister - give up the DMA device
 * @idxd: the device; all wqs are disabled
 */
void idxd_dma_unregister(struct idxd_device *idxd)
{
	struct idxd_dma *dma = idxd->dma;

	idxd->dma = NULL;
	if (!dma)
		return;
	repair_list(&dma->dma);
	dma_async_device_unregister(&dma->dma);
}

/**
 * idxd_dma_add_channel - make the channel of a wq, with descriptors and interrupt
 * @wq: the queue, enabled
 *
 * Return: 0 or a value for cmd_status.
 */
u32 idxd_dma_add_channel(struct idxd_wq *wq)
{
	struct idxd_dma *dma = wq->idxd->dma;
	struct idxd_dma_chan *chan = idxd_chan_alloc(wq);

	if (!chan)
		return IDXD_SCMD_WQ_RES_ALLOC_ERR;
	wq->chan = chan;
	if (idxd_wq_request_irq(wq)) {
		wq->chan = NULL;
		idxd_chan_release_records(chan);
		idxd_chan_free(chan);
		return IDXD_SCMD_WQ_IRQ_ERR;
	}
	chan->chan.device = &dma->dma;
	if (idxd_dma_channel_register(&dma->dma, &chan->chan)) {
		idxd_wq_free_irq(wq);
		wq->chan = NULL;
		idxd_chan_release_records(chan);
		idxd_chan_free(chan);
		return IDXD_SCMD_DMA_CHAN_ERR;
	}
	/* Whoever looks for a channel reads its name, hence not before it has one. */
	list_add_tail_rcu(&chan->chan.device_node, &dma->dma.channels);
	return 0;
}

/**
 * idxd_dma_stop_channel - take no more descriptors, for good
 * @wq: the queue; may have no channel
 */
void idxd_dma_stop_channel(struct idxd_wq *wq)
{
	if (wq->chan)
		WRITE_ONCE(wq->chan->dead, true);
}

/**
 * idxd_dma_del_channel - take the channel from the DMA engine
 * @wq: the queue, disabled and without interrupt; may have no channel
 */
void idxd_dma_del_channel(struct idxd_wq *wq)
{
	struct idxd_dma *dma = wq->idxd->dma;
	struct idxd_dma_chan *chan = wq->chan;

	if (!chan)
		return;
	idxd_desc_abort(chan);
	/*
	 * Who looks for a channel holds the mutex of the DMA engine. Unregistering takes it before the channel's name
	 * is freed: then nobody is left who saw the channel in the list.
	 */
	list_del_rcu(&chan->chan.device_node);
	dma_async_device_channel_unregister(&dma->dma, &chan->chan);
	list_add(&chan->node, &dma->old);
	idxd_chan_release_records(chan);
	wq->chan = NULL;
}
