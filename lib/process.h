/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other processes, by procfs: who they are and whether a process is still the one that was meant. */
#ifndef ACCFG_PROCESS_H
#define ACCFG_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/libaccfg.h"

#define PROCESS_COMMAND_SIZE 160
#define PROCESS_COMM_SIZE 64
#define PROCESS_BOOT_SIZE 48

/* start makes a number that is used again tell apart. */
struct process {
	int pid;
	uint64_t start; /* in clock ticks after the boot; 0 unknown */
	char command[PROCESS_COMMAND_SIZE]; /* its words, one space between; cut where too long */
};

/* Never fails: what procfs does not tell stays empty. */
void process_self(struct accfg_ctx *ctx, struct process *process);
/* False also for a process whose number somebody else has by now. */
bool process_is_alive(struct accfg_ctx *ctx, int pid, uint64_t start);
/* Its short name, as ps(1) shows it; "" unknown. */
void process_get_comm(struct accfg_ctx *ctx, int pid, char comm[PROCESS_COMM_SIZE]);
/* The process that a thread belongs to; the number itself where procfs does not tell. */
int process_of_thread(struct accfg_ctx *ctx, int tid);
/* Does procfs number processes as the kernel's own files do? Not in containers. */
bool process_is_in_first_namespace(struct accfg_ctx *ctx);
/* Differs after each boot; "" unknown. */
void process_get_boot_id(struct accfg_ctx *ctx, char id[PROCESS_BOOT_SIZE]);

#endif
