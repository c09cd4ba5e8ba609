/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * judge-driver: what the driver does when hardware, processes and administrators meet at the wrong moment; each part
 * holds a fix of kernel/. Runs in a guest as root, on a device that was told what goes wrong.
 */
#ifndef JUDGE_DRIVER_H
#define JUDGE_DRIVER_H

#include "judge-user.h"

/* Wqs of dsa0 with 16 entries in group 0, which has engine 0. mode: "dedicated" or "shared". */
void configure_user_wq(unsigned int wq, const char *mode);
void configure_kernel_wq(unsigned int wq);
/* The device and these wqs, as accfg wants their names. */
void enable(const char *wqs);
/* Whether the kernel's log has a line with this pattern. */
bool logged(const char *pattern);

/* judge-driver-command.c: commands and halts */
void judge_halt(void);
void judge_time_limit(void);
void judge_pause(void);
void judge_pause_for_good(void);
void judge_revoke(void);
void judge_no_reset(void);
/* judge-driver-log.c: the event log and whose PASIDs are */
void judge_log_order(void);
void judge_two_files(void);
void judge_stalled(void);
void judge_counters(void);
void judge_lingering(void);
/* judge-driver-file.c: open files */
void judge_number(void);
void judge_write_rests(void);
/* judge-driver-perf.c: performance counters */
void judge_perf_filters(void);
void judge_perf_group(void);
void judge_perf_gone(void);

#endif
