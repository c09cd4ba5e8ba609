/* SPDX-License-Identifier: GPL-2.0-or-later */
/* judge-user: descriptors, and the three ways to submit them. */
#ifndef JUDGE_USER_DESC_H
#define JUDGE_USER_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OP_NOOP, OP_BATCH, OP_DRAIN, OP_MOVE, OP_FILL, OP_UNKNOWN = 0x3f };
enum { FLAG_FENCE = 1, FLAG_BLOCK = 2, FLAG_CRAV = 4, FLAG_RCR = 8, FLAG_RCI = 16 };
enum { COMPLETION_SIZE = 32, PORTAL_SIZE = 4096 };

struct desc {
	uint32_t pasid;
	uint32_t flags; /* and the operation in the last byte */
	uint64_t record, source, target;
	uint32_t size;
	uint8_t rest[28];
} __attribute__((aligned(64)));

struct record {
	volatile uint8_t status;
	uint8_t result;
	uint16_t reserved;
	uint32_t done;
	uint64_t fault;
	uint32_t more[4];
} __attribute__((aligned(32)));

/* With a completion record, which is cleared. */
struct desc desc_make(unsigned int operation, struct record *record, const void *source,
		      void *target, uint32_t size);
void portal_store(void *portal, const struct desc *desc);   /* MOVDIR64B */
void portal_store8(void *portal, const struct desc *desc);  /* eight stores */
/* The signal that eight stores give, or 0; the emulation of MOVDIR64B has no say in it. */
int portal_signal(void *portal, const struct desc *desc);
bool portal_enqueue(void *portal, const struct desc *desc); /* ENQCMD; false: to be tried again */
/* The status when there is one, 0 when none came for many seconds. */
unsigned int wait_for(const struct record *record);
void *portal_map(int fd);

#endif
