// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Delta records: ten bytes for each 8 bytes that differ, their offset in units of 8 and what the second source has.
 * Result of creating one: 0 the sources are the same, 1 the record is complete, 2 it did not fit.
 */
#include <string.h>

#include "test/model/dsa-job.h"

enum { ENTRY = 10, MIN_RECORD = 80, MAX_SIZE = 0x80000 };

static uint8_t created(struct job *job, uint32_t written, uint8_t result)
{
	job->result = result;
	store(job->extra + EXTRA(16), written, 4);
	if (job->flags & IDXD_OP_FLAG_CR && !(job->bytes[56] & BIT32(result)))
		return DSA_COMP_SUCCESS_PRED;
	return DSA_COMP_SUCCESS;
}

static uint8_t create_check(const struct job *job, uint64_t record, uint32_t limit)
{
	if ((job->src | job->dst | record) % 8)
		return DSA_COMP_ADDR_ALIGN;
	if (job->size % 8 || job->size > MAX_SIZE)
		return DSA_COMP_XFER_ERANGE;
	if (limit < MIN_RECORD || limit % ENTRY)
		return DSA_COMP_DR_ERANGE;
	if (job_overlaps(job->src, job->size, record, limit) || job_overlaps(job->dst, job->size, record, limit))
		return DSA_COMP_OVERLAP_BUFFERS;
	return 0;
}

uint8_t op_create_delta(struct job *job)
{
	const uint64_t record = job_field(job, 40, 8);
	const uint32_t limit = (uint32_t)job_field(job, 48, 4);
	uint32_t written = 0;
	uint8_t status = create_check(job, record, limit), a[8], entry[ENTRY];

	for (; !status && job->done < job->size; job->done += 8) {
		if (job_read(job, job->src + job->done, a, 8) < 8 || job_read(job, job->dst + job->done, entry + 2, 8) < 8)
			return job_fault_status(job);
		if (!memcmp(a, entry + 2, 8))
			continue;
		if (written == limit)
			return created(job, written, 2);
		store(entry, job->done / 8, 2);
		if (job_write(job, record + written, entry, ENTRY) < ENTRY)
			return job_fault_status(job);
		written += ENTRY;
	}
	return status ? status : created(job, written, written > 0);
}

uint8_t op_apply_delta(struct job *job)
{
	const uint32_t size = (uint32_t)job_field(job, 40, 4);
	int32_t last = -1;
	uint8_t entry[ENTRY];

	if ((job->src | job->dst) % 8)
		return DSA_COMP_ADDR_ALIGN;
	if (job->size % 8 || job->size > MAX_SIZE)
		return DSA_COMP_XFER_ERANGE;
	if (!size || size % ENTRY || size / ENTRY > MAX_SIZE / 8)
		return DSA_COMP_DR_ERANGE;
	if (job_overlaps(job->src, size, job->dst, job->size))
		return DSA_COMP_OVERLAP_BUFFERS;
	for (; job->done < size; job->done += ENTRY) {
		int32_t offset;

		if (job_read(job, job->src + job->done, entry, ENTRY) < ENTRY)
			return job_fault_status(job);
		offset = (int32_t)load(entry, 2);
		if (offset <= last)
			return DSA_COMP_DR_OFFSET_NOINC;
		if ((uint32_t)offset >= job->size / 8)
			return DSA_COMP_DR_OFFSET_ERANGE;
		if (job_write(job, job->dst + (uint64_t)offset * 8, entry + 2, 8) < 8)
			return job_fault_status(job);
		last = offset;
	}
	return DSA_COMP_SUCCESS;
}
