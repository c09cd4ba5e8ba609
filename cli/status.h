/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pieces of `status`: rows of objects (status-rows.c), what is wrong with each (status-issue.c), the driver
 * (status-driver.c), and what is shown of them: the table (status-table.c) or JSON (status-json.c).
 */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

#include "cli/cli.h"

enum status_column {
	STATUS_NAME,
	STATUS_STATE,
	STATUS_TYPE,
	STATUS_MODE,
	STATUS_SIZE,
	STATUS_PRIO,
	STATUS_LABEL,
	STATUS_DRIVER,
	STATUS_CLIENTS,
	STATUS_NUMA,
	STATUS_NODE,
	STATUS_ISSUE,
	STATUS_COLUMNS
};

#define STATUS_CELL 160

struct status_row {
	char cells[STATUS_COLUMNS][STATUS_CELL]; /* "" shows nothing */
	bool is_on;   /* enabled */
	bool is_bad;  /* halted, or cannot work */
};

struct status_counts {
	unsigned int devices, enabled_devices, enabled_wqs, unreadable;
};

struct status_table;
struct status_line;

/* color: "auto", "always", "never". NULL: out of memory. */
struct status_table *status_table_new(const char *color);
/* parent NULL: at the top. NULL: out of memory. */
struct status_line *status_table_add(struct status_table *table, struct status_line *parent, const struct status_row *row);
int status_table_print(struct status_table *table); /* to stdout; -errno */
/* Calls fn for each row in the order in which they were added; depth 0: a device. -ENOMEM. */
typedef void (*status_row_fn)(const char *const cells[STATUS_COLUMNS], unsigned int depth, void *data);
int status_table_each(struct status_table *table, status_row_fn fn, void *data);
void status_table_free(struct status_table *table);
bool status_color_is_valid(const char *word);

/* Adds a device and its parts; unused ones too if idle. */
int status_add_device(struct status_table *table, struct accfg_device *device, bool idle, struct status_counts *counts);

/* Why an object does not work, or what is odd with it; "" if nothing. Texts are cut to STATUS_CELL. */
void status_device_issue(struct accfg_device *device, char *text);
void status_group_issue(struct accfg_group *group, char *text);
void status_wq_issue(struct accfg_wq *wq, char *text);
/* Members of a group of a device; id -1: of no group. */
unsigned int status_count_wqs(struct accfg_device *device, int id);
unsigned int status_count_engines(struct accfg_device *device, int id);

/* Which driver it is; what cannot be told is NULL. */
struct status_driver {
	const char *origin; /* "in-tree" or "accfg" */
	char *version, *srcversion, *kernel;
};
void status_driver_read(struct accfg_ctx *ctx, struct status_driver *driver);
void status_driver_print(const struct status_driver *driver); /* to stdout, without an end of line */
void status_driver_free(struct status_driver *driver);

/* The rows of a table to stdout, as Documentation/accfg-status.schema.json says. */
int status_json_print(struct status_table *table, const struct status_driver *driver, const struct status_counts *counts);

#endif
