/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pieces of `list`: which objects pass (list-filter.c), how one is written (list-json.c), and the walk (list.c).
 */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include "cli/cli.h"
#include "cli/json.h"

#define LIST_CLASS(kind) (1u << (kind))

struct list_filter {
	struct cli_set sets[4]; /* by enum accfg_kind; what -d, -g, -q, -e name */
	bool has_set[4];
	unsigned int classes; /* LIST_CLASS bits of -D -G -Q -E; 0: none given */
	bool has_family;
	enum accfg_family family;
	bool has_node;
	int node;
	const char *mode;
	const char *state;
	bool state_is_of_wqs;
	const char *driver;
	bool idle;
};

struct list {
	struct cli *cli;
	struct list_filter filter;
	struct json json;
	int status;
	unsigned int devices_left_out;
	unsigned int wqs_left_out; /* of devices that are shown */
};

/* Reads the options; reports. */
int list_filter_parse(struct cli *cli, const struct cli_args *args, struct list_filter *filter);
void list_filter_free(struct list_filter *filter);
bool list_filter_has_parts(const struct list_filter *filter); /* narrower than devices */
bool list_shows(const struct list_filter *filter, enum accfg_kind kind);    /* objects of it at all */
bool list_is_full(const struct list_filter *filter, enum accfg_kind kind); /* with their attributes, or "dev" only */
bool list_passes_device(struct list *list, struct accfg_device *device);
bool list_passes_wq(struct list *list, struct accfg_wq *wq);
bool list_passes_engine(struct list *list, struct accfg_engine *engine);
bool list_passes_group(struct list *list, struct accfg_group *group);

/* Writes "dev" and, if full, the attributes of an object into an object of JSON that is open. */
void list_write_object(struct list *list, struct accfg_object *object, bool full);

extern const char list_schema_text[];

#endif
