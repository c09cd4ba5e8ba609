/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The directories of the simulated machine and what stands in them.
 * An inode number is computed from a directory and a slot in it, so that
 * attributes and links need no memory of their own.
 */
#ifndef ACCFG_SIM_TREE_H
#define ACCFG_SIM_TREE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct sim;
struct sim_dev;
struct dev_desc;
struct obj;

enum slot {
	SLOT_SELF = 0,
	SLOT_ROW = 1,		/* attribute rows 1..99 */
	SLOT_SUBSYSTEM = 100,	/* link to the bus */
	SLOT_MODULE,		/* link of a driver to its module */
	SLOT_BUSLINK,		/* link to this object in bus/X/devices */
	SLOT_DRVLINK,		/* link to this object in its driver */
	SLOT_NODE,		/* character node of this wq in /dev */
	SLOT_PCI_DRIVER,	/* link of a PCI function to its driver */
	SLOT_DRIVER = 110,	/* link to driver number 0..15 */
	SLOT_POWER = 150,	/* directory power/ and its attributes */
	SLOT_POWER_ROW,
};

/* One file: an attribute of the driver, or functions where it is not. */
struct row {
	const char *name;
	mode_t mode;
	unsigned int attr;	/* enum idxd_attr */
	int (*show)(const struct obj *o, char *buf, size_t size);
	int (*store)(struct obj *o, const char *buf);
};

struct entry {
	const char *name;
	uint64_t ino;
	mode_t mode;
	bool dynamic;		/* may come, go or change: not to be cached */
};

/* Returns non-zero to stop the enumeration. */
typedef int (*entry_fn)(void *arg, const struct entry *e);

struct kind {
	const char *name;	/* DEVTYPE where the object has one */
	const struct row *rows;
	unsigned int nrows;
	bool on_dsa_bus;	/* has power/, subsystem, driver, bus link */
	bool dynamic;		/* comes and goes: not to be cached */
	/* Entries that come and go; only the one called want when set. */
	int (*extra)(const struct obj *o, const char *want, entry_fn fn,
		     void *arg);
};

struct obj {
	struct sim *sim;
	const struct kind *kind;
	char *name;
	uint32_t idx;
	int id;			/* of a wq, group, engine, driver, file */
	atomic_bool gone;	/* not there (any more) */
	atomic_int bound;	/* 1 + the driver it is bound to, 0 none */
	uint64_t hidden;	/* rows that a captured tree does not have */
	struct sim_dev *dev;
	const struct dev_desc *pci;	/* of a PCI function */
	struct obj *parent, *last;
	/* read without lock while objects are added */
	struct obj *_Atomic child, *_Atomic next, *hash_next;
};

struct obj *tree_add(struct sim *sim, struct obj *parent,
		     const struct kind *kind, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
struct obj *tree_dir(struct sim *sim, const char *path);
struct obj *tree_find(struct sim *sim, const char *name);
void tree_free(struct sim *sim);

uint64_t tree_ino(const struct obj *o, unsigned int slot);
struct obj *tree_obj(struct sim *sim, uint64_t ino, unsigned int *slot);
const struct row *tree_row(struct sim *sim, uint64_t ino, struct obj **o);
mode_t tree_mode(struct sim *sim, uint64_t ino);
bool tree_present(const struct obj *o);

int tree_lookup(struct sim *sim, uint64_t dir, const char *name,
		struct entry *e);
int tree_list(struct sim *sim, uint64_t dir, entry_fn fn, void *arg);
int tree_readlink(struct sim *sim, uint64_t ino, char *buf, size_t size);
int tree_path(const struct obj *o, char *buf, size_t size);

#endif
