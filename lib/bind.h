/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Binding and unbinding on the bus: the files, and nothing about states. */
#ifndef ACCFG_BIND_H
#define ACCFG_BIND_H

#include "lib/object.h"

/* Writes the object's name to the driver's bind file. -ENOENT: no such driver. Nothing is noted. */
int bind_object(struct accfg_object *object, const char *driver);
/* Writes its name to the unbind file of the driver that has it. */
int unbind_object(struct accfg_object *object);
bool bind_has_driver(struct accfg_ctx *ctx, const char *driver);
/* Kernels before 5.14 have one driver "dsa" for everything, and so does their compatibility driver. */
#define BIND_OLD_DRIVER "dsa"
#define BIND_DEVICE_DRIVER "idxd"

#endif
