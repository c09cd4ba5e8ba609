// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus "dsa", its drivers (idxd for devices, dmaengine and user for wqs) and the types of what is on it.
 */
#include <linux/err.h>
#include <linux/string.h>

#include "driver.h"
#include "sysfs.h"

struct idxd_driver {
	struct device_driver drv;
	enum idxd_bus_driver which;
};

static struct idxd_driver drivers[] = {
	{ .drv.name = "idxd", .which = IDXD_BUS_IDXD },
	{ .drv.name = "dmaengine", .which = IDXD_BUS_DMAENGINE },
	{ .drv.name = "user", .which = IDXD_BUS_USER },
};

static const char crypto_name[] = "crypto"; /* no driver of ours, but a name that driver_name may have */

static enum idxd_bus_driver which(const struct device_driver *drv)
{
	return container_of(drv, struct idxd_driver, drv)->which;
}

static bool is_device(const struct device *dev)
{
	return dev->type == &idxd_type_dsa || dev->type == &idxd_type_iax;
}

static bool is_wq(const struct device *dev)
{
	return dev->type == &idxd_type_wq;
}

/**
 * idxd_device_of - the device to which an object of the bus belongs
 * @dev: a device, wq, group or engine
 * @id: becomes its number among its kind, 0 for a device
 *
 * Return: the device.
 */
struct idxd_device *idxd_device_of(struct device *dev, unsigned int *id)
{
	struct idxd_object *object;

	*id = 0;
	if (is_device(dev))
		return container_of(dev, struct idxd_device, conf_dev);
	if (is_wq(dev)) {
		struct idxd_wq *wq = container_of(dev, struct idxd_wq, conf_dev);

		*id = wq->id;
		return wq->idxd;
	}
	object = container_of(dev, struct idxd_object, conf_dev);
	*id = object->id;
	return object->idxd;
}

/**
 * idxd_errno - what a verdict of the rules is to user space
 * @verdict: the verdict
 *
 * Return: 0 or a negative errno.
 */
int idxd_errno(const struct idxd_verdict *verdict)
{
	static const int errors[IDXD_DENY_COUNT] = {
		[IDXD_DENY_INVAL] = -EINVAL,
		[IDXD_DENY_PERM] = -EPERM,
		[IDXD_DENY_OPNOTSUPP] = -EOPNOTSUPP,
		[IDXD_DENY_NXIO] = -ENXIO,
		[IDXD_DENY_OVERFLOW] = -EOVERFLOW,
		[IDXD_DENY_RANGE] = -ERANGE,
		[IDXD_DENY_BUSY] = -EBUSY,
		[IDXD_DENY_NODEV] = -ENODEV,
		[IDXD_DENY_NOMEM] = -ENOMEM,
		[IDXD_DENY_NOENT] = -ENOENT,
	};

	return idxd_rules_ok(verdict) ? 0 : errors[verdict->deny] ?: -EIO;
}

/**
 * idxd_bus_match_drivers - the drivers whose name driver_name begins with
 * @driver_name: of a wq
 *
 * Return: a bit for each enum idxd_bus_driver.
 */
u32 idxd_bus_match_drivers(const char *driver_name)
{
	size_t length = strlen(driver_name);
	unsigned int i;
	u32 match = 0;

	for (i = 0; i < ARRAY_SIZE(drivers); i++)
		if (idxd_rules_driver_name_matches(driver_name, length, drivers[i].drv.name,
						   strlen(drivers[i].drv.name)))
			match |= BIT(drivers[i].which);
	if (idxd_rules_driver_name_matches(driver_name, length, crypto_name, strlen(crypto_name)))
		match |= BIT(IDXD_BUS_CRYPTO);
	return match;
}

static int bus_match(struct device *dev, idxd_match_driver *drv)
{
	return which(drv) == IDXD_BUS_IDXD ? is_device(dev) : is_wq(dev);
}

static int bus_probe(struct device *dev)
{
	if (is_device(dev))
		return idxd_device_bind(container_of(dev, struct idxd_device, conf_dev));
	return idxd_wq_bind(container_of(dev, struct idxd_wq, conf_dev), which(dev->driver));
}

static void bus_remove(struct device *dev)
{
	if (is_device(dev))
		idxd_device_unbind(container_of(dev, struct idxd_device, conf_dev));
	else
		idxd_wq_unbind(container_of(dev, struct idxd_wq, conf_dev));
}

static int bus_uevent(idxd_uevent_device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=idxd:t0");
}

struct bus_type idxd_bus = {
	.name = "dsa",
	.match = bus_match,
	.probe = bus_probe,
	.remove = bus_remove,
	.uevent = bus_uevent,
};

static void unregister_drivers(unsigned int n)
{
	while (n--)
		driver_unregister(&drivers[n].drv);
}

/**
 * idxd_bus_init - register the bus and its drivers
 *
 * Return: 0 or a negative errno; -EBUSY where the in-tree idxd_bus has the name already.
 */
int idxd_bus_init(void)
{
	unsigned int i;
	int ret;

	ret = bus_register(&idxd_bus);
	if (ret) {
		pr_err("idxd: no bus dsa (%d); if the in-tree idxd_bus has it: modprobe -r iaa_crypto idxd idxd_bus\n",
		       ret);
		return ret;
	}
	for (i = 0; i < ARRAY_SIZE(drivers); i++) {
		drivers[i].drv.bus = &idxd_bus;
		drivers[i].drv.owner = THIS_MODULE;
		drivers[i].drv.mod_name = KBUILD_MODNAME;
		ret = driver_register(&drivers[i].drv);
		if (ret) {
			unregister_drivers(i);
			bus_unregister(&idxd_bus);
			return ret;
		}
	}
	return 0;
}

/** idxd_bus_exit - the opposite of idxd_bus_init() */
void idxd_bus_exit(void)
{
	unregister_drivers(ARRAY_SIZE(drivers));
	bus_unregister(&idxd_bus);
}
