// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The top level of a profile: a list of devices, one device, or named configurations, each of them such a list. All
 * configurations are read, so that a mistake is found before it is needed; one of them is taken.
 */
#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "lib/profile-configs.h"
#include "lib/profile-read.h"
#include "lib/suggest.h"
#include "util/text.h"

static const char *const top_keys[] = { "version", "configs" };
#define N_TOP_KEYS (sizeof(top_keys) / sizeof(top_keys[0]))

/* An object with "dev" is a device, whatever else is in it. */
static bool has_configs(struct item root)
{
	if (json_object_object_get_ex(root.json, "dev", NULL))
		return false;
	for (size_t i = 0; i < N_TOP_KEYS; i++)
		if (json_object_object_get_ex(root.json, top_keys[i], NULL))
			return true;
	return false;
}

static void read_list(struct reader *r, struct item list)
{
	size_t index;

	for (struct item item = reader_first(r, list, &index); item.node && !r->error;
	     item = reader_next(r, list, item, &index))
		reader_read_device(r, item);
	if (!list.node->child)
		reader_note(r, &(struct problem){ .rule = "top-level", .place = list.node->place },
			    "the list of devices is empty");
}

static bool is_list(struct reader *r, struct item item, const char *key)
{
	if (item.node->type == LOCATE_ARRAY)
		return true;
	reader_error(r,
		     &(struct problem){ .attr = key, .rule = "top-level", .place = item.node->place },
		     "a list of devices is needed: [ { \"dev\": ..., ... } ]");
	return false;
}

/* ---- one configuration ---- */

static bool is_name(struct reader *r, const struct member *member)
{
	struct problem what = { .rule = "configs", .place = member->item.node->key_place };
	const char *wrong = profile_config_name_problem(member->key);

	if (wrong)
		reader_error(r, &what, "%s", wrong);
	return !wrong;
}

/* Is it the one that is asked for, or may it be? Of the others only errors are said. */
static bool is_of_interest(const struct reader *r, const char *name)
{
	const char *wanted = r->profile->wanted_config;

	return !wanted || !strcmp(wanted, name);
}

static void read_config(struct reader *r, const struct member *member)
{
	struct accfg_config *config;

	if (!is_name(r, member))
		return;
	config = profile_add_config(r->profile, member->key);
	if (!config) {
		r->error = -ENOMEM;
		return;
	}
	config->place = member->item.node->key_place;
	r->quiet = !is_of_interest(r, member->key);
	if (is_list(r, member->item, member->key))
		read_list(r, member->item);
	if (!r->error)
		reader_check(r);
	r->quiet = false;
	profile_put_config_aside(r->profile, config);
}

static void read_configs(struct reader *r, const struct member *configs)
{
	struct problem what = { .attr = "configs", .rule = "configs", .place = configs->item.node->place };
	struct member *members;
	size_t count;
	bool got;

	if (configs->item.node->type != LOCATE_OBJECT) {
		reader_error(r, &what, "the configurations are needed by name: { \"NAME\": [ ... ], ... }");
		return;
	}
	if (!configs->item.node->child)
		reader_error(r, &what, "there is no configuration in it");
	r->unique_keys = true;
	got = reader_members(r, configs->item, &members, &count);
	r->unique_keys = false;
	if (!got)
		return;
	for (size_t i = 0; i < count && !r->error; i++)
		if (!members[i].overridden)
			read_config(r, &members[i]);
	reader_members_free(members, count);
}

/* ---- what is around them ---- */

static void read_version(struct reader *r, const struct member *version)
{
	char source[40];
	struct problem what = { .attr = "version",
				.value = reader_source(r, version->item.node, source, sizeof(source)),
				.rule = "configs",
				.place = version->item.node->place };

	if (!json_object_is_type(version->item.json, json_type_int))
		reader_error(r, &what, "the number 1 is needed");
	else if (json_object_get_int64(version->item.json) != 1)
		reader_error(r, &what, "this accfg knows version 1 only");
}

static void say_unknown(struct reader *r, const struct member *member)
{
	struct problem what = { .attr = member->key,
				.rule = "unknown-key",
				.place = member->item.node->key_place };
	struct suggestion suggestion;

	suggest_begin(&suggestion, member->key);
	for (size_t i = 0; i < N_TOP_KEYS; i++)
		suggest_try(&suggestion, top_keys[i]);
	if (suggestion.best)
		reader_error(r, &what, "unknown key, did you mean \"%s\"?", suggestion.best);
	else
		reader_error(r, &what, "unknown key; beside \"configs\" there is only \"version\"");
}

static void say_missing(struct reader *r, struct item root, const char *key, const char *example)
{
	if (!json_object_object_get_ex(root.json, key, NULL))
		reader_error(r, &(struct problem){ .rule = "configs", .place = root.node->place },
			     "named configurations need \"%s\": %s", key, example);
}

/* Takes the configuration that is asked for, or the only one. */
static void take(struct reader *r, struct item root)
{
	struct accfg_profile *profile = r->profile;
	struct problem what = { .rule = "configs", .place = root.node->place };
	const char *wanted = profile->wanted_config, *nearest;
	struct accfg_config *config = wanted ? profile_find_config(profile, wanted) :
				      profile->n_configs == 1 ? profile->configs : NULL;
	struct text there = { 0 };

	if (config) {
		profile_take_config(profile, config);
		return;
	}
	if (!profile->n_configs || (!wanted && r->any_config))
		return;
	profile_describe_configs(profile, &there);
	nearest = wanted ? profile_nearest_config(profile, wanted) : NULL;
	if (text_failed(&there))
		r->error = -ENOMEM;
	else if (!wanted)
		reader_error(r, &what, "there are several configurations, select one: %s", there.data);
	else if (nearest)
		reader_error(r, &what, "there is no configuration \"%s\", did you mean \"%s\"? There are: %s",
			     wanted, nearest, there.data);
	else
		reader_error(r, &what, "there is no configuration \"%s\"; there are: %s", wanted, there.data);
	text_free(&there);
}

static void read_file(struct reader *r, struct item root)
{
	struct member *members;
	size_t count;

	say_missing(r, root, "version", "1");
	say_missing(r, root, "configs", "{ \"NAME\": [ ... ], ... }");
	if (!reader_members(r, root, &members, &count))
		return;
	for (size_t i = 0; i < count && !r->error; i++) {
		if (members[i].overridden)
			continue;
		if (!strcmp(members[i].key, "configs"))
			read_configs(r, &members[i]);
		else if (!strcmp(members[i].key, "version"))
			read_version(r, &members[i]);
		else
			say_unknown(r, &members[i]);
	}
	reader_members_free(members, count);
	if (!r->error)
		take(r, root);
}

static void read_plain(struct reader *r, struct item root)
{
	struct problem what = { .rule = "top-level", .place = root.node->place };

	if (r->profile->wanted_config) {
		what.rule = "configs";
		reader_error(r, &what, "it has no named configurations, so that \"%s\" cannot be selected",
			     r->profile->wanted_config);
	}
	if (root.node->type == LOCATE_OBJECT) {
		what.rule = "top-level";
		if (r->strict)
			reader_error(r, &what, "a list of devices is needed: [ { \"dev\": ..., ... } ]");
		else
			reader_note(r, &what, "a single device, read as a list of one");
		reader_read_device(r, root);
	} else if (is_list(r, root, NULL)) {
		read_list(r, root);
	}
	if (!r->error)
		reader_check(r);
}

void reader_read_profile(struct reader *r, struct item root)
{
	if (root.node->type == LOCATE_OBJECT && has_configs(root))
		read_file(r, root);
	else
		read_plain(r, root);
}
