/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uevents of objects of the dsa bus; nothing happens without --uevents.
 */
#ifndef ACCFG_SIM_UEVENT_H
#define ACCFG_SIM_UEVENT_H

#include "tree.h"

int uevent_open(struct sim *sim);
void uevent_send(const struct obj *o, const char *action);
int uevent_store(struct obj *o, const char *buf);

#endif
