// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Faults at work: which entry matches, and what it does to reads, writes,
 * hardware commands and devices.
 */
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <string.h>

#include "attrs.h"
#include "faults.h"
#include "sim.h"

static bool glob(const char *pattern, const char *text)
{
	return !pattern || !fnmatch(pattern, text, 0);
}

/* The object a write is about: the one named, for bind and unbind. */
static struct obj *subject(struct obj *o, const char *value, char *name,
			   size_t size)
{
	size_t n = strcspn(value, "\n");

	if (o->dev || (o->kind != &kind_driver && o->kind != &kind_crypto_driver &&
		       o->kind != &kind_bus)) {
		snprintf(name, size, "%s", o->name);
		return o;
	}
	snprintf(name, size, "%.*s", (int)n, value);
	return tree_find(o->sim, name);
}

static bool is_turn(struct faults *fs, struct fault *f)
{
	bool turn;

	pthread_mutex_lock(&fs->lock);
	turn = ++f->seen == f->nth || !f->nth;
	pthread_mutex_unlock(&fs->lock);
	return turn;
}

/* For entries that are about attributes at all. */
static bool is_about(const struct fault *f, bool read)
{
	return !f->command && !f->missing && f->clients < 0 &&
	       !f->node_delay_us && f->on_read == read;
}

int faults_read(const struct obj *o, const char *attr)
{
	struct faults *fs = o->sim->faults;

	for (unsigned int i = 0; fs && i < fs->n; i++) {
		struct fault *f = &fs->list[i];

		if (is_about(f, true) && glob(f->object, o->name) &&
		    glob(f->attr, attr) && is_turn(fs, f))
			return -f->error;
	}
	return 0;
}

bool faults_missing(const struct obj *o, const char *attr)
{
	const struct faults *fs = o->sim->faults;

	for (unsigned int i = 0; fs && i < fs->n; i++)
		if (fs->list[i].missing && glob(fs->list[i].object, o->name) &&
		    glob(fs->list[i].attr, attr))
			return true;
	return false;
}

/* The device is pulled out: every object of it is gone at once. */
static void vanish(struct obj *o)
{
	if (!o || !o->dev)
		return;
	o->dev->obj->gone = true;
	o->dev->pci->gone = true;
}

static void halt(struct obj *o)
{
	struct sim_dev *d = o ? o->dev : NULL;

	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	driver_halted(d);
	pthread_mutex_unlock(&d->lock);
}

/* Returns the errno with which the write ends here, or 0 to go on. */
static int strike(const struct fault *f, struct obj *o, pid_t pid,
		  struct fault_hit *hit)
{
	if (f->halt)
		halt(o);
	if (f->vanish)
		vanish(o);
	if (f->signal && f->signal_before) {
		kill(pid, f->signal);
		return -EINTR;
	}
	if (f->signal)
		hit->signal = f->signal;
	if (f->vanish && !f->error)
		return -ENODEV;
	return -f->error;
}

int faults_write(struct obj *o, const char *attr, const char *value, pid_t pid,
		 struct fault_hit *hit)
{
	struct faults *fs = o->sim->faults;
	char name[64];
	struct obj *about;
	int rc = 0;

	hit->signal = 0;
	if (!fs || !fs->n)
		return 0;
	about = subject(o, value, name, sizeof(name));
	for (unsigned int i = 0; i < fs->n && !rc; i++) {
		struct fault *f = &fs->list[i];

		if (is_about(f, false) && glob(f->object, name) &&
		    glob(f->attr, attr) && is_turn(fs, f))
			rc = strike(f, about, pid, hit);
	}
	return rc;
}

void faults_after(const struct fault_hit *hit, pid_t pid)
{
	if (hit->signal)
		kill(pid, hit->signal);
}

static const char *command_name(enum hw_cmd cmd)
{
	switch (cmd) {
	case HW_ENABLE_DEVICE: return "enable-device";
	case HW_DISABLE_DEVICE: return "disable-device";
	case HW_RESET_DEVICE: return "reset-device";
	case HW_ENABLE_WQ: return "enable-wq";
	case HW_DRAIN_WQ: return "drain-wq";
	case HW_RESET_WQ: return "reset-wq";
	}
	return "";
}

/* The error byte that the command ends with; *us grows by what it takes. */
uint32_t faults_command(const struct obj *o, enum hw_cmd cmd,
			unsigned long *us)
{
	struct faults *fs = o->sim->faults;
	uint32_t code = 0;

	if (o->sim->booting)
		return 0;
	for (unsigned int i = 0; fs && i < fs->n; i++) {
		struct fault *f = &fs->list[i];

		if (!f->command || !glob(f->command, command_name(cmd)) ||
		    !glob(f->object, o->name) || !is_turn(fs, f))
			continue;
		*us += f->delay_us;
		if (f->cmd_status >= 0)
			code = f->cmd_status;
	}
	return code;
}

/* A wq was enabled for users: those of the file open it at once. */
void faults_clients(struct obj *wq)
{
	const struct faults *fs = wq->sim->faults;

	for (unsigned int i = 0; fs && i < fs->n; i++) {
		const struct fault *f = &fs->list[i];

		if (f->clients >= 0 && glob(f->object, wq->name))
			driver_open(wq, f->clients, f->pid);
	}
}

/* How long after the wq its node in /dev appears. */
unsigned long faults_node_delay(const struct obj *wq)
{
	const struct faults *fs = wq->sim->faults;
	unsigned long us = 0;

	for (unsigned int i = 0; fs && i < fs->n; i++)
		if (glob(fs->list[i].object, wq->name))
			us += fs->list[i].node_delay_us;
	return us;
}

static void start_one(struct sim *sim, const struct fault *f)
{
	if (f->vanish)
		sim->changes = true;
	for (unsigned int i = 0; i < sim->ndev; i++) {
		struct sim_dev *d = &sim->dev[i];

		if (f->halt && !f->attr && !f->nth && d->obj &&
		    glob(f->object, d->obj->name))
			halt(d->obj);
		for (unsigned int w = 0; f->clients >= 0 && w < d->cfg.n_wqs; w++)
			if (d->cfg.wqs[w].enabled &&
			    glob(f->object, d->wq[w].obj->name))
				driver_open(d->wq[w].obj, f->clients, f->pid);
	}
}

/* What holds from the beginning. */
void faults_start(struct sim *sim)
{
	const struct faults *fs = sim->faults;

	for (unsigned int i = 0; fs && i < fs->n; i++)
		start_one(sim, &fs->list[i]);
}
