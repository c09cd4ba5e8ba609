// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open character devices: their PASID, their object on the bus and its attributes. What a file may do is in cdev.c.
 */
#include <linux/idr.h>
#include <linux/mm_types.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "driver.h"
#include "file.h"

static DEFINE_IDA(file_ids);

static struct idxd_file *to_file(struct device *dev)
{
	return container_of(dev, struct idxd_file, dev);
}

static ssize_t cr_faults_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", (u64)atomic64_read(&to_file(dev)->cr_faults));
}
static DEVICE_ATTR_RO(cr_faults);

static ssize_t cr_fault_failures_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", (u64)atomic64_read(&to_file(dev)->cr_fault_failures));
}
static DEVICE_ATTR_RO(cr_fault_failures);

static ssize_t pid_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", to_file(dev)->pid);
}
static DEVICE_ATTR_RO(pid);

static struct attribute *attrs[] = {
	&dev_attr_cr_faults.attr, &dev_attr_cr_fault_failures.attr, &dev_attr_pid.attr, NULL,
};

static umode_t visible(struct kobject *kobj, struct attribute *attr, int n)
{
	return to_file(kobj_to_dev(kobj))->wq->idxd->caps.user_pasid ? attr->mode : 0;
}

static const struct attribute_group group = { .attrs = attrs, .is_visible = visible };
static const struct attribute_group *groups[] = { &group, NULL };

static void release(struct device *dev)
{
	struct idxd_file *file = to_file(dev);

	ida_free(&file_ids, file->id);
	mmdrop(file->mm);
	put_device(&file->wq->conf_dev);
	kfree(file);
}

const struct device_type idxd_type_file = { .name = "idxd_file", .release = release, .groups = groups };

/**
 * idxd_file_alloc - for an open()
 * @wq: the queue
 * @filp: what is opened
 *
 * Return: the file, to be given back with idxd_file_put(), or an error pointer.
 */
struct idxd_file *idxd_file_alloc(struct idxd_wq *wq, struct file *filp)
{
	struct idxd_file *file;
	int id;

	if (!current->mm)
		return ERR_PTR(-EINVAL);
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return ERR_PTR(-ENOMEM);
	id = ida_alloc(&file_ids, GFP_KERNEL);
	if (id < 0) {
		kfree(file);
		return ERR_PTR(id);
	}
	get_device(&wq->conf_dev);
	file->id = id;
	file->wq = wq;
	file->filp = filp;
	file->mm = current->mm;
	mmgrab(file->mm);
	file->pid = current->pid;
	file->pasid = IOMMU_PASID_INVALID;
	file->dead = true;
	INIT_LIST_HEAD(&file->node);
	idxd_evl_init_file(file);
	device_initialize(&file->dev);
	file->dev.bus = &idxd_bus;
	file->dev.type = &idxd_type_file;
	return file;
}

/**
 * idxd_file_put - give up a reference
 * @file: may be gone afterwards
 */
void idxd_file_put(struct idxd_file *file)
{
	put_device(&file->dev);
}

/**
 * idxd_file_bind - let the device use the addresses of the process
 * @file: not attached; no lock is held, because the process's address space is locked
 *
 * Return: 0, also where the wq takes no PASID from user space, or the error of the IOMMU.
 */
int idxd_file_bind(struct idxd_file *file)
{
	struct idxd_device *idxd = file->wq->idxd;
	struct iommu_sva *sva;

	if (!idxd->caps.user_pasid)
		return 0;
	sva = idxd_sva_bind(idxd_pci_dev(idxd), file->mm);
	if (IS_ERR(sva))
		return PTR_ERR(sva);
	file->pasid = iommu_sva_get_pasid(sva);
	if (file->pasid == IOMMU_PASID_INVALID) {
		iommu_sva_unbind_device(sva);
		return -EINVAL;
	}
	file->sva = sva;
	return 0;
}

/**
 * idxd_file_unbind - the opposite of idxd_file_bind(); does nothing if nothing is bound
 * @file: the device has no descriptor of it
 */
void idxd_file_unbind(struct idxd_file *file)
{
	if (file->sva)
		iommu_sva_unbind_device(file->sva);
	file->sva = NULL;
}

static unsigned long key(struct idxd_wq *wq, u32 pasid)
{
	return (unsigned long)pasid << 8 | wq->id;
}

/**
 * idxd_file_attach - make the file one of its wq's
 * @file: bound, if there is anything to be bound
 * @parent: the character device
 *
 * Return: 0 or a negative errno.
 */
int idxd_file_attach(struct idxd_file *file, struct device *parent)
{
	struct idxd_wq *wq = file->wq;
	struct idxd_device *idxd = wq->idxd;
	int ret;

	lockdep_assert_held(&idxd->lock);
	file->dev.parent = parent;
	ret = dev_set_name(&file->dev, "file%d", file->id) ?: device_add(&file->dev);
	if (ret)
		return ret;
	/* A process that opens a shared wq twice has one PASID: the first file counts the faults. */
	if (file->sva)
		ret = xa_insert(&idxd->files, key(wq, file->pasid), file, GFP_KERNEL);
	if (ret && ret != -EBUSY) {
		device_del(&file->dev);
		return ret;
	}
	list_add_tail(&file->node, &wq->files);
	file->dead = false;
	return 0;
}

/* Another file of the same process and wq, which has the same PASID; NULL if there is none. */
static struct idxd_file *sibling(struct idxd_file *file)
{
	struct idxd_file *other;

	list_for_each_entry(other, &file->wq->files, node)
		if (other != file && other->sva && other->pasid == file->pasid)
			return other;
	return NULL;
}

/**
 * idxd_file_detach - the opposite of idxd_file_attach(); does nothing a second time
 * @file: the file
 */
void idxd_file_detach(struct idxd_file *file)
{
	struct idxd_device *idxd = file->wq->idxd;

	lockdep_assert_held(&idxd->lock);
	if (file->dead)
		return;
	file->dead = true;
	if (file->sva)
		xa_cmpxchg(&idxd->files, key(file->wq, file->pasid), file, sibling(file), GFP_KERNEL);
	list_del_init(&file->node);
	if (file->lingers)
		list_add(&file->node, &idxd->lingering);
	device_del(&file->dev);
}

/**
 * idxd_file_linger - keep the PASID from being given to another process, until the device is reset
 * @file: attached; the device did not say that it is done with the work of the process
 *
 * The number belongs to the process's mm, which the file holds.
 */
void idxd_file_linger(struct idxd_file *file)
{
	lockdep_assert_held(&file->wq->idxd->lock);
	dev_warn(&file->wq->conf_dev, "PASID %u is kept until the device is reset\n", file->pasid);
	get_device(&file->dev);
	file->lingers = true;
}

/**
 * idxd_file_forget_lingering - the device does nothing any more of what it was told
 * @idxd: the device
 */
void idxd_file_forget_lingering(struct idxd_device *idxd)
{
	struct idxd_file *file, *next;

	lockdep_assert_held(&idxd->lock);
	list_for_each_entry_safe(file, next, &idxd->lingering, node) {
		list_del_init(&file->node);
		idxd_file_put(file);
	}
}

/**
 * idxd_file_of_pasid - the file whose process has a PASID
 * @wq: the queue
 * @pasid: the PASID
 *
 * Return: the file, to be given back with idxd_file_put(), or NULL.
 */
struct idxd_file *idxd_file_of_pasid(struct idxd_wq *wq, u32 pasid)
{
	struct xarray *files = &wq->idxd->files;
	struct idxd_file *file;

	xa_lock(files);
	file = xa_load(files, key(wq, pasid));
	if (file)
		get_device(&file->dev);
	xa_unlock(files);
	return file;
}
