/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cases of kernel/rules as plain data: which machine, in which state, what is written or bound, what the driver
 * answers. No test framework here, so that the same rows can run inside the kernel. The rows are in the rules-cases-*.h
 * files; rules-fixture.c builds machines and states.
 */
#ifndef RULES_CASES_H
#define RULES_CASES_H

#include "kernel/rules/idxd-rules.h"
#include "kernel/uapi/idxd.h"

/* Kernels: bit n is row n of the kernel table. */
#define K61   (1u << 0)
#define K612  (1u << 1)
#define K72   (1u << 2)
#define K6    (K61 | K612)
#define KNEW  (K612 | K72)
#define KALL  (K61 | K612 | K72)

enum rules_case_machine {
	DSA1, /* version 0x100: 4 groups, 8 wqs, 128 entries, 4 engines, 96 read buffers, 2^31 bytes, 2^10 descriptors */
	DSA2, /* version 0x200: also prs_disable, progress limits, event log */
	DSA3, /* version 0x300 */
	IAX1, /* version 0x100: 8 engines, no read buffers, no batch */
	IAX2, /* version 0x200 */
};

/* What is set besides the clean state. wq and group without a number are wq 0 and group 0. */
#define S_CLEAN	   0ull
#define S_DEV	   (1ull << 0)	/* device enabled */
#define S_HALTED   (1ull << 1)
#define S_WQ	   (1ull << 2)	/* device and wq enabled */
#define S_DED	   (1ull << 3)	/* wq dedicated */
#define S_SIZE	   (1ull << 4)	/* wq size 16 */
#define S_OTHER	   (1ull << 5)	/* wq 1 size 16 */
#define S_FULL	   (1ull << 6)	/* wq 1 size 112 */
#define S_THRESH   (1ull << 7)	/* wq threshold 8 */
#define S_BOF	   (1ull << 8)
#define S_PRS	   (1ull << 9)
#define S_LIMIT	   (1ull << 10) /* read_buffer_limit 40 */
#define S_ENG2	   (1ull << 11) /* engines 0 and 1 in the group */
#define S_RES1	   (1ull << 12) /* group 1 reserves 20 of the read buffers */
#define S_RES0	   (1ull << 13) /* the group reserves 16 */
#define S_STALE	   (1ull << 14) /* nothing is reserved but the driver counts 10 free */
#define S_KERNEL   (1ull << 15) /* wq type kernel */
#define S_USER	   (1ull << 16) /* wq type user */
#define S_NAMED	   (1ull << 17)
#define S_HUGE	   (1ull << 18) /* wq size 2^32-1, as the wrap of the sum lets one store */
#define S_GROUPED  (1ull << 19) /* wq in group 0 */
#define S_DRV_USER (1ull << 20) /* driver_name "user" */
#define S_DRV_DMA  (1ull << 21) /* driver_name "dmaengine" */
#define S_DRV_IAA  (1ull << 22) /* driver_name "crypto" */
#define S_OTHER_SHARED (1ull << 23) /* wq 1 shared, type none, in group 1 */
#define S_OTHER_GROUPED (1ull << 24) /* wq 1 dedicated, in group 1 */
#define S_PRIO	   (1ull << 25) /* wq priority 7 */
#define S_OPS	   (1ull << 26) /* wq op_config NOOP only */
#define S_ATS	   (1ull << 27)
#define S_RETRIES  (1ull << 28) /* wq retries 5 */
#define S_TRANSFER (1ull << 29) /* wq max_transfer_size 4096, max_batch_size 2 */
/* The machine: what it lacks or has besides */
#define M_FIXED	   (1ull << 32) /* not configurable */
#define M_NO_BOF   (1ull << 33)
#define M_NO_LIMIT (1ull << 34)
#define M_NO_ATS   (1ull << 35)
#define M_NO_OPS   (1ull << 36)
#define M_TCO	   (1ull << 37) /* tc_override */
#define M_ENQCMD   (1ull << 38)
#define M_UPASID   (1ull << 39)
#define M_KPASID   (1ull << 40)
#define M_PRIV	   (1ull << 41)
#define M_SVM	   (M_ENQCMD | M_UPASID | M_KPASID | M_PRIV)
#define M_SHARED_ONLY (1ull << 42)
#define M_DED_ONLY (1ull << 43)
#define M_PRIO	   (1ull << 44) /* hardware that refuses priority 0 */
#define M_SMALL	   (1ull << 45) /* transfers up to 64 KiB, batches up to 16 */

/* A wq that user or dmaengine takes, and a whole device around it. */
#define S_READY_DED  (S_DED | S_SIZE | S_NAMED | S_GROUPED | S_ENG2 | S_PRIO)
#define S_READY_SWQ  (S_SIZE | S_THRESH | S_NAMED | S_GROUPED | S_ENG2 | S_PRIO)

enum rules_case_when {
	PASSES,
	BEFORE, /* refused before the text is parsed: a malformed text gives the same answer */
	AFTER,	/* refused once it is parsed: a malformed text is refused as such */
};

/* attr of object 0 is given number (names: that many bytes with the newline; bitmaps: the lowest word). */
struct rules_write_case {
	const char *name;
	unsigned int kernels;
	enum rules_case_machine machine;
	uint64_t state;
	enum idxd_attr attr;
	uint64_t number;
	enum rules_case_when when;
	enum idxd_reason reason;
	enum idxd_deny deny;
	uint64_t stored; /* PASSES: what the attribute then is (names: its length) */
};

struct rules_bind_case {
	const char *name;
	unsigned int kernels;
	enum rules_case_machine machine;
	uint64_t state;
	enum idxd_bus_driver driver; /* IDXD_BUS_IDXD: the device; else wq 0 */
	enum idxd_reason reason;
	enum idxd_deny deny;
	uint32_t cmd_status; /* 0: unchanged */
	enum idxd_type type; /* of wq 0 afterwards */
};

#endif
