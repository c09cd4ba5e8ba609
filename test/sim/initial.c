// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The initial configuration of a device from its JSON description: written
 * through the driver, in the order of the file, then bound.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "device.h"
#include "sim.h"

static int fail(const struct obj *o, const char *what, const char *why)
{
	sim_error("config of %s: %s: %s", o->name, what, why);
	return -EINVAL;
}

/* "wq0" of dsa3 is wq3.0; "device" is the device itself. */
static struct obj *part(struct sim_dev *d, const char *key)
{
	const char *digits = key + strcspn(key, "0123456789");
	size_t word = digits - key;

	if (!strcmp(key, "device"))
		return d->obj;
	for (struct obj *o = d->obj->child; o; o = o->next)
		if (strlen(o->kind->name) == word &&
		    !strncmp(o->kind->name, key, word) && *digits &&
		    o->id == atoi(digits))
			return o;
	return NULL;
}

static const struct row *row_named(const struct obj *o, const char *name)
{
	for (unsigned int i = 0; i < o->kind->nrows; i++)
		if (!strcmp(o->kind->rows[i].name, name))
			return &o->kind->rows[i];
	return NULL;
}

static bool is_later(const char *key)
{
	return !strcmp(key, "driver") || !strcmp(key, "clients");
}

static int write_attrs(struct obj *o, json_object *attrs)
{
	const struct row *row;
	int rc;

	json_object_object_foreach(attrs, key, val) {
		if (is_later(key))
			continue;
		row = row_named(o, key);
		if (!row || !row->attr || !(row->mode & 0200))
			return fail(o, key, "not an attribute to write");
		if (!val)
			return fail(o, key, "null is no value");
		rc = attr_store(o, row->attr, json_object_get_string(val));
		if (rc)
			return fail(o, key, strerrorname_np(-rc));
	}
	return 0;
}

static int hold(struct obj *o, json_object *clients)
{
	int n = json_object_get_int(clients);

	if (!json_object_is_type(clients, json_type_int) || n < 0 || n > 64)
		return fail(o, "clients", "must be 0 to 64");
	driver_open(o, n, 0);
	return 0;
}

static int bind_part(struct obj *o, json_object *attrs)
{
	json_object *j;
	const char *name;
	int drv, rc;

	if (!json_object_object_get_ex(attrs, "driver", &j))
		return 0;
	name = json_object_get_string(j);
	for (drv = 0; drv < IDXD_BUS_COUNT; drv++)
		if (name && !strcmp(name, driver_name(drv)))
			break;
	if (!driver_obj(o->sim, drv) ||
	    (drv == IDXD_BUS_IDXD) != (o->kind == &kind_device))
		return fail(o, "driver", "not a driver for this object");
	rc = driver_bind(o, drv);
	if (rc)
		return fail(o, "driver", strerrorname_np(-rc));
	if (o->kind == &kind_wq &&
	    json_object_object_get_ex(attrs, "clients", &j))
		return hold(o, j);
	return 0;
}

/* All attributes first, then devices, then wqs. */
static int pass(struct sim_dev *d, int what)
{
	struct obj *o;
	int rc = 0;

	json_object_object_foreach(d->desc.config, key, val) {
		o = part(d, key);
		if (!o || !json_object_is_type(val, json_type_object))
			return fail(d->obj, key, "not an object of it, such as wq0");
		if (what == 0)
			rc = write_attrs(o, val);
		else if ((o->kind == &kind_device) == (what == 1))
			rc = bind_part(o, val);
		if (rc)
			return rc;
	}
	return 0;
}

int initial_config(struct sim_dev *d)
{
	int rc = 0;

	if (!json_object_is_type(d->desc.config, json_type_object))
		return fail(d->obj, "config", "not an object");
	if (driver_of(d->obj) != DRV_NONE)
		driver_unbind(d->obj);
	for (int what = 0; what < 3 && !rc; what++)
		rc = pass(d, what);
	return rc;
}
