/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Hardware that is known by name: models of devices as their capability registers, machines made of them, and where the
 * devices sit. Data only; for the simulator and for checking profiles without the machine.
 */
#ifndef IDXD_HARDWARE_H
#define IDXD_HARDWARE_H

#include "idxd-state.h"

struct idxd_hw_model {
	const char *name; /* "dsa1": family and major version */
	enum idxd_family family;
	uint16_t pci_id;
	struct idxd_regs regs;
};

/* All sockets of a machine are alike; each pair is a DSA and an IAA on one bus. */
struct idxd_hw_machine {
	const char *name;
	const char *help;
	const char *dsa, *iax; /* models */
	unsigned int pairs;
};

/* Where the nth DSA or IAA of a machine is. */
struct idxd_hw_place {
	uint16_t segment;
	uint8_t bus, device, function;
	int node;
};

/* Row n; NULL after the last. */
const struct idxd_hw_model *idxd_hw_model(unsigned int n);
const struct idxd_hw_machine *idxd_hw_machine(unsigned int n);
struct idxd_hw_place idxd_hw_place(enum idxd_family family, unsigned int nth);

#endif
