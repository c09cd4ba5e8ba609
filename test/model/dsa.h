/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A DSA or IAA device in memory: registers, tables, commands, portals and operations, written from the hardware's
 * interface and from what unmodified drivers do. It has no I/O, no thread and no clock: whoever owns it passes accesses
 * in, steps it, and gives it memory and interrupts through struct dsa_host. Not thread safe; calls into the host come
 * only out of the function that the owner called.
 *
 * From dma_read(), dma_write() and page_request() the host may call back: a server that waits there for an answer has to serve accesses
 * meanwhile. Registers, portals, config space, resets and faults are taken at once, only dsa_step() does nothing then. A
 * reset ends what is being done without a completion record. From interrupt() and log() it may not call back.
 */
#ifndef MODEL_DSA_H
#define MODEL_DSA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DSA_NO_PASID 0xffffffffu /* memory is reached with the function's own requester id */

#define DSA_CONFIG_SIZE 4096
#define DSA_MSIX_TABLE_OFFSET 0x2000 /* in BAR 0 */
#define DSA_MSIX_PBA_OFFSET 0x3000

struct dsa;
struct dsa_profile;

struct dsa_host {
	/* 0, or -errno: a page fault at addr or behind it. What a failed dma_write wrote is undefined. */
	int (*dma_read)(void *arg, uint32_t pasid, uint64_t addr, void *buf, size_t len);
	int (*dma_write)(void *arg, uint32_t pasid, uint64_t addr, const void *buf, size_t len);
	/*
	 * A page request, which waits for its answer. 0: the page should be there now; -errno: it will not be. NULL: nobody can
	 * be asked. Made when the function's PRI is enabled, for descriptors that block on faults and for completion records.
	 */
	int (*page_request)(void *arg, uint32_t pasid, uint64_t addr, bool write);
	/* MSI-X vector; masking and the enable bit of MSI-X are the host's (QEMU keeps the table). */
	void (*interrupt)(void *arg, unsigned int vector);
	void (*log)(void *arg, const char *text); /* may be NULL; one line without newline */
	void *arg;
};

/* Rows of hardware; NULL when there is none. Names: see dsa-profile.c. */
const struct dsa_profile *dsa_profile_find(const char *name);
const struct dsa_profile *dsa_profile_at(size_t index);
const char *dsa_profile_name(const struct dsa_profile *profile);
const char *dsa_profile_help(const struct dsa_profile *profile);
bool dsa_profile_is_iax(const struct dsa_profile *profile);
unsigned int dsa_profile_vectors(const struct dsa_profile *profile); /* entries of the MSI-X table */

/* NULL without memory. host is copied; dma_read, dma_write and interrupt must be there. */
struct dsa *dsa_new(const struct dsa_profile *profile, const struct dsa_host *host);
void dsa_free(struct dsa *dsa);

/* Machine reset (FLR comes through the config space and does the same, but keeps the BARs). */
void dsa_reset(struct dsa *dsa);

/*
 * PCI config space. Any offset and length: what lies outside reads as ones and is not written. A write may change what
 * the BARs are; see dsa_bar_address().
 */
void dsa_config_read(struct dsa *dsa, uint32_t offset, void *buf, size_t len);
void dsa_config_write(struct dsa *dsa, uint32_t offset, const void *buf, size_t len);

/* 0 for a BAR that is not there: there are BAR 0 (registers) and BAR 2 (portals), both 64 bits wide. */
uint64_t dsa_bar_size(const struct dsa *dsa, unsigned int bar);
uint64_t dsa_bar_address(const struct dsa *dsa, unsigned int bar);

/*
 * Accesses to a BAR, of any size and alignment. What lies outside of it reads as ones and is not written. A read of
 * n bytes is n bytes of little-endian registers; a write acts once, after all its bytes are there, register by register
 * in ascending order. Portals take bytes into their 64-byte slot and submit when 64 have come, in any order and size.
 */
void dsa_bar_read(struct dsa *dsa, unsigned int bar, uint64_t offset, void *buf, size_t len);
void dsa_bar_write(struct dsa *dsa, unsigned int bar, uint64_t offset, const void *buf, size_t len);

/* Does one unit of work that is pending, a command or a descriptor; false: there was none. */
bool dsa_step(struct dsa *dsa);

/* Faults on demand. The number says which, where there is a choice. */
enum dsa_fault {
	DSA_FAULT_HALT,		 /* halt now; number: the reset that helps, 0 software 1 FLR 2 warm 3 cold */
	DSA_FAULT_COMMAND_HANGS, /* the next command (number: its code, 0 any) stays active until a reset */
	DSA_FAULT_COMMAND_ERROR, /* the next command fails with this error byte */
	DSA_FAULT_SWERR,	 /* record a software error with this code now */
	DSA_FAULT_REVOKE,	 /* revoke all interrupt handles now */
	DSA_FAULT_LOST_INTERRUPT, /* the next interrupt of vector number does not come */
	DSA_FAULT_SPURIOUS_INTERRUPT, /* vector number interrupts now, for no reason */
};

/* 0, -EINVAL for a number that makes no sense, -ENOTSUP for a device that cannot. */
int dsa_inject(struct dsa *dsa, enum dsa_fault fault, unsigned int number);

#endif
