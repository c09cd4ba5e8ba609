// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the driver core shows: bus, drivers with bind and
 * unbind, power/, and modules.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "attrs.h"
#include "device.h"
#include "parse.h"
#include "sim.h"
#include "uevent.h"

#define TEXT(name, text)						\
static int show_##name(const struct obj *o, char *buf, size_t size)	\
{									\
	(void)o;							\
	return snprintf(buf, size, text "\n");				\
}

TEXT(auto, "auto")
TEXT(unsupported, "unsupported")
TEXT(zero, "0")
TEXT(live, "live")

const struct row power_rows[] = {
	{ "async", 0644, 0, show_zero, attr_ignore },
	{ "control", 0644, 0, show_auto, attr_ignore },
	{ "runtime_active_time", 0444, 0, show_zero, NULL },
	{ "runtime_status", 0444, 0, show_unsupported, NULL },
	{ "runtime_suspended_time", 0444, 0, show_zero, NULL },
};
const unsigned int power_nrows = sizeof(power_rows) / sizeof(power_rows[0]);

const struct kind kind_dir = { .name = "" };

static const char *const driver_names[] = { "idxd", "dmaengine", "user",
					    "crypto" };

const char *driver_name(int driver)
{
	return driver_names[driver];
}

struct obj *driver_obj(struct sim *sim, int driver)
{
	return driver < IDXD_BUS_COUNT ? sim->driver[driver] : NULL;
}

struct obj *driver_module(const struct obj *driver)
{
	return driver->id == IDXD_BUS_CRYPTO ? driver->sim->crypto_module :
					  driver->sim->module;
}

/* The name as the kernel takes it: one newline may follow. */
static struct obj *named(struct obj *o, const char *buf)
{
	char name[64];
	size_t n = strlen(buf);

	if (n && buf[n - 1] == '\n')
		n--;
	if (!n || n >= sizeof(name))
		return NULL;
	memcpy(name, buf, n);
	name[n] = '\0';
	return tree_find(o->sim, name);
}

static bool driver_matches(const struct obj *o, int drv)
{
	switch (drv) {
	case IDXD_BUS_IDXD:
		return o->kind == &kind_device;
	case IDXD_BUS_CRYPTO:
		return o->kind == &kind_wq && o->dev->desc.iax;
	default:
		return o->kind == &kind_wq;
	}
}

static int store_bind(struct obj *o, const char *buf)
{
	struct obj *target = named(o, buf);
	int rc;

	if (!target || !driver_matches(target, o->id))
		return -ENODEV;
	pthread_mutex_lock(&target->dev->cmd);
	rc = driver_bind(target, o->id);
	pthread_mutex_unlock(&target->dev->cmd);
	return rc;
}

static int store_unbind(struct obj *o, const char *buf)
{
	struct obj *target = named(o, buf);
	int rc;

	if (!target || !target->dev)
		return -ENODEV;
	pthread_mutex_lock(&target->dev->cmd);
	rc = driver_of(target) == o->id ?
	     driver_unbind(target) : -ENODEV;
	pthread_mutex_unlock(&target->dev->cmd);
	return rc;
}

/* Every driver that matches is tried; what comes of it is not told. */
static int store_probe(struct obj *o, const char *buf)
{
	struct obj *target = named(o, buf);

	if (!target)
		return -ENODEV;
	if (!target->dev)
		return 0;
	pthread_mutex_lock(&target->dev->cmd);
	driver_autoprobe(target);
	pthread_mutex_unlock(&target->dev->cmd);
	return 0;
}

int attr_emit_link(const struct obj *o, unsigned int slot, entry_fn fn,
		     void *arg)
{
	struct entry e = { o->name, tree_ino(o, slot), S_IFLNK | 0777,
			   slot == SLOT_DRVLINK || o->kind->dynamic ||
			   o->sim->changes };

	return fn(arg, &e);
}

static int driver_extra(const struct obj *o, const char *want, entry_fn fn,
			void *arg)
{
	struct entry e = { "module", tree_ino(o, SLOT_MODULE), S_IFLNK | 0777,
			   false };
	const struct obj *t;
	int rc = fn(arg, &e);

	if (want) {
		t = rc ? NULL : tree_find(o->sim, want);
		if (t && t->dev && driver_of(t) == o->id)
			return attr_emit_link(t, SLOT_DRVLINK, fn, arg);
		return rc;
	}
	for (unsigned int i = 0; i < o->sim->nobj && !rc; i++) {
		t = o->sim->obj[i];
		if (t->dev && driver_of(t) == o->id && tree_present(t))
			rc = attr_emit_link(t, SLOT_DRVLINK, fn, arg);
	}
	return rc;
}

static const struct row driver_rows[] = {
	{ "bind", 0200, 0, NULL, store_bind },
	{ "unbind", 0200, 0, NULL, store_unbind },
	{ "uevent", 0200, 0, NULL, uevent_store },
};

const struct kind kind_driver = {
	.name = "driver", .extra = driver_extra, ROWS(driver_rows),
};

static int show_sync_mode(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%s\n", o->sim->sync_mode);
}

static int show_verify_compress(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%d\n", o->sim->verify_compress);
}

static bool crypto_in_use(const struct sim *sim)
{
	for (unsigned int i = 0; i < sim->ndev; i++)
		for (unsigned int w = 0; w < sim->dev[i].cfg.n_wqs; w++)
			if (driver_of(sim->dev[i].wq[w].obj) == IDXD_BUS_CRYPTO)
				return true;
	return false;
}

static int store_sync_mode(struct obj *o, const char *buf)
{
	static const char *const words[] = { "sync", "async", "async_irq" };

	if (crypto_in_use(o->sim))
		return -EBUSY;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (parse_is_word(buf, words[i])) {
			o->sim->sync_mode = words[i];
			return 0;
		}
	}
	return -EINVAL;
}

static int store_verify_compress(struct obj *o, const char *buf)
{
	bool v;

	if (crypto_in_use(o->sim))
		return -EBUSY;
	if (parse_bool(buf, idxd_kernel_has(o->sim->kernel, IDXD_KF_BOOL_ED), &v))
		return -EINVAL;
	o->sim->verify_compress = v;
	return 0;
}

static const struct row crypto_rows[] = {
	{ "bind", 0200, 0, NULL, store_bind },
	{ "unbind", 0200, 0, NULL, store_unbind },
	{ "uevent", 0200, 0, NULL, uevent_store },
	{ "verify_compress", 0644, 0, show_verify_compress, store_verify_compress },
	{ "sync_mode", 0644, 0, show_sync_mode, store_sync_mode },
};

const struct kind kind_crypto_driver = {
	.name = "driver", .extra = driver_extra, ROWS(crypto_rows),
};

static int show_autoprobe(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%d\n", !o->sim->no_autoprobe);
}

/* Counts for what comes later, and here nothing does. */
static int store_autoprobe(struct obj *o, const char *buf)
{
	o->sim->no_autoprobe = *buf == '0';
	return 0;
}

static const struct row bus_rows[] = {
	{ "drivers_autoprobe", 0644, 0, show_autoprobe, store_autoprobe },
	{ "drivers_probe", 0200, 0, NULL, store_probe },
	{ "uevent", 0200, 0, NULL, uevent_store },
};

const struct kind kind_bus = { .name = "bus", ROWS(bus_rows) };

static int bus_devices_extra(const struct obj *o, const char *want,
			     entry_fn fn, void *arg)
{
	const struct obj *t;
	int rc = 0;

	if (want) {
		t = tree_find(o->sim, want);
		return t ? attr_emit_link(t, SLOT_BUSLINK, fn, arg) : 0;
	}
	for (unsigned int i = 0; i < o->sim->nobj && !rc; i++) {
		t = o->sim->obj[i];
		if (t->kind->on_dsa_bus && tree_present(t))
			rc = attr_emit_link(t, SLOT_BUSLINK, fn, arg);
	}
	return rc;
}

const struct kind kind_bus_devices = {
	.name = "", .extra = bus_devices_extra,
};

static const struct row module_rows[] = {
	{ "initstate", 0444, 0, show_live, NULL },
	{ "refcnt", 0444, 0, show_zero, NULL },
	{ "uevent", 0200, 0, NULL, uevent_store },
};

const struct kind kind_module = { .name = "module", ROWS(module_rows) };

static int show_version(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%s\n", o->sim->version);
}

/* As long as a real one, and of no real source. */
static int show_srcversion(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%023X\n", o->sim->kernel->release);
}

static const struct row idxd_module_rows[] = {
	{ "initstate", 0444, 0, show_live, NULL },
	{ "refcnt", 0444, 0, show_zero, NULL },
	{ "srcversion", 0444, 0, show_srcversion, NULL },
	{ "uevent", 0200, 0, NULL, uevent_store },
	{ "version", 0444, 0, show_version, NULL },
};

const struct kind kind_idxd_module = {
	.name = "module", ROWS(idxd_module_rows),
};

static int show_param(const struct obj *o, char *buf, size_t size, bool v)
{
	(void)o;
	return snprintf(buf, size, "%c\n", v ? 'Y' : 'N');
}

static int show_sva(const struct obj *o, char *buf, size_t size)
{
	return show_param(o, buf, size, !o->sim->no_sva);
}

/* Counts when a device is found. */
static int store_sva(struct obj *o, const char *buf)
{
	bool v;

	if (parse_bool(buf, idxd_kernel_has(o->sim->kernel, IDXD_KF_BOOL_ED), &v))
		return -EINVAL;
	o->sim->no_sva = !v;
	return 0;
}

static int show_tc_override(const struct obj *o, char *buf, size_t size)
{
	return show_param(o, buf, size, o->sim->tc_override);
}

static int store_tc_override(struct obj *o, const char *buf)
{
	bool v;

	if (parse_bool(buf, idxd_kernel_has(o->sim->kernel, IDXD_KF_BOOL_ED), &v))
		return -EINVAL;
	o->sim->tc_override = v;
	for (unsigned int i = 0; i < o->sim->ndev; i++) {
		pthread_mutex_lock(&o->sim->dev[i].lock);
		o->sim->dev[i].caps.tc_override = v;
		pthread_mutex_unlock(&o->sim->dev[i].lock);
	}
	return 0;
}

static const struct row parameter_rows[] = {
	{ "sva", 0644, 0, show_sva, store_sva },
	{ "tc_override", 0644, 0, show_tc_override, store_tc_override },
};

const struct kind kind_parameters = { .name = "", ROWS(parameter_rows) };

/* The release that uname would print cannot be changed, its file can. */
static int show_osrelease(const struct obj *o, char *buf, size_t size)
{
	return snprintf(buf, size, "%u.%u.0-accfg-sim\n",
			o->sim->kernel->release >> 8,
			o->sim->kernel->release & 0xff);
}

static const struct row proc_rows[] = {
	{ "osrelease", 0444, 0, show_osrelease, NULL },
};

const struct kind kind_proc = { .name = "", ROWS(proc_rows) };
