// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which objects `list` shows: filters combine, each narrows what is shown. Attributes are read only where a filter needs
 * them.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cli/list.h"

static const struct {
	const char *set_option, *class_option;
} options_of_kind[] = {
	[ACCFG_KIND_DEVICE] = { "device", "devices" },
	[ACCFG_KIND_GROUP] = { "group", "groups" },
	[ACCFG_KIND_WQ] = { "workqueue", "workqueues" },
	[ACCFG_KIND_ENGINE] = { "engine", "engines" },
};

static int parse_family(struct cli *cli, const struct cli_args *args, struct list_filter *filter)
{
	const char *type = cli_args_get(args, "type");

	filter->has_family = type;
	if (!type)
		return CLI_OK;
	filter->family = strcmp(type, "dsa") ? ACCFG_FAMILY_IAX : ACCFG_FAMILY_DSA;
	if (strcmp(type, "dsa") && strcmp(type, "iax") && strcmp(type, "iaa"))
		return cli_invalid(cli, "type", type, "must be dsa, iax or iaa");
	return CLI_OK;
}

static int parse_node(struct cli *cli, const struct cli_args *args, struct list_filter *filter)
{
	const char *text = cli_args_get(args, "numa-node");
	char *end;
	long node;

	filter->has_node = text;
	if (!text)
		return CLI_OK;
	node = strtol(text, &end, 10);
	if (!*text || *end || node < -1 || node > 65535)
		return cli_invalid(cli, "numa-node", text, "must be a number from -1 to 65535");
	filter->node = (int)node;
	return CLI_OK;
}

/* A word of an attribute of that kind with the option's name. */
static int parse_word(struct cli *cli, const struct cli_args *args, enum accfg_kind kind, const char *option,
		      const char **word)
{
	const char *words = accfg_attr_get_values(accfg_attr_get_by_name(kind, option));
	size_t n;

	*word = cli_args_get(args, option);
	if (!*word)
		return CLI_OK;
	n = strlen(*word);
	for (const char *p = words; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (!strncmp(p, *word, n) && (!p[n] || p[n] == '|'))
			return CLI_OK;
	return cli_invalid(cli, option, *word, "must be one of %s", words);
}

static int parse_sets(struct cli *cli, const struct cli_args *args, struct list_filter *filter)
{
	int status = CLI_OK;

	for (enum accfg_kind kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		const char *option = options_of_kind[kind].set_option;

		filter->has_set[kind] = cli_args_has(args, option);
		if (cli_args_has(args, options_of_kind[kind].class_option))
			filter->classes |= LIST_CLASS(kind);
		status = cli_first_failure(status, cli_select_options(cli, kind, args, option, CLI_SELECT_GLOB,
								      &filter->sets[kind]));
	}
	return status;
}

int list_filter_parse(struct cli *cli, const struct cli_args *args, struct list_filter *filter)
{
	int status = parse_family(cli, args, filter);

	status = cli_first_failure(status, parse_node(cli, args, filter));
	status = cli_first_failure(status, parse_word(cli, args, ACCFG_KIND_WQ, "mode", &filter->mode));
	status = cli_first_failure(status, parse_word(cli, args, ACCFG_KIND_DEVICE, "state", &filter->state));
	filter->driver = cli_args_get(args, "driver");
	filter->idle = cli_args_has(args, "idle");
	if (!status)
		status = parse_sets(cli, args, filter);
	filter->state_is_of_wqs = filter->state && (filter->has_set[ACCFG_KIND_WQ] || filter->mode || filter->driver ||
						    (filter->classes & LIST_CLASS(ACCFG_KIND_WQ)));
	return status;
}

void list_filter_free(struct list_filter *filter)
{
	for (enum accfg_kind kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++)
		cli_set_free(&filter->sets[kind]);
}

static bool has_wq_filter(const struct list_filter *filter)
{
	return filter->has_set[ACCFG_KIND_WQ] || filter->mode || filter->driver || filter->state_is_of_wqs;
}

bool list_filter_has_parts(const struct list_filter *filter)
{
	return has_wq_filter(filter) || filter->has_set[ACCFG_KIND_GROUP] || filter->has_set[ACCFG_KIND_ENGINE];
}

/* A filter of wqs leaves out engines, and the other way round, unless their class is asked for. */
bool list_shows(const struct list_filter *filter, enum accfg_kind kind)
{
	bool engines = filter->has_set[ACCFG_KIND_ENGINE];

	if (filter->classes)
		return filter->classes & LIST_CLASS(kind);
	if (kind == ACCFG_KIND_WQ)
		return has_wq_filter(filter) || !engines;
	if (kind == ACCFG_KIND_ENGINE)
		return engines || !has_wq_filter(filter);
	return true;
}

bool list_is_full(const struct list_filter *filter, enum accfg_kind kind)
{
	return !filter->classes || (filter->classes & LIST_CLASS(kind));
}

static bool passes_device_state(struct list *list, struct accfg_device *device)
{
	static const char *const words[] = { "disabled", "enabled", "halted", "unknown" };
	const struct list_filter *filter = &list->filter;
	enum accfg_device_state state;
	int rc = accfg_device_get_state(device, &state);

	if (rc) {
		list->status = cli_first_failure(list->status, cli_report(list->cli, rc));
		return false; /* it went away while we looked, or cannot be read */
	}
	if (filter->state && !filter->state_is_of_wqs)
		return !strcmp(words[state], filter->state);
	if (filter->idle || state != ACCFG_DEVICE_DISABLED)
		return true;
	list->devices_left_out++;
	return false;
}

bool list_passes_device(struct list *list, struct accfg_device *device)
{
	const struct list_filter *filter = &list->filter;
	int node;

	if (filter->has_set[ACCFG_KIND_DEVICE] &&
	    !cli_set_has(&filter->sets[ACCFG_KIND_DEVICE], accfg_device_get_object(device)))
		return false;
	if (filter->has_family && accfg_device_get_family(device) != filter->family)
		return false;
	if (filter->has_node && (accfg_device_get_numa_node(device, &node) || node != filter->node))
		return false;
	return passes_device_state(list, device);
}

static bool passes_set(const struct list_filter *filter, enum accfg_kind kind, struct accfg_object *object)
{
	return !filter->has_set[kind] || cli_set_has(&filter->sets[kind], object);
}

/* Is it in one of the groups that -g names? */
static bool passes_group_id(const struct list_filter *filter, struct accfg_device *device, int rc, int id)
{
	struct accfg_group *group;

	if (!filter->has_set[ACCFG_KIND_GROUP])
		return true;
	return !rc && id >= 0 && !accfg_group_get_by_id(device, (unsigned int)id, &group) &&
	       passes_set(filter, ACCFG_KIND_GROUP, accfg_group_get_object(group));
}

static bool passes_text(struct accfg_wq *wq, const char *name, const char *pattern)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name(ACCFG_KIND_WQ, name);
	const char *text;

	return !pattern || (!accfg_object_get_attr(accfg_wq_get_object(wq), attr, &text) && !fnmatch(pattern, text, 0));
}

static bool passes_wq_state(struct list *list, struct accfg_wq *wq)
{
	const struct list_filter *filter = &list->filter;
	enum accfg_wq_state state;
	int rc;

	if (filter->state_is_of_wqs)
		return passes_text(wq, "state", filter->state);
	if (filter->idle || filter->state)
		return true;
	rc = accfg_wq_get_state(wq, &state);
	if (rc || state != ACCFG_WQ_DISABLED)
		return true;
	list->wqs_left_out++;
	return false;
}

bool list_passes_wq(struct list *list, struct accfg_wq *wq)
{
	const struct list_filter *filter = &list->filter;
	int id = -1, rc = 0;

	if (!passes_set(filter, ACCFG_KIND_WQ, accfg_wq_get_object(wq)))
		return false;
	if (filter->has_set[ACCFG_KIND_GROUP])
		rc = accfg_wq_get_group_id(wq, &id);
	return passes_group_id(filter, accfg_wq_get_device(wq), rc, id) && passes_text(wq, "mode", filter->mode) &&
	       passes_text(wq, "driver_name", filter->driver) && passes_wq_state(list, wq);
}

bool list_passes_engine(struct list *list, struct accfg_engine *engine)
{
	const struct list_filter *filter = &list->filter;
	int id = -1, rc = 0;

	if (!passes_set(filter, ACCFG_KIND_ENGINE, accfg_engine_get_object(engine)))
		return false;
	if (filter->has_set[ACCFG_KIND_GROUP])
		rc = accfg_engine_get_group_id(engine, &id);
	return passes_group_id(filter, accfg_engine_get_device(engine), rc, id);
}

bool list_passes_group(struct list *list, struct accfg_group *group)
{
	return passes_set(&list->filter, ACCFG_KIND_GROUP, accfg_group_get_object(group));
}
