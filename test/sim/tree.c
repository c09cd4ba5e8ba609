// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Directories, inode numbers, lookup, listing and link targets.
 * Knows nothing of what an attribute means.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "attrs.h"
#include "sim.h"

#define MAX_OBJ		(1u << 20)
#define HASH_SIZE	(1u << 13)

static unsigned int hash_name(const char *s)
{
	unsigned int h = 5381;

	while (*s)
		h = h * 33 ^ (unsigned char)*s++;
	return h % HASH_SIZE;
}

static int tables_init(struct sim *sim)
{
	if (sim->obj)
		return 0;
	/* Only touched pages cost memory; never moved, so read without lock. */
	sim->obj = calloc(MAX_OBJ, sizeof(*sim->obj));
	sim->hash = calloc(HASH_SIZE, sizeof(*sim->hash));
	return sim->obj && sim->hash ? 0 : -ENOMEM;
}

static void link_child(struct obj *parent, struct obj *o)
{
	o->parent = parent;
	if (!parent)
		return;
	if (parent->last)
		parent->last->next = o;
	else
		parent->child = o;
	parent->last = o;
}

struct obj *tree_add(struct sim *sim, struct obj *parent,
		     const struct kind *kind, const char *fmt, ...)
{
	struct obj *o = calloc(1, sizeof(*o));
	unsigned int h;
	va_list ap;

	if (!o || tables_init(sim) || sim->nobj >= MAX_OBJ)
		goto fail;
	va_start(ap, fmt);
	if (vasprintf(&o->name, fmt, ap) < 0)
		o->name = NULL;
	va_end(ap);
	if (!o->name)
		goto fail;
	o->sim = sim;
	o->kind = kind;
	if (parent)
		o->dev = parent->dev;
	pthread_mutex_lock(&sim->tree_lock);
	o->idx = sim->nobj;
	sim->obj[o->idx] = o;
	if (kind->on_dsa_bus) {
		h = hash_name(o->name);
		o->hash_next = sim->hash[h];
		sim->hash[h] = o;
	}
	link_child(parent, o);
	sim->nobj++;
	pthread_mutex_unlock(&sim->tree_lock);
	return o;
fail:
	sim_error("out of memory");
	exit(SIM_EXIT_FAILED);
}

/* The plain directory at path below the root, made where missing. */
struct obj *tree_dir(struct sim *sim, const char *path)
{
	struct obj *o, *dir = sim->root;
	size_t len;

	for (; *path; path += len + (path[len] == '/')) {
		len = strcspn(path, "/");
		for (o = dir->child; o; o = o->next)
			if (!strncmp(o->name, path, len) && !o->name[len])
				break;
		if (!o)
			o = tree_add(sim, dir, &kind_dir, "%.*s", (int)len, path);
		dir = o;
	}
	return dir;
}

/* An object on the dsa bus by its name. */
struct obj *tree_find(struct sim *sim, const char *name)
{
	struct obj *o;

	for (o = sim->hash[hash_name(name)]; o; o = o->hash_next)
		if (!strcmp(o->name, name) && tree_present(o))
			return o;
	return NULL;
}

void tree_free(struct sim *sim)
{
	for (unsigned int i = 0; i < sim->nobj; i++) {
		free(sim->obj[i]->name);
		free(sim->obj[i]);
	}
	free(sim->obj);
	free(sim->hash);
}

bool tree_present(const struct obj *o)
{
	for (; o; o = o->parent)
		if (o->gone)
			return false;
	return true;
}

uint64_t tree_ino(const struct obj *o, unsigned int slot)
{
	return ((uint64_t)o->idx << 8 | slot) + 1;
}

struct obj *tree_obj(struct sim *sim, uint64_t ino, unsigned int *slot)
{
	uint64_t idx = (ino - 1) >> 8;

	*slot = (ino - 1) & 0xff;
	return idx < sim->nobj ? sim->obj[idx] : NULL;
}

static bool is_power_row(unsigned int slot)
{
	return slot >= SLOT_POWER_ROW && slot < SLOT_POWER_ROW + power_nrows;
}

/* The attribute behind an inode, NULL when it is not an attribute. */
const struct row *tree_row(struct sim *sim, uint64_t ino, struct obj **out)
{
	unsigned int slot;
	struct obj *o = tree_obj(sim, ino, &slot);

	*out = o;
	if (!o)
		return NULL;
	if (is_power_row(slot))
		return &power_rows[slot - SLOT_POWER_ROW];
	if (slot >= SLOT_ROW && slot - SLOT_ROW < o->kind->nrows)
		return &o->kind->rows[slot - SLOT_ROW];
	return NULL;
}

mode_t tree_mode(struct sim *sim, uint64_t ino)
{
	unsigned int slot;
	struct obj *o;
	const struct row *row = tree_row(sim, ino, &o);

	if (row)
		return S_IFREG | row->mode;
	o = tree_obj(sim, ino, &slot);
	if (!o)
		return 0;
	if (slot == SLOT_SELF || slot == SLOT_POWER)
		return S_IFDIR | 0755;
	return slot == SLOT_NODE ? S_IFCHR | 0600 : S_IFLNK | 0777;
}

static int list_rows(struct sim *sim, const struct obj *o, entry_fn fn,
		     void *arg)
{
	struct entry e = { .dynamic = sim->changes };
	int rc = 0;

	for (unsigned int i = 0; i < o->kind->nrows && !rc; i++) {
		const struct row *row = &o->kind->rows[i];

		if (!attr_visible(o, row))
			continue;
		e.name = row->name;
		e.ino = tree_ino(o, SLOT_ROW + i);
		e.mode = S_IFREG | row->mode;
		rc = fn(arg, &e);
	}
	return rc;
}

static int list_power(const struct obj *o, entry_fn fn, void *arg)
{
	struct entry e = { .dynamic = false };
	int rc = 0;

	for (unsigned int i = 0; i < power_nrows && !rc; i++) {
		e.name = power_rows[i].name;
		e.ino = tree_ino(o, SLOT_POWER_ROW + i);
		e.mode = S_IFREG | power_rows[i].mode;
		rc = fn(arg, &e);
	}
	return rc;
}

static int list_children(struct sim *sim, const struct obj *o, entry_fn fn,
			 void *arg)
{
	struct entry e = { .mode = S_IFDIR | 0755 };
	int rc = 0;

	for (const struct obj *c = o->child; c && !rc; c = c->next) {
		if (c->gone)
			continue;
		e.name = c->name;
		e.ino = tree_ino(c, SLOT_SELF);
		e.dynamic = sim->changes || c->kind->dynamic;
		rc = fn(arg, &e);
	}
	return rc;
}

/* What every object on the dsa bus has besides its own attributes. */
static int list_core(const struct obj *o, entry_fn fn, void *arg)
{
	struct entry e = { "power", tree_ino(o, SLOT_POWER), S_IFDIR | 0755,
			   false };
	int rc = fn(arg, &e);

	if (rc)
		return rc;
	e = (struct entry){ "subsystem", tree_ino(o, SLOT_SUBSYSTEM),
			    S_IFLNK | 0777, false };
	return fn(arg, &e);
}

static int list_all(struct sim *sim, const struct obj *o, const char *want,
		    entry_fn fn, void *arg)
{
	int rc = list_rows(sim, o, fn, arg);

	if (!rc && o->kind->on_dsa_bus)
		rc = list_core(o, fn, arg);
	if (!rc)
		rc = list_children(sim, o, fn, arg);
	if (!rc && o->kind->extra)
		rc = o->kind->extra(o, want, fn, arg);
	return rc;
}

int tree_list(struct sim *sim, uint64_t dir, entry_fn fn, void *arg)
{
	unsigned int slot;
	struct obj *o = tree_obj(sim, dir, &slot);

	if (!o || !tree_present(o))
		return -ENOENT;
	if (slot == SLOT_POWER)
		return list_power(o, fn, arg);
	return slot == SLOT_SELF ? list_all(sim, o, NULL, fn, arg) : -ENOTDIR;
}

struct match {
	const char *name;
	struct entry *e;
};

static int match_entry(void *arg, const struct entry *e)
{
	struct match *m = arg;

	if (strcmp(e->name, m->name))
		return 0;
	*m->e = *e;
	return 1;
}

int tree_lookup(struct sim *sim, uint64_t dir, const char *name,
		struct entry *e)
{
	struct match m = { name, e };
	unsigned int slot;
	struct obj *o = tree_obj(sim, dir, &slot);

	if (!o || !tree_present(o))
		return -ENOENT;
	if (slot == SLOT_POWER)
		return list_power(o, match_entry, &m) ? 0 : -ENOENT;
	return list_all(sim, o, name, match_entry, &m) ? 0 : -ENOENT;
}

/* The path of a directory below the root, without a leading slash. */
int tree_path(const struct obj *o, char *buf, size_t size)
{
	int n = 0;

	buf[0] = '\0';
	if (!o->parent)
		return 0;
	if (o->parent->parent) {
		n = tree_path(o->parent, buf, size);
		n += snprintf(buf + n, size - n, "/");
	}
	return n + snprintf(buf + n, size - n, "%s", o->name);
}

static unsigned int depth(const struct obj *o)
{
	unsigned int n = 0;

	for (; o->parent; o = o->parent)
		n++;
	return n;
}

static int print_link(char *buf, size_t size, unsigned int up,
		      const struct obj *to)
{
	char path[512];
	int n = 0;

	if (!to || up * 3 + 1 >= size)
		return -ENOENT;
	while (up--)
		n += snprintf(buf + n, size - n, "../");
	tree_path(to, path, sizeof(path));
	return n + snprintf(buf + n, size - n, "%s", path);
}

int tree_readlink(struct sim *sim, uint64_t ino, char *buf, size_t size)
{
	unsigned int slot;
	struct obj *o = tree_obj(sim, ino, &slot);

	if (!o)
		return -ENOENT;
	switch (slot) {
	case SLOT_SUBSYSTEM:
		return print_link(buf, size, depth(o),
				  o->kind->on_dsa_bus ? sim->bus : sim->pci_bus);
	case SLOT_MODULE:
		return print_link(buf, size, depth(o), driver_module(o));
	case SLOT_PCI_DRIVER:
		return print_link(buf, size, depth(o), sim->pci_driver);
	case SLOT_BUSLINK:
		return print_link(buf, size, 3, o);
	case SLOT_DRVLINK:
		return print_link(buf, size, 4, o);
	default:
		if (slot >= SLOT_DRIVER && slot < SLOT_DRIVER + 16)
			return print_link(buf, size, depth(o),
					  driver_obj(sim, slot - SLOT_DRIVER));
		return -EINVAL;
	}
}
