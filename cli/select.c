// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sets of objects, from the words of a command line. What a word matches is the library's business.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

const char *cli_kind_name(enum accfg_kind kind)
{
	static const char *const names[] = { "device", "group", "wq", "engine" };

	return names[kind];
}

bool cli_set_has(const struct cli_set *set, const struct accfg_object *object)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->objects[i] == object)
			return true;
	return false;
}

int cli_set_add(struct cli *cli, struct cli_set *set, struct accfg_object *object)
{
	struct accfg_object **more;

	if (cli_set_has(set, object))
		return CLI_OK;
	if (!(set->count & (set->count - 1))) { /* a power of two: it is full */
		more = realloc(set->objects, (set->count ? 2 * set->count : 1) * sizeof(*more));
		if (!more)
			return cli_report_file(cli, "select", accfg_object_get_path(object), -ENOMEM);
		set->objects = more;
	}
	set->objects[set->count++] = object;
	return CLI_OK;
}

void cli_set_free(struct cli_set *set)
{
	free(set->objects);
	*set = (struct cli_set){ 0 };
}

/* Machines without devices of a family are nothing unusual: words of letters only are families, or "all". */
static bool may_match_nothing(const char *word, unsigned int flags)
{
	return !word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] ||
	       ((flags & CLI_SELECT_GLOB) && (strpbrk(word, "*?[") || !strncmp(word, "numa:", 5)));
}

static int select_word(struct cli *cli, enum accfg_kind kind, const char *word, unsigned int flags, struct cli_set *set)
{
	struct accfg_object **objects;
	int rc, status = CLI_OK;
	size_t n;

	if (!*word) {
		cli_error(cli, "an empty name where a %s is wanted", cli_kind_name(kind));
		return CLI_INVALID;
	}
	rc = accfg_select(cli->ctx, kind, word, &objects, &n);
	if (rc == -ENODEV && may_match_nothing(word, flags))
		return CLI_OK;
	if (rc)
		return cli_report(cli, rc);
	for (size_t i = 0; i < n && !status; i++)
		status = cli_set_add(cli, set, objects[i]);
	free(objects);
	return status;
}

/* Commas inside [...] of a glob do not separate. */
static char *next_comma(char *word)
{
	bool inside = false;

	for (; *word; word++) {
		if (*word == '[')
			inside = true;
		else if (*word == ']')
			inside = false;
		else if (*word == ',' && !inside)
			return word;
	}
	return NULL;
}

static int select_list(struct cli *cli, enum accfg_kind kind, const char *list, unsigned int flags, struct cli_set *set)
{
	char *copy = strdup(list), *comma, *word = copy;
	int status = CLI_OK;

	if (!copy)
		return cli_report_file(cli, "select", list, -ENOMEM);
	do {
		comma = next_comma(word);
		if (comma)
			*comma = 0;
		status = cli_first_failure(status, select_word(cli, kind, word, flags, set));
		word = comma ? comma + 1 : NULL;
	} while (word);
	free(copy);
	return status;
}

int cli_select(struct cli *cli, enum accfg_kind kind, char *const *words, size_t n, unsigned int flags,
	       struct cli_set *set)
{
	int status = CLI_OK;

	for (size_t i = 0; i < n; i++)
		status = cli_first_failure(status, select_list(cli, kind, words[i], flags, set));
	return status;
}

int cli_select_options(struct cli *cli, enum accfg_kind kind, const struct cli_args *args, const char *option,
		       unsigned int flags, struct cli_set *set)
{
	int status = CLI_OK;

	for (size_t i = 0; i < args->n_given; i++)
		if (!strcmp(args->given[i].name, option))
			status = cli_first_failure(status, select_list(cli, kind, args->given[i].value, flags, set));
	return status;
}

static int compare_devices(const void *a, const void *b)
{
	struct accfg_device *x = accfg_object_get_device(*(struct accfg_object *const *)a);
	struct accfg_device *y = accfg_object_get_device(*(struct accfg_object *const *)b);
	int by_family = strcmp(accfg_device_get_family_name(x), accfg_device_get_family_name(y));

	if (by_family)
		return by_family;
	return (accfg_device_get_id(x) > accfg_device_get_id(y)) - (accfg_device_get_id(x) < accfg_device_get_id(y));
}

void cli_set_sort_devices(struct cli_set *set)
{
	if (set->count > 1)
		qsort(set->objects, set->count, sizeof(*set->objects), compare_devices);
}
