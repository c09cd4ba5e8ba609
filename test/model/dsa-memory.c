// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The way to memory: whole where that works, else page by page to find the one that is missing, and to ask for it where the
 * descriptor blocks on faults.
 */
#include "test/model/dsa-job.h"

#define PAGE 4096u
#define MAX_REQUESTS 16u /* for one page: it could go again before it is used */

static int access_once(struct job *job, uint64_t addr, uint8_t *buf, size_t len, bool write)
{
	const struct dsa_host *host = &job->dsa->host;

	if (addr + len < addr && addr + len) /* around the end of the address space */
		return -1;
	if (job_is_lost(job))
		return -1;
	return write ? host->dma_write(host->arg, job->pasid, addr, buf, len)
		     : host->dma_read(host->arg, job->pasid, addr, buf, len);
}

bool job_asks_for_pages(const struct job *job)
{
	const uint32_t mode = job->dsa->wq[job->wq].cfg[WQCFG_MODE];

	return job->dsa->host.page_request && config_pri(job->dsa) && !(mode & (WQCFG_ATS_OFF | WQCFG_PRS_OFF));
}

static bool page_comes(struct job *job, uint64_t addr, bool write)
{
	const struct dsa_host *host = &job->dsa->host;

	if (!job_asks_for_pages(job) || job_is_lost(job))
		return false;
	core_log(job->dsa, "page request: wq %u, PASID %#x, address %#llx to %s", job->wq, job->pasid,
		 (unsigned long long)addr, write ? "write" : "read");
	return !host->page_request(host->arg, job->pasid, addr, write) && !job_is_lost(job);
}

/* All of it is on one page. */
static bool access_page(struct job *job, uint64_t addr, uint8_t *buf, size_t len, bool write, bool blocks)
{
	unsigned int requests = 0;

	while (access_once(job, addr, buf, len, write))
		if (!blocks || requests++ == MAX_REQUESTS || !page_comes(job, addr, write))
			return false;
	return true;
}

bool job_write_record(struct job *job, uint64_t addr, const void *buf, size_t len)
{
	return access_page(job, addr, (uint8_t *)(uintptr_t)buf, len, true, true);
}

static size_t access_memory(struct job *job, uint64_t addr, uint8_t *buf, size_t len, bool write)
{
	size_t at = 0;

	perfmon_count(job->dsa, PERF_TRANSLATION, PERF_REQUEST, 1, job->wq);
	if (!access_once(job, addr, buf, len, write)) {
		perfmon_count(job->dsa, PERF_TRANSLATION, PERF_TRANSLATED, 1, job->wq);
		perfmon_count(job->dsa, PERF_ENGINE, write ? PERF_WRITTEN : PERF_READ, (len + PERF_UNIT - 1) / PERF_UNIT, job->wq);
		return len;
	}
	while (at < len) {
		size_t part = PAGE - (size_t)((addr + at) % PAGE);

		if (part > len - at)
			part = len - at;
		if (!access_page(job, addr + at, buf + at, part, write, job->blocks || job->flags & IDXD_OP_FLAG_BOF))
			break;
		at += part;
	}
	if (at == len)
		return len;
	perfmon_count(job->dsa, PERF_TRANSLATION, PERF_FAULT, 1, job->wq);
	perfmon_count(job->dsa, PERF_ENGINE, write ? PERF_WRITTEN : PERF_READ, at / PERF_UNIT, job->wq);
	job->faulted = true;
	job->fault_write = write;
	job->fault_address = addr + at;
	return at;
}

size_t job_read(struct job *job, uint64_t addr, void *buf, size_t len)
{
	return access_memory(job, addr, buf, len, false);
}

size_t job_write(struct job *job, uint64_t addr, const void *buf, size_t len)
{
	return access_memory(job, addr, (uint8_t *)buf, len, true);
}

/* Who would block has asked for the page, and this was refused. */
uint8_t job_fault_status(const struct job *job)
{
	const uint8_t status = job->flags & IDXD_OP_FLAG_BOF ? DSA_COMP_PAGE_FAULT_IR : DSA_COMP_PAGE_FAULT_NOBOF;

	return job->fault_write ? status | DSA_COMP_STATUS_WRITE : status;
}

bool job_overlaps(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	return a < b ? b - a < a_size : a - b < b_size;
}

uint8_t job_each_chunk(struct job *job, uint64_t addr, uint32_t size, chunk_fn *step, void *state)
{
	uint8_t *chunk = job->dsa->chunk[0];

	for (uint32_t at = 0; at < size;) {
		const uint32_t want = size - at < CHUNK ? size - at : CHUNK;
		const size_t got = job_read(job, addr + at, chunk, want);
		const uint8_t status = got ? step(job, chunk, (uint32_t)got, state) : 0;

		if (status)
			return status;
		if (got < want)
			return job_fault_status(job);
		at += want;
	}
	return DSA_COMP_SUCCESS;
}
