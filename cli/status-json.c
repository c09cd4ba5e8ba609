// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * `status` for programs: the driver, and state and issue of each object that the table would show. Its attributes are
 * those of `list`.
 */
#include "cli/json.h"
#include "cli/status.h"

struct rows {
	struct json json;
	char device[STATUS_CELL];
};

static void text_or_null(struct json *json, const char *key, const char *text)
{
	if (text && *text)
		json_string(json, key, text);
	else
		json_raw(json, key, "null");
}

static void number(struct json *json, const char *key, unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	json_raw(json, key, text);
}

static void write_driver(struct json *json, const struct status_driver *driver)
{
	json_open(json, "driver", '{');
	json_string(json, "name", "idxd");
	text_or_null(json, "origin", driver->origin);
	text_or_null(json, "version", driver->version);
	text_or_null(json, "srcversion", driver->srcversion);
	text_or_null(json, "kernel", driver->kernel);
	json_close(json, '}');
}

static void write_row(const char *const cells[STATUS_COLUMNS], unsigned int depth, void *data)
{
	char path[2 * STATUS_CELL];
	struct rows *rows = data;

	if (!depth)
		snprintf(rows->device, sizeof(rows->device), "%s", cells[STATUS_NAME]);
	snprintf(path, sizeof(path), "%s%s%s", rows->device, depth ? "/" : "", depth ? cells[STATUS_NAME] : "");
	json_open(&rows->json, NULL, '{');
	json_string(&rows->json, "object", path);
	text_or_null(&rows->json, "state", cells[STATUS_STATE]);
	text_or_null(&rows->json, "issue", cells[STATUS_ISSUE]);
	json_close(&rows->json, '}');
}

int status_json_print(struct status_table *table, const struct status_driver *driver, const struct status_counts *counts)
{
	struct rows rows = { .json = { .out = stdout } };
	struct json *json = &rows.json;
	int rc;

	json_open(json, NULL, '{');
	json_raw(json, "version", "1");
	write_driver(json, driver);
	number(json, "devices", counts->devices);
	number(json, "enabled_devices", counts->enabled_devices);
	number(json, "enabled_wqs", counts->enabled_wqs);
	json_open(json, "objects", '[');
	rc = status_table_each(table, write_row, &rows);
	json_close(json, ']');
	json_close(json, '}');
	putchar('\n');
	return rc;
}
