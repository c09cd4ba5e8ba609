// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plans and differences as JSON; the schemas in Documentation/ say of what form.
 */
#include "cli/plan-json.h"

#include <stdio.h>
#include <string.h>

#include "cli/json.h"

static void text_or_null(struct json *json, const char *key, const char *text)
{
	if (text)
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

static void place(struct json *json, unsigned int line, unsigned int column)
{
	if (!line) {
		json_raw(json, "place", "null");
		return;
	}
	json_open(json, "place", '{');
	number(json, "line", line);
	number(json, "column", column);
	json_close(json, '}');
}

static void begin(struct json *json, struct accfg_profile *profile, const char *path)
{
	json_open(json, NULL, '{');
	json_raw(json, "version", "1");
	json_string(json, "profile", path);
	text_or_null(json, "config", accfg_profile_get_selected_config(profile));
}

static void object_and_attr(struct json *json, struct accfg_object *object, const struct accfg_attr *attr)
{
	json_string(json, "object", accfg_object_get_path(object));
	text_or_null(json, "attribute", attr ? accfg_attr_get_name(attr) : NULL);
}

static void one_step(struct json *json, const struct accfg_step *step)
{
	static const char *const actions[] = { "set", "enable", "disable" };

	json_open(json, NULL, '{');
	json_string(json, "action", actions[accfg_step_get_kind(step)]);
	object_and_attr(json, accfg_step_get_object(step), accfg_step_get_attr(step));
	text_or_null(json, "old", accfg_step_get_old_value(step));
	text_or_null(json, "new", accfg_step_get_new_value(step));
	text_or_null(json, "rule", accfg_step_get_rule(step));
	place(json, accfg_step_get_line(step), accfg_step_get_column(step));
	json_close(json, '}');
}

void cli_plan_json(struct accfg_plan *plan, struct accfg_profile *profile, const char *path)
{
	struct json json = { .out = stdout };
	const struct accfg_step *step;

	begin(&json, profile, path);
	json_open(&json, "steps", '[');
	for (step = accfg_plan_get_first_step(plan); step; step = accfg_plan_get_next_step(plan, step))
		one_step(&json, step);
	json_close(&json, ']');
	json_close(&json, '}');
	putchar('\n');
}

static void one_change(struct json *json, const struct accfg_change *change)
{
	json_open(json, NULL, '{');
	object_and_attr(json, accfg_change_get_object(change), accfg_change_get_attr(change));
	json_string(json, "old", accfg_change_get_old_value(change));
	json_string(json, "new", accfg_change_get_new_value(change));
	place(json, accfg_change_get_line(change), accfg_change_get_column(change));
	json_close(json, '}');
}

void cli_diff_json(struct accfg_plan *plan, struct accfg_profile *profile, const char *path)
{
	struct json json = { .out = stdout };
	const struct accfg_change *change;

	begin(&json, profile, path);
	json_open(&json, "differences", '[');
	for (change = accfg_plan_get_first_change(plan); change; change = accfg_plan_get_next_change(plan, change))
		one_change(&json, change);
	json_close(&json, ']');
	json_close(&json, '}');
	putchar('\n');
}
