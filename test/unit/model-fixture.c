// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "test/unit/model-fixture.h"

static int reach(struct machine *machine, uint32_t pasid, uint64_t addr, size_t len)
{
	void (*during)(struct machine *) = machine->during;

	machine->pasid = pasid;
	machine->during = NULL;
	if (during)
		during(machine);
	if (addr > MEMORY || len > MEMORY - addr)
		return -EFAULT;
	if (machine->hole && len && addr < machine->hole + 4096 && machine->hole < addr + len)
		return -EFAULT;
	return 0;
}

static int dma_read(void *arg, uint32_t pasid, uint64_t addr, void *buf, size_t len)
{
	struct machine *machine = arg;

	if (reach(machine, pasid, addr, len))
		return -EFAULT;
	memcpy(buf, machine->memory + addr, len);
	return 0;
}

static int dma_write(void *arg, uint32_t pasid, uint64_t addr, const void *buf, size_t len)
{
	struct machine *machine = arg;

	if (reach(machine, pasid, addr, len))
		return -EFAULT;
	memcpy(machine->memory + addr, buf, len);
	return 0;
}

static int page_request(void *arg, uint32_t pasid, uint64_t addr, bool write)
{
	struct machine *machine = arg;

	machine->pasid = pasid;
	machine->requests++;
	machine->requested = addr;
	machine->requested_write = write;
	if (machine->answer)
		machine->answer(machine);
	return machine->answer || machine->answer_only ? 0 : -EFAULT;
}

static void interrupt(void *arg, unsigned int vector)
{
	struct machine *machine = arg;

	assert_in_range(vector, 0, 31);
	machine->interrupts[vector]++;
}

struct machine *machine_new(const char *profile)
{
	struct machine *machine = calloc(1, sizeof(*machine));
	const struct dsa_host host = { .dma_read = dma_read, .dma_write = dma_write, .page_request = page_request,
				       .interrupt = interrupt, .arg = machine };

	assert_non_null(machine);
	assert_non_null(dsa_profile_find(profile));
	machine->dsa = dsa_new(dsa_profile_find(profile), &host);
	assert_non_null(machine->dsa);
	return machine;
}

void machine_free(struct machine *machine)
{
	dsa_free(machine->dsa);
	free(machine);
}

uint32_t get32(struct machine *machine, uint64_t offset)
{
	uint32_t value;

	dsa_bar_read(machine->dsa, 0, offset, &value, 4);
	return value;
}

uint64_t get64(struct machine *machine, uint64_t offset)
{
	uint64_t value;

	dsa_bar_read(machine->dsa, 0, offset, &value, 8);
	return value;
}

void set32(struct machine *machine, uint64_t offset, uint32_t value)
{
	dsa_bar_write(machine->dsa, 0, offset, &value, 4);
}

void set64(struct machine *machine, uint64_t offset, uint64_t value)
{
	dsa_bar_write(machine->dsa, 0, offset, &value, 8);
}

uint32_t config32(struct machine *machine, uint32_t offset)
{
	uint32_t value;

	dsa_config_read(machine->dsa, offset, &value, 4);
	return value;
}

void set_config32(struct machine *machine, uint32_t offset, uint32_t value)
{
	dsa_config_write(machine->dsa, offset, &value, 4);
}

uint64_t memory64(const struct machine *machine, uint64_t address)
{
	uint64_t value;

	memcpy(&value, machine->memory + address, 8);
	return value;
}

uint32_t memory32(const struct machine *machine, uint64_t address)
{
	return (uint32_t)memory64(machine, address);
}

void run(struct machine *machine)
{
	for (unsigned int i = 0; dsa_step(machine->dsa); i++)
		assert_in_range(i, 0, 100000);
}

uint32_t command(struct machine *machine, unsigned int code, uint32_t operand)
{
	set32(machine, 0xa0, code << 20 | operand);
	run(machine);
	return get32(machine, 0xa8);
}

void bus_master(struct machine *machine)
{
	const uint16_t value = 0x0406;

	dsa_config_write(machine->dsa, 4, &value, 2);
}

static uint64_t table(struct machine *machine, unsigned int index)
{
	return (get64(machine, 0x60) >> (16 * index) & 0xffff) * 0x100;
}

void configure(struct machine *machine)
{
	const uint64_t grpcfg = table(machine, 0), wqcfg = table(machine, 1);
	const uint64_t gencap = get64(machine, 0x10), wqcap = get64(machine, 0x20);
	const uint32_t batch = gencap >> 21 & 0xf;

	bus_master(machine);
	set64(machine, grpcfg, 1);
	set64(machine, grpcfg + 32, 1);
	set32(machine, wqcfg, (wqcap & 0xffff) < 16 ? 8 : 16);
	set32(machine, wqcfg + 8, 1 | 10 << 4 | (gencap & 1 ? 2 : 0));
	set32(machine, wqcfg + 12, 21 | (batch < 5 ? batch : 5) << 5);
	if (wqcap >> 54 & 1)
		for (unsigned int i = 0; i < 8; i++)
			set32(machine, wqcfg + 32 + 4 * i, get32(machine, 0x40 + 4 * i));
}

void enable(struct machine *machine)
{
	configure(machine);
	assert_int_equal(command(machine, 1, 0), 0);
	assert_int_equal(command(machine, 6, 0), 0);
}

struct machine *machine_ready(const char *profile)
{
	struct machine *machine = machine_new(profile);

	enable(machine);
	return machine;
}

void submit(struct machine *machine, unsigned int wq, const struct descriptor *descriptor)
{
	const uint8_t *bytes = (const uint8_t *)descriptor;

	for (unsigned int i = 0; i < 64; i += 8)
		dsa_bar_write(machine->dsa, 2, wq * 0x4000 + 0x1000 + i, bytes + i, 8);
}

uint8_t done(struct machine *machine, struct descriptor descriptor)
{
	descriptor.flags |= WANTED;
	descriptor.record = AT_RECORD;
	memset(machine->memory + AT_RECORD, 0, 64);
	submit(machine, 0, &descriptor);
	run(machine);
	return machine->memory[AT_RECORD];
}

struct machine *m;
uint8_t *src, *dst;

void machine_begin(struct machine *machine)
{
	if (m)
		machine_free(m);
	m = machine;
	src = m->memory + AT_SRC;
	dst = m->memory + AT_DST;
	for (unsigned int i = 0; i < AT_DST - AT_SRC; i++)
		src[i] = (uint8_t)(i * 7 + i / 256);
}

void start_ready(const char *profile)
{
	machine_begin(machine_ready(profile));
}

int machine_end(void **state)
{
	(void)state;
	machine_free(m);
	m = NULL;
	return 0;
}
