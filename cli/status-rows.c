// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rows of `status`: a device, its groups with their wqs and engines, and what is in no group. What cannot be read
 * leaves its cell empty.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/status.h"

struct walk {
	struct status_table *table;
	struct accfg_device *device;
	struct status_counts *counts;
	bool idle;
	bool failed; /* no memory */
};

static void cell(struct status_row *row, enum status_column column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void cell(struct status_row *row, enum status_column column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(row->cells[column], STATUS_CELL, format, args);
	va_end(args);
}

static void attr_cell(struct status_row *row, enum status_column column, struct accfg_object *object, const char *name)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(accfg_object_get_kind(object), name);
	const char *text;

	if (attr && !accfg_object_get_attr(object, attr, &text))
		cell(row, column, "%s", text);
}

static void node_cell(struct status_row *row, struct accfg_wq *wq)
{
	struct stat st;
	char *path;

	if (accfg_wq_get_node_path(wq, &path))
		return;
	if (!stat(path, &st))
		cell(row, STATUS_NODE, "%s", path);
	else if (!row->cells[STATUS_ISSUE][0])
		cell(row, STATUS_ISSUE, "no node %s", path);
	free(path);
}

static bool add(struct walk *walk, struct status_line *parent, const struct status_row *row, struct status_line **line)
{
	*line = status_table_add(walk->table, parent, row);
	if (!*line)
		walk->failed = true;
	return *line;
}

static bool wq_is_enabled(struct accfg_wq *wq)
{
	enum accfg_wq_state state;

	return !accfg_wq_get_state(wq, &state) && state == ACCFG_WQ_ENABLED;
}

static bool wq_is_unused(struct accfg_wq *wq)
{
	char issue[STATUS_CELL];

	status_wq_issue(wq, issue);
	return !*issue && !wq_is_enabled(wq);
}

static void add_wq(struct walk *walk, struct status_line *parent, struct accfg_wq *wq)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	struct status_row row = { 0 };
	struct status_line *line;
	bool unused = wq_is_unused(wq);

	if (unused && !walk->idle)
		return;
	row.is_on = wq_is_enabled(wq);
	walk->counts->enabled_wqs += row.is_on;
	cell(&row, STATUS_NAME, "%s", accfg_wq_get_devname(wq));
	attr_cell(&row, STATUS_STATE, object, "state");
	if (!unused) {
		attr_cell(&row, STATUS_TYPE, object, "type");
		attr_cell(&row, STATUS_MODE, object, "mode");
		attr_cell(&row, STATUS_PRIO, object, "priority");
		attr_cell(&row, STATUS_LABEL, object, "name");
		attr_cell(&row, STATUS_DRIVER, object, "driver_name");
		attr_cell(&row, STATUS_SIZE, object, "size");
	}
	status_wq_issue(wq, row.cells[STATUS_ISSUE]);
	if (row.is_on) {
		attr_cell(&row, STATUS_CLIENTS, object, "clients");
		node_cell(&row, wq);
	}
	add(walk, parent, &row, &line);
}

static void add_engine(struct walk *walk, struct status_line *parent, struct accfg_engine *engine)
{
	struct status_row row = { 0 };
	struct status_line *line;

	cell(&row, STATUS_NAME, "%s", accfg_engine_get_name(engine));
	add(walk, parent, &row, &line);
}

/* Parts that are in the group of that id; -1: in none. */
static void add_parts(struct walk *walk, struct status_line *parent, int id)
{
	struct accfg_engine *engine;
	struct accfg_wq *wq;
	int group;

	accfg_wq_foreach(walk->device, wq)
		if (!accfg_wq_get_group_id(wq, &group) && group == id)
			add_wq(walk, parent, wq);
	accfg_engine_foreach(walk->device, engine)
		if (!accfg_engine_get_group_id(engine, &group) && group == id && (id >= 0 || walk->idle))
			add_engine(walk, parent, engine);
}

static void add_group(struct walk *walk, struct status_line *parent, struct accfg_group *group)
{
	struct status_row row = { 0 };
	struct status_line *line;
	int id = (int)accfg_group_get_id(group);

	if (!walk->idle && !status_count_wqs(walk->device, id) && !status_count_engines(walk->device, id))
		return;
	cell(&row, STATUS_NAME, "%s", accfg_group_get_name(group));
	status_group_issue(group, row.cells[STATUS_ISSUE]);
	row.is_bad = row.cells[STATUS_ISSUE][0];
	if (add(walk, parent, &row, &line))
		add_parts(walk, line, id);
}

/* Entries that wqs have, of all. */
static void size_cell(struct status_row *row, struct accfg_device *device)
{
	unsigned int total, used = 0, size;
	struct accfg_wq *wq;

	if (accfg_device_get_max_work_queues_size(device, &total))
		return;
	accfg_wq_foreach(device, wq)
		if (!accfg_wq_get_size(wq, &size))
			used += size;
	cell(row, STATUS_SIZE, "%u/%u", used, total);
}

static void fill_device(struct status_row *row, struct accfg_device *device)
{
	struct accfg_object *object = accfg_device_get_object(device);
	enum accfg_device_state state;
	uint32_t version;

	cell(row, STATUS_NAME, "%s", accfg_device_get_name(device));
	attr_cell(row, STATUS_STATE, object, "state");
	attr_cell(row, STATUS_NUMA, object, "numa_node");
	size_cell(row, device);
	if (!accfg_device_get_version(device, &version))
		cell(row, STATUS_TYPE, "%s %u.%u", accfg_device_get_family_name(device), version >> 8,
		     version >> 4 & 0xf);
	status_device_issue(device, row->cells[STATUS_ISSUE]);
	if (accfg_device_get_state(device, &state))
		return;
	row->is_on = state == ACCFG_DEVICE_ENABLED;
	row->is_bad = state == ACCFG_DEVICE_HALTED;
	if (row->is_on)
		attr_cell(row, STATUS_CLIENTS, object, "clients");
}

int status_add_device(struct status_table *table, struct accfg_device *device, bool idle, struct status_counts *counts)
{
	struct walk walk = { .table = table, .device = device, .counts = counts, .idle = idle };
	struct status_row row = { 0 };
	struct status_line *line;
	struct accfg_group *group;

	fill_device(&row, device);
	counts->devices++;
	counts->enabled_devices += row.is_on;
	counts->unreadable += !row.cells[STATUS_STATE][0];
	if (!add(&walk, NULL, &row, &line))
		return -ENOMEM;
	accfg_group_foreach(device, group)
		add_group(&walk, line, group);
	add_parts(&walk, line, -1);
	return walk.failed ? -ENOMEM : 0;
}
