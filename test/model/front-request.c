// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page requests. vfio-user cannot carry them, and QEMU's intel-iommu takes them from devices inside of QEMU only; but what
 * it does with them is done here as well: an entry into the queue in the guest's memory, the queue's tail, the interrupt. The
 * guest answers with a descriptor in the invalidation queue, which is read there. All of it as VT-d, chapter 7, has it.
 */
#include <errno.h>
#include <string.h>

#include "front-pasid.h"

enum {
	REG_ECAP = 0x10,
	REG_INVALIDATION_QUEUE = 0x90,
	REG_REQUEST_HEAD = 0xc0,
	REG_REQUEST_TAIL = 0xc8,
	REG_REQUEST_QUEUE = 0xd0,
	REG_EVENT_CONTROL = 0xe0, /* and, behind it, data and the lower half of an address: the interrupt's */
};

#define ECAP_REQUESTS (UINT64_C(1) << 29)
#define CONTEXT_REQUESTS 0x10u
#define QUEUE_ADDRESS UINT64_C(0xfffffffffffff000)
#define QUEUE_ORDER 7u
#define EVENT_MASKED (UINT32_C(1) << 31)

#define REQUEST_SIZE 32u
#define REQUEST_HAS_PASID 0x100u
enum { REQUEST_TYPE = 1, REQUEST_READ = 1, REQUEST_WRITE = 2, REQUEST_LAST = 4, GROUP_SHIFT = 3, GROUPS = 512 };

#define WIDE_DESCRIPTORS 0x800u
#define ANSWER_WHOSE UINT64_C(0x000fffffffff001f) /* type, that there is a PASID, the device, the PASID */
enum { ANSWER_TYPE = 9, ANSWER_HAS_PASID = 0x10, ANSWER_CODE_SHIFT = 12, PAGE = 4096 };

static int read_register(struct front_pasid *walker, unsigned int offset, uint64_t *value)
{
	return walker->read(walker->arg, IOMMU_BASE + offset, value, sizeof(*value));
}

/* -ENOTSUP: the IOMMU cannot, or does not take them from this device. */
static int check_guest(struct front_pasid *walker)
{
	uint64_t context[4], capabilities;
	int rc = front_pasid_context(walker, context);

	if (!rc)
		rc = read_register(walker, REG_ECAP, &capabilities);
	if (rc)
		return rc;
	return capabilities & ECAP_REQUESTS && context[0] & CONTEXT_REQUESTS ? 0 : -ENOTSUP;
}

typedef int answer_fn(void *state, unsigned int group, unsigned int code);

/* Calls for each answer to this device and PASID that is in the invalidation queue, old ones too. */
static int each_answer(struct front_pasid *walker, uint64_t request, answer_fn *call, void *state)
{
	const uint64_t whose = (request & ANSWER_WHOSE & ~UINT64_C(0x1f)) | ANSWER_TYPE | ANSWER_HAS_PASID;
	uint64_t queue, words[PAGE / 8];
	int rc = read_register(walker, REG_INVALIDATION_QUEUE, &queue);

	for (unsigned int page = 0; !rc && page < 1u << (queue & QUEUE_ORDER); page++) {
		rc = walker->read(walker->arg, (queue & QUEUE_ADDRESS) + page * PAGE, words, sizeof(words));
		for (unsigned int i = 0; !rc && i < PAGE / 8; i += queue & WIDE_DESCRIPTORS ? 4 : 2)
			if ((words[i] & ANSWER_WHOSE) == whose)
				rc = call(state, words[i + 1] >> GROUP_SHIFT & (GROUPS - 1), words[i] >> ANSWER_CODE_SHIFT & 0xf);
	}
	return rc;
}

static int mark_used(void *state, unsigned int group, unsigned int code)
{
	uint8_t *used = state;

	(void)code;
	used[group] = 1;
	return 0;
}

/* The number of a group that no old answer has; there are fewer answers in the queue than groups. */
static int choose_group(struct front_pasid *walker, struct front_request *request)
{
	uint8_t used[GROUPS] = { 0 };
	int rc = each_answer(walker, request->word, mark_used, used);

	for (request->group = 0; !rc && used[request->group]; request->group++)
		if (request->group == GROUPS - 1)
			return -EAGAIN;
	return rc;
}

static int exchange(struct front_pasid *walker, uint64_t at, uint64_t old, uint64_t word)
{
	int rc = walker->exchange(walker->arg, at, old, word);

	return rc == -ENOTSUP ? walker->write(walker->arg, at, &word, sizeof(word)) : rc;
}

/* The first word of the entry says whose it is now: of devices that write to the same, one comes first. */
static int claim(struct front_pasid *walker, uint64_t at, uint64_t word)
{
	uint64_t old;
	int rc = walker->read(walker->arg, at, &old, sizeof(old));

	if (rc)
		return rc;
	/* An old request of the same must not look like a new one. */
	if (old == word) {
		rc = exchange(walker, at, old, 0);
		old = 0;
	}
	return rc ? rc : exchange(walker, at, old, word);
}

static int raise_event(struct front_pasid *walker)
{
	uint32_t event[3];
	int rc = walker->read(walker->arg, IOMMU_BASE + REG_EVENT_CONTROL, &event[0], 4);

	for (unsigned int i = 1; !rc && i < 3; i++)
		rc = walker->read(walker->arg, IOMMU_BASE + REG_EVENT_CONTROL + 4 * i, &event[i], 4);
	if (rc || event[0] & EVENT_MASKED)
		return rc;
	return walker->write(walker->arg, event[2], &event[1], 4);
}

static int put_entry(struct front_pasid *walker, const uint64_t *words)
{
	uint64_t queue, head, tail, next;
	int rc = read_register(walker, REG_REQUEST_QUEUE, &queue);

	if (!rc)
		rc = read_register(walker, REG_REQUEST_HEAD, &head);
	if (!rc)
		rc = read_register(walker, REG_REQUEST_TAIL, &tail);
	if (rc)
		return rc;
	if (!(queue & QUEUE_ADDRESS))
		return -ENOTSUP;
	next = (tail + REQUEST_SIZE) % ((uint64_t)PAGE << (queue & QUEUE_ORDER));
	if (next == head)
		return -EAGAIN;
	rc = claim(walker, (queue & QUEUE_ADDRESS) + tail, words[0]);
	if (!rc)
		rc = walker->write(walker->arg, (queue & QUEUE_ADDRESS) + tail + 8, words + 1, REQUEST_SIZE - 8);
	if (!rc)
		rc = walker->write(walker->arg, IOMMU_BASE + REG_REQUEST_TAIL, &next, sizeof(next));
	return rc ? rc : raise_event(walker);
}

int front_request_send(struct front_pasid *walker, uint32_t pasid, uint64_t address, bool write, struct front_request *request)
{
	const uint64_t device = (uint64_t)walker->bus << 8 | walker->devfn;
	uint64_t words[REQUEST_SIZE / 8] = { REQUEST_TYPE | REQUEST_HAS_PASID | device << 16 | (uint64_t)pasid << 32 };
	int rc = check_guest(walker);

	*request = (struct front_request){ .word = words[0] };
	if (!rc)
		rc = choose_group(walker, request);
	if (rc)
		return rc;
	words[1] = (address & QUEUE_ADDRESS) | (uint64_t)request->group << GROUP_SHIFT | REQUEST_LAST |
		   (write ? REQUEST_WRITE : REQUEST_READ);
	return put_entry(walker, words);
}

struct wanted {
	unsigned int group;
	int rc;
};

static int take(void *state, unsigned int group, unsigned int code)
{
	struct wanted *wanted = state;

	if (group == wanted->group)
		wanted->rc = code ? -EFAULT : 0;
	return 0;
}

int front_request_answer(struct front_pasid *walker, const struct front_request *request)
{
	struct wanted wanted = { request->group, -EAGAIN };
	int rc = each_answer(walker, request->word, take, &wanted);

	return rc ? rc : wanted.rc;
}
