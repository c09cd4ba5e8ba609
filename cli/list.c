// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list: the tree as one array of JSON, whatever the options. Device by device: what was read of one is forgotten before
 * the next, so that memory does not grow with the machine.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/list.h"

static void write_wq(struct list *list, struct accfg_wq *wq)
{
	json_open(&list->json, NULL, '{');
	list_write_object(list, accfg_wq_get_object(wq), true);
	json_close(&list->json, '}');
}

static void write_engine(struct list *list, struct accfg_engine *engine)
{
	json_open(&list->json, NULL, '{');
	list_write_object(list, accfg_engine_get_object(engine), true);
	json_close(&list->json, '}');
}

/* The array opens with its first element; one without elements is not there at all. */
static void open_once(struct list *list, const char *key, bool *is_open)
{
	if (!*is_open)
		json_open(&list->json, key, '[');
	*is_open = true;
}

/* wqs of a group; id -1: of none. Returns whether there are any. */
static bool write_wqs(struct list *list, struct accfg_device *device, int id, const char *key)
{
	struct accfg_wq *wq;
	bool is_open = false;
	int group;

	if (!list_shows(&list->filter, ACCFG_KIND_WQ))
		return false;
	accfg_wq_foreach(device, wq) {
		if (accfg_wq_get_group_id(wq, &group) || group != id || !list_passes_wq(list, wq))
			continue;
		open_once(list, key, &is_open);
		write_wq(list, wq);
	}
	if (is_open)
		json_close(&list->json, ']');
	return is_open;
}

static bool write_engines(struct list *list, struct accfg_device *device, int id, const char *key)
{
	struct accfg_engine *engine;
	bool is_open = false;
	int group;

	if (!list_shows(&list->filter, ACCFG_KIND_ENGINE))
		return false;
	accfg_engine_foreach(device, engine) {
		if (accfg_engine_get_group_id(engine, &group) || group != id || !list_passes_engine(list, engine))
			continue;
		open_once(list, key, &is_open);
		write_engine(list, engine);
	}
	if (is_open)
		json_close(&list->json, ']');
	return is_open;
}

/* A text that is made beside the output, since whether it is wanted is known only at its end. */
struct side {
	struct json before;
	char *text;
	size_t size;
};

static bool side_begin(struct list *list, struct side *side)
{
	side->before = list->json;
	side->text = NULL;
	list->json.out = open_memstream(&side->text, &side->size);
	if (list->json.out)
		return true;
	list->json = side->before;
	list->status = cli_first_failure(list->status, cli_report_file(list->cli, "write", "JSON", -errno));
	return false;
}

static void side_end(struct list *list, struct side *side, bool wanted)
{
	struct json after = list->json;

	fclose(after.out);
	list->json = side->before;
	if (wanted && side->text) {
		fwrite(side->text, 1, side->size, list->json.out);
		list->json.not_first = after.not_first;
	}
	free(side->text);
}

/* Is a group of interest that has none of the parts that are shown? */
static bool shows_empty_group(const struct list_filter *filter)
{
	if (filter->classes && !(filter->classes & LIST_CLASS(ACCFG_KIND_GROUP)))
		return false;
	return !list_filter_has_parts(filter) ||
	       (filter->has_set[ACCFG_KIND_GROUP] && !filter->has_set[ACCFG_KIND_ENGINE] &&
		!filter->has_set[ACCFG_KIND_WQ] && !filter->mode && !filter->driver);
}

static bool write_group(struct list *list, struct accfg_group *group)
{
	struct accfg_device *device = accfg_group_get_device(group);
	int id = (int)accfg_group_get_id(group);
	bool has_parts;

	json_open(&list->json, NULL, '{');
	list_write_object(list, accfg_group_get_object(group), list_is_full(&list->filter, ACCFG_KIND_GROUP));
	has_parts = write_wqs(list, device, id, "grouped_workqueues");
	has_parts |= write_engines(list, device, id, "grouped_engines");
	json_close(&list->json, '}');
	return has_parts || shows_empty_group(&list->filter);
}

static bool write_groups(struct list *list, struct accfg_device *device)
{
	struct accfg_group *group;
	bool any = false;

	if (list->filter.classes == LIST_CLASS(ACCFG_KIND_DEVICE))
		return false;
	accfg_group_foreach(device, group) {
		struct side side;
		bool wanted;

		if (!list_passes_group(list, group))
			continue;
		if (!side_begin(list, &side))
			break;
		if (!any)
			json_open(&list->json, "groups", '[');
		wanted = write_group(list, group);
		side_end(list, &side, wanted);
		if (wanted && !any) {
			list->json.depth++;
			any = true;
		}
	}
	if (any)
		json_close(&list->json, ']');
	return any;
}

static bool write_device(struct list *list, struct accfg_device *device)
{
	const struct list_filter *filter = &list->filter;
	bool has_parts;

	json_open(&list->json, NULL, '{');
	list_write_object(list, accfg_device_get_object(device), list_is_full(filter, ACCFG_KIND_DEVICE));
	has_parts = write_groups(list, device);
	has_parts |= write_wqs(list, device, -1, "ungrouped workqueues");
	has_parts |= write_engines(list, device, -1, "ungrouped_engines");
	json_close(&list->json, '}');
	return has_parts ||
	       (!list_filter_has_parts(filter) && (!filter->classes || (filter->classes & LIST_CLASS(ACCFG_KIND_DEVICE))));
}

static void list_device(struct list *list, struct accfg_device *device)
{
	struct side side;

	if (list_passes_device(list, device) && side_begin(list, &side))
		side_end(list, &side, write_device(list, device));
	accfg_device_refresh(device);
}

/* The devices of the objects that were named: no other is looked at. */
static int named_devices(struct list *list, struct cli_set *devices)
{
	int status = CLI_OK;

	for (enum accfg_kind kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		const struct cli_set *set = &list->filter.sets[kind];

		if (kind != ACCFG_KIND_DEVICE && list->filter.has_set[ACCFG_KIND_DEVICE])
			break; /* these narrow what -d names */
		for (size_t i = 0; i < set->count && !status; i++)
			status = cli_set_add(list->cli, devices, accfg_device_get_object(
								     accfg_object_get_device(set->objects[i])));
	}
	cli_set_sort_devices(devices);
	return status;
}

static int list_named(struct list *list)
{
	struct cli_set devices = { 0 };
	int status = named_devices(list, &devices);

	for (size_t i = 0; i < devices.count; i++)
		list_device(list, accfg_object_as_device(devices.objects[i]));
	cli_set_free(&devices);
	return status;
}

static int list_all(struct list *list)
{
	struct accfg_device *device;
	int rc = accfg_scan(list->cli->ctx);

	if (rc)
		return cli_report(list->cli, rc);
	accfg_device_foreach(list->cli->ctx, device)
		list_device(list, device);
	return CLI_OK;
}

static void note_left_out(struct list *list)
{
	unsigned int devices = list->devices_left_out, wqs = list->wqs_left_out;
	char text[80];
	int n = 0;

	if (!devices && !wqs)
		return;
	if (devices)
		n = snprintf(text, sizeof(text), "%u device%s%s", devices, devices == 1 ? "" : "s", wqs ? " and " : "");
	if (wqs)
		snprintf(text + n, sizeof(text) - (size_t)n, "%u wq%s", wqs, wqs == 1 ? "" : "s");
	cli_note(list->cli, "%s %s not enabled; -i shows %s", text, devices + wqs == 1 ? "is" : "are",
		 devices + wqs == 1 ? "it" : "them");
}

static void print_names_of(struct accfg_device *device, enum accfg_kind kind)
{
	struct accfg_group *group;
	struct accfg_wq *wq;
	struct accfg_engine *engine;

	if (kind == ACCFG_KIND_DEVICE)
		puts(accfg_device_get_name(device));
	if (kind == ACCFG_KIND_GROUP)
		accfg_group_foreach(device, group)
			puts(accfg_object_get_path(accfg_group_get_object(group)));
	if (kind == ACCFG_KIND_WQ)
		accfg_wq_foreach(device, wq)
			puts(accfg_object_get_path(accfg_wq_get_object(wq)));
	if (kind == ACCFG_KIND_ENGINE)
		accfg_engine_foreach(device, engine)
			puts(accfg_object_get_path(accfg_engine_get_object(engine)));
}

/* For shell completion: silent, no attribute is read. */
static int print_names(struct cli *cli, const char *word)
{
	struct accfg_device *device;

	for (enum accfg_kind kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		if (strcmp(word ? word : "device", cli_kind_name(kind)))
			continue;
		accfg_device_foreach(cli->ctx, device)
			print_names_of(device, kind);
		return CLI_OK;
	}
	return cli_invalid(cli, "names", word, "must be one of device, group, wq, engine");
}

static int list_devices(struct cli *cli, const struct cli_args *args)
{
	struct list list = { .cli = cli, .json = { .out = stdout } };

	bool driver;

	list.status = cli_need_driver(cli);
	driver = !list.status;
	if (driver)
		list.status = list_filter_parse(cli, args, &list.filter);
	json_open(&list.json, NULL, '[');
	if (driver && (list.status == CLI_OK || list.status == CLI_NOT_FOUND)) {
		bool named = false;
		int walked;

		for (enum accfg_kind kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++)
			named |= list.filter.has_set[kind];
		walked = named ? list_named(&list) : list_all(&list); /* changes list.status itself, too */
		list.status = cli_first_failure(list.status, walked);
	}
	json_close(&list.json, ']');
	putc('\n', stdout);
	note_left_out(&list);
	list_filter_free(&list.filter);
	return list.status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	if (cli_args_has(args, "schema"))
		return fputs(list_schema_text, stdout), CLI_OK;
	if (cli_args_has(args, "names"))
		return print_names(cli, cli_args_get(args, "names"));
	return list_devices(cli, args);
}

static const struct cli_opt opts[] = {
	{ "device", 'd', "DEVICE", "only these devices", "device" },
	{ "group", 'g', "GROUP", "only these groups, and what is in them", "group" },
	{ "workqueue", 'q', "WQ", "only these wqs", "wq" },
	{ "engine", 'e', "ENGINE", "only these engines", "engine" },
	{ "type", 't', "dsa|iax|iaa", "only devices of this family", "dsa|iax|iaa" },
	{ "numa-node", 'n', "N", "only devices at this NUMA node", NULL },
	{ "mode", 'm', "shared|dedicated", "only wqs of this mode", "shared|dedicated" },
	{ "state", 's', "enabled|disabled|halted", "only devices of this state, idle or not; wqs where wqs are asked for",
	  "enabled|disabled|halted" },
	{ "driver", 0, "GLOB", "only wqs of this driver_name", "user|dmaengine|crypto" },
	{ "devices", 'D', NULL, "devices with their attributes", NULL },
	{ "groups", 'G', NULL, "groups with their attributes", NULL },
	{ "workqueues", 'Q', NULL, "wqs with their attributes", NULL },
	{ "engines", 'E', NULL, "engines with their attributes", NULL },
	{ "idle", 'i', NULL, "also devices and wqs that are not enabled", NULL },
	{ "schema", 0, NULL, "print the JSON Schema of the output; it has schema_version", NULL },
	{ "names", 0, "[KIND]", NULL, NULL },
	{ 0 },
};

const struct accfg_cmd cmd_list = {
	.name = "list",
	.operands = "",
	.help = "Print devices, groups, wqs and engines as JSON",
	.more = "The output is always one JSON array of devices, with groups, wqs and engines inside. Filters combine: an object\n"
		"is shown if it passes all of them. -d, -g, -q, -e take names, globs and lists with commas, and may be repeated. With\n"
		"-D, -G, -Q, -E only objects of these classes have their attributes; what holds them has only \"dev\".",
	.opts = opts,
	.run = run,
};
