/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The simulated machine: options, devices, locks, and the functions that the
 * files of this folder offer each other. Nothing here comes from lib/.
 */
#ifndef ACCFG_SIM_H
#define ACCFG_SIM_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "kernel/rules/idxd-rules.h"

#include "tree.h"

#define SIM_EXIT_FAILED	125	/* the simulator itself failed */
#define SIM_RUN_DIR	".accfg-run"	/* in /dev */
#define SIM_MAX_MINOR	8192
#define SIM_PAGE	4096	/* size of every attribute */

enum sim_count { COUNT_LOOKUP, COUNT_OPEN, COUNT_READ, COUNT_WRITE,
		 COUNT_READDIR, COUNT_GETATTR, COUNT_READLINK, COUNT_MAX };

struct sim_options {
	const char *machine;
	const char *kernel;
	const char *faults;
	const char *log;
	const char *count;
	const char *dump;
	const char *from;
	unsigned long latency_us;
	bool no_driver, ours, no_pasid, no_enqcmd, iaa_crypto, uevents;
};

struct sim {
	struct sim_options opt;
	struct obj **obj;
	atomic_uint nobj;
	struct obj *_Atomic *hash;
	pthread_mutex_t tree_lock;	/* guards adding to the tree */
	pthread_mutex_t minor_lock;	/* guards minor */
	bool minor[2][SIM_MAX_MINOR];
	atomic_uint next_file;
	struct obj *root, *bus, *pci_bus, *pci_driver;
	struct obj *driver[4], *module, *crypto_module;
	const struct idxd_kernel *kernel;
	unsigned int dsa_major, iax_major;
	bool booting;		/* the driver is loading: no latency */
	bool tc_override, verify_compress, no_sva, no_autoprobe;
	const char *sync_mode;
	char version[64];	/* of module idxd; "": it has none */
	struct faults *faults;
	struct log *log;
	int uevent_fd;		/* 0: none are sent */
	char *unpacked;		/* folder of a captured tar */
	struct sim_dev *dev;
	unsigned int ndev;
	struct timespec started;
	bool changes;		/* objects may vanish: cache no entry */
	atomic_ulong count[COUNT_MAX];
};

/* fuse.c */
int fuse_start(struct sim *sim, int fd);
void fuse_drain(void);
/* To be called before anything that takes long. */
void fuse_let_others(void);

/* namespace.c */
int namespace_enter(void);
int namespace_mount_fuse(void);
int namespace_build(struct sim *sim, bool own_proc);

/* run.c */
int run_command(struct sim *sim, char **argv, int fuse_fd);

void sim_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
