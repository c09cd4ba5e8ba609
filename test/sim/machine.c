// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Models of devices with their published capability values, machines made of
 * them, and where devices sit on the PCI buses.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "sim.h"

/* wq_cap: shared, dedicated, ats, priority, occupancy and its interrupt, op_config */
#define WQ_CAP(n, total)	((total) | (uint64_t)(n) << 16 | 1ull << 24 | \
				 0x7full << 48)
#define WQ_CAP_PRS		(1ull << 55)
#define GRP_CAP(n, rdbufs)	((n) | (uint64_t)(rdbufs) << 8 | 3ull << 16)
#define GRP_CAP_PROGRESS	(1ull << 18)
#define GEN_CAP_EVL(v)		((uint64_t)(v) << 13)

struct model {
	const char *name;
	struct dev_desc desc;
};

static const struct model models[] = {
	/* published values */
	{ "dsa1", { .pci_id = 0x0b25, .version = 0x100,
		.gen_cap = 0x40915f0107, .wq_cap = WQ_CAP(8, 128),
		.grp_cap = GRP_CAP(4, 96), .eng_cap = 4,
		.op_cap = { 0x1003f027f } } },
	{ "iax1", { .iax = true, .pci_id = 0x0cfe, .version = 0x100,
		.gen_cap = 0x71f10901f0105, .wq_cap = WQ_CAP(8, 128),
		.grp_cap = 4, .eng_cap = 8,
		.op_cap = { 0xd, 0x7f331c } } },
	/* nothing published: v1 with what 2.0 and 3.0 added to the interface */
	{ "dsa2", { .pci_id = 0x11fb, .version = 0x200,
		.gen_cap = 0x40915f0107 | GEN_CAP_EVL(1),
		.wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
		.grp_cap = GRP_CAP(4, 96) | GRP_CAP_PROGRESS, .eng_cap = 4,
		.op_cap = { 0x1003f027f } } },
	{ "iax2", { .iax = true, .pci_id = 0x0cfe, .version = 0x200,
		.gen_cap = 0x71f10901f0105 | GEN_CAP_EVL(2),
		.wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
		.grp_cap = 4 | GRP_CAP_PROGRESS, .eng_cap = 8,
		.op_cap = { 0xd, 0x7f331c }, .iaa_cap = 0x7f } },
	{ "dsa3", { .pci_id = 0x1212, .version = 0x300,
		.gen_cap = 0x40915f0107 | GEN_CAP_EVL(1),
		.wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
		.grp_cap = GRP_CAP(4, 96) | GRP_CAP_PROGRESS, .eng_cap = 4,
		.op_cap = { 0x1003f07ff },
		.dsacap = { 0x00fa01ff01ff03ff, 0x0014000e000007aa, 0xf18d } } },
	{ "iax3", { .iax = true, .pci_id = 0x1216, .version = 0x300,
		.gen_cap = 0x71f10901f0105 | GEN_CAP_EVL(2),
		.wq_cap = WQ_CAP(8, 128) | WQ_CAP_PRS,
		.grp_cap = 4 | GRP_CAP_PROGRESS, .eng_cap = 8,
		.op_cap = { 0xd, 0x7f331c }, .iaa_cap = 0xfff } },
};

static const struct preset {
	const char *name, *dsa, *iax, *help;
	unsigned int ndsa, niax;
} presets[] = {
	{ "spr-1s", "dsa1", "iax1", "one socket, Sapphire or Emerald Rapids", 4, 4 },
	{ "spr-2s", "dsa1", "iax1", "two sockets, Sapphire or Emerald Rapids", 8, 8 },
	{ "gnr", "dsa1", "iax1", "two sockets, Granite Rapids (the same devices)", 8, 8 },
	{ "gnr-d", "dsa2", "iax2", "one socket, Granite Rapids-D, DSA 2.0", 4, 4 },
	{ "dmr", "dsa3", "iax3", "two sockets, Diamond Rapids, DSA 3.0", 8, 8 },
};

const struct dev_desc *machine_model(const char *name)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (!strcmp(models[i].name, name))
			return &models[i].desc;
	if (!strcmp(name, "dsa"))
		return machine_model("dsa1");
	if (!strcmp(name, "iax") || !strcmp(name, "iaa"))
		return machine_model("iax1");
	return NULL;
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
	const struct dev_desc *desc = machine_model(model);
	struct dev_desc d;
	int rc = 0;

	if (!desc)
		return -ENOENT;
	d = *desc;
	d.numa_node = -2;	/* from its place */
	d.pasid = d.enqcmd = d.id = -1;
	while (n-- && !rc)
		rc = machine_add(m, &d);
	return rc;
}

/* Sockets have four pairs of a DSA and an IAA; more go to further segments. */
static void place_one(struct dev_desc *d, unsigned int nth)
{
	static const uint8_t bus[] = { 0x6a, 0x6f, 0x74, 0x79,
				       0xe7, 0xec, 0xf1, 0xf6 };

	if (!d->bdf[0])
		snprintf(d->bdf, sizeof(d->bdf), "%04x:%02x:%02x.0",
			 (nth / 8) & 0xffff, bus[nth % 8], d->iax ? 2 : 1);
	if (d->numa_node == -2)
		d->numa_node = nth % 8 / 4;
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
	int rc;

	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++) {
		if (strcmp(presets[i].name, spec))
			continue;
		rc = add_many(m, presets[i].dsa, presets[i].ndsa);
		if (!rc)
			rc = add_many(m, presets[i].iax, presets[i].niax);
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
	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++)
		printf("%-8s %u DSA, %u IAA: %s\n", presets[i].name,
		       presets[i].ndsa, presets[i].niax, presets[i].help);
	printf("models for lists and JSON:");
	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		printf(" %s", models[i].name);
	printf("\n");
}

void machine_free(struct machine *m)
{
	for (unsigned int i = 0; i < m->ndev; i++)
		free(m->dev[i].capture);
	free(m->dev);
	json_object_put(m->json);
}
