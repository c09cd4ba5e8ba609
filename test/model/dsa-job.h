/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A descriptor while an engine works on it, the rows of operations, and the way to memory. */
#ifndef MODEL_DSA_JOB_H
#define MODEL_DSA_JOB_H

#include "test/model/dsa-core.h"

struct job {
	struct dsa *dsa;
	unsigned int wq;
	bool ims, in_batch, ended_batch;
	bool blocks; /* on faults, if page requests are on, whatever the flags say */
	uint16_t batch_index;
	const uint8_t *bytes;
	uint8_t opcode, batch_id;
	uint32_t flags, pasid;
	bool priv;
	uint32_t resets; /* of the device, when it began */
	uint64_t src, dst, record;
	uint32_t size;
	uint16_t handle;
	/* the answer */
	uint8_t result;
	uint32_t done, invalid_flags;
	uint64_t fault_address;
	bool faulted, fault_write;
	bool has_read, has_written; /* for the counters */
	bool unwritten, logged; /* the completion record could not be written; the event log has it */
	uint8_t extra[48]; /* of the completion record, from byte 16 on */
};

#define EXTRA(offset) ((offset) - 16)
#define OP_FLAGS 0xff0000u /* flags whose meaning is the operation's */
#define BYTES_MASK(from, count) ((((count) < 64 ? BIT64((count) & 63) : 0) - 1) << (from)) /* one bit for each byte */

/* A reset has come out of dma_read() or dma_write(): nothing more is done, and nobody is told. */
static inline bool job_is_lost(const struct job *job)
{
	return job->resets != job->dsa->resets;
}

/* run returns a completion status; see job_fault_status() for what to return when memory was not there. */
struct op {
	uint8_t (*run)(struct job *job);
	uint32_t flags;	   /* that it takes beside those of completion */
	uint64_t reserved; /* bytes of the descriptor that have to be zero: one bit for each */
	enum { NO_SIZE, SIZED, SIZED_OR_EMPTY } sized; /* up to the wq's limit, and not 0 unless it may be empty */
	bool answers;	   /* a completion record has to be wanted: it has what the operation is for */
};

const struct op *op_find(const struct dsa *dsa, uint8_t opcode);
const struct op *iax_op_find(uint8_t opcode);

/*
 * Bytes that were read or written, len if all were; fewer: job has the fault. Pages before the one that is missing are
 * read or written.
 */
size_t job_read(struct job *job, uint64_t addr, void *buf, size_t len);
size_t job_write(struct job *job, uint64_t addr, const void *buf, size_t len);
uint8_t job_fault_status(const struct job *job);
bool job_asks_for_pages(const struct job *job); /* PRS is on */
/* A part of a completion record, on one page; its page is asked for whatever the descriptor says. */
bool job_write_record(struct job *job, uint64_t addr, const void *buf, size_t len);
bool job_overlaps(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size);

static inline uint64_t job_field(const struct job *job, unsigned int offset, unsigned int size)
{
	return load(job->bytes + offset, size);
}

/* Calls step(chunk of the source) for all of it; stops at a fault or when step returns a status other than 0. */
typedef uint8_t chunk_fn(struct job *job, const uint8_t *bytes, uint32_t len, void *state);
uint8_t job_each_chunk(struct job *job, uint64_t addr, uint32_t size, chunk_fn *step, void *state);

/* Operations, by file */
uint8_t op_noop(struct job *job);
uint8_t op_drain(struct job *job);
uint8_t op_memmove(struct job *job);
uint8_t op_fill(struct job *job);
uint8_t op_compare(struct job *job);
uint8_t op_compval(struct job *job);
uint8_t op_dualcast(struct job *job);
uint8_t op_cache_flush(struct job *job);
uint8_t op_create_delta(struct job *job);
uint8_t op_apply_delta(struct job *job);
uint8_t op_crc(struct job *job);
uint8_t op_copy_crc(struct job *job);
uint8_t op_dif_check(struct job *job);
uint8_t op_dif_insert(struct job *job);
uint8_t op_dif_strip(struct job *job);
uint8_t op_dif_update(struct job *job);
uint8_t op_crc64(struct job *job);
uint8_t op_compress(struct job *job);
uint8_t op_decompress(struct job *job);

/* dsa-batch.c */
uint8_t batch_begin(struct job *job); /* 0: under way */
void batch_step(struct dsa *dsa);

/* dsa-engine.c */
void job_init(struct job *job, struct dsa *dsa, unsigned int wq, const uint8_t *bytes, bool ims);
uint8_t job_run(struct job *job); /* all of it, with checks and completion; the status */
void job_complete(struct job *job, uint8_t status);
unsigned int job_engine(const struct job *job); /* who does it: the first of the group */

/* dsa-crc.c: most significant bit first; reflect: of the bytes that go in */
uint8_t crc_reflect_byte(uint8_t byte);
uint64_t crc_reflect(uint64_t value, unsigned int bits);
uint32_t crc32_bits(uint32_t crc, bool castagnoli, bool reflect, const uint8_t *bytes, size_t len);
uint16_t crc16_t10dif(uint16_t crc, const uint8_t *bytes, size_t len);
uint64_t crc64_bits(uint64_t crc, uint64_t poly, bool reflect, const uint8_t *bytes, size_t len);

#endif
