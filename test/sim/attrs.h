/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kinds of directories with their attribute rows, and the one door by
 * which attributes are read and written.
 */
#ifndef ACCFG_SIM_ATTRS_H
#define ACCFG_SIM_ATTRS_H

#include <sys/types.h>

#include "kernel/rules/idxd-rules.h"

#include "tree.h"

extern const struct kind kind_dir, kind_device, kind_group, kind_wq,
			 kind_engine, kind_cdev, kind_file, kind_bus,
			 kind_bus_devices, kind_driver, kind_crypto_driver,
			 kind_pci_bus, kind_pci_devices,
			 kind_pci_driver, kind_pci, kind_module,
			 kind_idxd_module,
			 kind_parameters, kind_nodes, kind_proc;

extern const struct row power_rows[];
extern const unsigned int power_nrows;

int attr_read(struct obj *o, const struct row *row, char *buf, size_t size);
int attr_write(struct obj *o, const struct row *row, const char *data,
	       size_t len, pid_t pid);

bool attr_visible(const struct obj *o, const struct row *row);

/* For the driver's own attributes, with the device locked. */
int attr_show(const struct obj *o, enum idxd_attr attr, char *buf, size_t size);
int attr_store(struct obj *o, enum idxd_attr attr, const char *buf);
void attr_force(struct obj *o, enum idxd_attr attr, const char *buf);
int attr_errno(const struct idxd_verdict *v);
extern const char *const sim_modes[], *const sim_types[];

int attr_uevent(const struct obj *o, char *buf, size_t size);
int attr_uevent_of(const struct obj *o, char *buf, size_t size);
int attr_ignore(struct obj *o, const char *buf);
int attr_driver_link(const struct obj *o, const char *want, entry_fn fn,
		     void *arg);

int attr_emit_link(const struct obj *o, unsigned int slot, entry_fn fn,
		   void *arg);

struct obj *driver_obj(struct sim *sim, int driver);
struct obj *driver_module(const struct obj *driver);
const char *driver_name(int driver);
dev_t node_rdev(struct sim *sim, uint64_t ino);
unsigned int sim_major(const struct sim_dev *d);

#define ROWS(r) .rows = (r), .nrows = sizeof(r) / sizeof((r)[0])

#endif
