/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small captured trees in a temporary folder, made by the tests themselves: plain files that behave like nothing. What
 * needs a driver behind the files runs in accfg-sim (test-live.c).
 */
#ifndef TEST_TREE_H
#define TEST_TREE_H

#include "lib/libaccfg.h"

struct tree {
	char root[64];	  /* the temporary folder */
	char sysfs[80];	  /* root/sys */
	struct accfg_ctx *ctx; /* looks at it */
};

int tree_setup(void **state);	 /* a tree without devices, and a context */
int tree_teardown(void **state); /* ends both */

/* Paths are printf formats relative to sysfs; folders are made as needed. */
void tree_write(struct tree *tree, const char *text, const char *path, ...) __attribute__((format(printf, 3, 4)));
void tree_remove(struct tree *tree, const char *path, ...) __attribute__((format(printf, 2, 3)));
void tree_link(struct tree *tree, const char *target, const char *path, ...) __attribute__((format(printf, 3, 4)));
char *tree_read(struct tree *tree, const char *path, ...) __attribute__((format(printf, 2, 3))); /* free() it */

/* devices/pci0000:6a/0000:6a:BB.0/NAME with its link on the bus, state "disabled", and wqs, groups, engines as folders. */
void tree_add_device(struct tree *tree, const char *name, unsigned int wqs, unsigned int groups, unsigned int engines);
/* Where it is: "devices/.../dsa0". Static memory. */
const char *tree_device(const char *name);
void tree_add_part(struct tree *tree, const char *device, const char *part);

struct accfg_device *tree_get_device(struct tree *tree, const char *name);
/* "dsa0", "dsa0/wq0.1", ... */
struct accfg_object *tree_get_object(struct tree *tree, enum accfg_kind kind, const char *selector);
const char *tree_message(struct tree *tree); /* of the last error; "" if there is none */

#endif
