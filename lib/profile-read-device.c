// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The shape of a device in a profile: its groups, and wqs and engines within these. The order of
 * keys does not matter, so "dev" is looked for first; everything else follows in the order of the
 * text.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/profile-keys.h"
#include "lib/profile-read.h"

/* Where an object stands. */
struct scope {
	enum accfg_kind kind;
	struct profile_device *device; /* NULL for devices themselves */
	const char *list;	       /* key of the list it stands in */
	int group_id;		       /* of the group around it, or PROFILE_GROUP_... */
	struct profile_place group_place;
};

static const char *const kind_words[] = {
	[ACCFG_KIND_DEVICE] = "a device",
	[ACCFG_KIND_GROUP] = "a group",
	[ACCFG_KIND_WQ] = "a work queue",
	[ACCFG_KIND_ENGINE] = "an engine",
};

static void read_object(struct reader *r, struct item item, const struct scope *scope);

static const struct member *find_dev(const struct member *members, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!members[i].overridden && strcmp(members[i].key, "dev") == 0)
			return &members[i];
	return NULL;
}

/* The name, or NULL after saying what is wrong with it. */
static const char *dev_name(struct reader *r, struct item item, const struct member *dev,
			    const struct scope *scope)
{
	struct problem what = { .attr = "dev", .rule = "dev", .place = item.node->place };
	char source[80], path[100] = "";

	if (scope->device)
		what.object = profile_path(scope->device, NULL, path, sizeof(path));
	if (!dev) {
		reader_error(r, &what, "%s needs \"dev\", its name", kind_words[scope->kind]);
		return NULL;
	}
	what.place = dev->item.node->place;
	what.value = reader_source(r, dev->item.node, source, sizeof(source));
	if (!json_object_is_type(dev->item.json, json_type_string)) {
		reader_error(r, &what, "the name of %s is needed as text in double quotes",
			     kind_words[scope->kind]);
		return NULL;
	}
	if (strlen(json_object_get_string(dev->item.json)) !=
	    (size_t)json_object_get_string_len(dev->item.json)) {
		reader_error(r, &what, "a name has no NUL character");
		return NULL;
	}
	return json_object_get_string(dev->item.json);
}

static void parse_device_name(struct reader *r, struct profile_device *device)
{
	struct problem what = { .attr = "dev",
				.value = device->self.name,
				.rule = "dev",
				.place = device->self.place };

	if (profile_name_parse_device(device) < 0)
		reader_error(
			r, &what,
			"no name of a device; write dsa0, iax1, a pattern such as dsa* or dsaX, all, "
			"a PCI address such as 0000:6a:01.0, or numa:0");
}

/* True if the name is of that kind, whatever else is wrong with it. */
static bool name_is_of(const char *name, enum accfg_kind kind)
{
	const char *prefix = profile_name_prefix(kind);

	return strncmp(name, prefix, strlen(prefix)) == 0 && strchr(name, '.');
}

static void say_wrong_name(struct reader *r, const struct problem *what, enum accfg_kind kind,
			   const struct profile_device *device, const char *list)
{
	char example[16] = "*";

	for (int other = ACCFG_KIND_GROUP; other <= ACCFG_KIND_ENGINE; other++) {
		if (other == (int)kind || !name_is_of(what->value, (enum accfg_kind)other))
			continue;
		reader_error(r, what, "%s does not belong in %s", kind_words[other], list);
		return;
	}
	if (device->self.device_id >= 0)
		snprintf(example, sizeof(example), "%d", device->self.device_id);
	reader_error(r, what, "no name of %s; write for instance %s%s.0", kind_words[kind],
		     profile_name_prefix(kind), example);
}

static void parse_part_name(struct reader *r, const struct scope *scope,
			    struct profile_object *object)
{
	const struct profile_device *device = scope->device;
	const char *prefix = profile_name_prefix(object->kind);
	char path[100];
	struct problem what = { .object = profile_path(device, NULL, path, sizeof(path)),
				.attr = "dev",
				.value = object->name,
				.rule = "dev",
				.place = object->place };

	if (profile_name_parse_part(object) < 0) {
		say_wrong_name(r, &what, object->kind, device, scope->list);
		object->place.line = 0; /* not compared with others */
		return;
	}
	what.rule = "other-device";
	if (object->device_id < 0)
		return;
	if (device->self.device_id >= 0 && device->self.device_id != object->device_id)
		reader_error(r, &what, "this is %s of another device; here it is %s%d.%u",
			     kind_words[object->kind], prefix, device->self.device_id, object->id);
	else if (device->is_template)
		reader_error(r, &what, "%s may match more than one device; write %s*.%u",
			     device->self.name, prefix, object->id);
}

static void read_parts(struct reader *r, const struct member *member, const struct scope *scope)
{
	size_t index;

	if (!member->item.json)
		return;
	if (member->item.node->type != LOCATE_ARRAY) {
		char path[100] = "";
		struct problem what = { .object = profile_path(scope->device, NULL, path,
							       sizeof(path)),
					.attr = member->key,
					.rule = "type",
					.place = member->item.node->place };

		reader_error(r, &what, "a list is needed: [ ... ]");
		return;
	}
	for (struct item item = reader_first(r, member->item, &index); item.node && !r->error;
	     item = reader_next(r, member->item, item, &index))
		read_object(r, item, scope);
}

static void say_unknown_key(struct reader *r, const char *path, enum accfg_kind kind,
			    const struct member *member)
{
	struct problem what = { .object = path,
				.attr = member->key,
				.rule = "unknown-key",
				.place = member->item.node->key_place };
	const char *nearest = NULL;

	for (int other = ACCFG_KIND_DEVICE; other <= ACCFG_KIND_ENGINE; other++) {
		if (profile_key_lookup((enum accfg_kind)other, member->key).use ==
		    PROFILE_KEY_UNKNOWN)
			continue;
		reader_error(r, &what, "this is a key of %s, not of %s", kind_words[other],
			     kind_words[kind]);
		return;
	}
	if (!problem_list_is_full(r->profile->problems))
		nearest = profile_key_nearest(kind, member->key);
	if (nearest)
		reader_error(r, &what, "unknown key, did you mean \"%s\"?", nearest);
	else
		reader_error(r, &what, "unknown key in the description of %s", kind_words[kind]);
}

/* object is an index, as lists grow while their parts are read; -1 is the device itself. */
static void read_member(struct reader *r, const struct scope *scope, struct profile_device *device,
			long object, const struct member *member)
{
	struct profile_object *at = object < 0 ? &device->self : &device->objects[object];
	struct profile_key key = profile_key_lookup(scope->kind, member->key);
	struct scope parts;
	char path[128];

	switch (key.use) {
	case PROFILE_KEY_DEV:
	case PROFILE_KEY_READ_ONLY:
		return;
	case PROFILE_KEY_ATTR:
		reader_read_value(r, device, at, key.attr, member);
		return;
	case PROFILE_KEY_ENABLED:
		reader_read_enabled(r, device, at, member);
		return;
	case PROFILE_KEY_PARTS:
		parts = (struct scope){ .kind = key.parts,
					.device = device,
					.list = member->key,
					.group_id = PROFILE_GROUP_NOT_SAID,
					.group_place = at->place };
		if (key.ungrouped)
			parts.group_id = PROFILE_GROUP_NONE;
		else if (scope->kind == ACCFG_KIND_GROUP && at->place.line)
			parts.group_id = (int)at->id;
		read_parts(r, member, &parts);
		return;
	case PROFILE_KEY_UNKNOWN:
		say_unknown_key(r, profile_path(device, at, path, sizeof(path)), scope->kind,
				member);
		return;
	}
}

/* False: out of memory. An object without a usable name is kept for the problems of its members. */
static bool begin_object(struct reader *r, const struct scope *scope, const char *name,
			 struct profile_place place, struct profile_device **device, long *object)
{
	struct profile_object *part;

	if (scope->kind == ACCFG_KIND_DEVICE) {
		*device = profile_add_device(r->profile, name ? name : "?");
		*object = -1;
		if (!*device)
			return false;
		(*device)->self.place = place;
		if (name)
			parse_device_name(r, *device);
		return true;
	}
	*device = scope->device;
	part = profile_add_object(*device, scope->kind, name ? name : "?");
	if (!part)
		return false;
	*object = (long)(*device)->n_objects - 1;
	part->place = place;
	part->group_id = scope->group_id;
	part->group_place = scope->group_place;
	if (name)
		parse_part_name(r, scope, part);
	return true;
}

static void read_object(struct reader *r, struct item item, const struct scope *scope)
{
	struct profile_place place = { 0, 0 };
	struct profile_device *device;
	struct member *members;
	const struct member *dev;
	const char *name;
	size_t count;
	long object;

	if (item.node->type != LOCATE_OBJECT) {
		reader_error(r,
			     &(struct problem){ .attr = scope->list,
						.rule = "type",
						.place = item.node->place },
			     "%s is needed here: { \"dev\": ..., ... }", kind_words[scope->kind]);
		return;
	}
	if (!reader_members(r, item, &members, &count))
		return;
	dev = find_dev(members, count);
	name = dev_name(r, item, dev, scope);
	if (name)
		place = dev->item.node->place;
	if (!begin_object(r, scope, name, place, &device, &object))
		r->error = -ENOMEM;
	for (size_t i = 0; i < count && !r->error; i++)
		if (!members[i].overridden)
			read_member(r, scope, device, object, &members[i]);
	reader_members_free(members, count);
}

void reader_read_device(struct reader *r, struct item item)
{
	const struct scope scope = { .kind = ACCFG_KIND_DEVICE };

	read_object(r, item, &scope);
}
