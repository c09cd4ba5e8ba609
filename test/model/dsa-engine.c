// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The engines: which descriptor is next, what is checked before any operation, completion records and interrupts. One
 * descriptor is done at a time, to its end, so descriptors of a wq complete in order and a fence has nothing to wait for.
 */
#include <string.h>

#include "test/model/dsa-job.h"

/* Those that say what to do at the end, which every operation takes. */
#define FLAGS_COMPLETION \
	(IDXD_OP_FLAG_CRAV | IDXD_OP_FLAG_RCR | IDXD_OP_FLAG_RCI | IDXD_OP_FLAG_CRSTS | IDXD_OP_FLAG_CR_TCS)

void job_init(struct job *job, struct dsa *dsa, unsigned int wq, const uint8_t *bytes, bool ims)
{
	const uint32_t word = (uint32_t)load(bytes + 4, 4);

	*job = (struct job){
		.dsa = dsa,
		.resets = dsa->resets,
		.wq = wq,
		.ims = ims,
		.bytes = bytes,
		.opcode = (uint8_t)(word >> 24),
		.flags = word & 0xffffff,
		.pasid = wq_pasid(&dsa->wq[wq], bytes),
		.priv = wq_priv(&dsa->wq[wq], bytes),
		.record = load(bytes + 8, 8),
		.src = load(bytes + 16, 8),
		.dst = load(bytes + 24, 8),
		.size = (uint32_t)load(bytes + 32, 4),
		.handle = (uint16_t)load(bytes + 36, 2),
	};
}

static unsigned int record_size(const struct dsa *dsa)
{
	return dsa->profile->iax ? 64 : 32;
}

static void make_record(const struct job *job, uint8_t status, uint8_t *record)
{
	memset(record, 0, 64);
	record[0] = status;
	record[1] = job->result;
	record[2] = job->faulted;
	store(record + 4, job->done, 4);
	store(record + 8, job->faulted ? job->fault_address : 0, 8);
	memcpy(record + 16, job->extra, sizeof(job->extra));
	if (job->invalid_flags)
		store(record + 16, job->invalid_flags, 4);
}

/* An error without a place for it, or with one that cannot be written: record is what could not be. */
static bool report(struct job *job, uint8_t error, uint64_t address, const uint8_t *record)
{
	const struct error_info info = {
		.error = error,
		.operation = job->opcode,
		.wq = (uint8_t)job->wq,
		.has_descriptor = true,
		.has_wq = true,
		.batch = job->in_batch,
		.first_of_batch = job->in_batch && record && !job->dsa->batch.logged,
		.write = record != NULL,
		.priv = job->priv,
		.ims = job->ims,
		.pasid = job->pasid,
		.batch_index = job->batch_index,
		.batch_id = job->batch_id,
		.handle = job->handle,
		.flags = job->flags,
		.invalid_flags = job->invalid_flags,
		.address = address,
		.record = record,
	};

	return error_report(job->dsa, &info);
}

/* The driver is to write it: that it has to wait for, where it is to be there after others that the driver writes. */
static void log_record(struct job *job, uint8_t error, const uint8_t *record)
{
	job->unwritten = true;
	job->logged = report(job, error, job->record, record);
	job->dsa->wq[job->wq].logged |= job->logged;
}

/* The status byte goes last, together with the rest of its qword, because that is what programs poll. */
static bool write_record(struct job *job, uint8_t status)
{
	const unsigned int size = record_size(job->dsa);
	uint8_t record[64];

	make_record(job, status, record);
	if (job_write_record(job, job->record + 8, record + 8, size - 8) && job_write_record(job, job->record, record, 8))
		return !job_is_lost(job);
	if (!job_is_lost(job))
		log_record(job, DSA_COMP_CRA_XLAT, record);
	return false;
}

/* A batch, one of whose records is in the event log, or a DRAIN behind one: its record goes the same way, after that. 0: no. */
static uint8_t follows_logged(const struct job *job)
{
	if (job->dsa->profile->iax || !evl_is_on(job->dsa))
		return 0;
	if (job->opcode == DSA_OPCODE_BATCH && job->ended_batch)
		return job->dsa->batch.logged ? DSA_COMP_BATCH_EVL_ERR : 0;
	return job->opcode == DSA_OPCODE_DRAIN && job->dsa->wq[job->wq].logged ? DSA_COMP_DRAIN_EVL : 0;
}

/* The driver alone knows whether a batch has failed because of a record that even it could not write: it is always told. */
static bool give_record(struct job *job, uint8_t status, bool wanted)
{
	const uint8_t error = follows_logged(job);
	uint8_t record[64];

	if (!error)
		return !wanted || write_record(job, status);
	if (!wanted && error != DSA_COMP_BATCH_EVL_ERR)
		return true;
	make_record(job, status, record);
	log_record(job, error, record);
	job->dsa->wq[job->wq].logged &= error != DSA_COMP_DRAIN_EVL;
	return false;
}

static bool is_good(uint8_t status)
{
	return status == DSA_COMP_SUCCESS || status == DSA_COMP_SUCCESS_PRED;
}

void job_complete(struct job *job, uint8_t status)
{
	const bool good = is_good(status);
	bool there = true;
	int vector = -1;

	if (job_is_lost(job))
		return;
	perfmon_count(job->dsa, PERF_COMPLETION, good ? PERF_SUCCESS : PERF_ERROR, 1, job->wq);
	if (job->flags & IDXD_OP_FLAG_CRAV && status != DSA_COMP_CRA_ALIGN) {
		there = give_record(job, status, job->flags & IDXD_OP_FLAG_RCR || !good);
	} else if (!good) {
		report(job, status & DSA_COMP_STATUS_MASK, job->faulted ? job->fault_address : 0, NULL);
	}
	if (job->flags & IDXD_OP_FLAG_RCI && there && status != DSA_COMP_INT_HANDLE_INVAL)
		vector = handle_vector(job->dsa, job->handle, job->ims, job->pasid);
	if (vector >= 0)
		core_interrupt(job->dsa, (unsigned int)vector);
}

static bool op_is_allowed(const struct job *job)
{
	const struct dsa *dsa = job->dsa;
	const struct wq *wq = &dsa->wq[job->wq];

	if (!(dsa->profile->opcap[job->opcode / 64] & BIT64(job->opcode % 64)))
		return false;
	if (!(dsa->profile->wqcap & WQCAP_OP_CONFIG))
		return true;
	return wq->cfg[WQCFG_OPS + job->opcode / 32] & BIT32(job->opcode % 32);
}

static bool flushes(const struct job *job)
{
	return !job->dsa->profile->iax && job->opcode == DSA_OPCODE_CFLUSH;
}

static uint32_t unwanted_flags(const struct job *job, const struct op *op)
{
	const struct dsa *dsa = job->dsa;
	uint32_t allowed = FLAGS_COMPLETION | op->flags;

	if (!(dsa->wq[job->wq].cfg[WQCFG_MODE] & WQCFG_BOF))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_BOF;
	if (!(dsa->profile->gencap & (flushes(job) ? GENCAP_CACHE_FLUSH : GENCAP_CACHE_MEM)))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_CC;
	if (!dsa->profile->iax && job->opcode == DSA_OPCODE_DRAIN && !(dsa->profile->gencap & GENCAP_DRAIN_READBACK))
		allowed &= ~(uint32_t)OP_FLAGS;
	if (!(dsa->profile->gencap & GENCAP_DEST_READBACK))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_DRDBK;
	if (!(job->flags & IDXD_OP_FLAG_CRAV))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_RCR;
	if (job->pasid != DSA_NO_PASID && !job->priv && !(dsa->gencfg & GENCFG_USER_INT))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_RCI;
	return job->flags & ~allowed;
}

static bool reserved_is_set(const struct job *job, const struct op *op)
{
	for (unsigned int i = 0; i < SLOT; i++)
		if (op->reserved & BIT64(i) && job->bytes[i])
			return true;
	return load(job->bytes, 4) & 0x7ff00000u;
}

static bool size_is_wrong(const struct job *job, const struct op *op)
{
	const uint32_t shift = job->dsa->wq[job->wq].cfg[WQCFG_SHIFTS] & 0x1f;

	return op->sized && (!job->size || job->size > UINT64_C(1) << shift);
}

static bool priv_is_wrong(const struct job *job)
{
	return job->pasid != DSA_NO_PASID && job->priv && !config_pasid_priv(job->dsa);
}

static uint8_t check(struct job *job, const struct op *op)
{
	if (job->flags & IDXD_OP_FLAG_CRAV && job->record % record_size(job->dsa))
		return DSA_COMP_CRA_ALIGN;
	if (!op || !op_is_allowed(job))
		return DSA_COMP_BAD_OPCODE;
	job->invalid_flags = unwanted_flags(job, op);
	if (job->invalid_flags)
		return DSA_COMP_INVALID_FLAGS;
	if (priv_is_wrong(job))
		return DSA_COMP_PRIV_BAD;
	if (reserved_is_set(job, op))
		return DSA_COMP_NOZERO_RESERVE;
	if (size_is_wrong(job, op))
		return DSA_COMP_XFER_ERANGE;
	if (job->flags & IDXD_OP_FLAG_RCI && handle_vector(job->dsa, job->handle, job->ims, job->pasid) < 0)
		return DSA_COMP_INT_HANDLE_INVAL;
	return 0;
}

uint8_t job_run(struct job *job)
{
	const struct op *op = op_find(job->dsa, job->opcode);
	uint8_t status = check(job, op);

	if (job->opcode < PERF_OPERATIONS)
		perfmon_count(job->dsa, PERF_OPERATION, job->opcode, 1, job->wq);
	if (!status)
		status = op->run ? op->run(job) : batch_begin(job);
	if (status)
		job_complete(job, status);
	return status;
}

static bool can_run(const struct dsa *dsa, unsigned int index, uint32_t among)
{
	return among & BIT32(index) && dsa->wq[index].count && dsa->wq[index].state != WQ_DISABLED &&
	       wq_has_engine(dsa, index);
}

/* The highest priority; of equal ones, each in turn. -1: nothing to do. */
static int next_wq(struct dsa *dsa, uint32_t among)
{
	int best = -1;

	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		const unsigned int index = (dsa->next_wq + i) % dsa->n_wqs;

		if (can_run(dsa, index, among) &&
		    (best < 0 || wq_priority(&dsa->wq[index]) > wq_priority(&dsa->wq[best])))
			best = (int)index;
	}
	return best;
}

static bool step(struct dsa *dsa, uint32_t among)
{
	struct entry entry;
	struct job job;
	int index;

	if (dsa->state != STATE_ENABLED)
		return false;
	if (dsa->batch.active) {
		batch_step(dsa);
		return true;
	}
	index = next_wq(dsa, among);
	if (index < 0)
		return false;
	dsa->next_wq = ((unsigned int)index + 1) % dsa->n_wqs;
	wq_pop(dsa, (unsigned int)index, &entry);
	job_init(&job, dsa, (unsigned int)index, entry.bytes, entry.ims);
	job_run(&job);
	return true;
}

bool engine_step(struct dsa *dsa)
{
	return step(dsa, UINT32_MAX);
}

bool engine_drain(struct dsa *dsa, uint32_t wqs)
{
	uint32_t among = 0;

	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		if (wqs & BIT32(i) && dsa->wq[i].drain)
			among |= BIT32(i);
	if (!among && !(dsa->batch.active && wqs & BIT32(dsa->batch.wq)))
		return false;
	return step(dsa, among);
}

void engine_reset(struct dsa *dsa)
{
	dsa->batch.active = false;
	dsa->next_wq = 0;
}
