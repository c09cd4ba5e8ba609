// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes the devices of a machine: capabilities, state and directories, and
 * the driver's loading. What may happen later is in driver.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "device.h"
#include "from.h"
#include "sim.h"

static int set_caps(struct sim_dev *d)
{
	const struct sim_options *opt = &d->sim->opt;
	const struct dev_desc *c = &d->desc;
	bool iommu = c->pasid < 0 ? !opt->no_pasid : c->pasid;
	struct idxd_regs regs = {
		.version = c->version, .gen_cap = c->gen_cap,
		.wq_cap = c->wq_cap, .grp_cap = c->grp_cap,
		.eng_cap = c->eng_cap, .iaa_cap = c->iaa_cap,
	};

	memcpy(regs.op_cap, c->op_cap, sizeof(regs.op_cap));
	memcpy(regs.dsa_cap, c->dsacap, sizeof(regs.dsa_cap));
	idxd_rules_caps_from_regs(&d->caps, c->iax ? IDXD_FAMILY_IAX :
				  IDXD_FAMILY_DSA, &regs);
	d->caps.enqcmd = c->enqcmd < 0 ? !opt->no_enqcmd : c->enqcmd;
	d->caps.user_pasid = idxd_rules_user_pasid(d->sim->kernel, true, iommu);
	/* 6.1 asks for a supervisor PASID, and no IOMMU driver gives one */
	d->caps.kernel_pasid = iommu && d->sim->kernel->release >=
					IDXD_KERNEL(6, 12);
	d->caps.pasid_priv = iommu;
	return 0;
}

static int allocate(struct sim_dev *d)
{
	struct idxd_config *cfg = &d->cfg;

	cfg->n_wqs = d->caps.max_wqs;
	cfg->n_groups = d->caps.max_groups;
	cfg->n_engines = d->caps.max_engines;
	cfg->wqs = calloc(cfg->n_wqs, sizeof(*cfg->wqs));
	cfg->groups = calloc(cfg->n_groups, sizeof(*cfg->groups));
	cfg->engines = calloc(cfg->n_engines, sizeof(*cfg->engines));
	d->wq = calloc(cfg->n_wqs, sizeof(*d->wq));
	if (!cfg->wqs || !cfg->groups || !cfg->engines || !d->wq)
		return -ENOMEM;
	for (unsigned int i = 0; i < cfg->n_wqs; i++)
		d->wq[i].minor = -1;
	idxd_rules_init(d->sim->kernel, &d->caps, cfg);
	return 0;
}

static struct obj *add_part(struct sim_dev *d, const struct kind *kind,
			    const char *word, unsigned int id)
{
	struct obj *o = tree_add(d->sim, d->obj, kind, "%s%u.%u", word, d->id,
				 id);

	o->id = id;
	return o;
}

static void add_cdev(struct sim_dev *d, struct sim_wq *wq)
{
	wq->cdev = tree_add(d->sim, wq->obj, &kind_cdev, "%s!%s",
			    d->desc.iax ? "iax" : "dsa", wq->obj->name);
	wq->cdev->id = wq->obj->id;
	wq->cdev->gone = true;
}

static void add_dirs(struct sim_dev *d)
{
	d->obj = tree_add(d->sim, d->pci, &kind_device, "%s%u",
			  d->desc.iax ? "iax" : "dsa", d->id);
	d->obj->dev = d;
	d->obj->id = d->id;
	for (unsigned int i = 0; i < d->cfg.n_wqs; i++) {
		d->wq[i].obj = add_part(d, &kind_wq, "wq", i);
		add_cdev(d, &d->wq[i]);
	}
	for (unsigned int i = 0; i < d->cfg.n_engines; i++)
		add_part(d, &kind_engine, "engine", i);
	for (unsigned int i = 0; i < d->cfg.n_groups; i++)
		add_part(d, &kind_group, "group", i);
}

/* A device that cannot be configured comes with its tables filled: equal wqs in the first group with all engines. */
static void fixed_config(struct sim_dev *d)
{
	struct idxd_config *cfg = &d->cfg;

	for (unsigned int i = 0; i < cfg->n_wqs; i++) {
		cfg->wqs[i].group_id = 0;
		cfg->wqs[i].size = d->caps.max_wq_size / cfg->n_wqs;
		cfg->wqs[i].mode = IDXD_MODE_DEDICATED;
		cfg->wqs[i].priority = 1;
		cfg->wqs[i].max_transfer_size = idxd_rules_max_transfer(&d->caps);
		if (!d->desc.iax)
			cfg->wqs[i].max_batch_size = idxd_rules_max_batch(&d->caps);
	}
	for (unsigned int i = 0; i < cfg->n_engines; i++)
		cfg->engines[i].group_id = 0;
}

static void load(struct sim_dev *d)
{
	if (!d->caps.configurable) {
		fixed_config(d);
	} else if (idxd_rules_apply_iaa_defaults(d->sim->kernel, &d->caps,
						 &d->cfg)) {
		strcpy(d->wq[0].name, "iaa_crypto");
		strcpy(d->wq[0].driver_name, "crypto");
	}
	driver_autoprobe(d->obj);
	for (unsigned int i = 0; i < d->cfg.n_wqs; i++)
		driver_autoprobe(d->wq[i].obj);
}

static struct obj *add_pci(struct sim *sim, const struct dev_desc *desc)
{
	char path[64];
	struct obj *o;

	snprintf(path, sizeof(path), "devices/pci%.7s", desc->bdf);
	o = tree_add(sim, tree_dir(sim, path), &kind_pci, "%s", desc->bdf);
	o->pci = desc;
	return o;
}

static int add_device(struct sim *sim, struct sim_dev *d,
		      const struct dev_desc *desc)
{
	pthread_mutex_init(&d->cmd, NULL);
	pthread_mutex_init(&d->lock, NULL);
	d->sim = sim;
	d->desc = *desc;
	d->id = desc->id >= 0 ? desc->id : d - sim->dev;
	d->pci = add_pci(sim, &d->desc);
	if (sim->opt.no_driver)
		return 0;
	if (desc->capture ? from_caps(d) : set_caps(d))
		return -EINVAL;
	if (allocate(d))
		return -ENOMEM;
	add_dirs(d);
	if (desc->capture)
		from_state(d);
	else
		load(d);
	return desc->config ? initial_config(d) : 0;
}

static void add_driver(struct sim *sim, struct obj *drivers, int drv)
{
	sim->driver[drv] = tree_add(sim, drivers, drv == IDXD_BUS_CRYPTO ?
				    &kind_crypto_driver : &kind_driver, "%s",
				    driver_name(drv));
	sim->driver[drv]->id = drv;
}

static void add_bus(struct sim *sim)
{
	struct obj *bus = tree_dir(sim, "bus"), *drivers;

	sim->bus = tree_add(sim, bus, &kind_bus, "dsa");
	tree_add(sim, sim->bus, &kind_bus_devices, "devices");
	drivers = tree_add(sim, sim->bus, &kind_dir, "drivers");
	for (int drv = IDXD_BUS_IDXD; drv <= IDXD_BUS_USER; drv++)
		add_driver(sim, drivers, drv);
	if (sim->opt.iaa_crypto &&
	    idxd_kernel_has(sim->kernel, IDXD_KF_CRYPTO))
		add_driver(sim, drivers, IDXD_BUS_CRYPTO);
}

static void add_modules(struct sim *sim)
{
	struct obj *dir = tree_dir(sim, "module");

	sim->module = tree_add(sim, dir, &kind_idxd_module, "idxd");
	tree_add(sim, sim->module, &kind_parameters, "parameters");
	if (!sim->opt.ours)
		tree_add(sim, dir, &kind_module, "idxd_bus");
	if (sim->driver[IDXD_BUS_CRYPTO])
		sim->crypto_module = tree_add(sim, dir, &kind_module,
					      "iaa_crypto");
}

/* What is there before the first device. */
static void add_frame(struct sim *sim)
{
	sim->root = tree_add(sim, NULL, &kind_dir, "%s", "");
	sim->pci_bus = tree_add(sim, tree_dir(sim, "bus"), &kind_dir, "pci");
	tree_add(sim, sim->pci_bus, &kind_pci_devices, "devices");
	tree_dir(sim, "bus/pci/drivers");
	tree_dir(sim, "devices");
	tree_add(sim, sim->root, &kind_proc, "proc");
	if (sim->opt.no_driver)
		return;
	sim->pci_driver = tree_add(sim, tree_dir(sim, "bus/pci/drivers"),
				   &kind_pci_driver, "idxd");
	add_bus(sim);
	add_modules(sim);
	tree_add(sim, tree_dir(sim, "dev"), &kind_nodes, "dsa")->id = 0;
	tree_add(sim, tree_dir(sim, "dev"), &kind_nodes, "iax")->id = 1;
}

int device_add_all(struct sim *sim, const struct machine *m)
{
	int rc = 0;

	sim->dev = calloc(m->ndev ? m->ndev : 1, sizeof(*sim->dev));
	if (!sim->dev)
		return -ENOMEM;
	add_frame(sim);
	sim->booting = true;
	for (unsigned int i = 0; i < m->ndev && !rc; i++) {
		sim->ndev++;
		rc = add_device(sim, &sim->dev[i], &m->dev[i]);
	}
	sim->booting = false;
	return rc;
}

void device_free_all(struct sim *sim)
{
	for (unsigned int i = 0; i < sim->ndev; i++) {
		free(sim->dev[i].cfg.wqs);
		free(sim->dev[i].cfg.groups);
		free(sim->dev[i].cfg.engines);
		free(sim->dev[i].wq);
	}
	free(sim->dev);
}
