/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes as rows: name, mode, the attribute as the rules know it, how it is read. Writing, errors and visibility
 * are the same code for all of them (sysfs.c), because the rules know the rest.
 */
#ifndef IDXD_SYSFS_H
#define IDXD_SYSFS_H

#include <linux/device.h>

#include "rules/idxd-rules.h"

struct idxd_device;

struct idxd_sysfs_row {
	struct device_attribute dattr;
	enum idxd_attr attr;
	const char *instead; /* the name that replaced this one; NULL: not deprecated */
	ssize_t (*read)(struct idxd_device *idxd, unsigned int id, char *buf); /* under idxd->lock */
};

ssize_t idxd_sysfs_show(struct device *dev, struct device_attribute *attr, char *buf);
ssize_t idxd_sysfs_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count);
umode_t idxd_sysfs_visible(struct kobject *kobj, struct attribute *attr, int n);

#define IDXD_ROW_RO(name_, attr_, read_)                                                                             \
	{ .dattr = __ATTR(name_, 0444, idxd_sysfs_show, NULL), .attr = attr_, .read = read_ }
#define IDXD_ROW_RW(name_, attr_, read_)                                                                             \
	{ .dattr = __ATTR(name_, 0644, idxd_sysfs_show, idxd_sysfs_store), .attr = attr_, .read = read_ }
#define IDXD_ROW_OLD(name_, mode_, attr_, read_, instead_)                                                           \
	{ .dattr = __ATTR(name_, mode_, idxd_sysfs_show, (mode_) & 0200 ? idxd_sysfs_store : NULL), .attr = attr_,   \
	  .read = read_, .instead = instead_ }

extern const struct attribute_group *idxd_sysfs_device_groups[];
extern const struct attribute_group *idxd_sysfs_group_groups[];
extern const struct attribute_group *idxd_sysfs_wq_groups[];
extern const struct attribute_group *idxd_sysfs_engine_groups[];

void idxd_sysfs_fill(struct attribute **attrs, struct idxd_sysfs_row *rows, size_t n);
void idxd_sysfs_init(void);
void idxd_sysfs_init_device(void);
void idxd_sysfs_init_group(void);
void idxd_sysfs_init_wq(void);

/* sysfs-parse.c */
int idxd_sysfs_parse(enum idxd_parse form, const char *buf, size_t count, struct idxd_value *value);

extern const char *const idxd_mode_words[2];
extern const char *const idxd_type_words[3];

#endif
