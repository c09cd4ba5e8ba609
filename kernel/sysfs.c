// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading and writing any attribute: the row says what it is, the rules say whether it may be written, in which order
 * the errors come, and what a write changes besides.
 */
#include <linux/string.h>
#include <linux/sysfs.h>

#include "driver.h"
#include "sysfs.h"

static struct idxd_sysfs_row *row_of(struct device_attribute *attr)
{
	return container_of(attr, struct idxd_sysfs_row, dattr);
}

static void warn_deprecated(struct device *dev, const struct idxd_sysfs_row *row)
{
	if (row->instead)
		dev_warn_once(dev, "attribute %s is deprecated, use %s\n", row->dattr.attr.name, row->instead);
}

/**
 * idxd_sysfs_show - read any attribute
 * @dev: the object
 * @attr: of a row
 * @buf: one page
 *
 * Return: bytes or a negative errno.
 */
ssize_t idxd_sysfs_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct idxd_sysfs_row *row = row_of(attr);
	struct idxd_device *idxd;
	unsigned int id;
	ssize_t ret;

	idxd = idxd_device_of(dev, &id);
	warn_deprecated(dev, row);
	if (mutex_lock_interruptible(&idxd->lock))
		return -ERESTARTSYS;
	ret = row->read(idxd, id, buf);
	mutex_unlock(&idxd->lock);
	return ret;
}

/* What is text lives outside of the rules' struct, which has the lengths only. */
static void store_text(struct idxd_device *idxd, const struct idxd_write *write, const char *buf)
{
	const char *start = skip_spaces(buf);

	if (write->attr == IDXD_ATTR_NAME)
		strscpy(idxd->wqs[write->id].name, start, write->value.trimmed_length + 1);
	else if (write->attr == IDXD_ATTR_DRIVER_NAME)
		strscpy(idxd->wqs[write->id].driver_name, start, write->value.trimmed_length + 1);
	else if (write->attr == IDXD_ATTR_TYPE && !idxd->config.wqs[write->id].name_length)
		idxd->wqs[write->id].name[0] = '\0';
}

static int store(struct idxd_device *idxd, struct idxd_write *write, const char *buf, size_t count)
{
	struct idxd_view view = idxd_view(idxd);
	struct idxd_verdict verdict;
	int ret;

	verdict = idxd_rules_check_before(&view, write);
	if (!idxd_rules_ok(&verdict))
		return idxd_errno(&verdict);
	ret = idxd_sysfs_parse(idxd_rules_attr_info(write->attr)->parse, buf, count, &write->value);
	if (ret)
		return ret;
	verdict = idxd_rules_check_after(&view, write);
	if (!idxd_rules_ok(&verdict))
		return idxd_errno(&verdict);
	idxd_rules_apply_write(idxd->rules, &idxd->caps, &idxd->config, write);
	store_text(idxd, write, buf);
	return 0;
}

/**
 * idxd_sysfs_store - write any attribute
 * @dev: the object
 * @attr: of a row
 * @buf: what is written; a NUL follows
 * @count: bytes
 *
 * Return: count or a negative errno.
 */
ssize_t idxd_sysfs_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	const struct idxd_sysfs_row *row = row_of(attr);
	struct idxd_write write = { .attr = row->attr };
	struct idxd_device *idxd;
	int ret;

	idxd = idxd_device_of(dev, &write.id);
	warn_deprecated(dev, row);
	if (mutex_lock_interruptible(&idxd->lock))
		return -ERESTARTSYS;
	ret = store(idxd, &write, buf, count);
	mutex_unlock(&idxd->lock);
	return ret ? ret : count;
}

/**
 * idxd_sysfs_visible - whether an object has an attribute
 * @kobj: of the object
 * @attr: of a row
 * @n: not used
 *
 * Return: the mode, or 0.
 */
umode_t idxd_sysfs_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	struct device_attribute *dattr = container_of(attr, struct device_attribute, attr);
	struct idxd_device *idxd;
	unsigned int id;

	idxd = idxd_device_of(kobj_to_dev(kobj), &id);
	return idxd_rules_visible(idxd->rules, &idxd->caps, row_of(dattr)->attr) ? attr->mode : 0;
}

/**
 * idxd_sysfs_fill - make the list that an attribute_group wants from rows
 * @attrs: the list, zeroed, one longer than the rows
 * @rows: the rows
 * @n: their number
 */
void idxd_sysfs_fill(struct attribute **attrs, struct idxd_sysfs_row *rows, size_t n)
{
	while (n--)
		attrs[n] = &rows[n].dattr.attr;
}

/** idxd_sysfs_init - before anything is registered */
void idxd_sysfs_init(void)
{
	idxd_sysfs_init_device();
	idxd_sysfs_init_group();
	idxd_sysfs_init_wq();
}
