// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The walk of VT-d's tables in scalable mode: root table, context, PASID directory, PASID table,
 * then the page tables of the process. Nothing is kept but the root's address, so there is nothing
 * to invalidate. Accessed and dirty bits stay as they are: the protocol has no atomic access.
 */
#include <errno.h>
#include <stdio.h>

#include "front-pasid.h"

#define REG_STATUS 0x1cu
#define REG_ROOT 0x20u
#define STATUS_ENABLED (UINT32_C(1) << 31)
#define ROOT_MODE 0xc00u
#define ROOT_SCALABLE 0x400u

#define PRESENT 1u
#define ADDRESS UINT64_C(0x000ffffffffff000)
#define PASID_BITS 20
#define PASID_TABLE_BITS 6 /* 64 entries of 64 bytes on a page */
#define PASID_ENTRY 64

enum { KIND_FIRST_STAGE = 1, KIND_PASS_THROUGH = 4 };

#define PTE_WRITE 0x2u
#define PTE_USER 0x4u
#define PTE_LARGE 0x80u

int front_pasid_parse(const char *text, struct front_pasid *walker)
{
	unsigned int bus, device, function;
	int length = 0;

	if (sscanf(text, "%2x:%2x.%1x%n", &bus, &device, &function, &length) != 3 || text[length] ||
	    device > 31 || function > 7)
		return -EINVAL;
	walker->bus = (uint8_t)bus;
	walker->devfn = (uint8_t)(device << 3 | function);
	walker->on = true;
	return 0;
}

/* -EFAULT for an entry that is not there, too. */
static int entry(struct front_pasid *walker, uint64_t table, uint64_t index, size_t size,
		 uint64_t *words)
{
	int rc = walker->read(walker->arg, (table & ADDRESS) + index * size, words, size);

	if (rc)
		return rc;
	return words[0] & PRESENT ? 0 : -EFAULT;
}

static int find_root(struct front_pasid *walker)
{
	uint32_t status = 0;
	uint64_t root = 0;
	int rc;

	if (walker->root)
		return 0;
	rc = walker->read(walker->arg, IOMMU_BASE + REG_STATUS, &status, sizeof(status));
	if (!rc)
		rc = walker->read(walker->arg, IOMMU_BASE + REG_ROOT, &root, sizeof(root));
	if (rc)
		return rc;
	if (!(status & STATUS_ENABLED) || (root & ROOT_MODE) != ROOT_SCALABLE)
		return -EFAULT;
	walker->root = root;
	return 0;
}

/* The lower half of a root entry is for devices 0 to 15, the upper for 16 to 31; a context has 32
 * bytes. */
int front_pasid_context(struct front_pasid *walker, uint64_t *context)
{
	const unsigned int half = walker->devfn >> 7;
	uint64_t root[2];
	int rc = find_root(walker);

	if (!rc)
		rc = walker->read(walker->arg,
				  (walker->root & ADDRESS) + walker->bus * sizeof(root), root,
				  sizeof(root));
	if (rc)
		return rc;
	if (!(root[half] & PRESENT))
		return -EFAULT;
	return entry(walker, root[half], walker->devfn & 0x7f, 32, context);
}

static int find_pasid(struct front_pasid *walker, uint32_t pasid, uint64_t *words)
{
	uint64_t context[4], directory;
	int rc = front_pasid_context(walker, context);

	if (rc)
		return rc;
	/* The directory has 2^(size + 7) entries. */
	if (pasid >> PASID_BITS || pasid >> PASID_TABLE_BITS >> ((context[0] >> 9 & 7) + 7))
		return -EFAULT;
	rc = entry(walker, context[0], pasid >> PASID_TABLE_BITS, sizeof(directory), &directory);
	if (rc)
		return rc;
	return entry(walker, directory, pasid & ((1u << PASID_TABLE_BITS) - 1), PASID_ENTRY, words);
}

/* The page tables of the processor: a page is a program's, and can be written, when all levels say
 * so. */
static int walk_pages(struct front_pasid *walker, uint64_t table, unsigned int levels,
		      uint64_t address, bool write, uint64_t *physical, uint64_t *left)
{
	const uint64_t needed = PTE_USER | (write ? PTE_WRITE : 0);
	const unsigned int sign = 64 - (12 + 9 * levels);
	uint64_t pte;

	if ((uint64_t)((int64_t)(address << sign) >> sign) != address)
		return -EFAULT;
	for (unsigned int level = levels; level--;) {
		const unsigned int shift = 12 + 9 * level;
		const uint64_t mask = (UINT64_C(1) << shift) - 1;
		int rc = entry(walker, table, address >> shift & 511, sizeof(pte), &pte);

		if (rc)
			return rc;
		if ((pte & needed) != needed || (level > 2 && pte & PTE_LARGE))
			return -EFAULT;
		table = pte;
		if (level && !(pte & PTE_LARGE))
			continue;
		*physical = (pte & ADDRESS & ~mask) | (address & mask);
		*left = mask + 1 - (address & mask);
		break;
	}
	return 0;
}

int front_pasid_translate(struct front_pasid *walker, uint32_t pasid, uint64_t address, bool write,
			  uint64_t *physical, size_t *length)
{
	uint64_t words[PASID_ENTRY / 8], left = UINT64_MAX;
	int rc = find_pasid(walker, pasid, words);

	if (rc) {
		walker->root = 0; /* perhaps another kernel has started */
		return rc;
	}
	*physical = address;
	switch (words[0] >> 6 & 7) {
	case KIND_PASS_THROUGH:
		break;
	case KIND_FIRST_STAGE:
		rc = walk_pages(walker, words[2], words[2] >> 2 & 1 ? 5 : 4, address, write,
				physical, &left);
		break;
	default:
		rc = -EFAULT;
	}
	if (!rc && *length > left)
		*length = (size_t)left;
	return rc;
}
