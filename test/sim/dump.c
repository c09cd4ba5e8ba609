// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The state of the machine as JSON: every attribute that can be written, and
 * state and driver, of every object, sorted.
 */
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "device.h"
#include "log.h"

static int by_name(const void *a, const void *b)
{
	const struct obj *x = *(struct obj *const *)a;
	const struct obj *y = *(struct obj *const *)b;

	return strverscmp(x->name, y->name);
}

static int row_by_name(const void *a, const void *b)
{
	return strcmp((*(const struct row *const *)a)->name,
		      (*(const struct row *const *)b)->name);
}

static bool is_state(const struct row *row)
{
	return row->attr == IDXD_ATTR_WQ_STATE ||
	       row->attr == IDXD_ATTR_DEVICE_STATE;
}

static bool is_dumped(const struct obj *o, const struct row *row)
{
	return row->attr && attr_visible(o, row) &&
	       (row->mode & 0200 || is_state(row));
}

static void add_attrs(json_object *to, struct obj *o)
{
	const struct row *rows[64];
	char buf[SIM_PAGE];
	size_t n = 0;
	int len;

	for (unsigned int i = 0; i < o->kind->nrows; i++)
		if (is_dumped(o, &o->kind->rows[i]))
			rows[n++] = &o->kind->rows[i];
	qsort(rows, n, sizeof(rows[0]), row_by_name);
	for (size_t i = 0; i < n; i++) {
		len = attr_show(o, rows[i]->attr, buf, sizeof(buf));
		if (len > 0 && buf[len - 1] == '\n')
			len--;
		json_object_object_add(to, rows[i]->name, len < 0 ? NULL :
				       json_object_new_string_len(buf, len));
	}
}

static void add_object(json_object *to, struct obj *o)
{
	json_object *j = json_object_new_object();
	int drv = driver_of(o);

	if (o->kind == &kind_device || o->kind == &kind_wq)
		json_object_object_add(j, "driver", drv == DRV_NONE ? NULL :
				       json_object_new_string(driver_name(drv)));
	add_attrs(j, o);
	json_object_object_add(to, o->name, j);
}

static bool is_object(const struct obj *o)
{
	return (o->kind == &kind_device || o->kind == &kind_group ||
		o->kind == &kind_wq || o->kind == &kind_engine) &&
	       tree_present(o);
}

static json_object *state(struct sim *sim)
{
	json_object *j = json_object_new_object();
	struct obj **list = calloc(sim->nobj, sizeof(*list));
	size_t n = 0;

	for (unsigned int i = 0; list && i < sim->nobj; i++)
		if (is_object(sim->obj[i]))
			list[n++] = sim->obj[i];
	if (n)
		qsort(list, n, sizeof(*list), by_name);
	for (size_t i = 0; i < n; i++) {
		pthread_mutex_lock(&list[i]->dev->lock);
		add_object(j, list[i]);
		pthread_mutex_unlock(&list[i]->dev->lock);
	}
	free(list);
	return j;
}

int dump_state(struct sim *sim, FILE *f)
{
	json_object *j = state(sim);

	fprintf(f, "%s\n",
		json_object_to_json_string_ext(j, JSON_C_TO_STRING_PRETTY |
					       JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(j);
	return 0;
}
