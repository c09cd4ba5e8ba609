/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device model with a little memory behind it, and what tests do with it again and again. */
#ifndef MODEL_FIXTURE_H
#define MODEL_FIXTURE_H

#include <stdint.h>

#include "kernel/uapi/idxd.h"
#include "test/model/dsa.h"

enum {
	MEMORY = 0x40000,
	/* places in memory */
	AT_RECORD = 0x1000,
	AT_LIST = 0x2000,
	AT_RECORDS = 0x3000,
	AT_LOG = 0x8000,
	AT_SRC = 0x10000,
	AT_DST = 0x20000,
	AT_MORE = 0x30000,
};

struct machine {
	struct dsa *dsa;
	uint8_t memory[MEMORY];
	uint64_t hole; /* this page is not there; 0: all are */
	unsigned int interrupts[32];
	uint32_t pasid; /* of the last access */
	void (*during)(struct machine *machine); /* called once, out of the next access to memory */
	/* page requests: how many, the last, and what the answer does; without it they are refused, unless answer_only */
	unsigned int requests;
	uint64_t requested;
	bool requested_write, answer_only;
	void (*answer)(struct machine *machine);
};

struct machine *machine_new(const char *profile);
void machine_free(struct machine *machine);

uint32_t get32(struct machine *machine, uint64_t offset); /* of BAR 0 */
uint64_t get64(struct machine *machine, uint64_t offset);
void set32(struct machine *machine, uint64_t offset, uint32_t value);
void set64(struct machine *machine, uint64_t offset, uint64_t value);
uint32_t config32(struct machine *machine, uint32_t offset);
void set_config32(struct machine *machine, uint32_t offset, uint32_t value);
uint64_t memory64(const struct machine *machine, uint64_t address);
uint32_t memory32(const struct machine *machine, uint64_t address);

void run(struct machine *machine); /* until there is nothing to do */
uint32_t command(struct machine *machine, unsigned int code, uint32_t operand); /* CMDSTS */
void bus_master(struct machine *machine);
/* Group 0 with wq 0 (dedicated, 16 entries, 2 MiB, batches of 32) and engine 0, written but not enabled. */
void configure(struct machine *machine);
void enable(struct machine *machine); /* configure() and both enabled */
struct machine *machine_ready(const char *profile);
void start_ready(const char *profile); /* the machine of a test is that */

/* The machine of a test, and its memory at AT_SRC (filled with bytes that tell their place) and AT_DST. */
extern struct machine *m;
extern uint8_t *src, *dst;
void machine_begin(struct machine *machine); /* instead of the one that there was */
int machine_end(void **state); /* a teardown of cmocka's */

struct descriptor {
	uint32_t pasid, flags; /* flags with the operation in bits 24 to 31 */
	uint64_t record, src, dst;
	uint32_t size;
	uint16_t handle, flags2;
	uint8_t more[24]; /* from byte 40 on */
};
_Static_assert(sizeof(struct descriptor) == 64, "as the hardware has it");

#define OP(code) ((uint32_t)(code) << 24)
#define WANTED (IDXD_OP_FLAG_CRAV | IDXD_OP_FLAG_RCR)

void submit(struct machine *machine, unsigned int wq, const struct descriptor *descriptor);
/* Submits to wq 0 with a completion record wanted, runs, and gives the status. */
uint8_t done(struct machine *machine, struct descriptor descriptor);

#endif
