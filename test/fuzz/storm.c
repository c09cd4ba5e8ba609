// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random writes straight at the core of the device model, to its registers, portals and config space: storm [WRITES
 * [SEED]], shared among the profiles. The same seed gives the same writes. It asserts what the fuzz target asserts, and
 * that every device works again after a reset. How far it came it says as the number of states that were seen: those of
 * the device, its wqs, its causes of interrupts, the error of the last command and the last software error together.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "test/fuzz/must.h"
#include "test/model/dsa.h"

enum { MEMORY = 0x10000, STATES = 1 << 18, RECORD = 0x40 };

static struct storm {
	uint64_t random;
	struct dsa *dsa;
	unsigned int vectors;
	bool iax;
	uint64_t caps[14];
	uint64_t registers, portals, config, steps, interrupts;
	uint64_t *states; /* a hash table; 0 is free */
	unsigned int n_states;
	bool statuses[256], quiet, inside; /* no accesses out of accesses to memory; this is one */
	uint64_t nested, requests;
	uint8_t memory[MEMORY];
} storm;

/* xorshift64* */
static uint64_t any(void)
{
	storm.random ^= storm.random >> 12;
	storm.random ^= storm.random << 25;
	storm.random ^= storm.random >> 27;
	return storm.random * 2685821657736338717u;
}

static uint64_t below(uint64_t limit)
{
	return (any() >> 11) % limit;
}

static void one(void);

/* A host may do anything to the device out of its accesses to memory. */
static void nest(void)
{
	if (storm.quiet || storm.inside || below(32))
		return;
	storm.inside = true;
	storm.nested++;
	one();
	storm.inside = false;
}

static int reach(uint32_t pasid, uint64_t addr, size_t len)
{
	nest();
	MUST(pasid == DSA_NO_PASID || pasid <= 0xfffff);
	MUST(len <= 65536);
	return addr > MEMORY || len > MEMORY - addr ? -EFAULT : 0;
}

static int dma_read(void *arg, uint32_t pasid, uint64_t addr, void *buf, size_t len)
{
	(void)arg;
	if (reach(pasid, addr, len))
		return -EFAULT;
	memcpy(buf, storm.memory + addr, len);
	return 0;
}

static int dma_write(void *arg, uint32_t pasid, uint64_t addr, const void *buf, size_t len)
{
	(void)arg;
	if (reach(pasid, addr, len))
		return -EFAULT;
	memcpy(storm.memory + addr, buf, len);
	if (addr == RECORD && len == 8)
		storm.statuses[*(const uint8_t *)buf] = true;
	return 0;
}

/* Half of what is asked for is said to be there; it is not. */
static int page_request(void *arg, uint32_t pasid, uint64_t addr, bool write)
{
	(void)arg;
	(void)write;
	nest();
	MUST(pasid == DSA_NO_PASID || pasid <= 0xfffff);
	storm.requests++;
	return addr & 0x1000 ? -EFAULT : 0;
}

static void interrupt(void *arg, unsigned int vector)
{
	(void)arg;
	MUST(vector < storm.vectors);
	storm.interrupts++;
}

static uint64_t get(uint64_t offset, size_t len)
{
	uint64_t value = 0;

	dsa_bar_read(storm.dsa, 0, offset, &value, len);
	return value;
}

static void set(uint64_t offset, uint64_t value, size_t len)
{
	dsa_bar_write(storm.dsa, 0, offset, &value, len);
	storm.registers++;
}

static void steps(uint64_t count)
{
	for (; count && dsa_step(storm.dsa); count--)
		storm.steps++;
}

static uint64_t wqs(void)
{
	return get(0x20, 8) >> 16 & 0xff;
}

static uint64_t wqcfg(uint64_t index)
{
	return 0x800 + index * (32u << (get(0x20, 8) >> 24 & 0xf));
}

static void command(unsigned int code, uint64_t operand)
{
	set(0xa0, (uint64_t)code << 20 | (operand & 0xfffff) | below(2) << 31, 4);
}

/* What random writes would take too long to find, some of it left out or wrong now and then. */
static void enable(uint64_t choice)
{
	const uint16_t control = 0x0406, pasid = choice & 0x40 ? 5 : 0, pri = choice & 0x20 ? 1 : 0;

	dsa_config_write(storm.dsa, 4, &control, 2);
	dsa_config_write(storm.dsa, 0x116, &pasid, 2);
	dsa_config_write(storm.dsa, 0x124, &pri, 2);
	storm.config += 3;
	command(5, 0);
	steps(1000);
	set(0x400, (1ull << wqs()) - 1, 8);
	set(0x420, 1, 8);
	set(0x80, choice & 0x30 && get(0x10, 8) >> 13 & 3 ? 0x3000 : 0, 4);
	set(0xe0, 0x8000, 8);
	set(0xe8, 64 + below(8), 8);
	set(0x88, 7, 4);
	for (uint64_t i = 0; i < wqs(); i++) {
		set(wqcfg(i), 8, 4);
		set(wqcfg(i) + 4, 4, 4);
		set(wqcfg(i) + 8, (choice & 1 || !i) | (choice & 2) | (choice & 4 ? 1u << 28 | 0x500 : 0) | 0x10 * (i + 1), 4);
		set(wqcfg(i) + 12, 21 | (get(0x10, 8) >> 21 & 0xf ? 5 << 5 : 0), 4);
		for (unsigned int j = 0; j < 8; j++)
			set(wqcfg(i) + 32 + 4 * j, get(0x40 + 4 * j, 4), 4);
	}
	command(1, 0);
	steps(1000);
	for (uint64_t i = 0; i < wqs(); i++) {
		command(6, i);
		steps(1000);
	}
}

/* Nearly right: addresses in memory, small sizes. */
static void descriptor(uint8_t *bytes)
{
	static const uint8_t dsa_ops[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x20 };
	static const uint8_t iax_ops[] = { 0, 2, 3, 0x42, 0x43, 0x44 };
	const uint64_t record = below(16) ? RECORD : any(), from = below(MEMORY) & ~63ull, to = below(MEMORY) & ~7ull;
	const uint64_t size = below(4) ? below(1024) & ~7ull : below(64), flags = 0xc | (below(4) ? 0 : below(2) ? 1ull << below(24) : any());

	memset(bytes, 0, 64);
	memcpy(bytes + 4, &flags, 3);
	bytes[7] = storm.iax ? iax_ops[below(sizeof(iax_ops))] : dsa_ops[below(sizeof(dsa_ops))];
	memcpy(bytes + 8, &record, 8);
	memcpy(bytes + 16, &from, 8);
	memcpy(bytes + 24, &to, 8);
	memcpy(bytes + 32, &size, 4);
	bytes[36] = 1;
	for (uint64_t changes = below(3) ? 0 : below(8); changes; changes--)
		bytes[below(64)] = (uint8_t)any();
	if (bytes[7] > 3)
		for (unsigned int at = 40; below(2) && at < 64; at += 8)
			memcpy(bytes + at, &to, 8);
}

static void portal(void)
{
	const uint64_t at = below(4) ? below(wqs()) * 16384 + below(4) * 4096 + below(64) * 64 : below(0x20000) & ~63ull;
	const size_t part = below(8) ? 8 : 1u << below(7);
	uint8_t bytes[64];

	descriptor(bytes);
	if (!below(4) && at < MEMORY - 64 * 4)
		for (unsigned int i = 0; i < 4; i++)
			descriptor(storm.memory + at + 64 * i);
	for (size_t i = 0; i < 64; i += part, storm.portals++)
		dsa_bar_write(storm.dsa, 2, at + i, bytes + i, part);
}

static void registers(void)
{
	static const uint16_t known[] = { 0x80, 0x88, 0x98, 0xa0, 0xc0, 0xe0, 0xe8, 0xf0, 0xf4, 0x1010, 0x1020, 0x1030 };
	uint64_t offset = below(0x10000);

	if (below(2))
		offset = known[below(sizeof(known) / sizeof(known[0]))];
	else if (below(2))
		offset = 0x400 + (below(0xe00) & ~3ull);
	set(offset, below(2) ? any() : below(64), 1u << below(4));
}

static void config(void)
{
	const uint64_t value = any();

	if (below(4)) /* else the bus master is lost nearly at once */
		return;
	dsa_config_write(storm.dsa, (uint32_t)below(0x1010), &value, 1u << below(4));
	storm.config++;
}

static void fault(void)
{
	const enum dsa_fault kind = (enum dsa_fault)below(DSA_FAULT_SPURIOUS_INTERRUPT + 1);

	(void)dsa_inject(storm.dsa, kind, (unsigned int)below(kind == DSA_FAULT_HALT ? 5 : 40));
}

static void one(void)
{
	switch (below(256)) {
	case 0 ... 2:
		enable(any());
		break;
	case 3 ... 120:
		portal();
		break;
	case 121 ... 135:
		registers();
		break;
	case 136 ... 143:
		command((unsigned int)below(16), below(2) ? below(16) : 1u << below(8));
		break;
	case 144:
		config();
		break;
	case 145:
		if (!below(8))
			fault();
		break;
	case 146:
		dsa_reset(storm.dsa);
		break;
	default:
		steps(below(64));
	}
}

/* A word for the state that can be seen from outside. */
static uint64_t state(void)
{
	uint64_t word = get(0x90, 4) & 0xf, causes = get(0x98, 4);

	word |= (causes & 0x3f) << 4 | (causes >> 31) << 10 | (get(0xa8, 4) & 0xff) << 11 | (get(0xa8, 4) >> 31) << 19;
	word |= (get(0xc0, 4) & 3) << 20 | (get(0xc0, 4) >> 8 & 0xff) << 22 | (get(0xf4, 4) >> 30 & 1) << 30;
	for (uint64_t i = 0; i < wqs(); i++) {
		const uint64_t status = get(wqcfg(i) + 24, 4);

		MUST((status & 0xffff) <= (get(0x20, 8) & 0xffff));
		word |= (status >> 30 | (status & 0xffff ? 4ull : 0)) << (31 + 3 * i);
	}
	return word | 1ull << 63;
}

static void remember(uint64_t word)
{
	uint64_t at = word * 0x9e3779b97f4a7c15u >> 46;

	while (storm.states[at] && storm.states[at] != word)
		at = (at + 1) % STATES;
	if (storm.states[at] || storm.n_states > STATES / 2)
		return;
	storm.states[at] = word;
	storm.n_states++;
}

static void read_caps(uint64_t *caps)
{
	static const uint16_t at[] = { 0, 0x10, 0x20, 0x30, 0x38, 0x40, 0x48, 0x50, 0x58, 0x60, 0x68, 0xb0, 0x180, 0x188 };

	for (unsigned int i = 0; i < 14; i++)
		caps[i] = get(at[i], 8);
}

static void must_work(void)
{
	uint8_t bytes[64] = { 0 };
	const uint64_t record = RECORD;

	storm.quiet = true;
	dsa_reset(storm.dsa);
	enable(1); /* dedicated wqs, no PASID: all profiles can */
	bytes[4] = 0xc;
	memcpy(bytes + 8, &record, 8);
	storm.memory[RECORD] = 0;
	dsa_bar_write(storm.dsa, 2, 0x1000, bytes, 64);
	steps(1000);
	MUST(get(0x90, 4) == 1);
	MUST(storm.memory[RECORD] == 1 || dsa_bar_size(storm.dsa, 2) <= 0x1000); /* ports, too few for a descriptor */
	storm.quiet = false;
}

static uint64_t writes(void)
{
	return storm.registers + storm.portals + storm.config;
}

static void profile(const struct dsa_profile *hardware, uint64_t until, uint64_t seed)
{
	const struct dsa_host host = { .dma_read = dma_read, .dma_write = dma_write, .page_request = page_request,
				       .interrupt = interrupt };
	uint64_t caps[14];

	storm.random = seed | 1;
	storm.dsa = dsa_new(hardware, &host);
	MUST(storm.dsa);
	storm.vectors = dsa_profile_vectors(hardware);
	storm.iax = dsa_profile_is_iax(hardware);
	read_caps(storm.caps);
	while (writes() < until) {
		one();
		remember(state());
		read_caps(caps);
		MUST(!memcmp(caps, storm.caps, sizeof(caps)));
	}
	must_work();
	dsa_free(storm.dsa);
}

int main(int argc, char **argv)
{
	const uint64_t wanted = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000, seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	unsigned int profiles = 0, statuses = 0;

	storm.states = calloc(STATES, sizeof(*storm.states));
	MUST(storm.states);
	while (dsa_profile_at(profiles))
		profiles++;
	for (unsigned int i = 0; i < profiles; i++)
		profile(dsa_profile_at(i), wanted * (i + 1) / profiles, seed * 0x9e3779b97f4a7c15u + i * 2);
	for (unsigned int i = 0; i < 256; i++)
		statuses += storm.statuses[i];
	printf("ok 1 - %" PRIu64 " writes of seed %" PRIu64 " on %u profiles: %" PRIu64 " to registers, %" PRIu64
	       " to portals, %" PRIu64 " to config space\n# %" PRIu64 " steps, %" PRIu64
	       " interrupts, %" PRIu64 " nested, %" PRIu64 " page requests, %u statuses of completion, %u states\n1..1\n",
	       writes(), seed, profiles, storm.registers, storm.portals, storm.config, storm.steps, storm.interrupts, storm.nested, storm.requests, statuses,
	       storm.n_states);
	free(storm.states);
	return writes() < wanted || storm.n_states < 100;
}
