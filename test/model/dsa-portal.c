// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Portals: four pages for each wq, 64 slots of 64 bytes on each. What arrives in smaller pieces is kept until all 64
 * bytes are there, then it is submitted. A write cannot be answered, so a program that plays ENQCMD for a processor
 * without it asks afterwards: a slot reads as zeroes when its last descriptor was taken, as 0x01 bytes when the wq did
 * not take it (retry), and as ones before the first, which is what Intel's trapped portals always give.
 */
#include <string.h>

#include "test/model/dsa-core.h"

enum { READS_NOTHING = 0xff, READS_TAKEN = 0, READS_RETRY = 1 };

static struct slot *slot_at(struct dsa *dsa, uint64_t offset)
{
	const uint64_t index = offset / SLOT;

	return index < (uint64_t)dsa->n_wqs * PORTAL_PAGES * SLOTS ? &dsa->slots[index] : NULL;
}

void portal_reset_wq(struct dsa *dsa, unsigned int wq)
{
	struct slot *slots = dsa->slots + (size_t)wq * PORTAL_PAGES * SLOTS;

	for (unsigned int i = 0; i < PORTAL_PAGES * SLOTS; i++) {
		slots[i].there = 0;
		slots[i].refused = READS_NOTHING;
	}
}

void portal_reset(struct dsa *dsa)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		portal_reset_wq(dsa, i);
}

/* A dedicated wq that is full loses the descriptor, and that is an error; one that is not enabled drops it silently. */
static void queue_full(struct dsa *dsa, unsigned int wq, const uint8_t *bytes)
{
	const struct error_info info = {
		.error = SWERR_QUEUE_FULL,
		.operation = bytes[7],
		.wq = (uint8_t)wq,
		.has_descriptor = true,
		.has_wq = true,
		.pasid = wq_pasid(&dsa->wq[wq], bytes),
	};

	swerr_record(dsa, &info); /* the event log has none of these */
}

static void submit(struct dsa *dsa, uint64_t offset, struct slot *slot)
{
	const unsigned int wq = (unsigned int)(offset / (PORTAL_PAGES * PORTAL_PAGE));
	const unsigned int page = offset / PORTAL_PAGE % PORTAL_PAGES;

	slot->there = 0;
	slot->refused = wq_push(dsa, wq, slot->bytes, page) ? READS_TAKEN : READS_RETRY;
	if (slot->refused && wq_is_dedicated(&dsa->wq[wq]) && dsa->wq[wq].state == WQ_ENABLED &&
	    dsa->state == STATE_ENABLED)
		queue_full(dsa, wq, slot->bytes);
}

void portal_write(struct dsa *dsa, uint64_t offset, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct slot *slot = slot_at(dsa, offset + i);
		const unsigned int at = (offset + i) % SLOT;

		if (!slot)
			return;
		slot->bytes[at] = bytes[i];
		slot->there |= BIT64(at);
		if (slot->there == UINT64_MAX)
			submit(dsa, offset + i, slot);
	}
}

uint8_t portal_read(struct dsa *dsa, uint64_t offset)
{
	const struct slot *slot = slot_at(dsa, offset);

	return slot ? slot->refused : READS_NOTHING;
}
