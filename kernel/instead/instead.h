/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A module that only says why it does not load. Two modules of the kernel belong to the in-tree idxd: the bus in
 * idxd_bus would be registered a second time, which the kernel reports with a stack, and iaa_crypto, which udev loads
 * for every object of the bus, pulls idxd_bus in and cannot use this driver. Installed under their names, ours are
 * found first.
 */
#ifndef IDXD_INSTEAD_H
#define IDXD_INSTEAD_H

#include <linux/errno.h>
#include <linux/module.h>
#include <linux/printk.h>

static int __init refuse(void)
{
	pr_notice(KBUILD_MODNAME ": is for the in-tree idxd; the driver of accfg is installed instead\n");
	return -ENODEV;
}
module_init(refuse);

MODULE_AUTHOR("The accfg authors");
MODULE_LICENSE("GPL");

#endif
