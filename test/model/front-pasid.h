/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a process's memory is: vfio-user has no PASID, so the tables of the guest's VT-d are read
 * here as the IOMMU would read them. Scalable mode; first-stage and pass-through PASIDs.
 */
#ifndef MODEL_FRONT_PASID_H
#define MODEL_FRONT_PASID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct front_pasid {
	/* The guest's physical address space, registers of the IOMMU included. 0 or -errno. */
	int (*read)(void *arg, uint64_t address, void *buf, size_t length);
	void *arg;
	bool on;
	uint8_t bus, devfn; /* the function that asks */
	uint64_t root;	    /* what the IOMMU's root table register says; 0: to be read */
};

/* "00:10.0" */
int front_pasid_parse(const char *text, struct front_pasid *walker);
/*
 * *physical is where `address` of the PASID is, and *length is cut so that it stays on that page.
 * -EFAULT: not mapped, or not for this access by a program.
 */
int front_pasid_translate(struct front_pasid *walker, uint32_t pasid, uint64_t address, bool write,
			  uint64_t *physical, size_t *length);

#endif
