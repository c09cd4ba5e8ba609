// SPDX-License-Identifier: GPL-2.0-only
/*
 * The event log: the device writes what went wrong into a ring in memory; where a completion record did not reach its
 * process because the page was not there, it is copied from the entry.
 */
#include <linux/bitfield.h>
#include <linux/dma-mapping.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/kthread.h>
#include <linux/mmu_context.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "driver.h"
#include "evl.h"
#include "file.h"

#define HEAD_WORDS 3
#define RECORD_MAX 64

/* As many of one process may be on their way; each takes memory of the kernel. */
#define DELIVERIES_MAX 1024

/* A completion record on its way to a process. */
struct delivery {
	struct list_head node;
	u64 entry[HEAD_WORDS];
	unsigned int size;
	u8 record[RECORD_MAX];
};

static struct workqueue_struct *deliverers;

/* The status byte comes last: it is what the process looks at. */
static bool copy_record(struct delivery *delivery)
{
	u8 __user *to = (u8 __user *)(unsigned long)delivery->entry[2];

	if (copy_to_user(to + 1, delivery->record + 1, delivery->size - 1))
		return false;
	smp_wmb(); /* whoever sees the status finds the rest */
	return !copy_to_user(to, delivery->record, 1);
}

static bool is_drain(const u64 *entry)
{
	return FIELD_GET(IDXD_EVL_ERROR, entry[0]) == DSA_COMP_DRAIN_EVL;
}

/*
 * Whether there is a record for the process. That of a batch comes this way when one of its descriptors' did, and it is
 * only known here that this could not be written, so that the batch has failed.
 */
static bool is_wanted(struct idxd_file *file, struct delivery *delivery)
{
	unsigned int batch = FIELD_GET(IDXD_EVL_BATCH_ID, delivery->entry[0]);

	switch (FIELD_GET(IDXD_EVL_ERROR, delivery->entry[0])) {
	case DSA_COMP_CRA_XLAT:
		if (delivery->entry[1] & IDXD_EVL_FIRST_OF_BATCH)
			__clear_bit(batch, file->failed_batches);
		return true;
	case DSA_COMP_BATCH_EVL_ERR:
		if (!__test_and_clear_bit(batch, file->failed_batches))
			break;
		if (delivery->record[0] == DSA_COMP_SUCCESS)
			delivery->record[0] = DSA_COMP_BATCH_FAIL;
		delivery->record[1] = 1;
		return true;
	}
	return delivery->entry[1] & IDXD_EVL_RCR;
}

static void deliver(struct idxd_file *file, struct delivery *delivery)
{
	bool done = !is_wanted(file, delivery);

	if (!done && mmget_not_zero(file->mm)) {
		kthread_use_mm(file->mm);
		done = copy_record(delivery);
		kthread_unuse_mm(file->mm);
		mmput(file->mm);
	}
	if (done || is_drain(delivery->entry))
		return;
	atomic64_inc(&file->cr_fault_failures);
	if (delivery->entry[0] & IDXD_EVL_BATCH)
		__set_bit(FIELD_GET(IDXD_EVL_BATCH_ID, delivery->entry[0]), file->failed_batches);
}

/* The one that is under way stays in the list, so that nobody begins anew. Returns whether there are more. */
static bool drop_first(struct idxd_file *file)
{
	struct delivery *delivery = list_first_entry(&file->deliveries, struct delivery, node);
	bool more;

	spin_lock(&file->delivery_lock);
	list_del(&delivery->node);
	file->n_deliveries--;
	more = !list_empty(&file->deliveries);
	spin_unlock(&file->delivery_lock);
	kfree(delivery);
	return more;
}

/* In the order of the log. Memory that does not come holds up the records of its own process only. */
static void deliver_all(struct work_struct *work)
{
	struct idxd_file *file = container_of(work, struct idxd_file, delivery_work);

	do
		deliver(file, list_first_entry(&file->deliveries, struct delivery, node));
	while (drop_first(file));
	idxd_file_put(file);
}

/* Takes over the caller's reference, and the delivery unless there are too many. */
static bool enqueue(struct idxd_file *file, struct delivery *delivery)
{
	bool first, fits;

	spin_lock(&file->delivery_lock);
	first = list_empty(&file->deliveries);
	fits = file->n_deliveries < DELIVERIES_MAX;
	if (fits) {
		list_add_tail(&delivery->node, &file->deliveries);
		file->n_deliveries++;
	}
	spin_unlock(&file->delivery_lock);
	if (!fits)
		atomic64_inc(&file->cr_fault_failures);
	if (first)
		queue_work(deliverers, &file->delivery_work);
	else
		idxd_file_put(file);
	return fits;
}

static void start_delivery(struct idxd_device *idxd, const u64 *entry, const void *record)
{
	unsigned int wq = FIELD_GET(IDXD_EVL_WQ, entry[0]), size = idxd->family->record_size;
	struct delivery *delivery;
	struct idxd_file *file;

	if (wq >= idxd->caps.max_wqs || idxd->evl->entry_size < idxd->family->evl_record + size)
		return;
	file = idxd_file_of_pasid(&idxd->wqs[wq], FIELD_GET(IDXD_EVL_PASID, entry[0]));
	if (!file)
		return;
	if (!is_drain(entry))
		atomic64_inc(&file->cr_faults);
	delivery = kzalloc(sizeof(*delivery), GFP_KERNEL);
	if (!delivery) {
		atomic64_inc(&file->cr_fault_failures);
		idxd_file_put(file);
		return;
	}
	memcpy(delivery->entry, entry, sizeof(delivery->entry));
	delivery->size = size;
	memcpy(delivery->record, record, size);
	if (!enqueue(file, delivery))
		kfree(delivery);
}

/**
 * idxd_evl_init_file - before a file can get completion records
 * @file: the file
 */
void idxd_evl_init_file(struct idxd_file *file)
{
	spin_lock_init(&file->delivery_lock);
	INIT_LIST_HEAD(&file->deliveries);
	INIT_WORK(&file->delivery_work, deliver_all);
}

static void process_entry(struct idxd_device *idxd, const u64 *log_entry)
{
	u64 entry[HEAD_WORDS];
	unsigned int i;

	/* Once: the device may still write what was checked. */
	for (i = 0; i < HEAD_WORDS; i++)
		entry[i] = READ_ONCE(log_entry[i]);
	switch (FIELD_GET(IDXD_EVL_ERROR, entry[0])) {
	case DSA_COMP_CRA_XLAT:
	case DSA_COMP_DRAIN_EVL:
	case DSA_COMP_BATCH_EVL_ERR:
		if (entry[0] & IDXD_EVL_WQ_VALID && entry[0] & IDXD_EVL_DESC_VALID)
			start_delivery(idxd, entry, (const u8 *)log_entry + idxd->family->evl_record);
		break;
	default:
		dev_warn_ratelimited(&idxd->conf_dev, "event log: %#018llx %#018llx %#018llx\n", entry[0], entry[1],
				     entry[2]);
	}
}

/**
 * idxd_evl_process - deal with what the device has logged
 * @idxd: the device
 */
void idxd_evl_process(struct idxd_device *idxd)
{
	void __iomem *at = idxd->regs + IDXD_REG_EVLSTATUS;
	struct idxd_evl *evl = idxd->evl;
	unsigned int head, tail;
	u64 status;

	if (!evl)
		return;
	mutex_lock(&evl->lock);
	if (!evl->log)
		goto out;
	iowrite32(upper_32_bits(IDXD_EVLSTATUS_PENDING), at + sizeof(u32));
	status = ioread64(at);
	head = FIELD_GET(IDXD_EVLSTATUS_HEAD, status);
	tail = FIELD_GET(IDXD_EVLSTATUS_TAIL, status);
	if (head >= evl->entries || tail >= evl->entries)
		goto out;
	while (head != tail) {
		process_entry(idxd, evl->log + head * evl->entry_size);
		head = (head + 1) % evl->entries;
	}
	iowrite32(head, at);
out:
	mutex_unlock(&evl->lock);
}

static void set_register(struct idxd_device *idxd, unsigned int reg, u32 bits, bool on)
{
	u32 value = ioread32(idxd->regs + reg);

	iowrite32(on ? value | bits : value & ~bits, idxd->regs + reg);
}

/**
 * idxd_evl_start - give the device its log
 * @idxd: the device, disabled; may have no event log
 *
 * Return: 0 or a value for cmd_status.
 */
u32 idxd_evl_start(struct idxd_device *idxd)
{
	struct idxd_evl *evl = idxd->evl;
	unsigned int entries = idxd->config.device.event_log_size;
	u64 config[2];
	void *log;

	if (!evl)
		return 0;
	/* Without the kernel's own warning: the size may be more than it gives in one piece. */
	log = dma_alloc_coherent(idxd_pci_dev(idxd), entries * evl->entry_size, &evl->dma, GFP_KERNEL | __GFP_NOWARN);
	if (!log) {
		dev_err(&idxd->conf_dev, "no memory for an event log of %u entries\n", entries);
		return IDXD_SCMD_DEV_EVL_ERR;
	}
	mutex_lock(&evl->lock);
	evl->log = log;
	evl->entries = entries;
	mutex_unlock(&evl->lock);
	config[0] = evl->dma & IDXD_EVLCFG_BASE;
	config[1] = FIELD_PREP(IDXD_EVLCFG_SIZE, entries);
	if (idxd->kernel_pasid != IOMMU_PASID_INVALID) {
		config[0] |= IDXD_EVLCFG_PASID_EN;
		config[1] |= FIELD_PREP(IDXD_EVLCFG_PASID, idxd->kernel_pasid);
	}
	iowrite64(config[0], idxd->regs + IDXD_REG_EVLCFG);
	iowrite64(config[1], idxd->regs + IDXD_REG_EVLCFG + sizeof(u64));
	iowrite32(0, idxd->regs + IDXD_REG_EVLSTATUS);
	set_register(idxd, IDXD_REG_GENCTRL, IDXD_GENCTRL_EVL, true);
	set_register(idxd, IDXD_REG_GENCFG, IDXD_GENCFG_EVL, true);
	return 0;
}

/**
 * idxd_evl_stop - take the log from the device
 * @idxd: the device, disabled; may have no event log
 */
void idxd_evl_stop(struct idxd_device *idxd)
{
	struct idxd_evl *evl = idxd->evl;
	void *log;

	if (!evl || !evl->log)
		return;
	idxd_evl_process(idxd); /* what was logged last */
	set_register(idxd, IDXD_REG_GENCTRL, IDXD_GENCTRL_EVL, false);
	set_register(idxd, IDXD_REG_GENCFG, IDXD_GENCFG_EVL, false);
	iowrite64(0, idxd->regs + IDXD_REG_EVLCFG);
	iowrite64(0, idxd->regs + IDXD_REG_EVLCFG + sizeof(u64));
	mutex_lock(&evl->lock);
	log = evl->log;
	evl->log = NULL;
	mutex_unlock(&evl->lock);
	dma_free_coherent(idxd_pci_dev(idxd), evl->entries * evl->entry_size, log, evl->dma);
}

/**
 * idxd_evl_create - what a device with an event log needs all the time
 * @idxd: the device
 *
 * Return: 0 or -ENOMEM.
 */
int idxd_evl_create(struct idxd_device *idxd)
{
	struct idxd_evl *evl;

	if (!idxd->caps.evl_entry_code)
		return 0;
	evl = kzalloc(sizeof(*evl), GFP_KERNEL);
	if (!evl)
		return -ENOMEM;
	mutex_init(&evl->lock);
	evl->entry_size = 32U << idxd->caps.evl_entry_code;
	idxd->evl = evl;
	return 0;
}

/**
 * idxd_evl_destroy - the opposite of idxd_evl_create()
 * @idxd: the device; its interrupts are gone
 */
void idxd_evl_destroy(struct idxd_device *idxd)
{
	struct idxd_evl *evl = idxd->evl;

	idxd->evl = NULL;
	if (!evl)
		return;
	mutex_destroy(&evl->lock);
	kfree(evl);
}

/**
 * idxd_evl_init - before the first device
 *
 * Completion records may be on their way when a device goes; they hold the module only.
 *
 * Return: 0 or -ENOMEM.
 */
int idxd_evl_init(void)
{
	deliverers = alloc_workqueue("idxd-evl", WQ_UNBOUND, WQ_MAX_ACTIVE);
	return deliverers ? 0 : -ENOMEM;
}

/** idxd_evl_exit - after the last device */
void idxd_evl_exit(void)
{
	destroy_workqueue(deliverers);
}
