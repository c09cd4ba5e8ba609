/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is written out: the log of writes, the count of requests, and the
 * state of the machine.
 */
#ifndef ACCFG_SIM_LOG_H
#define ACCFG_SIM_LOG_H

#include <stdio.h>

#include "sim.h"

int log_open(struct sim *sim);
void log_write(const struct obj *o, const char *attr, const char *value,
	       int rc);
int log_close(struct sim *sim);

/* dump.c */
int dump_state(struct sim *sim, FILE *f);

#endif
