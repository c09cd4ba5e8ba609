// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of the device model: the input is a program of accesses to config space, registers and portals, of
 * descriptors, faults and steps, on any of the profiles. It asserts that nothing outside of the device's memory is
 * reached, that work ends, that read-only registers stay, and that a queue never holds more than it may.
 */
#include <errno.h>
#include <string.h>

#include "test/fuzz/must.h"
#include "test/model/dsa.h"

#define MEMORY 0x10000

struct program {
	const uint8_t *data;
	size_t left;
	struct dsa *dsa;
	unsigned int vectors;
	uint64_t steps, calls;
	uint8_t memory[MEMORY];
};

static uint64_t take(struct program *program, unsigned int bytes)
{
	uint64_t value = 0;

	for (; bytes && program->left; bytes--, program->left--)
		value = value << 8 | *program->data++;
	return value;
}

static int reach(struct program *program, uint64_t addr, size_t len)
{
	MUST(len <= 65536);
	MUST(program->calls++ < 50000000);
	return addr > MEMORY || len > MEMORY - addr ? -EFAULT : 0;
}

static int dma_read(void *arg, uint32_t pasid, uint64_t addr, void *buf, size_t len)
{
	struct program *program = arg;

	MUST(pasid == DSA_NO_PASID || pasid <= 0xfffff);
	if (reach(program, addr, len))
		return -EFAULT;
	memcpy(buf, program->memory + addr, len);
	return 0;
}

static int dma_write(void *arg, uint32_t pasid, uint64_t addr, const void *buf, size_t len)
{
	struct program *program = arg;

	MUST(pasid == DSA_NO_PASID || pasid <= 0xfffff);
	if (reach(program, addr, len))
		return -EFAULT;
	memcpy(program->memory + addr, buf, len);
	return 0;
}

static int page_request(void *arg, uint32_t pasid, uint64_t addr, bool write)
{
	(void)arg;
	MUST(pasid == DSA_NO_PASID || pasid <= 0xfffff);
	return addr & 0x1000 || write ? -EFAULT : 0;
}

static void interrupt(void *arg, unsigned int vector)
{
	const struct program *program = arg;

	MUST(vector < program->vectors);
}

static void say(void *arg, const char *text)
{
	(void)arg;
	MUST(!strchr(text, '\n'));
}

static void set(struct program *program, uint64_t offset, uint64_t value, size_t len)
{
	dsa_bar_write(program->dsa, 0, offset, &value, len);
}

static uint64_t get(struct program *program, uint64_t offset)
{
	uint64_t value;

	dsa_bar_read(program->dsa, 0, offset, &value, 8);
	return value;
}

static void steps(struct program *program, unsigned int count)
{
	while (count-- && dsa_step(program->dsa))
		MUST(program->steps++ < 1000000);
}

static void command(struct program *program, unsigned int code, uint32_t operand)
{
	set(program, 0xa0, (uint64_t)code << 20 | operand, 4);
	steps(program, 100);
}

/* What random writes would take too long to find: a device and wqs that work. */
static void enable(struct program *program)
{
	const uint64_t choice = take(program, 1), wqs = get(program, 0x20) >> 16 & 0xff;
	const uint16_t control = 0x0406, pasid = 5, pri = choice & 0x20 ? 1 : 0;

	dsa_config_write(program->dsa, 4, &control, 2);
	dsa_config_write(program->dsa, 0x116, &pasid, 2);
	dsa_config_write(program->dsa, 0x124, &pri, 2);
	command(program, 5, 0);
	set(program, 0x400, (1ull << wqs) - 1, 8);
	set(program, 0x420, 1, 8);
	set(program, 0x80, choice & 0x10 && get(program, 0x10) >> 13 & 3 ? 0x3000 : 0, 4);
	set(program, 0xe0, 0x8000, 8);
	set(program, 0xe8, 64, 8);
	set(program, 0x88, 7, 4);
	for (unsigned int i = 0; i < wqs; i++) {
		const uint64_t row = 0x800 + i * (32u << (get(program, 0x20) >> 24 & 0xf));

		set(program, row, 8, 4);
		set(program, row + 4, 4, 4);
		set(program, row + 8, (choice & 1 || !i) | (choice & 2) | (choice & 4 ? 1u << 28 | 0x500 : 0) | 0x10 * i, 4);
		set(program, row + 12, 21 | (get(program, 0x10) >> 21 & 0xf ? 5 << 5 : 0), 4);
		for (unsigned int j = 0; j < 8; j++)
			set(program, row + 32 + 4 * j, get(program, 0x40 + 4 * j) & (choice & 8 ? 0xffffffff : 0xff), 4);
	}
	command(program, 1, 0);
	for (unsigned int i = 0; i < wqs; i++)
		command(program, 6, i);
}

/* A descriptor that is nearly right: addresses in memory, small sizes, then what the input wants to be different. */
static void descriptor(struct program *program, uint8_t *bytes)
{
	static const uint8_t ops[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x20, 0x42, 0x43, 0x44 };
	const uint64_t record = take(program, 1) * 64, from = take(program, 2), to = take(program, 2);
	const uint64_t size = take(program, 2), flags = take(program, 2) | 4;

	memset(bytes, 0, 64);
	memcpy(bytes + 4, &flags, 3);
	bytes[7] = ops[take(program, 1) % sizeof(ops)];
	memcpy(bytes + 8, &record, 8);
	memcpy(bytes + 16, &from, 8);
	memcpy(bytes + 24, &to, 8);
	memcpy(bytes + 32, &size, 4);
	bytes[36] = 1;
	for (uint64_t changes = take(program, 1) % 8; changes; changes--) {
		const size_t at = take(program, 1) % 64;

		bytes[at] = (uint8_t)take(program, 1);
	}
}

static void submit(struct program *program)
{
	uint8_t bytes[64];
	const uint64_t portal = take(program, 1) * 4096 + (take(program, 1) & 0x3f) * 64;

	descriptor(program, bytes);
	for (unsigned int i = 0; i < 64; i += 8)
		dsa_bar_write(program->dsa, 2, portal + i, bytes + i, 8);
}

static void list(struct program *program)
{
	const uint64_t at = take(program, 1) * 64;

	for (unsigned int i = 0; i < 4 && at + i * 64 + 64 <= MEMORY; i++)
		descriptor(program, program->memory + at + i * 64);
}

static void access_any(struct program *program, bool write)
{
	const unsigned int which = take(program, 1) & 3;
	const uint64_t offset = take(program, 3);
	uint8_t bytes[80];
	const size_t len = take(program, 1) % sizeof(bytes);

	for (size_t i = 0; i < len; i++)
		bytes[i] = write ? (uint8_t)take(program, 1) : 0;
	if (which == 3 && write)
		dsa_config_write(program->dsa, (uint32_t)offset % 0x1100, bytes, len);
	else if (which == 3)
		dsa_config_read(program->dsa, (uint32_t)offset % 0x1100, bytes, len);
	else if (write)
		dsa_bar_write(program->dsa, which, which ? offset : offset % 0x4100, bytes, len);
	else
		dsa_bar_read(program->dsa, which, which ? offset : offset % 0x4100, bytes, len);
}

static void one(struct program *program)
{
	switch (take(program, 1) % 12) {
	case 0:
		enable(program);
		break;
	case 1:
	case 2:
	case 3:
		submit(program);
		break;
	case 4:
		list(program);
		break;
	case 5:
		access_any(program, true);
		break;
	case 6:
		access_any(program, false);
		break;
	case 7:
		set(program, take(program, 2) % 0x4100 & ~7ull, take(program, 8), 8);
		break;
	case 8:
		command(program, take(program, 1) & 0x1f, (uint32_t)take(program, 3) & 0xfffff);
		break;
	case 9:
		steps(program, (unsigned int)take(program, 1));
		break;
	case 10:
		set(program, 0xa0, take(program, 4), 4); /* without waiting for it */
		break;
	case 11:
		dsa_inject(program->dsa, take(program, 1) % 8, (unsigned int)take(program, 1) % 64);
		break;
	}
}

static void check(struct program *program, uint64_t gencap)
{
	const uint64_t wqcap = get(program, 0x20), stride = 32u << (wqcap >> 24 & 0xf);

	MUST(get(program, 0x10) == gencap);
	for (unsigned int i = 0; i < (wqcap >> 16 & 0xff); i++)
		MUST((get(program, 0x800 + i * stride + 24) & 0xffff) <= (wqcap & 0xffff));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct program program;
	const struct dsa_host host = {
		.dma_read = dma_read, .dma_write = dma_write, .page_request = page_request, .interrupt = interrupt, .log = say, .arg = &program
	};
	const struct dsa_profile *profile;
	unsigned int n_profiles = 0;
	uint64_t gencap;

	while (dsa_profile_at(n_profiles))
		n_profiles++;
	profile = dsa_profile_at(size ? data[0] % n_profiles : 0);
	memset(&program, 0, sizeof(program));
	program.data = data + !!size;
	program.left = size - !!size;
	program.vectors = dsa_profile_vectors(profile);
	program.dsa = dsa_new(profile, &host);
	MUST(program.dsa);
	gencap = get(&program, 0x10);
	while (program.left)
		one(&program);
	check(&program, gencap);
	steps(&program, 100000);
	dsa_reset(program.dsa);
	MUST(!dsa_step(program.dsa));
	dsa_free(program.dsa);
	return 0;
}
