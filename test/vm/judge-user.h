/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * judge-user: what a program may do with a user wq, as tests that any idxd driver must pass. Runs
 * in a guest as root.
 */
#ifndef JUDGE_USER_H
#define JUDGE_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define WQS "/sys/bus/dsa/devices/dsa0/"
#define DEDICATED "/dev/dsa/wq0.0"
#define SHARED "/dev/dsa/wq0.1"

/* judge-user-tap.c: a line of TAP each; what was, instead of what should be, is told where they fail.
 */
void check(bool good, const char *sentence, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define is(sentence, value, expected)                                                              \
	check_number(sentence, #value, (long long)(value), (long long)(expected))
void check_number(const char *sentence, const char *what, long long value, long long expected);
/* The plan; the status to end with. */
int told_all(void);
/* 0, or the -errno of the call that gave -1 just before. */
long result(long returned);

/* The shell's; its exit status, and what it said is shown when the next check fails. */
int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* An attribute below dsa0 as a number, -errno where there is none. */
long long attribute(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Of the first of all open files; -2 where there is none. */
long long statistic(const char *name);
/* Waits some seconds for the value; what it is then. */
long long statistic_becomes(const char *name, long long value);
void pause_ms(unsigned int ms);

/* judge-user-none.c: platforms where no process has a PASID */
void judge_refused(void);
void judge_open_fails(void);

/* judge-user-sva.c: platforms where they have */
void judge_sva(void);
/* judge-user-gone.c: not for the in-tree driver */
void judge_gone(void);
/* judge-user-file.c, judge-user-log.c, judge-user-life.c, judge-user-data.c: dedicated and shared,
 * in one group */
void judge_files(void);
void judge_log(void);
void judge_swerr(void);
void judge_life(void);
void judge_data(void);

#endif
