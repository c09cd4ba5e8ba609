// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PCI functions, their bus and their driver, as far as tools look at them.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "attrs.h"
#include "machine.h"
#include "sim.h"

#define TEXT(name, text)						\
static int show_##name(const struct obj *o, char *buf, size_t size)	\
{									\
	(void)o;							\
	return snprintf(buf, size, text "\n");				\
}

TEXT(zero, "0x00")
TEXT(one, "1")
TEXT(vendor, "0x8086")
TEXT(class, "0x088000")
TEXT(subsystem_device, "0x0000")

static const struct dev_desc *pci_desc(const struct obj *o)
{
	return o->pci;
}

static int show_pci_device(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "0x%04x\n", pci_desc(o)->pci_id);
}

static int show_pci_node(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%d\n", pci_desc(o)->numa_node);
}

static int show_pci_modalias(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size,
			"pci:v00008086d%08Xsv00008086sd00000000bc08sc80i00\n",
			pci_desc(o)->pci_id);
}

static int show_pci_uevent(const struct obj *o, char *buf, size_t size)
{
	int n = 0;

	if (!o->sim->opt.no_driver)
		n = snprintf(buf, size, "DRIVER=idxd\n");
	n += snprintf(buf + n, size - n, "PCI_CLASS=88000\nPCI_ID=8086:%04X\n"
		      "PCI_SUBSYS_ID=8086:0000\nPCI_SLOT_NAME=%s\nMODALIAS=",
		      pci_desc(o)->pci_id, o->name);
	return n + show_pci_modalias(o, buf + n, size - n);
}

static int pci_extra(const struct obj *o, const char *want, entry_fn fn,
		     void *arg)
{
	struct entry e = { "subsystem", tree_ino(o, SLOT_SUBSYSTEM),
			   S_IFLNK | 0777, false };
	int rc = fn(arg, &e);

	(void)want;
	if (rc || o->sim->opt.no_driver)
		return rc;
	e.name = "driver";
	e.ino = tree_ino(o, SLOT_PCI_DRIVER);
	return fn(arg, &e);
}

static const struct row pci_rows[] = {
	{ "vendor", 0444, 0, show_vendor, NULL },
	{ "device", 0444, 0, show_pci_device, NULL },
	{ "class", 0444, 0, show_class, NULL },
	{ "revision", 0444, 0, show_zero, NULL },
	{ "subsystem_vendor", 0444, 0, show_vendor, NULL },
	{ "subsystem_device", 0444, 0, show_subsystem_device, NULL },
	{ "numa_node", 0644, 0, show_pci_node, attr_ignore },
	{ "enable", 0644, 0, show_one, attr_ignore },
	{ "modalias", 0444, 0, show_pci_modalias, NULL },
	{ "uevent", 0644, 0, show_pci_uevent, attr_ignore },
};

const struct kind kind_pci = {
	.name = "pci", .extra = pci_extra, ROWS(pci_rows),
};

/* Links to all PCI functions: in the bus and in their driver. */
static int pci_links(const struct obj *o, const char *want, entry_fn fn,
		     void *arg)
{
	const struct obj *t;
	int rc = 0;

	(void)want;
	for (unsigned int i = 0; i < o->sim->nobj && !rc; i++) {
		t = o->sim->obj[i];
		if (t->kind == &kind_pci)
			rc = attr_emit_link(t, o->kind == &kind_pci_devices ?
					    SLOT_BUSLINK : SLOT_DRVLINK, fn, arg);
	}
	return rc;
}

const struct kind kind_pci_devices = { .name = "", .extra = pci_links };

/* Loading and unloading of whole devices is not simulated. */
static int refuse(struct obj *o, const char *buf)
{
	(void)o, (void)buf;
	return -EOPNOTSUPP;
}

static const struct row pci_driver_rows[] = {
	{ "bind", 0200, 0, NULL, refuse },
	{ "unbind", 0200, 0, NULL, refuse },
	{ "new_id", 0200, 0, NULL, refuse },
	{ "uevent", 0200, 0, NULL, attr_ignore },
};

const struct kind kind_pci_driver = {
	.name = "", .extra = pci_links, ROWS(pci_driver_rows),
};
