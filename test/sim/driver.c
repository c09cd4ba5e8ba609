// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Binding and unbinding, as the driver does it around the hardware commands.
 * The order of checks and what is wiped come from kernel/rules.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "attrs.h"
#include "device.h"
#include "faults.h"
#include "sim.h"
#include "uevent.h"

int driver_of(const struct obj *o)
{
	return atomic_load(&o->bound) - 1;
}

void driver_set(struct obj *o, int drv)
{
	atomic_store(&o->bound, drv + 1);
}

#define CMDSTS_HW_ERR	0x03

static void sleep_us(unsigned long us)
{
	struct timespec ts = { us / 1000000, us % 1000000 * 1000 };

	while (us && nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/*
 * One hardware command: takes its time without the lock, and returns the
 * error byte that a fault wants, or 0.
 */
static uint32_t command(struct obj *o, enum hw_cmd cmd)
{
	struct sim *sim = o->sim;
	unsigned long us = sim->booting ? 0 : sim->opt.latency_us;
	uint32_t code = faults_command(o, cmd, &us);

	/* a halted device is refused its commands, without asking it */
	if (o->dev->halted)
		return CMDSTS_HW_ERR;

	if (us) {
		pthread_mutex_unlock(&o->dev->lock);
		fuse_let_others();
		sleep_us(us);
		pthread_mutex_lock(&o->dev->lock);
	}
	return code;
}

static int enable_device(struct obj *o)
{
	struct sim_dev *d = o->dev;
	struct idxd_view view = dev_view(d, o->sim->kernel);
	struct idxd_verdict v = idxd_rules_check_device_bind(&view);
	uint32_t code;

	if (idxd_rules_ok(&v)) {
		idxd_rules_apply_config(&d->caps, &d->cfg);
		code = command(o, HW_ENABLE_DEVICE);
		if (!code)
			code = idxd_rules_hw_enable_device(&d->caps, &d->cfg);
		if (code)
			v = idxd_rules_device_command_failed(code);
	}
	idxd_rules_finish_device_bind(&d->cfg, &v);
	if (idxd_rules_ok(&v))
		driver_set(o, IDXD_BUS_IDXD);
	return attr_errno(&v);
}

/* The lowest minor from this one on that no wq of the family has. */
static int take_minor(struct sim *sim, bool iax, int minor)
{
	pthread_mutex_lock(&sim->minor_lock);
	while (minor < SIM_MAX_MINOR - 1 && sim->minor[iax][minor])
		minor++;
	sim->minor[iax][minor] = true;
	pthread_mutex_unlock(&sim->minor_lock);
	return minor;
}

uint64_t driver_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000ull + ts.tv_nsec / 1000;
}

void driver_add_node(struct obj *o, int minor)
{
	struct sim_wq *wq = &o->dev->wq[o->id];
	unsigned long delay = faults_node_delay(o);

	if (minor < 0 || minor >= SIM_MAX_MINOR)
		return;
	wq->node_at = delay ? driver_now() + delay : 0;
	wq->minor = take_minor(o->sim, o->dev->desc.iax, minor);
	wq->cdev->gone = false;
	uevent_send(wq->cdev, "add");
}

static void remove_node(struct obj *o)
{
	struct sim_wq *wq = &o->dev->wq[o->id];

	if (wq->minor < 0)
		return;
	for (struct obj *f = wq->cdev->child; f; f = f->next)
		f->gone = true;
	uevent_send(wq->cdev, "remove");
	wq->cdev->gone = true;
	pthread_mutex_lock(&o->sim->minor_lock);
	o->sim->minor[o->dev->desc.iax][wq->minor] = false;
	pthread_mutex_unlock(&o->sim->minor_lock);
	wq->minor = -1;
}

/* Somebody holds the character device n times. */
void driver_open(struct obj *o, unsigned int n, int pid)
{
	struct sim_wq *wq = &o->dev->wq[o->id];
	struct obj *f;

	if (wq->minor < 0)
		return;
	o->dev->cfg.wqs[o->id].clients += n;
	while (n-- && idxd_kernel_has(o->sim->kernel, IDXD_KF_FILE_OBJECTS)) {
		f = tree_add(o->sim, wq->cdev, &kind_file, "file%u",
			     o->sim->next_file++);
		f->id = pid ? pid : 1;
	}
}

static int enable_wq(struct obj *o, int drv)
{
	struct sim_dev *d = o->dev;
	struct idxd_view view = dev_view(d, o->sim->kernel);
	struct idxd_verdict v = idxd_rules_check_wq_bind(&view, o->id, drv);
	uint32_t code;

	if (idxd_rules_ok(&v)) {
		idxd_rules_apply_wq_config(&d->caps, &d->cfg, o->id, drv);
		code = command(o, HW_ENABLE_WQ);
		if (!code)
			code = idxd_rules_hw_enable_wq(&d->caps, &d->cfg, o->id);
		if (code)
			v = idxd_rules_wq_command_failed(o->id, drv, code);
	}
	idxd_rules_finish_wq_bind(&d->cfg, o->id, drv, &v);
	if (idxd_rules_ok(&v))
		driver_set(o, drv);
	if (idxd_rules_ok(&v) && drv == IDXD_BUS_USER) {
		driver_add_node(o, 0);
		faults_clients(o);
	}
	return attr_errno(&v);
}

int driver_bind(struct obj *o, int drv)
{
	int rc = -EBUSY;

	pthread_mutex_lock(&o->dev->lock);
	if (driver_of(o) == DRV_NONE)
		rc = drv == IDXD_BUS_IDXD ? enable_device(o) : enable_wq(o, drv);
	if (!rc)
		uevent_send(o, "bind");
	pthread_mutex_unlock(&o->dev->lock);
	return rc;
}

static void disable_wq(struct obj *o)
{
	struct sim_dev *d = o->dev;
	uint32_t code;

	remove_node(o);
	code = command(o, HW_DRAIN_WQ);
	code |= command(o, HW_RESET_WQ);
	idxd_rules_apply_wq_unbind(o->sim->kernel, &d->caps, &d->cfg, o->id);
	driver_set(o, DRV_NONE);
	uevent_send(o, "unbind");
	d->cfg.wqs[o->id].clients = 0;
	d->wq[o->id].name[0] = '\0';
	if (code)
		d->cfg.device.cmd_status = code;
}

/* The driver's state goes, whatever the hardware said. */
static void wipe_device(struct sim_dev *d)
{
	idxd_rules_apply_device_unbind(d->sim->kernel, &d->caps, &d->cfg);
	for (unsigned int i = 0; i < d->cfg.n_wqs; i++)
		if (!d->cfg.wqs[i].name_length)
			d->wq[i].name[0] = '\0';
}

static void disable_device(struct obj *o)
{
	struct sim_dev *d = o->dev;
	uint32_t code;

	for (unsigned int i = 0; i < d->cfg.n_wqs; i++)
		if (d->cfg.wqs[i].enabled)
			disable_wq(d->wq[i].obj);
	code = command(o, HW_DISABLE_DEVICE);
	if (d->caps.configurable)
		code |= command(o, HW_RESET_DEVICE);
	wipe_device(d);
	driver_set(o, DRV_NONE);
	uevent_send(o, "unbind");
	if (code)
		d->cfg.device.cmd_status = code;
}

/* The hardware stopped: the driver lets go of all queues and stays bound. */
void driver_halted(struct sim_dev *d)
{
	for (unsigned int i = 0; i < d->cfg.n_wqs; i++) {
		remove_node(d->wq[i].obj);
		driver_set(d->wq[i].obj, DRV_NONE);
		d->cfg.wqs[i].clients = 0;
	}
	wipe_device(d);
	d->cfg.device.state = IDXD_STATE_HALTED;
	d->halted = true;
}

int driver_unbind(struct obj *o)
{
	pthread_mutex_lock(&o->dev->lock);
	if (o->kind == &kind_device)
		disable_device(o);
	else
		disable_wq(o);
	pthread_mutex_unlock(&o->dev->lock);
	return 0;
}

/* The driver core tries every matching driver until one takes the object. */
void driver_autoprobe(struct obj *o)
{
	if (o->kind == &kind_device && driver_of(o) == DRV_NONE)
		driver_bind(o, IDXD_BUS_IDXD);
	if (o->kind != &kind_wq)
		return;
	for (int drv = IDXD_BUS_DMAENGINE; drv < IDXD_BUS_COUNT; drv++) {
		if (!driver_obj(o->sim, drv) || driver_of(o) != DRV_NONE ||
		    (drv == IDXD_BUS_CRYPTO && !o->dev->desc.iax))
			continue;
		driver_bind(o, drv);
	}
}
