/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What goes wrong on purpose: see FAULTS in accfg-sim(1).
 */
#ifndef ACCFG_SIM_FAULTS_H
#define ACCFG_SIM_FAULTS_H

#include <stdbool.h>
#include <sys/types.h>

#include "device.h"

/* One entry of the file. Strings are borrowed from the parsed JSON. */
struct fault {
	const char *object, *attr;	/* globs */
	const char *command;		/* glob of hardware commands, or NULL */
	unsigned long nth, seen;	/* 0: every one */
	int error;
	int cmd_status;			/* -1 none */
	unsigned long delay_us;
	int signal;
	bool signal_before;
	bool on_read, missing, vanish, halt;
	unsigned long node_delay_us;
	int clients;			/* -1 none */
	int pid;
};

struct faults {
	pthread_mutex_t lock;		/* guards seen */
	struct fault *list;
	unsigned int n;
	json_object *json;
};

/* What remains to be done once a write has taken effect. */
struct fault_hit {
	int signal;
};

/* faults-json.c */
int faults_load(struct sim *sim, const char *path);
void faults_free(struct sim *sim);

/* faults.c */
void faults_start(struct sim *sim);
int faults_read(const struct obj *o, const char *attr);
bool faults_missing(const struct obj *o, const char *attr);
int faults_write(struct obj *o, const char *attr, const char *value, pid_t pid,
		 struct fault_hit *hit);
void faults_after(const struct fault_hit *hit, pid_t pid);
uint32_t faults_command(const struct obj *o, enum hw_cmd cmd,
			unsigned long *us);
void faults_clients(struct obj *wq);
unsigned long faults_node_delay(const struct obj *wq);

#endif
