/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machines from captured trees.
 */
#ifndef ACCFG_SIM_FROM_H
#define ACCFG_SIM_FROM_H

#include <limits.h>

#include "device.h"

int from_machine(struct sim *sim, const char *path, struct machine *m);
/* from-state.c */
bool from_join(char path[PATH_MAX], const char *dir, const char *name);
int from_text(const char *dir, const char *name, char *buf, size_t size);
uint64_t from_number(const char *dir, const char *name);
bool from_exists(const char *dir, const char *name);
int from_caps(struct sim_dev *d);
void from_state(struct sim_dev *d);
void from_cleanup(struct sim *sim);

#endif
