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

static void count_translation(struct job *job, unsigned int event)
{
	const struct perf_about about = { .page_size = BIT32(0), .engine = BIT32(job_engine(job)) }; /* 4 KiB */

	perfmon_count(job->dsa, PERF_TRANSLATION, PERF_REQUEST, 1, (struct perf_about){ .engine = about.engine });
	perfmon_count(job->dsa, PERF_TRANSLATION, event + (job->pasid == DSA_NO_PASID ? PERF_NO_PASID : 0), 1, about);
}

/* The descriptors of a batch are no data. */
static void count_data(struct job *job, size_t len, bool write)
{
	const struct perf_about about = {
		.traffic_class = BIT32(wq_traffic_class(job->dsa, job->wq,
							job->flags & (write ? IDXD_OP_FLAG_ADDR2_TCS : IDXD_OP_FLAG_ADDR1_TCS))),
		.transfer_size = perfmon_transfer_size(job->size),
		.engine = BIT32(job_engine(job)),
	};
	const size_t unit = write && job->dsa->profile->iax ? 16 * PERF_UNIT : PERF_UNIT;
	bool *before = write ? &job->has_written : &job->has_read;

	if (job->opcode == DSA_OPCODE_BATCH)
		return;
	perfmon_count(job->dsa, PERF_ENGINE, write ? PERF_WRITTEN : PERF_READ, (len + unit - 1) / unit, about);
	if (!*before)
		perfmon_count(job->dsa, PERF_ENGINE, write ? PERF_WRITERS : PERF_READERS, 1, about);
	*before = true;
}

static bool page_comes(struct job *job, uint64_t addr, bool write)
{
	const struct dsa_host *host = &job->dsa->host;
	bool comes;

	if (!job_asks_for_pages(job) || job_is_lost(job))
		return false;
	core_log(job->dsa, "page request: wq %u, PASID %#x, address %#llx to %s", job->wq, job->pasid,
		 (unsigned long long)addr, write ? "write" : "read");
	comes = !host->page_request(host->arg, job->pasid, addr, write) && !job_is_lost(job);
	perfmon_count(job->dsa, PERF_TRANSLATION, comes ? PERF_PAGE_CAME : PERF_PAGE_REFUSED, 1, (struct perf_about){ 0 });
	return comes;
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

	if (!access_once(job, addr, buf, len, write)) {
		count_translation(job, PERF_TRANSLATED);
		count_data(job, len, write);
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
	count_translation(job, PERF_FAULT);
	if (at)
		count_data(job, at, write);
	if (at == len)
		return len;
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
