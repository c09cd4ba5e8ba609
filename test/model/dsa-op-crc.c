// SPDX-License-Identifier: GPL-2.0-or-later
/* CRC and copy with CRC: CRC32C, the seed in the descriptor or in memory, with the hardware's ways to bypass reflection. */
#include "test/model/dsa-job.h"

#define READ_SEED 0x010000u
#define BYPASS_INVERSION 0x020000u
#define BYPASS_DATA_REFLECTION 0x040000u

struct crc_state {
	uint32_t crc;
	bool copy;
};

static uint8_t crc_chunk(struct job *job, const uint8_t *bytes, uint32_t len, void *state)
{
	struct crc_state *crc = state;
	const size_t put = crc->copy ? job_write(job, job->dst + job->done, bytes, len) : len;

	crc->crc = crc32_bits(crc->crc, true, !(job->flags & BYPASS_DATA_REFLECTION), bytes, put);
	job->done += (uint32_t)put;
	return put < len ? job_fault_status(job) : 0;
}

static uint32_t turn(const struct job *job, uint32_t crc)
{
	return job->flags & BYPASS_INVERSION ? crc : (uint32_t)crc_reflect(~crc, 32);
}

static uint8_t crc_of(struct job *job, bool copy)
{
	struct crc_state state = { .copy = copy };
	uint8_t seed[4], status;

	store(seed, job_field(job, 40, 4), 4);
	if (job->flags & READ_SEED && job_read(job, job_field(job, 48, 8), seed, 4) < 4)
		return job_fault_status(job);
	state.crc = turn(job, (uint32_t)load(seed, 4));
	status = job_each_chunk(job, job->src, job->size, crc_chunk, &state);
	store(job->extra + EXTRA(16), turn(job, state.crc), 8);
	return status;
}

uint8_t op_crc(struct job *job)
{
	return crc_of(job, false);
}

uint8_t op_copy_crc(struct job *job)
{
	if (job_overlaps(job->src, job->size, job->dst, job->size))
		return DSA_COMP_OVERLAP_BUFFERS;
	return crc_of(job, true);
}
