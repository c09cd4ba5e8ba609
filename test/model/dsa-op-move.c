// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations that move, fill and compare memory, and those that do nothing to it. */
#include <string.h>

#include "test/model/dsa-job.h"

uint8_t op_noop(struct job *job)
{
	(void)job;
	return DSA_COMP_SUCCESS;
}

/*
 * All before it in its wq is done by now: one descriptor is done after the other. The addresses to read back, if the flags
 * say that there are any, are read, because a missing page is an error.
 */
uint8_t op_drain(struct job *job)
{
	uint8_t byte;

	job->blocks = true;
	if (job->flags & 0x010000 && !job_read(job, job->src, &byte, 1))
		return DSA_COMP_PFAULT_RDBA;
	if (job->flags & 0x020000 && !job_read(job, job->dst, &byte, 1))
		return DSA_COMP_PFAULT_RDBA;
	return DSA_COMP_SUCCESS;
}

/* Nothing is cached here. The range is asked for all the same, because a missing page is an error. */
static uint8_t ignore(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	(void)bytes;
	(void)state;
	job->done += len;
	return 0;
}

uint8_t op_cache_flush(struct job *job)
{
	return job_each_chunk(job, job->dst, job->size, ignore, NULL);
}

static uint8_t copy_out(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	const uint64_t *to = state;
	const size_t put = job_write(job, *to + job->done, bytes, len);

	job->done += (uint32_t)put;
	return put < len ? job_fault_status(job) : 0;
}

/* From the end to the start, for a destination that begins within the source. Result 1 says so if it stops. */
static uint8_t copy_backwards(struct job *job)
{
	uint8_t *chunk = job->dsa->chunk[0];

	while (job->done < job->size) {
		const uint32_t left = job->size - job->done;
		uint32_t want = (uint32_t)((job->src + left) % 4096);

		want = want ? want : 4096;
		want = want < left ? want : left;
		if (job_read(job, job->src + left - want, chunk, want) < want ||
		    job_write(job, job->dst + left - want, chunk, want) < want) {
			job->result = 1;
			return job_fault_status(job);
		}
		job->done += want;
	}
	return DSA_COMP_SUCCESS;
}

uint8_t op_memmove(struct job *job)
{
	const bool overlaps = job->src != job->dst && job_overlaps(job->src, job->size, job->dst, job->size);

	if (overlaps && !(job->dsa->profile->gencap & GENCAP_OVERLAP))
		return DSA_COMP_OVERLAP_BUFFERS;
	if (overlaps && job->dst > job->src)
		return copy_backwards(job);
	return job_each_chunk(job, job->src, job->size, copy_out, &job->dst);
}

/* Eight bytes again and again. */
uint8_t op_fill(struct job *job)
{
	uint8_t *chunk = job->dsa->chunk[0];

	for (unsigned int i = 0; i < CHUNK; i++)
		chunk[i] = job->bytes[16 + i % 8];
	while (job->done < job->size) {
		const uint32_t left = job->size - job->done, want = left < CHUNK - 8 ? left : CHUNK - 8;
		const size_t put = job_write(job, job->dst + job->done, chunk + job->done % 8, want);

		job->done += (uint32_t)put;
		if (put < want)
			return job_fault_status(job);
	}
	return DSA_COMP_SUCCESS;
}

/* Result 1: they differ, and done is where. With the flag "check result", not as expected is another status. */
static uint8_t compared(struct job *job, uint8_t result)
{
	job->result = result;
	if (job->flags & IDXD_OP_FLAG_CR && result != (job->bytes[40] & 3))
		return DSA_COMP_SUCCESS_PRED;
	return DSA_COMP_SUCCESS;
}

static bool same_so_far(struct job *job, const uint8_t *a, const uint8_t *b, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++, job->done++)
		if (a[i] != b[i])
			return false;
	return true;
}

#define DIFFERENT 0x7f /* ends job_each_chunk(); no completion status */

static uint8_t compare_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	uint8_t *other = job->dsa->chunk[1];
	const size_t got = job_read(job, job->dst + job->done, other, len);

	(void)state;
	if (!same_so_far(job, bytes, other, (uint32_t)got)) {
		job->faulted = false;
		return DIFFERENT;
	}
	return got < len ? job_fault_status(job) : 0;
}

static uint8_t compval_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	(void)state;
	for (uint32_t i = 0; i < len; i++, job->done++)
		if (bytes[i] != job->bytes[24 + job->done % 8])
			return DIFFERENT;
	return 0;
}

static uint8_t compare_with(struct job *job, chunk_fn *step)
{
	const uint8_t status = job_each_chunk(job, job->src, job->size, step, NULL);

	if (status != DIFFERENT && status != DSA_COMP_SUCCESS)
		return status;
	job->faulted = false;
	return compared(job, status == DIFFERENT);
}

uint8_t op_compare(struct job *job)
{
	return compare_with(job, compare_chunk);
}

uint8_t op_compval(struct job *job)
{
	return compare_with(job, compval_chunk);
}

static uint8_t cast_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	const uint64_t *second = state;
	size_t put = job_write(job, job->dst + job->done, bytes, len);

	if (put == len)
		put = job_write(job, *second + job->done, bytes, len);
	job->done += (uint32_t)put;
	return put < len ? job_fault_status(job) : 0;
}

uint8_t op_dualcast(struct job *job)
{
	uint64_t second = job_field(job, 40, 8);

	if ((job->dst ^ second) & 0xfff)
		return DSA_COMP_DCAST_ERR;
	if (job_overlaps(job->src, job->size, job->dst, job->size) ||
	    job_overlaps(job->src, job->size, second, job->size) ||
	    job_overlaps(job->dst, job->size, second, job->size))
		return DSA_COMP_OVERLAP_BUFFERS;
	return job_each_chunk(job, job->src, job->size, cast_chunk, &second);
}
