// SPDX-License-Identifier: GPL-2.0-or-later
/* Descriptors, submission and completion. Tests nothing. */
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "judge-user-desc.h"

#define PATIENCE_MS 30000

static sigjmp_buf after_signal;

static void on_signal(int number)
{
	siglongjmp(after_signal, number);
}

struct desc desc_make(unsigned int operation, struct record *record, const void *source,
		      void *target, uint32_t size)
{
	struct desc desc = {
		.flags = operation << 24 | (record ? FLAG_CRAV | FLAG_RCR : 0),
		.record = (uintptr_t)record,
		.source = (uintptr_t)source,
		.target = (uintptr_t)target,
		.size = size,
	};

	if (record)
		memset((void *)record, 0, sizeof(*record));
	return desc;
}

void portal_store(void *portal, const struct desc *desc)
{
	__asm__ volatile("sfence; movdir64b (%0), %1" : : "r"(desc), "r"(portal) : "memory");
}

void portal_store8(void *portal, const struct desc *desc)
{
	volatile uint64_t *to = portal;
	uint64_t words[8];

	memcpy(words, desc, sizeof(words));
	for (unsigned int i = 0; i < 8; i++)
		to[i] = words[i];
}

int portal_signal(void *portal, const struct desc *desc)
{
	int number;

	signal(SIGBUS, on_signal);
	number = sigsetjmp(after_signal, 1);
	if (!number)
		portal_store8(portal, desc);
	signal(SIGBUS, SIG_DFL);
	return number;
}

bool portal_enqueue(void *portal, const struct desc *desc)
{
	bool retry;

	__asm__ volatile("sfence; enqcmd (%1), %2; setz %0"
			 : "=q"(retry)
			 : "r"(desc), "r"(portal)
			 : "memory", "cc");
	return !retry;
}

unsigned int wait_for(const struct record *record)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (unsigned int i = 0; !record->status && i < PATIENCE_MS; i++)
		nanosleep(&moment, NULL);
	return record->status;
}

void *portal_map(int fd)
{
	void *portal = mmap(NULL, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, fd, 0);

	return portal == MAP_FAILED ? NULL : portal;
}
