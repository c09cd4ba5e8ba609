// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Batches: a step does one descriptor of the list, so that a batch of a thousand large copies does not keep commands
 * and registers waiting. A fence after a descriptor that failed ends the batch; so does one after a descriptor whose
 * completion record is in the event log, because nobody knows yet whether the driver can write it. The result of a batch says
 * that a descriptor has failed, whatever the status. As accel-config's dsa_test expects it of hardware.
 */
#include <string.h>

#include "test/model/dsa-job.h"

uint8_t batch_begin(struct job *job)
{
	const uint32_t shift = job->dsa->wq[job->wq].cfg[WQCFG_SHIFTS] >> 5 & 0xf;
	struct batch *batch = &job->dsa->batch;

	if (job->in_batch)
		return DSA_COMP_BAD_OPCODE;
	if (job->size < 2 || job->size > UINT32_C(1) << shift)
		return DSA_COMP_DESC_CNT_ERANGE;
	if (job->src % SLOT)
		return DSA_COMP_DESCLIST_ALIGN;
	*batch = (struct batch){ .active = true, .ims = job->ims, .id = job->dsa->next_batch++, .wq = job->wq, .count = job->size };
	memcpy(batch->bytes, job->bytes, SLOT);
	return 0;
}

static void batch_end(struct job *job, uint8_t status)
{
	struct batch *batch = &job->dsa->batch;

	batch->active = false;
	job->done = batch->index;
	job->result = batch->failed;
	job->batch_id = batch->id;
	job->ended_batch = true;
	job_complete(job, status);
}

/* A descriptor of the list takes PASID and privilege of the batch, whatever it says itself. */
static void init_inner(struct job *inner, const struct job *outer, uint8_t *bytes)
{
	memcpy(bytes, outer->bytes, 4);
	job_init(inner, outer->dsa, outer->wq, bytes, outer->ims);
	inner->in_batch = true;
	inner->batch_id = outer->dsa->batch.id;
	inner->batch_index = (uint16_t)outer->dsa->batch.index;
}

void batch_step(struct dsa *dsa)
{
	struct batch *batch = &dsa->batch;
	uint8_t bytes[SLOT], status;
	struct job outer, inner;

	job_init(&outer, dsa, batch->wq, batch->bytes, batch->ims);
	outer.blocks = true;
	if (job_read(&outer, outer.src + (uint64_t)batch->index * SLOT, bytes, SLOT) < SLOT) {
		if (!job_is_lost(&outer))
			batch_end(&outer, DSA_COMP_BATCH_PAGE_FAULT);
		return;
	}
	if (job_is_lost(&outer))
		return;
	init_inner(&inner, &outer, bytes);
	if ((batch->failed || batch->logged) && inner.flags & IDXD_OP_FLAG_FENCE) {
		batch->failed = true;
		batch_end(&outer, DSA_COMP_BATCH_FAIL);
		return;
	}
	status = job_run(&inner);
	if (job_is_lost(&outer))
		return;
	batch->logged |= inner.logged;
	batch->failed |= status != DSA_COMP_SUCCESS || (inner.unwritten && !inner.logged);
	if (++batch->index == batch->count)
		batch_end(&outer, batch->failed ? DSA_COMP_BATCH_FAIL : DSA_COMP_SUCCESS);
}
