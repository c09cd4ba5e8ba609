/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's program that gives a driver of DSA and IAA a hard time. What its files offer each other: words for sysfs,
 * workers (processes that do one thing at random until time is over), and the list of them.
 */
#ifndef VM_STRESS_H
#define VM_STRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_DEVICES = 8, MAX_NAME = 64, MAX_PATH_TEXT = 512 };

/* What was done, over all processes. */
enum count {
	COUNT_DEVICE_CYCLES, /* bound and unbound */
	COUNT_WQ_CYCLES,
	COUNT_PCI_CYCLES,
	COUNT_REMOVALS,
	COUNT_RESETS,
	COUNT_MODULE_CYCLES,
	COUNT_SLEEPS,
	COUNT_COPIES,
	COUNT_READS,
	COUNT_WRITES,
	COUNT_OPENS,
	COUNT_REGISTER_WRITES,
	COUNT_PORTAL_WRITES,
	COUNT_FAILED_ALLOCATIONS,
	COUNT_USER_COPIES,
	COUNT_WOKEN,
	COUNT_STALLED,
	COUNT_PERF,
	COUNTS,
};

/* A function of the PCI bus that the driver knows, whether the driver has it or not. */
struct device {
	char pci[MAX_NAME];  /* 0000:00:02.0 */
	char name[MAX_NAME]; /* dsa0; of the moment when it was looked for, empty if it had no driver */
};

struct worker {
	unsigned int id;
	uint64_t random;
	const struct device *device; /* NULL where it works on all */
	unsigned int wq;	     /* for those that work on one */
};

typedef void (*worker_fn)(struct worker *worker);

/* stress.c: shared by all processes */
void count(enum count what, bool done);
uint64_t now_ms(void); /* of a clock that only goes on */
bool time_is_over(void);
extern struct device devices[MAX_DEVICES];
extern unsigned int n_devices;
void devices_find(void);

/* tools.c: 0 or -errno; paths and values are made like printf's */
int put(const char *value, const char *format, ...) __attribute__((format(printf, 2, 3)));
int get(char *value, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool is(const char *value, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint64_t random_next(struct worker *worker);
unsigned int random_below(struct worker *worker, unsigned int limit);
bool one_in(struct worker *worker, unsigned int n);
void nap_ms(unsigned int ms);
int run(const char *command); /* its exit status */

/* bind.c; for whom a wq is: a bool says kernel or dedicated to a program */
enum wq_kind { WQ_KERNEL, WQ_USER, WQ_SHARED };
int configure_wq(const char *device, unsigned int wq, enum wq_kind kind);
int bind_device(const char *device);
int unbind_device(const char *device);
int bind_wq(const char *device, unsigned int wq, bool user);
int unbind_wq(const char *device, unsigned int wq, bool user);
void work_bind_strictly(struct worker *worker);
void work_bind_device(struct worker *worker);
void work_bind_wq(struct worker *worker);
void work_keep(struct worker *worker);
void work_keep_users(struct worker *worker);
void work_take(struct worker *worker);

/* pci.c */
int pci_bind(const struct device *device);
int pci_unbind(const struct device *device);
void work_pci(struct worker *worker);
void work_remove(struct worker *worker);
void work_reset(struct worker *worker);
void work_module(struct worker *worker);
void work_module_from_users(struct worker *worker);
void work_sleep(struct worker *worker);

/* client.c */
void any_entry(struct worker *worker, const char *path, char *name, size_t size); /* of a folder; empty if there is none */
int copy(const char *channel, unsigned int size, unsigned int many, unsigned int depth);
int copy_on(const struct device *device);
void work_copy(struct worker *worker);
void work_read(struct worker *worker);
void work_write(struct worker *worker);
void work_node(struct worker *worker);

/* user.c */
void work_user(struct worker *worker);
void work_user_poll(struct worker *worker);
void work_user_stalled(struct worker *worker);
bool memory_can_be_withheld(void);

/* mmio.c */
int random_writes(struct worker *worker, unsigned long many, bool bound);

#endif
