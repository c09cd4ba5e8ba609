// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Performance counters: MAX_COUNTERS of 48 bits, five categories. Of the events that the specification has for each, those
 * that stand in dsa-core.h are counted. A filter lets everything pass unless it is set.
 */
#include <string.h>

#include "test/model/dsa-core.h"

enum {
	PERFCAP = 0x00,
	PERFRST = 0x10,
	PERFFRZ = 0x20,
	OVFSTATUS = 0x30,
	EVNTCAP = 0x80,
	CNTRCFG = 0x100,
	CNTRDATA = 0x200,
	FLTCFG = 0x300,
	CATEGORIES = 5,
	WIDTH = 48,
};

#define CNTR_ENABLE BIT64(0)
#define CNTR_INT BIT64(1)
#define CNTR_FREEZE BIT64(2)
#define CNTR_MASK UINT64_C(0x0fffffff00000f07)
#define DATA_MASK (BIT64(WIDTH) - 1)
#define FILTER_NONE 0xffffu /* everything */
#define ALL_COUNTERS (BIT32(MAX_COUNTERS) - 1)

enum { FILTERS = 5 };
static const uint32_t events[CATEGORIES] = { 0x3f, 0x3f, 0x7f, 0x1ffff, 0x3f };

static uint32_t filters_of(const struct dsa *dsa)
{
	return 1 | dsa->profile->perf_filters;
}

static uint64_t capability(const struct dsa *dsa)
{
	return MAX_COUNTERS | (uint64_t)WIDTH << 8 | (uint64_t)CATEGORIES << 16 | (uint64_t)0x1f << 20 |
	       (uint64_t)filters_of(dsa) << 36 | BIT64(53) | BIT64(54) | BIT64(55);
}

static uint32_t events_of(const struct dsa *dsa, unsigned int category)
{
	if (category == PERF_WQ && dsa->profile->version >= 0x200)
		return events[category] | BIT32(PERF_WQ_DISCARDED);
	if (!dsa->profile->iax)
		return events[category];
	/* IAA specification, 7.1 */
	return category == PERF_OPERATION ? 0 : events[category] & ~(category == PERF_ENGINE ? BIT32(PERF_FROM_BATCH) : 0);
}

static void no_filters(struct counter *counter)
{
	for (unsigned int f = 0; f < FILTERS; f++)
		counter->filter[f] = FILTER_NONE;
}

void perfmon_reset(struct dsa *dsa)
{
	memset(dsa->counters, 0, sizeof(dsa->counters));
	for (unsigned int i = 0; i < MAX_COUNTERS; i++)
		no_filters(&dsa->counters[i]);
	dsa->perf_frozen = 0;
	dsa->perf_overflow = 0;
}

static void overflow(struct dsa *dsa, unsigned int index)
{
	const uint64_t config = dsa->counters[index].config;

	dsa->perf_overflow |= BIT32(index);
	if (config & CNTR_FREEZE)
		dsa->perf_frozen = ALL_COUNTERS;
	if (config & CNTR_INT)
		core_cause(dsa, CAUSE_PERFMON);
}

static bool passes(const struct counter *counter, const struct perf_about *about)
{
	const uint32_t bits[FILTERS] = { about->wq, about->traffic_class, about->page_size, about->transfer_size, about->engine };

	for (unsigned int f = 0; f < FILTERS; f++)
		if (bits[f] && !(counter->filter[f] & bits[f]))
			return false;
	return true;
}

void perfmon_count(struct dsa *dsa, unsigned int category, unsigned int event, uint64_t amount, struct perf_about about)
{
	if (!(events_of(dsa, category) & BIT32(event)))
		return;
	for (unsigned int i = 0; i < MAX_COUNTERS; i++) {
		struct counter *counter = &dsa->counters[i];

		if (!(counter->config & CNTR_ENABLE) || dsa->perf_frozen & BIT32(i) || (counter->config >> 8 & 0xf) != category ||
		    !(counter->config >> 32 & BIT64(event)) || !passes(counter, &about))
			continue;
		counter->data += amount;
		if (counter->data <= DATA_MASK)
			continue;
		counter->data &= DATA_MASK;
		overflow(dsa, i);
	}
}

int perfmon_operation(uint8_t opcode)
{
	if (opcode <= DSA_OPCODE_DUALCAST)
		return opcode;
	if (opcode >= DSA_OPCODE_CRCGEN && opcode <= DSA_OPCODE_DIF_UPDT)
		return 10 + opcode - DSA_OPCODE_CRCGEN;
	return opcode == DSA_OPCODE_CFLUSH ? 16 : -1;
}

uint32_t perfmon_transfer_size(uint32_t size)
{
	static const uint32_t ends[] = { 512, 2 << 10, 4 << 10, 16 << 10, 1 << 20, 64 << 20, 1 << 30 };
	unsigned int bit = 0;

	while (bit < sizeof(ends) / sizeof(ends[0]) && size >= ends[bit])
		bit++;
	return BIT32(bit);
}

/* The register of a counter's filter, NULL where there is none. */
static uint32_t *filter_at(struct dsa *dsa, uint32_t offset)
{
	const uint32_t filter = offset % 32 / 4;

	if (offset < FLTCFG || offset >= FLTCFG + 32 * MAX_COUNTERS || offset % 4 || !(filters_of(dsa) & BIT32(filter)))
		return NULL;
	return &dsa->counters[(offset - FLTCFG) / 32].filter[filter];
}

bool perfmon_is_config(uint32_t offset)
{
	return offset >= CNTRCFG && offset < CNTRCFG + 8 * MAX_COUNTERS;
}

static uint32_t half(uint64_t value, uint32_t offset)
{
	return (uint32_t)(offset & 4 ? value >> 32 : value);
}

uint32_t perfmon_read(struct dsa *dsa, uint32_t offset)
{
	if (offset < PERFRST)
		return offset < 8 ? half(capability(dsa), offset) : 0;
	if (offset == PERFFRZ)
		return dsa->perf_frozen;
	if (offset == OVFSTATUS)
		return dsa->perf_overflow;
	if (offset >= EVNTCAP && offset < EVNTCAP + 8 * CATEGORIES)
		return offset & 4 ? 0 : events_of(dsa, (offset - EVNTCAP) / 8);
	if (perfmon_is_config(offset))
		return half(dsa->counters[(offset - CNTRCFG) / 8].config, offset);
	if (offset >= CNTRDATA && offset < CNTRDATA + 8 * MAX_COUNTERS)
		return half(dsa->counters[(offset - CNTRDATA) / 8].data, offset);
	return filter_at(dsa, offset) ? *filter_at(dsa, offset) : 0;
}

static void write_half(uint64_t *target, uint32_t offset, uint32_t value, uint32_t mask, uint64_t allowed)
{
	const unsigned int shift = offset & 4 ? 32 : 0;
	const uint64_t bits = (uint64_t)mask << shift & allowed;

	*target = (*target & ~bits) | ((uint64_t)value << shift & bits);
}

static void reset_some(struct dsa *dsa, uint32_t what)
{
	for (unsigned int i = 0; i < MAX_COUNTERS; i++) {
		if (what & 1) {
			dsa->counters[i].config = 0;
			no_filters(&dsa->counters[i]);
		}
		if (what & 2)
			dsa->counters[i].data = 0;
	}
	if (what & 1)
		dsa->perf_overflow = dsa->perf_frozen = 0;
}

/* While it counts, a counter can be turned off and nothing else; being off, it is not frozen. */
static void write_config(struct dsa *dsa, unsigned int index, uint32_t offset, uint32_t value, uint32_t mask)
{
	struct counter *counter = &dsa->counters[index];

	write_half(&counter->config, offset, value, mask, counter->config & CNTR_ENABLE ? CNTR_ENABLE : CNTR_MASK);
	if (!(counter->config & CNTR_ENABLE))
		dsa->perf_frozen &= ~BIT32(index);
}

static void write_filter(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask)
{
	uint32_t *filter = filter_at(dsa, offset);

	if (filter && !(dsa->counters[(offset - FLTCFG) / 32].config & CNTR_ENABLE))
		*filter = ((*filter & ~mask) | (value & mask)) & FILTER_NONE;
}

void perfmon_write(struct dsa *dsa, uint32_t offset, uint32_t value, uint32_t mask)
{
	if (offset == PERFRST)
		reset_some(dsa, value & mask);
	else if (offset == PERFFRZ)
		dsa->perf_frozen = ((dsa->perf_frozen & ~mask) | (value & mask)) & ALL_COUNTERS;
	else if (offset == OVFSTATUS)
		dsa->perf_overflow &= ~(value & mask);
	else if (perfmon_is_config(offset))
		write_config(dsa, (offset - CNTRCFG) / 8, offset, value, mask);
	else if (offset >= CNTRDATA && offset < CNTRDATA + 8 * MAX_COUNTERS)
		write_half(&dsa->counters[(offset - CNTRDATA) / 8].data, offset, value, mask, DATA_MASK);
	else
		write_filter(dsa, offset, value, mask);
}
