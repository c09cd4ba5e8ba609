// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machines as descriptions of devices. What the hardware with a name is made
 * of stands in kernel/rules/hardware.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/rules/hardware.h"

#include "machine.h"
#include "sim.h"

static const struct idxd_hw_model *find_model(const char *name)
{
	const struct idxd_hw_model *model;

	for (unsigned int i = 0; (model = idxd_hw_model(i)); i++)
		if (!strcmp(model->name, name))
			return model;
	if (!strcmp(name, "dsa"))
		return find_model("dsa1");
	if (!strcmp(name, "iax") || !strcmp(name, "iaa"))
		return find_model("iax1");
	return NULL;
}

bool machine_model(const char *name, struct dev_desc *d)
{
	const struct idxd_hw_model *model = find_model(name);

	if (!model)
		return false;
	*d = (struct dev_desc){
		.iax = model->family == IDXD_FAMILY_IAX,
		.pci_id = model->pci_id,
		.version = model->regs.version,
		.gen_cap = model->regs.gen_cap,
		.wq_cap = model->regs.wq_cap,
		.grp_cap = model->regs.grp_cap,
		.eng_cap = model->regs.eng_cap,
		.iaa_cap = model->regs.iaa_cap,
	};
	memcpy(d->op_cap, model->regs.op_cap, sizeof(d->op_cap));
	memcpy(d->dsacap, model->regs.dsa_cap, sizeof(d->dsacap));
	return true;
}

int machine_add(struct machine *m, const struct dev_desc *d)
{
	struct dev_desc *dev = reallocarray(m->dev, m->ndev + 1, sizeof(*dev));

	if (!dev)
		return -ENOMEM;
	m->dev = dev;
	m->dev[m->ndev++] = *d;
	return 0;
}

static int add_many(struct machine *m, const char *model, unsigned long n)
{
	struct dev_desc d;
	int rc = 0;

	if (!machine_model(model, &d))
		return -ENOENT;
	d.numa_node = -2;	/* from its place */
	d.pasid = d.enqcmd = d.id = -1;
	while (n-- && !rc)
		rc = machine_add(m, &d);
	return rc;
}

static void place_one(struct dev_desc *d, unsigned int nth)
{
	struct idxd_hw_place place = idxd_hw_place(d->iax ? IDXD_FAMILY_IAX :
						   IDXD_FAMILY_DSA, nth);

	if (!d->bdf[0])
		snprintf(d->bdf, sizeof(d->bdf), "%04x:%02x:%02x.%x",
			 place.segment, place.bus, place.device & 0x1f,
			 place.function & 7);
	if (d->numa_node == -2)
		d->numa_node = place.node;
}

static int by_address(const void *a, const void *b)
{
	const struct dev_desc *x = a, *y = b;

	return strcmp(x->bdf, y->bdf);
}

/* Gives each device an address; the kernel then finds them in that order. */
void machine_place(struct machine *m)
{
	unsigned int ndsa = 0, niax = 0;

	for (unsigned int i = 0; i < m->ndev; i++)
		place_one(&m->dev[i], m->dev[i].iax ? niax++ : ndsa++);
	if (m->ndev)
		qsort(m->dev, m->ndev, sizeof(*m->dev), by_address);
}

/* "dsa:4,iax:4" */
static int make_list(const char *spec, struct machine *m)
{
	char *copy = strdup(spec), *item, *save = NULL, *end, *colon;
	unsigned long n;
	int rc = copy ? 0 : -ENOMEM;

	for (item = strtok_r(copy, ",", &save); item && !rc;
	     item = strtok_r(NULL, ",", &save)) {
		n = 1;
		colon = strchr(item, ':');
		if (colon) {
			*colon = '\0';
			n = strtoul(colon + 1, &end, 10);
			if (end == colon + 1 || *end || !n || n > 1024)
				rc = -EINVAL;
		}
		if (!rc)
			rc = add_many(m, item, n);
	}
	free(copy);
	return rc;
}

int machine_make(const char *spec, struct machine *m)
{
	const struct idxd_hw_machine *preset;
	int rc;

	for (unsigned int i = 0; (preset = idxd_hw_machine(i)); i++) {
		if (strcmp(preset->name, spec))
			continue;
		rc = add_many(m, preset->dsa, preset->pairs);
		if (!rc)
			rc = add_many(m, preset->iax, preset->pairs);
		machine_place(m);
		return rc;
	}
	if (strchr(spec, '/') || strstr(spec, ".json"))
		return machine_from_json(spec, m);
	rc = make_list(spec, m);
	if (rc)
		sim_error("--machine %s: not a machine (see --list-machines), a list such as dsa:4,iax:4, or the path of a JSON file",
			  spec);
	machine_place(m);
	return rc;
}

void machine_list(void)
{
	const struct idxd_hw_machine *preset;
	const struct idxd_hw_model *model;

	for (unsigned int i = 0; (preset = idxd_hw_machine(i)); i++)
		printf("%-8s %u DSA, %u IAA: %s\n", preset->name,
		       preset->pairs, preset->pairs, preset->help);
	printf("models for lists and JSON:");
	for (unsigned int i = 0; (model = idxd_hw_model(i)); i++)
		printf(" %s", model->name);
	printf("\n");
}

void machine_free(struct machine *m)
{
	for (unsigned int i = 0; i < m->ndev; i++)
		free(m->dev[i].capture);
	free(m->dev);
	json_object_put(m->json);
}
