/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptors: what the device reads from a portal, and the pool from which a DMA channel takes them.
 */
#ifndef IDXD_DESC_H
#define IDXD_DESC_H

#include <linux/dmaengine.h>
#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

struct idxd_wq;

/* The 64 bytes of a portal slot. */
struct idxd_hw_desc {
	u32 pasid; /* 0:19; 31 privileged */
	u32 flags; /* 0:23; 24:31 operation */
	u64 record;
	u64 src;
	u64 dst;
	u32 size;
	u16 handle;
	u16 reserved;
	u8 operation[24];
} __packed __aligned(64);

#define IDXD_HW_PASID		GENMASK(19, 0)
#define IDXD_HW_OPCODE		GENMASK(31, 24)
#define IDXD_STATUS_ABORTED	0xff /* no device writes this: given up by the driver */

struct idxd_desc {
	struct idxd_hw_desc hw;
	struct dma_async_tx_descriptor txd;
	struct idxd_dma_chan *chan;
	u8 *record;
	dma_addr_t record_dma;
	struct list_head node; /* chan->lock: in free, in flight, waiting, or nowhere while a client has it */
	u8 retries; /* with another interrupt handle */
	bool silent; /* chan->lock: terminated, nobody wants to hear of it */
};

/*
 * struct idxd_dma_chan - a DMA channel and its descriptors
 * @chan: of the DMA engine; outlives the wq's enabling while a client holds it
 * @wq: the queue
 * @free: descriptors that nobody uses
 * @in_flight: descriptors that the device has
 * @waiting: descriptors that were submitted while the wq rests, or whose interrupt handle was revoked
 * @paused: the wq rests, and will take descriptors again
 * @busy: descriptors that were submitted and whose client has not been called yet
 * @idle: woken when there is none
 * @reaper: ends descriptors, after an interrupt
 * @dead: the wq is being disabled, or was; never false again
 */
struct idxd_dma_chan {
	struct dma_chan chan;
	struct idxd_wq *wq;
	unsigned int n;
	struct idxd_desc *descs;
	void *records;
	dma_addr_t records_dma;
	u64 max_size;
	u32 pasid; /* in descriptors for a shared wq */
	bool shared;
	u32 retries; /* of ENQCMDS */

	spinlock_t lock; /* guards what follows */
	struct list_head free;
	struct list_head in_flight;
	struct list_head waiting;
	bool paused;

	atomic_t busy;
	wait_queue_head_t idle;
	struct tasklet_struct reaper;
	bool dead;
	struct list_head node; /* idxd->lock, then the DMA device's: channels to be freed with it */
};

int idxd_portal_submit(struct idxd_wq *wq, const void *desc, bool shared, u32 retries);

struct idxd_dma_chan *idxd_chan_alloc(struct idxd_wq *wq);
void idxd_chan_release_records(struct idxd_dma_chan *chan);
void idxd_chan_free(struct idxd_dma_chan *chan);
struct idxd_desc *idxd_desc_get(struct idxd_dma_chan *chan);
void idxd_desc_put(struct idxd_desc *desc);
int idxd_desc_submit(struct idxd_desc *desc, dma_cookie_t *cookie);
void idxd_desc_reap(struct idxd_dma_chan *chan);
void idxd_desc_reap_soon(struct idxd_dma_chan *chan);
void idxd_desc_reap_wait(struct idxd_dma_chan *chan);
void idxd_desc_abort(struct idxd_dma_chan *chan);
void idxd_desc_pause(struct idxd_dma_chan *chan);
void idxd_desc_go_on(struct idxd_dma_chan *chan);
void idxd_desc_refuse(struct idxd_dma_chan *chan);

#endif
