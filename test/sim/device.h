/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of one simulated device as the driver would hold it (in the
 * structs of kernel/rules), and what the driver does to it.
 */
#ifndef ACCFG_SIM_DEVICE_H
#define ACCFG_SIM_DEVICE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "kernel/rules/idxd-rules.h"

#include "machine.h"
#include "tree.h"

#define DRV_NONE	(-1)	/* else enum idxd_bus_driver */

enum hw_cmd { HW_ENABLE_DEVICE = 1, HW_DISABLE_DEVICE = 2, HW_RESET_DEVICE = 5,
	      HW_ENABLE_WQ = 6, HW_DRAIN_WQ = 8, HW_RESET_WQ = 10 };

/* What the rules do not know of a wq. */
struct sim_wq {
	char name[IDXD_RULES_NAME_MAX + 1];
	char driver_name[IDXD_RULES_DRIVER_NAME_MAX + 1];
	atomic_int minor;	/* of the character device, -1 none */
	_Atomic uint64_t node_at; /* when its node appears, monotonic us */
	struct obj *obj, *cdev;
};

struct sim_dev {
	pthread_mutex_t cmd;	/* one bind, unbind or command at a time */
	pthread_mutex_t lock;	/* guards all below; never held in a sleep */
	struct sim *sim;
	struct obj *obj, *pci;
	struct dev_desc desc;
	struct idxd_caps caps;
	struct idxd_config cfg;
	unsigned int id;
	bool halted;		/* the hardware is */
	uint64_t errors[4];
	struct sim_wq *wq;
};

static inline struct idxd_view dev_view(const struct sim_dev *d,
					const struct idxd_kernel *kernel)
{
	return (struct idxd_view){ kernel, &d->caps, &d->cfg };
}

/* device.c */
int device_add_all(struct sim *sim, const struct machine *m);
void device_free_all(struct sim *sim);

/* initial.c */
int initial_config(struct sim_dev *d);

/* driver.c: bind, unbind with d->cmd held; open, halted with d->lock */
int driver_bind(struct obj *o, int drv);
int driver_unbind(struct obj *o);
void driver_autoprobe(struct obj *o);
void driver_add_node(struct obj *wq, int minor);
void driver_open(struct obj *wq, unsigned int n, int pid);
void driver_halted(struct sim_dev *d);
int driver_of(const struct obj *o);
uint64_t driver_now(void);
void driver_set(struct obj *o, int drv);

#endif
