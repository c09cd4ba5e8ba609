// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * config-device, config-group, config-wq, config-engine: one code path; the attribute rows make the options. All values
 * are checked before anything is written; what is set already is not written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/config-value.h"
#include "cli/lock.h"
#include "cli/whole.h"

struct setting {
	const struct accfg_attr *attr;
	char *value;
};

struct settings {
	struct setting rows[CLI_MAX_OPTS];
	size_t count;
};

/*
 * The order in which the kernel takes attributes of a wq: dedicated clears the threshold, type clears the name, a threshold
 * is at most the size, prs_disable clears block_on_fault. The others follow in any order.
 */
static const char *const write_order[] = {
	"mode", "type", "name", "driver_name", "op_config", "size", "group_id", "priority", "prs_disable", "block_on_fault",
	"threshold",
};

static size_t rank_of(const struct setting *setting)
{
	size_t n = sizeof(write_order) / sizeof(write_order[0]), i;

	for (i = 0; i < n; i++)
		if (!strcmp(write_order[i], accfg_attr_get_name(setting->attr)))
			return i;
	return n;
}

/* Insertion sort: stable, and there are few. */
static void sort_settings(struct settings *settings)
{
	for (size_t i = 1; i < settings->count; i++)
		for (size_t j = i; j && rank_of(&settings->rows[j - 1]) > rank_of(&settings->rows[j]); j--) {
			struct setting row = settings->rows[j];

			settings->rows[j] = settings->rows[j - 1];
			settings->rows[j - 1] = row;
		}
}

static int parse_settings(struct cli *cli, const struct cli_args *args, struct settings *settings)
{
	const struct accfg_attr *attr;
	int status = CLI_OK;

	for (attr = accfg_attr_get_first(args->cmd->kind); attr; attr = accfg_attr_get_next(attr)) {
		const char *option = accfg_attr_get_option(attr);
		const char *text = option && accfg_attr_is_writable(attr) ? cli_args_get(args, option) : NULL;
		char *value = NULL;

		if (!text)
			continue;
		status = cli_first_failure(status, cli_value_parse(cli, attr, text, &value));
		if (value)
			settings->rows[settings->count++] = (struct setting){ attr, value };
	}
	sort_settings(settings);
	if (!status && !settings->count)
		return cli_usage(cli, "%s: nothing to set is given", args->cmd->name);
	return status;
}

static void free_settings(struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		free(settings->rows[i].value);
}

static bool is_set(struct accfg_object *object, const struct setting *setting)
{
	const char *now;

	return !accfg_object_get_attr(object, setting->attr, &now) && cli_value_equal(setting->attr, now, setting->value);
}

/* The kernel may have rounded. */
static void note_other_value(struct cli *cli, struct accfg_object *object, const struct setting *setting)
{
	const char *now;

	if (accfg_object_get_attr(object, setting->attr, &now) || cli_value_equal(setting->attr, now, setting->value))
		return;
	cli_note(cli, "%s: %s=%s: the kernel made it %s", accfg_object_get_path(object),
		 accfg_attr_get_name(setting->attr), setting->value, now);
}

static bool all_set(struct accfg_object *object, const struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		if (!is_set(object, &settings->rows[i]))
			return false;
	return true;
}

/* Returns CLI_OK also where it was so already; *changed counts writes. */
static int apply_setting(struct cli *cli, struct accfg_object *object, const struct setting *setting, size_t *changed)
{
	enum accfg_family family = accfg_device_get_family(accfg_object_get_device(object));
	int rc;

	if (accfg_attr_has_family(setting->attr, family) && is_set(object, setting))
		return CLI_OK;
	rc = accfg_object_set_attr(object, setting->attr, setting->value);
	if (rc)
		return cli_report(cli, rc);
	note_other_value(cli, object, setting);
	++*changed;
	return CLI_OK;
}

static bool has_setting(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->count; i++)
		if (!strcmp(accfg_attr_get_name(settings->rows[i].attr), name))
			return true;
	return false;
}

/* A change of the type clears the name, which surprises who did not ask for it: enabling needs one. */
static void note_cleared_name(struct cli *cli, struct accfg_wq *wq, bool had_name)
{
	const char *name;

	if (had_name && !accfg_wq_get_name(wq, &name) && !*name)
		cli_note(cli, "%s: the kernel cleared its name with the change of its type",
			 accfg_object_get_path(accfg_wq_get_object(wq)));
}

/* Where it is more than one write, all of them are done, or none. */
static int apply_settings(struct cli *cli, struct accfg_object *object, const struct settings *settings, size_t *changed)
{
	struct cli_whole whole;
	bool is_whole = settings->count > 1 && !all_set(object, settings);
	int status = is_whole ? cli_whole_begin(cli, object, &whole) : CLI_OK;

	if (status)
		return status;
	for (size_t i = 0; i < settings->count && !status; i++)
		status = apply_setting(cli, object, &settings->rows[i], changed);
	if (is_whole)
		status = *changed ? cli_whole_end(cli, &whole, status) : cli_whole_drop(&whole, status);
	return status;
}

static int config_object(struct cli *cli, struct accfg_object *object, const struct settings *settings)
{
	struct accfg_wq *wq = has_setting(settings, "type") && !has_setting(settings, "name") ?
				      accfg_object_as_wq(object) : NULL;
	const char *name;
	bool had_name = wq && !accfg_wq_get_name(wq, &name) && *name;
	size_t changed = 0;
	int status = apply_settings(cli, object, settings, &changed);

	if (status)
		return status;
	if (changed)
		note_cleared_name(cli, wq, had_name);
	if (!changed)
		cli_note(cli, "%s is so already", accfg_object_get_path(object));
	return CLI_OK;
}

static const struct setting *size_setting(const struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		if (!strcmp(accfg_attr_get_name(settings->rows[i].attr), "size"))
			return &settings->rows[i];
	return NULL;
}

static bool shrinks(struct accfg_object *object, const struct setting *size)
{
	unsigned int now;

	return size && accfg_object_as_wq(object) && !accfg_wq_get_size(accfg_object_as_wq(object), &now) &&
	       now > strtoul(size->value, NULL, 10);
}

/* wqs that give entries back come first, since the sum of the sizes is limited at every moment. */
static int config_objects(struct cli *cli, const struct cli_set *set, const struct settings *settings)
{
	const struct setting *size = set->count > 1 ? size_setting(settings) : NULL;
	bool *first = calloc(set->count + 1, sizeof(*first));
	int status = CLI_OK;

	if (!first)
		return cli_report_file(cli, "sort", "objects", -ENOMEM);
	for (size_t i = 0; i < set->count; i++)
		first[i] = shrinks(set->objects[i], size);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < set->count; i++)
			if (first[i] == !pass)
				status = cli_first_failure(status, config_object(cli, set->objects[i], settings));
	free(first);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	struct settings settings = { .count = 0 };
	struct accfg_lock *lock = NULL;
	struct cli_set set = { 0 };
	int status;

	status = parse_settings(cli, args, &settings);
	if (!status)
		status = cli_select(cli, args->cmd->kind, args->operands, args->n_operands, 0, &set);
	if (!status)
		status = cli_lock(cli, &set, false, &lock);
	if (!status)
		status = config_objects(cli, &set, &settings);
	accfg_lock_free(lock);
	cli_set_free(&set);
	free_settings(&settings);
	return status;
}

#define CONFIG_COMMAND(kind_, operands_, help_, more_, complete_)                                        \
	.operands = operands_, .help = help_, .more = more_, .complete = complete_, .has_attrs = true,   \
	.kind = kind_, .needs_driver = true, .needs_operands = true, .run = run

static const char order_text[] =
	"Several objects may be named. All values are checked first; what is set already is not written. Numbers may be decimal\n"
	"or 0x..., with K, M, G behind them for powers of 1024.";

const struct accfg_cmd cmd_config_device = {
	.name = "config-device",
	CONFIG_COMMAND(ACCFG_KIND_DEVICE, "DEVICE...", "Set attributes of devices", order_text, "device"),
};

const struct accfg_cmd cmd_config_group = {
	.name = "config-group",
	CONFIG_COMMAND(ACCFG_KIND_GROUP, "GROUP...", "Set attributes of groups", order_text, "group"),
};

const struct accfg_cmd cmd_config_wq = {
	.name = "config-wq",
	CONFIG_COMMAND(ACCFG_KIND_WQ, "WQ...", "Set attributes of wqs", order_text, "wq"),
};

const struct accfg_cmd cmd_config_engine = {
	.name = "config-engine",
	CONFIG_COMMAND(ACCFG_KIND_ENGINE, "ENGINE...", "Put engines into groups", order_text, "engine"),
};
