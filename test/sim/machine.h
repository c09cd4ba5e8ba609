/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a simulated machine is made of, before anything runs: one description
 * per device in registers, as the hardware would publish them.
 */
#ifndef ACCFG_SIM_MACHINE_H
#define ACCFG_SIM_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

struct dev_desc {
	bool iax;
	uint16_t pci_id;
	uint64_t version, gen_cap, wq_cap, grp_cap, eng_cap;
	uint64_t op_cap[4];	/* least significant first */
	uint64_t iaa_cap;
	uint64_t dsacap[3];
	char bdf[16];
	int numa_node;
	int pasid, enqcmd;	/* -1: as the machine */
	int id;			/* -1: the next */
	json_object *config;	/* borrowed: initial attribute values */
	char *capture;		/* directory of its captured files */
};

struct machine {
	struct dev_desc *dev;
	unsigned int ndev;
	json_object *json;	/* what the description was read from */
};

int machine_make(const char *spec, struct machine *m);
int machine_add(struct machine *m, const struct dev_desc *d);
int machine_from_json(const char *path, struct machine *m);
/* False: no such model. */
bool machine_model(const char *name, struct dev_desc *d);
void machine_place(struct machine *m);
void machine_list(void);
void machine_free(struct machine *m);

#endif
