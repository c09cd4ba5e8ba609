/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The event log: its state and the header of an entry.
 */
#ifndef IDXD_EVL_H
#define IDXD_EVL_H

#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct idxd_evl {
	unsigned int entry_size;

	struct mutex lock; /* nobody waits for a command under it */
	/* under lock */
	void *log; /* NULL while the device is disabled */
	dma_addr_t dma;
	unsigned int entries;
};

/* First qword of an entry; the third has the fault address. */
#define IDXD_EVL_DESC_VALID	BIT_ULL(2)
#define IDXD_EVL_WQ_VALID	BIT_ULL(3)
#define IDXD_EVL_BATCH		BIT_ULL(4)
#define IDXD_EVL_WRITE		BIT_ULL(5)
#define IDXD_EVL_ERROR		GENMASK_ULL(15, 8)
#define IDXD_EVL_WQ		GENMASK_ULL(23, 16)
#define IDXD_EVL_BATCH_ID	GENMASK_ULL(31, 24)
#define IDXD_EVL_OPERATION	GENMASK_ULL(39, 32)
#define IDXD_EVL_PASID		GENMASK_ULL(59, 40)

/* The second: the invalid flags in the upper half, or of errors about a completion record */
#define IDXD_EVL_RCR		BIT_ULL(50) /* it was asked for */
#define IDXD_EVL_FIRST_OF_BATCH	BIT_ULL(51) /* that is missing */

#endif
