/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the phases and what runs them. */
#ifndef VM_STRESS_PHASES_H
#define VM_STRESS_PHASES_H

#include "stress.h"

/* stress.c */
void tell(bool good, const char *what, const char *why);
void time_starts(void);
void time_stops(void);
/* A process that does it so often, or until time is over where `times` is 0. */
void worker_start(const char *name, worker_fn fn, const struct device *device, unsigned long times);
unsigned int workers_end(unsigned long seconds);
unsigned long count_of(enum count what);
const char *count_name(enum count what);
void counts_print(void);
long seconds_passed(void); /* since it was asked last */

/* phases.c: false if there is no phase of that name */
bool phase_run(const char *name, unsigned long number);
void no_looking_for_leaks(void);

/* perf.c: how many of them count wrongly */
unsigned int perf_counts(const struct device *device);
void work_perf(struct worker *worker);

/* alloc.c: allocations fail in everything that binds and unbinds, at most so many in each */
extern unsigned int allocation_samples;
void work_failing_allocations(struct worker *worker);
bool allocations_can_fail(void);

#endif
