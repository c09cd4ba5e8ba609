// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making and unmaking the objects of a device and putting them on the bus. All memory of a device goes with its bus
 * object; every wq, group and engine holds that one, so that whoever holds a wq may use all of the device's structs.
 */
#include <linux/idr.h>
#include <linux/slab.h>

#include "driver.h"
#include "sysfs.h"

/* One counter for both families: dsa0, iax1, dsa2. */
static DEFINE_IDA(device_ids);

/* For the next device; who still holds this one does not see its name. */
static void give_back_id(struct idxd_device *idxd)
{
	if (idxd->has_id)
		ida_free(&device_ids, idxd->id);
	idxd->has_id = false;
}

static void release_device(struct device *dev)
{
	struct idxd_device *idxd = container_of(dev, struct idxd_device, conf_dev);

	xa_destroy(&idxd->files);
	kvfree(idxd->wqs);
	kvfree(idxd->groups);
	kvfree(idxd->engines);
	kvfree(idxd->config.wqs);
	kvfree(idxd->config.groups);
	kvfree(idxd->config.engines);
	kvfree(idxd->first_groups);
	kvfree(idxd->last_groups);
	give_back_id(idxd);
	pci_dev_put(idxd->pdev);
	mutex_destroy(&idxd->lock);
	mutex_destroy(&idxd->cmd_lock);
	kfree(idxd);
}

static void release_member(struct device *dev)
{
	unsigned int id;

	put_device(&idxd_device_of(dev, &id)->conf_dev);
}

const struct device_type idxd_type_dsa = {
	.name = "dsa", .release = release_device, .groups = idxd_sysfs_device_groups,
};

const struct device_type idxd_type_iax = {
	.name = "iax", .release = release_device, .groups = idxd_sysfs_device_groups,
};

const struct device_type idxd_type_wq = {
	.name = "wq", .release = release_member, .groups = idxd_sysfs_wq_groups,
};

const struct device_type idxd_type_group = {
	.name = "group", .release = release_member, .groups = idxd_sysfs_group_groups,
};

const struct device_type idxd_type_engine = {
	.name = "engine", .release = release_member, .groups = idxd_sysfs_engine_groups,
};

const struct idxd_family_info idxd_family_dsa = {
	.family = IDXD_FAMILY_DSA, .name = "dsa", .type = &idxd_type_dsa, .record_size = 32, .evl_record = 32,
};

const struct idxd_family_info idxd_family_iax = {
	.family = IDXD_FAMILY_IAX, .name = "iax", .type = &idxd_type_iax, .record_size = 64, .evl_record = 64,
};

/**
 * idxd_device_alloc - a device without wqs, groups and engines
 * @pdev: its PCI function
 * @family: of the device
 *
 * Return: the device, to be given back with put_device() of its bus object, or an error pointer.
 */
struct idxd_device *idxd_device_alloc(struct pci_dev *pdev, const struct idxd_family_info *family)
{
	struct idxd_device *idxd = kzalloc(sizeof(*idxd), GFP_KERNEL);
	int ret;

	if (!idxd)
		return ERR_PTR(-ENOMEM);
	idxd->id = ida_alloc(&device_ids, GFP_KERNEL);
	if (idxd->id < 0) {
		ret = idxd->id;
		kfree(idxd);
		return ERR_PTR(ret);
	}
	idxd->has_id = true;
	idxd->pdev = pci_dev_get(pdev);
	idxd->family = family;
	idxd->rules = idxd_rules_kernel(IDXD_KERNEL(7, 2));
	idxd->kernel_pasid = IOMMU_PASID_INVALID;
	mutex_init(&idxd->lock);
	mutex_init(&idxd->cmd_lock);
	spin_lock_init(&idxd->error_lock);
	init_completion(&idxd->cmd_done);
	xa_init(&idxd->files);
	INIT_LIST_HEAD(&idxd->lingering);
	init_rwsem(&idxd->binding);
	device_initialize(&idxd->conf_dev);
	idxd->conf_dev.parent = &pdev->dev;
	idxd->conf_dev.bus = &idxd_bus;
	idxd->conf_dev.type = family->type;
	ret = dev_set_name(&idxd->conf_dev, "%s%d", family->name, idxd->id);
	if (ret) {
		put_device(&idxd->conf_dev);
		return ERR_PTR(ret);
	}
	return idxd;
}

static int init_member(struct idxd_device *idxd, struct device *dev, const struct device_type *type, unsigned int id)
{
	get_device(&idxd->conf_dev); /* until release_member() */
	device_initialize(dev);
	dev->parent = &idxd->conf_dev;
	dev->bus = &idxd_bus;
	dev->type = type;
	return dev_set_name(dev, "%s%d.%u", type->name, idxd->id, id);
}

static int init_wq(struct idxd_device *idxd, unsigned int id)
{
	struct idxd_wq *wq = &idxd->wqs[id];

	wq->idxd = idxd;
	wq->id = id;
	wq->pasid = IOMMU_PASID_INVALID;
	spin_lock_init(&wq->portal_lock);
	init_waitqueue_head(&wq->error_wait);
	init_completion(&wq->dead);
	INIT_LIST_HEAD(&wq->files);
	return init_member(idxd, &wq->conf_dev, &idxd_type_wq, id);
}

static int init_objects(struct idxd_device *idxd, struct idxd_object *objects, unsigned int n,
			const struct device_type *type)
{
	int ret = 0;
	unsigned int i;

	for (i = 0; i < n; i++) {
		objects[i].idxd = idxd;
		objects[i].id = i;
		ret = init_member(idxd, &objects[i].conf_dev, type, i) ?: ret;
	}
	return ret;
}

static int alloc_arrays(struct idxd_device *idxd)
{
	const struct idxd_caps *caps = &idxd->caps;
	struct idxd_config *config = &idxd->config;

	config->n_wqs = caps->max_wqs;
	config->n_groups = caps->max_groups;
	config->n_engines = caps->max_engines;
	config->wqs = kvcalloc(config->n_wqs, sizeof(*config->wqs), GFP_KERNEL);
	config->groups = kvcalloc(config->n_groups, sizeof(*config->groups), GFP_KERNEL);
	config->engines = kvcalloc(config->n_engines, sizeof(*config->engines), GFP_KERNEL);
	idxd->wqs = kvcalloc(config->n_wqs, sizeof(*idxd->wqs), GFP_KERNEL);
	idxd->groups = kvcalloc(config->n_groups, sizeof(*idxd->groups), GFP_KERNEL);
	idxd->engines = kvcalloc(config->n_engines, sizeof(*idxd->engines), GFP_KERNEL);
	idxd->first_groups = kvcalloc(config->n_groups, IDXD_GRPCFG_WORDS * sizeof(u64), GFP_KERNEL);
	idxd->last_groups = kvcalloc(config->n_groups, IDXD_GRPCFG_WORDS * sizeof(u64), GFP_KERNEL);
	if (config->wqs && config->groups && config->engines && idxd->first_groups && idxd->last_groups &&
	    idxd->wqs && idxd->groups && idxd->engines)
		return 0;
	kvfree(idxd->wqs);
	kvfree(idxd->groups);
	kvfree(idxd->engines);
	idxd->wqs = NULL; /* idxd_objects_put() looks at them */
	idxd->groups = NULL;
	idxd->engines = NULL;
	return -ENOMEM;
}

/**
 * idxd_objects_alloc - make wqs, groups and engines as the capabilities say
 * @idxd: the device
 *
 * Return: 0 or a negative errno; idxd_objects_put() is due in both cases.
 */
int idxd_objects_alloc(struct idxd_device *idxd)
{
	int ret = alloc_arrays(idxd);
	unsigned int i;

	if (ret)
		return ret;
	for (i = 0; i < idxd->config.n_wqs; i++)
		ret = init_wq(idxd, i) ?: ret;
	ret = init_objects(idxd, idxd->engines, idxd->config.n_engines, &idxd_type_engine) ?: ret;
	return init_objects(idxd, idxd->groups, idxd->config.n_groups, &idxd_type_group) ?: ret;
}

static void del(struct device *dev)
{
	if (device_is_registered(dev))
		device_del(dev);
}

/**
 * idxd_objects_del - take the objects off the bus, which disables what is enabled
 * @idxd: the device
 */
void idxd_objects_del(struct idxd_device *idxd)
{
	unsigned int i;

	if (device_is_registered(&idxd->conf_dev))
		device_release_driver(&idxd->conf_dev);
	for (i = idxd->config.n_groups; i--;)
		del(&idxd->groups[i].conf_dev);
	for (i = idxd->config.n_engines; i--;)
		del(&idxd->engines[i].conf_dev);
	for (i = idxd->config.n_wqs; i--;)
		del(&idxd->wqs[i].conf_dev);
	del(&idxd->conf_dev);
}

/**
 * idxd_objects_add - put the objects on the bus: the device, its wqs, engines, groups
 * @idxd: the device
 *
 * The bus tries its drivers on each; whether one takes it is no matter here.
 *
 * Return: 0, or a negative errno with nothing left on the bus.
 */
int idxd_objects_add(struct idxd_device *idxd)
{
	unsigned int i;
	int ret;

	ret = device_add(&idxd->conf_dev);
	for (i = 0; !ret && i < idxd->config.n_wqs; i++)
		ret = device_add(&idxd->wqs[i].conf_dev);
	for (i = 0; !ret && i < idxd->config.n_engines; i++)
		ret = device_add(&idxd->engines[i].conf_dev);
	for (i = 0; !ret && i < idxd->config.n_groups; i++)
		ret = device_add(&idxd->groups[i].conf_dev);
	if (ret)
		idxd_objects_del(idxd);
	return ret;
}

/**
 * idxd_objects_put - give up the objects and the device
 * @idxd: the device; may be gone afterwards, and its number is the next one's
 */
void idxd_objects_put(struct idxd_device *idxd)
{
	unsigned int i;

	give_back_id(idxd); /* nothing has its name any more */
	for (i = 0; idxd->wqs && i < idxd->config.n_wqs; i++)
		put_device(&idxd->wqs[i].conf_dev);
	for (i = 0; idxd->engines && i < idxd->config.n_engines; i++)
		put_device(&idxd->engines[i].conf_dev);
	for (i = 0; idxd->groups && i < idxd->config.n_groups; i++)
		put_device(&idxd->groups[i].conf_dev);
	put_device(&idxd->conf_dev);
}
