/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An open character device of a wq: who has it, with which PASID, and its object "fileN" on the bus.
 */
#ifndef IDXD_FILE_H
#define IDXD_FILE_H

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/iommu.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct idxd_wq;

/*
 * struct idxd_file - one open()
 * @dev: on the bus while the file is attached to the wq
 * @wq: the queue
 * @filp: for its mappings
 * @mm: of the process; nobody else may use the file
 * @sva: the process's PASID is bound to the device; NULL: no SVA
 * @dead: the wq was disabled, or never attached (idxd->lock)
 */
struct idxd_file {
	struct device dev;
	int id;
	struct idxd_wq *wq;
	struct file *filp;
	struct mm_struct *mm;
	struct iommu_sva *sva;
	u32 pasid;
	pid_t pid;
	atomic64_t cr_faults;
	atomic64_t cr_fault_failures;

	struct work_struct delivery_work; /* has a reference while deliveries has any */
	DECLARE_BITMAP(failed_batches, 256); /* by delivery_work only: with a record that nobody could write */
	spinlock_t delivery_lock; /* guards what follows, up to n_deliveries */
	struct list_head deliveries; /* completion records from the event log */
	unsigned int n_deliveries;

	/* under idxd->lock */
	struct list_head node; /* of the wq's files, or of the device's lingering ones */
	bool lingers;
	bool dead;
};

struct idxd_file *idxd_file_alloc(struct idxd_wq *wq, struct file *filp);
void idxd_file_put(struct idxd_file *file);
int idxd_file_bind(struct idxd_file *file);
void idxd_file_unbind(struct idxd_file *file);
int idxd_file_attach(struct idxd_file *file, struct device *parent);
void idxd_file_detach(struct idxd_file *file);
void idxd_file_linger(struct idxd_file *file);
struct idxd_file *idxd_file_of_pasid(struct idxd_wq *wq, u32 pasid);

/* evl.c */
void idxd_evl_init_file(struct idxd_file *file);

#endif
