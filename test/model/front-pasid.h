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

#define IOMMU_BASE 0xfed90000u /* QEMU's intel-iommu of the machine q35 */

struct front_pasid {
	/* The guest's physical address space, registers of the IOMMU included. 0 or -errno. */
	int (*read)(void *arg, uint64_t address, void *buf, size_t length);
	int (*write)(void *arg, uint64_t address, const void *buf, size_t length); /* the same; for page requests */
	/* Puts a word there if it is still the old one, else -EAGAIN; -ENOTSUP where that cannot be told. */
	int (*exchange)(void *arg, uint64_t address, uint64_t old, uint64_t word);
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

/*
 * Page requests, put into the guest's queue in the name of the IOMMU. The answer is found where the guest tells it to the
 * IOMMU.
 */
struct front_request {
	uint64_t word; /* what is in the queue: who asks, for which PASID */
	unsigned int group;
};

/*
 * -EAGAIN: another device is using the queue just now; -ENOTSUP where the guest takes no page requests, from this device at
 * least; other -errno as from read().
 */
int front_request_send(struct front_pasid *walker, uint32_t pasid, uint64_t address, bool write, struct front_request *request);
/* 0: the page is there; -EFAULT: the guest said that it will not be; -EAGAIN: it has said nothing yet. */
int front_request_answer(struct front_pasid *walker, const struct front_request *request);
/* front-pasid.c: the four words of the device's context */
int front_pasid_context(struct front_pasid *walker, uint64_t *context);

#endif
