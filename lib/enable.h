/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Enabling, inside of the library; see also accfg_device_enable() and accfg_wq_enable(). */
#ifndef ACCFG_ENABLE_H
#define ACCFG_ENABLE_H

struct accfg_object;

/* Enables a device or wq that is known to be disabled, without asking for its state before. */
int enable_disabled(struct accfg_object *object);

#endif
