// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Protection information (T10 DIF): behind each block 8 bytes, big-endian: guard (CRC16), application tag, reference
 * tag. A set bit of the application tag mask is one that is not looked at. The four operations are one loop over blocks
 * with or without tags in the source and in the destination.
 */
#include <string.h>

#include "test/model/dsa-job.h"

enum { PI = 8, MAX_BLOCK = 4104 };

/* Flags: bytes 40, 41 and 42 of the descriptor, as intel/DML has them (specific_flags.hpp, dmldefs.h). */
#define SRC_ALL_F_ERROR 0x01u /* tags that are all ones, guard included, are an error */
#define SRC_ALL_F 0x02u	    /* or, without that, end the check of the block */
#define SRC_APP_F 0x04u	    /* an application tag of all ones does */
#define SRC_APP_REF_F 0x08u /* both tags of all ones do */
#define APP_INCREMENTS 0x10u
#define SRC_NO_GUARD 0x20u
#define SRC_NO_REF 0x40u
#define REF_FIXED 0x80u
#define DST_PASS_APP 0x08u
#define DST_PASS_GUARD 0x20u
#define DST_PASS_REF 0x40u
#define INVERT_SEED 0x04u
#define INVERT_RESULT 0x08u
#define DST_RESERVED 0x07u
#define RESERVED 0xf0u

#define WRONG_GUARD 1u /* bits of the record's DIF status */
#define WRONG_APP 2u
#define WRONG_REF 4u
#define WRONG_ALL_F 8u

struct tags {
	uint32_t ref;
	uint16_t mask, app;
	uint8_t flags;
};

struct dif {
	struct job *job;
	unsigned int block; /* without the tags */
	uint8_t flags;
	struct tags src, dst;
	uint8_t bytes[MAX_BLOCK + PI];
};

static uint32_t big(const uint8_t *bytes, unsigned int size)
{
	uint32_t value = 0;

	for (unsigned int i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return value;
}

static void put_big(uint8_t *bytes, uint32_t value, unsigned int size)
{
	for (unsigned int i = size; i--; value >>= 8)
		bytes[i] = (uint8_t)value;
}

static struct tags tags_at(const struct job *job, unsigned int offset, uint8_t flags)
{
	return (struct tags){ .ref = (uint32_t)job_field(job, offset, 4),
			      .mask = (uint16_t)job_field(job, offset + 4, 2),
			      .app = (uint16_t)job_field(job, offset + 6, 2),
			      .flags = flags };
}

static void dif_init(struct dif *dif, struct job *job)
{
	static const unsigned int sizes[] = { 512, 520, 4096, 4104 };

	dif->job = job;
	dif->flags = job->bytes[42];
	dif->block = sizes[dif->flags & 3];
	dif->src = tags_at(job, 48, job->bytes[40]);
	dif->dst = tags_at(job, 56, job->bytes[41]);
}

static void next_block(struct tags *tags)
{
	tags->ref += !(tags->flags & REF_FIXED);
	tags->app = (uint16_t)(tags->app + !!(tags->flags & APP_INCREMENTS));
}

static uint16_t guard(const struct dif *dif)
{
	const uint16_t crc = crc16_t10dif(dif->flags & INVERT_SEED ? 0xffff : 0, dif->bytes, dif->block);

	return dif->flags & INVERT_RESULT ? (uint16_t)~crc : crc;
}

static bool is_all_f(const struct tags *tags, uint16_t stored_guard, uint16_t app, uint32_t ref)
{
	return tags->flags & SRC_ALL_F && app == 0xffff && ref == UINT32_MAX && stored_guard == 0xffff;
}

static bool escapes(const struct tags *tags, uint16_t stored_guard, uint16_t app, uint32_t ref)
{
	if (tags->flags & SRC_APP_F && app == 0xffff)
		return true;
	if (tags->flags & SRC_APP_REF_F && app == 0xffff && ref == UINT32_MAX)
		return true;
	return is_all_f(tags, stored_guard, app, ref);
}

static uint8_t check_block(const struct dif *dif)
{
	const uint8_t *pi = dif->bytes + dif->block;
	const uint16_t stored_guard = (uint16_t)big(pi, 2), app = (uint16_t)big(pi + 2, 2);
	const uint32_t ref = big(pi + 4, 4);
	uint8_t wrong = 0;

	if (dif->src.flags & SRC_ALL_F_ERROR && is_all_f(&dif->src, stored_guard, app, ref))
		return WRONG_ALL_F;
	if (escapes(&dif->src, stored_guard, app, ref))
		return 0;
	if (!(dif->src.flags & SRC_NO_GUARD) && stored_guard != guard(dif))
		wrong |= WRONG_GUARD;
	if ((app ^ dif->src.app) & (uint16_t)~dif->src.mask)
		wrong |= WRONG_APP;
	if (!(dif->src.flags & SRC_NO_REF) && ref != dif->src.ref)
		wrong |= WRONG_REF;
	return wrong;
}

/* had: the block had tags, which may be kept whole. Bits of the application tag that are masked become zero. */
static void make_tags(struct dif *dif, bool had)
{
	uint8_t *pi = dif->bytes + dif->block;
	const struct tags *tags = &dif->dst;

	if (!had || !(tags->flags & DST_PASS_GUARD))
		put_big(pi, guard(dif), 2);
	if (!had || !(tags->flags & DST_PASS_APP))
		put_big(pi + 2, tags->app & (uint16_t)~tags->mask, 2);
	if (!had || !(tags->flags & DST_PASS_REF))
		put_big(pi + 4, tags->ref, 4);
}

static uint8_t one_block(struct dif *dif, size_t from, size_t to, uint64_t *dst)
{
	struct job *job = dif->job;

	if (job_read(job, job->src + job->done, dif->bytes, from) < from)
		return job_fault_status(job);
	job->result = from > dif->block ? check_block(dif) : 0;
	if (job->result)
		return DSA_COMP_DIF_ERR;
	if (to > dif->block)
		make_tags(dif, from > dif->block);
	if (job_write(job, *dst, dif->bytes, to) < to)
		return job_fault_status(job);
	*dst += to;
	job->done += (uint32_t)from;
	next_block(&dif->src);
	next_block(&dif->dst);
	return 0;
}

static void put_tags(uint8_t *to, const struct tags *tags)
{
	store(to, tags->ref, 4);
	store(to + 4, tags->mask, 2);
	store(to + 6, tags->app, 2);
}

/* src_tags, dst_tags: there are tags; writes: there is a destination */
static uint8_t dif_run(struct job *job, bool src_tags, bool writes, bool dst_tags)
{
	struct dif dif;
	size_t from, to;
	uint64_t dst = job->dst;
	uint8_t status = 0;

	dif_init(&dif, job);
	if (dif.flags & RESERVED || dif.dst.flags & DST_RESERVED)
		return DSA_COMP_NOZERO_RESERVE;
	from = dif.block + (src_tags ? PI : 0);
	to = writes ? dif.block + (dst_tags ? PI : 0) : 0;
	if (job->size % from)
		return DSA_COMP_XFER_ERANGE;
	if (writes && job_overlaps(job->src, job->size, dst, job->size / from * to))
		return DSA_COMP_OVERLAP_BUFFERS;
	while (!status && job->done < job->size)
		status = one_block(&dif, from, to, &dst);
	if (src_tags)
		put_tags(job->extra + EXTRA(16), &dif.src);
	if (dst_tags)
		put_tags(job->extra + EXTRA(24), &dif.dst);
	return status ? status : DSA_COMP_SUCCESS;
}

uint8_t op_dif_check(struct job *job)
{
	return dif_run(job, true, false, false);
}

uint8_t op_dif_insert(struct job *job)
{
	return dif_run(job, false, true, true);
}

uint8_t op_dif_strip(struct job *job)
{
	return dif_run(job, true, true, false);
}

uint8_t op_dif_update(struct job *job)
{
	return dif_run(job, true, true, true);
}
