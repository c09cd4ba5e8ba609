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

static bool is_good(uint8_t status)
{
	return status == DSA_COMP_SUCCESS || status == DSA_COMP_SUCCESS_PRED;
}

/* The count of what was done is zero where all was; but a batch counts its descriptors. */
static uint32_t done_count(const struct job *job, uint8_t status)
{
	const bool all = job->dsa->profile->iax || job->done == job->size;

	return job->opcode != DSA_OPCODE_BATCH && is_good(status) && all ? 0 : job->done;
}

static void make_record(const struct job *job, uint8_t status, uint8_t *record)
{
	memset(record, 0, 64);
	record[0] = status;
	record[1] = job->result;
	record[2] = job->faulted;
	store(record + 4, done_count(job, status), 4);
	store(record + 8, job->faulted ? job->fault_address : 0, 8);
	memcpy(record + 16, job->extra, sizeof(job->extra));
	if (job->invalid_flags)
		store(record + 16, job->invalid_flags, 4);
}

/* An error without a place for it, or with one that cannot be written: record is what could not be. */
static bool report(struct job *job, uint8_t error, uint64_t address, bool wanted, const uint8_t *record)
{
	const struct error_info info = {
		.error = error,
		.operation = job->opcode,
		.wq = (uint8_t)job->wq,
		.has_descriptor = true,
		.has_wq = true,
		.batch = job->in_batch,
		.first_of_batch = job->in_batch && record && !job->dsa->batch.logged,
		.wants_record = wanted,
		.write = error == DSA_COMP_CRA_XLAT || (job->faulted && job->fault_write),
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

/* The driver is to write it. */
static void log_record(struct job *job, uint8_t error, bool wanted, const uint8_t *record)
{
	job->unwritten = true;
	job->logged = report(job, error, job->record, wanted, record);
}

static bool job_wants_record(const struct job *job, uint8_t status)
{
	return job->flags & IDXD_OP_FLAG_RCR || !is_good(status);
}

/* The status byte goes last, together with the rest of its qword, because that is what programs poll. */
static bool write_record(struct job *job, uint8_t status)
{
	const unsigned int size = record_size(job->dsa);
	uint8_t record[64];

	make_record(job, status, record);
	if (job_write_record(job, job->record + 8, record + 8, size - 8) && job_write_record(job, job->record, record, 8)) {
		perfmon_count(job->dsa, PERF_COMPLETION, PERF_RECORDS, 1, (struct perf_about){ .wq = BIT32(job->wq) });
		return !job_is_lost(job);
	}
	if (!job_is_lost(job))
		log_record(job, DSA_COMP_CRA_XLAT, true, record);
	return false;
}

/* 0, or the error with which the record goes to the event log, because others went there that have to come first. */
static uint8_t follows_logged(const struct job *job, uint8_t status)
{
	if (!evl_is_on(job->dsa))
		return 0;
	if (job->opcode == DSA_OPCODE_BATCH && job->ended_batch)
		return job->dsa->batch.logged ? DSA_COMP_BATCH_EVL_ERR : 0;
	return job->opcode == DSA_OPCODE_DRAIN && status == DSA_COMP_SUCCESS && !job_asks_for_pages(job) ? DSA_COMP_DRAIN_EVL : 0;
}

/*
 * The driver alone knows whether a batch has failed because of a record that even it could not write. Who drains without
 * page requests is told behind all records that could be missing; where only an interrupt is wanted, that still comes.
 */
static bool give_record(struct job *job, uint8_t status)
{
	const bool wanted = job_wants_record(job, status);
	const uint8_t error = follows_logged(job, status);
	uint8_t record[64];

	if (!error || !(wanted || (error == DSA_COMP_BATCH_EVL_ERR && job->flags & IDXD_OP_FLAG_RCI)))
		return !wanted || write_record(job, status);
	make_record(job, status, record);
	log_record(job, error, wanted, record);
	return false;
}

/* In the log besides the record: this tells the driver what the program cannot know. */
static void log_wrong_handle(struct job *job, uint8_t status)
{
	uint8_t record[64];

	if (status != DSA_COMP_INT_HANDLE_INVAL || !evl_is_on(job->dsa))
		return;
	make_record(job, status, record);
	report(job, status, 0, true, record);
}

/* Of what is wrong with the record itself, or with who asks, the record does not tell. */
static bool is_for_record(const struct job *job, uint8_t status)
{
	return job->flags & IDXD_OP_FLAG_CRAV && status != DSA_COMP_CRA_ALIGN && status != DSA_COMP_PRIV_BAD;
}

static bool is_partial(uint8_t status)
{
	const uint8_t code = status & DSA_COMP_STATUS_MASK;

	return code == DSA_COMP_PAGE_FAULT_NOBOF || code == DSA_COMP_PAGE_FAULT_IR || code == DSA_COMP_BATCH_PAGE_FAULT;
}

void job_complete(struct job *job, uint8_t status)
{
	const struct perf_about about = { .wq = BIT32(job->wq) };
	const bool good = is_good(status);
	bool there = true;

	if (job_is_lost(job))
		return;
	perfmon_count(job->dsa, PERF_COMPLETION, good ? PERF_SUCCESS : is_partial(status) ? PERF_PARTIAL : PERF_ERROR, 1, about);
	if (is_for_record(job, status)) {
		log_wrong_handle(job, status);
		there = give_record(job, status);
	} else if (!good) {
		report(job, status & DSA_COMP_STATUS_MASK, job->faulted ? job->fault_address : 0, false, NULL);
	}
	if (!(job->flags & IDXD_OP_FLAG_RCI) || !there || status == DSA_COMP_INT_HANDLE_INVAL)
		return;
	handle_interrupt(job->dsa, job->handle, job->ims, true);
	perfmon_count(job->dsa, PERF_COMPLETION, job->ims ? PERF_IMS : PERF_MSIX, 1, about);
}

static bool op_is_allowed(const struct job *job)
{
	const struct dsa *dsa = job->dsa;
	const struct wq *wq = &dsa->wq[job->wq];

	if (job->in_batch && job->opcode == DSA_OPCODE_DRAIN)
		return false;
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
		allowed &= ~(uint32_t)(IDXD_OP_FLAG_RCR | IDXD_OP_FLAG_CR_TCS);
	if (!job->in_batch)
		allowed &= ~(uint32_t)IDXD_OP_FLAG_FENCE;
	if (job->pasid != DSA_NO_PASID && !job->priv && !(dsa->gencfg & GENCFG_USER_INT))
		allowed &= ~(uint32_t)IDXD_OP_FLAG_RCI;
	return job->flags & ~allowed;
}

static uint32_t missing_flags(const struct job *job, const struct op *op)
{
	const uint32_t record = IDXD_OP_FLAG_CRAV | IDXD_OP_FLAG_RCR;

	if (op->answers)
		return record & ~job->flags;
	if (!job->dsa->profile->iax && job->opcode == DSA_OPCODE_DRAIN && !(job->flags & (IDXD_OP_FLAG_RCR | IDXD_OP_FLAG_RCI)))
		return IDXD_OP_FLAG_RCR;
	return 0;
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

	return op->sized && ((!job->size && op->sized == SIZED) || job->size > UINT64_C(1) << shift);
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
	job->invalid_flags = unwanted_flags(job, op) | missing_flags(job, op);
	if (job->invalid_flags)
		return DSA_COMP_INVALID_FLAGS;
	if (priv_is_wrong(job))
		return DSA_COMP_PRIV_BAD;
	if (reserved_is_set(job, op))
		return DSA_COMP_NOZERO_RESERVE;
	if (size_is_wrong(job, op))
		return DSA_COMP_XFER_ERANGE;
	if (job->flags & IDXD_OP_FLAG_RCI && !handle_is_good(job->dsa, job->handle, job->ims, job->pasid))
		return DSA_COMP_INT_HANDLE_INVAL;
	return 0;
}

unsigned int job_engine(const struct job *job)
{
	const uint64_t engines = wq_engines(job->dsa, job->wq);

	return engines ? (unsigned int)__builtin_ctzll(engines) : 0;
}

static void count_start(const struct job *job)
{
	const struct perf_about about = { .wq = BIT32(job->wq), .engine = BIT32(job_engine(job)) };
	const int operation = perfmon_operation(job->opcode);

	perfmon_count(job->dsa, PERF_ENGINE, job->in_batch ? PERF_FROM_BATCH : PERF_FROM_WQ, 1, about);
	if (operation >= 0)
		perfmon_count(job->dsa, PERF_OPERATION, (unsigned int)operation, 1, (struct perf_about){ .wq = about.wq });
}

uint8_t job_run(struct job *job)
{
	const struct op *op = op_find(job->dsa, job->opcode);
	uint8_t status = check(job, op);

	count_start(job);
	if (!status)
		status = op->run ? op->run(job) : batch_begin(job);
	if (status)
		job_complete(job, status);
	return status;
}

static bool can_run(const struct dsa *dsa, unsigned int index, uint32_t among)
{
	return among & BIT32(index) && dsa->wq[index].count && dsa->wq[index].state != WQ_DISABLED &&
	       wq_engines(dsa, index);
}

/* In turn, each as often as its priority says before all begin again; -1: nothing to do. */
static int next_with_credit(const struct dsa *dsa, uint32_t among)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		const unsigned int index = (dsa->next_wq + i) % dsa->n_wqs;

		if (can_run(dsa, index, among) && dsa->wq[index].credit)
			return (int)index;
	}
	return -1;
}

static int next_wq(struct dsa *dsa, uint32_t among)
{
	int index = next_with_credit(dsa, among);

	if (index >= 0)
		return index;
	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		dsa->wq[i].credit = wq_priority(&dsa->wq[i]) ? wq_priority(&dsa->wq[i]) : 1;
	return next_with_credit(dsa, among);
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
	dsa->wq[index].credit--;
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
