/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Builds the machines and states that the rows of rules-cases.h name, and reads an attribute back out of the
 * configuration.
 */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H

#include "rules-cases.h"

struct rules_fixture {
	const struct idxd_kernel *kernel;
	struct idxd_caps caps;
	struct idxd_group_config groups[4];
	struct idxd_wq_config wqs[8];
	struct idxd_engine_config engines[8];
	struct idxd_config config;
	struct idxd_view view;
};

/* kernel: number of the row in the kernel table */
void rules_fixture_make(struct rules_fixture *fixture, unsigned int kernel, enum rules_case_machine machine,
			uint64_t state);

/* Attribute of object 0. */
uint64_t rules_fixture_read(const struct rules_fixture *fixture, enum idxd_attr attr);

/* The write of a row. */
struct idxd_write rules_fixture_write(const struct rules_write_case *row);

#endif
