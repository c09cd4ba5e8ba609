// SPDX-License-Identifier: GPL-2.0-only
/*
 * The character device of a wq that is bound to the driver "user": open, mmap of the portal, write of descriptors,
 * poll.
 */
#include <linux/bitfield.h>
#include <linux/capability.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "desc.h"
#include "driver.h"
#include "file.h"

struct idxd_cdev {
	struct device dev;
	struct cdev cdev;
	struct idxd_wq *wq;
	int minor;
};

/* One region of numbers for each family. */
static struct {
	const char *name;
	dev_t first;
	struct ida minors;
} regions[] = {
	[IDXD_FAMILY_DSA] = { .name = "dsa", .minors = IDA_INIT(regions[IDXD_FAMILY_DSA].minors) },
	[IDXD_FAMILY_IAX] = { .name = "iax", .minors = IDA_INIT(regions[IDXD_FAMILY_IAX].minors) },
};

static void release_cdev(struct device *dev)
{
	struct idxd_cdev *cdev = container_of(dev, struct idxd_cdev, dev);

	ida_free(&regions[cdev->wq->idxd->family->family].minors, cdev->minor);
	put_device(&cdev->wq->conf_dev);
	kfree(cdev);
}

const struct device_type idxd_type_cdev = { .name = "idxd_cdev", .release = release_cdev };

static bool foreign(struct idxd_file *file)
{
	return current->mm != file->mm;
}

/* Counts the client, so that a dedicated wq has one only. */
static int claim(struct idxd_wq *wq, struct idxd_cdev *cdev)
{
	struct idxd_device *idxd = wq->idxd;
	int ret = 0;

	mutex_lock(&idxd->lock);
	if (wq->cdev != cdev || wq->quiet)
		ret = -ENODEV;
	else if (idxd_wq_config(wq)->mode == IDXD_MODE_DEDICATED && atomic_read(&wq->clients))
		ret = -EBUSY;
	else
		atomic_inc(&wq->clients);
	mutex_unlock(&idxd->lock);
	return ret;
}

static int attach(struct idxd_file *file, struct idxd_cdev *cdev)
{
	struct idxd_wq *wq = file->wq;
	int ret;

	lockdep_assert_held(&wq->idxd->lock);
	if (wq->cdev != cdev || wq->quiet)
		return -ENODEV;
	if (file->sva && idxd_wq_config(wq)->mode == IDXD_MODE_DEDICATED && idxd_wq_set_pasid(wq, file->pasid))
		return -EIO;
	ret = idxd_file_attach(file, &cdev->dev);
	if (ret && file->sva && idxd_wq_config(wq)->mode == IDXD_MODE_DEDICATED)
		idxd_wq_set_pasid(wq, IOMMU_PASID_INVALID);
	return ret;
}

/* The driver does not leave the device meanwhile; its PASIDs may then be another driver's business. */
static int bind_and_attach(struct idxd_file *file, struct idxd_cdev *cdev)
{
	struct idxd_wq *wq = file->wq;
	int ret;

	ret = idxd_file_bind(file);
	if (ret)
		return ret;
	mutex_lock(&wq->idxd->lock);
	ret = attach(file, cdev);
	mutex_unlock(&wq->idxd->lock);
	if (ret)
		idxd_file_unbind(file);
	return ret;
}

static int open_wq(struct idxd_wq *wq, struct idxd_cdev *cdev, struct file *filp)
{
	struct idxd_file *file;
	int ret;

	ret = claim(wq, cdev);
	if (ret)
		return ret;
	file = idxd_file_alloc(wq, filp);
	ret = PTR_ERR_OR_ZERO(file);
	if (ret)
		goto no_file;
	ret = bind_and_attach(file, cdev);
	if (ret)
		goto put;
	filp->private_data = file;
	return 0;

put:
	idxd_file_put(file);
no_file:
	atomic_dec(&wq->clients);
	return ret;
}

static int cdev_open(struct inode *inode, struct file *filp)
{
	struct idxd_cdev *cdev = container_of(inode->i_cdev, struct idxd_cdev, cdev);
	struct idxd_device *idxd = cdev->wq->idxd;
	int ret;

	down_read(&idxd->binding);
	ret = open_wq(cdev->wq, cdev, filp);
	up_read(&idxd->binding);
	return ret;
}

/* What the process submitted is waited for: the device may use its addresses no longer. */
static void finish_work(struct idxd_file *file)
{
	struct idxd_wq *wq = file->wq;
	u32 code = 0;

	if (idxd_wq_config(wq)->mode == IDXD_MODE_DEDICATED) {
		if (file->sva)
			code = idxd_wq_set_pasid(wq, IOMMU_PASID_INVALID);
		else
			idxd_cmd_wq(wq, IDXD_CMD_DRAIN_WQ);
	} else if (file->sva) {
		code = idxd_cmd(wq->idxd, IDXD_CMD_DRAIN_PASID, file->pasid, NULL);
	}
	if (code == IDXD_CMDSTS_HARDWARE)
		idxd_file_linger(file);
	idxd_evl_process(wq->idxd); /* while the PASID is still this file's: the next process may get it */
}

static void leave(struct idxd_file *file, bool finish)
{
	if (file->dead)
		return;
	if (finish)
		finish_work(file);
	else if (file->sva && idxd_wq_config(file->wq)->mode == IDXD_MODE_DEDICATED)
		file->wq->pasid = IOMMU_PASID_INVALID; /* not to come back with the wq */
	idxd_file_detach(file);
	atomic_dec(&file->wq->clients);
}

static int cdev_release(struct inode *inode, struct file *filp)
{
	struct idxd_file *file = filp->private_data;
	struct idxd_wq *wq = file->wq;

	mutex_lock(&wq->idxd->lock);
	leave(file, idxd_wq_config(wq)->enabled && !wq->quiet);
	mutex_unlock(&wq->idxd->lock);
	idxd_file_unbind(file);
	idxd_file_put(file);
	return 0;
}

static bool is_dead(struct idxd_file *file)
{
	return READ_ONCE(file->dead);
}

/*
 * The page is put in when it is touched, under the reference that a disabling of the wq waits for: so whoever disables
 * the wq finds every mapping. While the wq only rests, who touches the page waits with it.
 */
static vm_fault_t portal_fault(struct vm_fault *vmf)
{
	struct idxd_file *file = vmf->vma->vm_private_data;
	struct idxd_wq *wq = file->wq;
	vm_fault_t ret;

	if (vmf->pgoff != vmf->vma->vm_pgoff || is_dead(file))
		return VM_FAULT_SIGBUS;
	if (!percpu_ref_tryget_live(&wq->active)) {
		usleep_range(1000, 2000);
		return VM_FAULT_NOPAGE;
	}
	ret = is_dead(file) ? VM_FAULT_SIGBUS :
			      vmf_insert_pfn(vmf->vma, vmf->vma->vm_start, wq->portal_phys >> PAGE_SHIFT);
	percpu_ref_put(&wq->active);
	return ret;
}

static const struct vm_operations_struct portal_ops = { .fault = portal_fault };

static int cdev_mmap(struct file *filp, struct vm_area_struct *vma)
{
	struct idxd_file *file = filp->private_data;

	/* INTEL-SA-01084: no device that exists may be given to somebody who is not trusted. */
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	if (foreign(file))
		return -EPERM;
	if (vma->vm_end - vma->vm_start > IDXD_PORTAL_SIZE || !(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (is_dead(file))
		return -ENODEV;
	idxd_vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	vma->vm_ops = &portal_ops;
	vma->vm_private_data = file;
	return 0;
}

/* What the device would take from a process without asking, and must not. */
static int check(struct idxd_file *file, const struct idxd_hw_desc *desc)
{
	struct idxd_device *idxd = file->wq->idxd;

	if (idxd->family->family == IDXD_FAMILY_DSA && idxd->caps.version == IDXD_VERSION_1 &&
	    FIELD_GET(IDXD_HW_OPCODE, desc->flags) == DSA_OPCODE_BATCH)
		return -EINVAL;
	return IS_ALIGNED(desc->record, idxd->family->record_size) ? 0 : -EINVAL;
}

/* While the wq only rests, who writes waits with it, as who touches the portal does. */
static int enter(struct idxd_file *file, bool may_wait)
{
	struct idxd_wq *wq = file->wq;

	while (!percpu_ref_tryget_live(&wq->active)) {
		if (is_dead(file))
			return -ENODEV;
		if (!may_wait)
			return -EAGAIN;
		if (signal_pending(current))
			return -ERESTARTSYS;
		usleep_range(1000, 2000);
	}
	if (!is_dead(file))
		return 0;
	percpu_ref_put(&wq->active);
	return -ENODEV;
}

/* Whoever disables the wq waits for its reference: it is not held while memory of the process may have to come. */
static int submit_one(struct idxd_file *file, const char __user *from)
{
	struct idxd_wq *wq = file->wq;
	struct idxd_hw_desc desc;
	bool shared;
	int ret;

	if (copy_from_user(&desc, from, sizeof(desc)))
		return -EFAULT;
	ret = check(file, &desc);
	if (ret)
		return ret;
	ret = enter(file, !(file->filp->f_flags & O_NONBLOCK));
	if (ret)
		return ret;
	/* Neither changes while the wq is enabled. */
	shared = wq->idxd->config.wqs[wq->id].mode == IDXD_MODE_SHARED;
	if (shared)
		desc.pasid = file->pasid & IDXD_HW_PASID;
	ret = idxd_portal_submit(wq, &desc, shared, READ_ONCE(wq->idxd->config.wqs[wq->id].enqcmds_retries));
	percpu_ref_put(&wq->active);
	return ret;
}

static ssize_t cdev_write(struct file *filp, const char __user *buf, size_t length, loff_t *pos)
{
	struct idxd_file *file = filp->private_data;
	size_t done;
	int ret = 0;

	if (foreign(file))
		return -EPERM;
	if (is_dead(file))
		return -ENODEV;
	for (done = 0; done + sizeof(struct idxd_hw_desc) <= length; done += sizeof(struct idxd_hw_desc)) {
		ret = fatal_signal_pending(current) ? -EINTR : submit_one(file, buf + done);
		if (ret)
			break;
		cond_resched();
	}
	return done ? done : ret;
}

static __poll_t cdev_poll(struct file *filp, struct poll_table_struct *wait)
{
	struct idxd_file *file = filp->private_data;
	struct idxd_device *idxd = file->wq->idxd;
	bool error;

	if (foreign(file))
		return EPOLLNVAL;
	poll_wait(filp, &file->wq->error_wait, wait);
	if (is_dead(file))
		return EPOLLHUP | EPOLLERR;
	spin_lock(&idxd->error_lock);
	error = idxd->sw_err[0] & IDXD_SWERR_VALID;
	spin_unlock(&idxd->error_lock);
	return error ? EPOLLIN | EPOLLRDNORM : 0;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.open = cdev_open,
	.release = cdev_release,
	.mmap = cdev_mmap,
	.write = cdev_write,
	.poll = cdev_poll,
};

static struct idxd_cdev *alloc_cdev(struct idxd_wq *wq)
{
	enum idxd_family family = wq->idxd->family->family;
	struct idxd_cdev *cdev = kzalloc(sizeof(*cdev), GFP_KERNEL);

	if (!cdev)
		return NULL;
	cdev->minor = ida_alloc_max(&regions[family].minors, MINORMASK - 1, GFP_KERNEL);
	if (cdev->minor < 0) {
		kfree(cdev);
		return NULL;
	}
	get_device(&wq->conf_dev);
	cdev->wq = wq;
	device_initialize(&cdev->dev);
	cdev->dev.parent = &wq->conf_dev;
	cdev->dev.bus = &idxd_bus;
	cdev->dev.type = &idxd_type_cdev;
	cdev->dev.devt = MKDEV(MAJOR(regions[family].first), cdev->minor);
	cdev_init(&cdev->cdev, &fops);
	cdev->cdev.owner = THIS_MODULE;
	return cdev;
}

/**
 * idxd_cdev_add - make the character device of a wq
 * @wq: the queue, enabled
 *
 * Return: 0 or a negative errno.
 */
int idxd_cdev_add(struct idxd_wq *wq)
{
	struct idxd_cdev *cdev = alloc_cdev(wq);
	int ret;

	if (!cdev)
		return -ENOMEM;
	ret = dev_set_name(&cdev->dev, "%s/wq%d.%u", wq->idxd->family->name, wq->idxd->id, wq->id);
	if (!ret)
		ret = cdev_device_add(&cdev->cdev, &cdev->dev);
	if (ret) {
		put_device(&cdev->dev);
		return ret;
	}
	wq->cdev = cdev;
	return 0;
}

/**
 * idxd_cdev_del - take the character device away; open files stay, and get errors
 * @wq: the queue; may have none
 */
void idxd_cdev_del(struct idxd_wq *wq)
{
	struct idxd_cdev *cdev = wq->cdev;

	if (!cdev)
		return;
	wq->cdev = NULL;
	cdev_device_del(&cdev->cdev, &cdev->dev);
	put_device(&cdev->dev);
}

/**
 * idxd_cdev_minor - the minor number of a wq's character device
 * @wq: the queue
 *
 * Return: the number, or -ENXIO if there is none.
 */
int idxd_cdev_minor(struct idxd_wq *wq)
{
	return wq->cdev ? wq->cdev->minor : -ENXIO;
}

/**
 * idxd_cdev_zap - take the portal from everybody who has mapped it
 * @wq: the queue, whose active is dead
 */
void idxd_cdev_zap(struct idxd_wq *wq)
{
	struct idxd_file *file;

	lockdep_assert_held(&wq->idxd->lock);
	list_for_each_entry(file, &wq->files, node)
		unmap_mapping_range(file->filp->f_mapping, 0, 0, 1);
}

/**
 * idxd_cdev_forget_files - make all open files of a wq dead
 * @wq: the queue, drained and zapped
 */
void idxd_cdev_forget_files(struct idxd_wq *wq)
{
	struct idxd_file *file, *next;

	lockdep_assert_held(&wq->idxd->lock);
	list_for_each_entry_safe(file, next, &wq->files, node) {
		leave(file, false);
		idxd_file_unbind(file);
	}
	wake_up_interruptible(&wq->error_wait);
}

/**
 * idxd_cdev_major - the major number of a family's character devices
 * @family: the family
 *
 * Return: the number.
 */
unsigned int idxd_cdev_major(enum idxd_family family)
{
	return MAJOR(regions[family].first);
}

/**
 * idxd_cdev_init - reserve the numbers
 *
 * Return: 0 or a negative errno.
 */
int idxd_cdev_init(void)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(regions); i++) {
		ret = alloc_chrdev_region(&regions[i].first, 0, MINORMASK, regions[i].name);
		if (ret) {
			while (i--)
				unregister_chrdev_region(regions[i].first, MINORMASK);
			return ret;
		}
	}
	return 0;
}

/** idxd_cdev_exit - the opposite of idxd_cdev_init() */
void idxd_cdev_exit(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(regions); i++) {
		unregister_chrdev_region(regions[i].first, MINORMASK);
		ida_destroy(&regions[i].minors);
	}
}
