// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Profiles made by a program, object by object and value by value. Values go through the same hands as those of a
 * file, so that they mean and allow the same.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/profile-keys.h"
#include "lib/profile-read.h"

/* One call: its problems must not stay with the profile, which is as it was before then. */
struct build {
	struct reader r;
	struct problem_list *problems; /* of the profile */
	const char *path;
};

static int begin(struct build *build, struct accfg_profile *profile, const char *path)
{
	*build = (struct build){ .r = { .profile = profile }, .problems = profile->problems, .path = path };
	profile->problems = problem_list_new();
	if (profile->problems)
		return 0;
	profile->problems = build->problems;
	return -ENOMEM;
}

static int end(struct build *build)
{
	struct accfg_profile *profile = build->r.profile;
	int rc = build->r.error;

	if (!rc && problem_list_count_errors(profile->problems))
		rc = profile_fail(profile, -EINVAL);
	problem_list_free(profile->problems);
	profile->problems = build->problems;
	free(build->r.not_here);
	return rc;
}

/* ---- objects ---- */

static struct profile_device *find_device(struct accfg_profile *profile, const char *name, size_t length)
{
	for (size_t i = 0; i < profile->n_devices; i++)
		if (strlen(profile->devices[i].self.name) == length &&
		    !memcmp(profile->devices[i].self.name, name, length))
			return &profile->devices[i];
	return NULL;
}

static void no_object(struct build *build, const char *name, const char *reason)
{
	reader_error(&build->r, &(struct problem){ .attr = "dev", .value = name, .rule = "dev" }, "%s", reason);
}

/* On its own at first, so that a wrong name leaves nothing behind. */
static struct profile_device *add_device(struct build *build, const char *name)
{
	struct accfg_profile *profile = build->r.profile;
	struct profile_device parsed = { .family = PROFILE_FAMILY_ANY,
					 .self = { .kind = ACCFG_KIND_DEVICE, .name = (char *)name, .device_id = -1 } };
	struct profile_device *device;

	if (profile_name_parse_device(&parsed) < 0) {
		no_object(build, name, "no name of a device, and no selector of devices");
		return NULL;
	}
	device = profile_add_device(profile, name);
	if (device)
		profile_name_parse_device(device);
	else
		build->r.error = -ENOMEM;
	return device;
}

static bool parse_part(struct build *build, const struct profile_device *device, struct profile_object *part)
{
	static const enum accfg_kind kinds[] = { ACCFG_KIND_GROUP, ACCFG_KIND_WQ, ACCFG_KIND_ENGINE };
	int rc = -EINVAL;

	for (size_t i = 0; rc && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		part->kind = kinds[i];
		rc = profile_name_parse_part(part);
	}
	if (rc)
		no_object(build, build->path, "no name of a group, wq or engine; write for instance dsa0/wq0.1");
	else if (part->device_id >= 0 && device->self.device_id >= 0 && part->device_id != device->self.device_id)
		no_object(build, build->path, "this is a part of another device");
	else if (part->device_id >= 0 && device->is_template)
		no_object(build, build->path, "the device may be one of several; write * for its number");
	else
		return true;
	return false;
}

static struct profile_object *find_part(struct profile_device *device, const struct profile_object *like)
{
	for (size_t i = 0; i < device->n_objects; i++)
		if (device->objects[i].kind == like->kind && device->objects[i].id == like->id)
			return &device->objects[i];
	return NULL;
}

static struct profile_object *get_part(struct build *build, struct profile_device *device, const char *name)
{
	struct profile_object like = { .name = (char *)name }, *part;

	if (!parse_part(build, device, &like))
		return NULL;
	part = find_part(device, &like);
	if (part)
		return part;
	part = profile_add_object(device, like.kind, name);
	if (!part) {
		build->r.error = -ENOMEM;
		return NULL;
	}
	profile_name_parse_part(part);
	return part;
}

/* Adds what is not there yet. NULL: said so. */
static struct profile_object *get_object(struct build *build, struct profile_device **device)
{
	const char *slash = strchr(build->path, '/');
	size_t length = slash ? (size_t)(slash - build->path) : strlen(build->path);
	char *name;

	*device = find_device(build->r.profile, build->path, length);
	if (!*device) {
		name = strndup(build->path, length);
		if (!name)
			build->r.error = -ENOMEM;
		*device = name ? add_device(build, name) : NULL;
		free(name);
	}
	if (!*device)
		return NULL;
	return slash ? get_part(build, *device, slash + 1) : &(*device)->self;
}

/* ---- values ---- */

static bool is_number(const struct accfg_attr *attr)
{
	enum accfg_attr_type type = attr ? accfg_attr_get_type(attr) : ACCFG_ATTR_BOOL;

	return type == ACCFG_ATTR_UINT || type == ACCFG_ATTR_INT || type == ACCFG_ATTR_BOOL;
}

/* As it would stand in a file; what is no number stays text, and is refused as such. */
static struct json_object *to_json(const struct accfg_attr *attr, const char *value)
{
	char *rest;
	long long number;

	errno = 0;
	number = strtoll(value, &rest, 10);
	if (is_number(attr) && *value && !*rest && !errno && strspn(value, "-0123456789") == strlen(value))
		return json_object_new_int64(number);
	return json_object_new_string(value);
}

/* In a file -1, -2 and an empty text say nothing; a program that says nothing does not call. */
static bool says_something(struct build *build, const struct profile_key *key, const struct member *member)
{
	struct problem what = { .object = build->path, .attr = member->key, .value = build->r.text, .rule = "range" };
	bool is_group = key->attr && !strcmp(accfg_attr_get_name(key->attr), "group_id");

	if (*build->r.text && (is_group || !json_object_is_type(member->item.json, json_type_int) ||
			       json_object_get_int64(member->item.json) >= 0))
		return true;
	reader_error(&build->r, &what, *build->r.text ? "a negative number is no value of this" : "the value is empty");
	return false;
}

static void set(struct build *build, const struct profile_device *device, struct profile_object *object,
		const struct profile_key *key, const struct member *member)
{
	int group = object->group_id;

	if (!says_something(build, key, member))
		return;
	if (key->use == PROFILE_KEY_ENABLED) {
		reader_read_enabled(&build->r, device, object, member);
		return;
	}
	object->group_id = PROFILE_GROUP_NOT_SAID;
	reader_read_value(&build->r, device, object, key->attr, member);
	if (object->group_id == PROFILE_GROUP_NOT_SAID)
		object->group_id = group;
}

static void set_value(struct build *build, const struct profile_device *device, struct profile_object *object,
		      const char *name)
{
	struct profile_key key = profile_key_lookup(object->kind, name);
	struct locate_node node = { .type = LOCATE_STRING, .length = (uint32_t)strlen(build->r.text) };
	struct member member = { .key = (char *)name, .item = { .node = &node } };

	if (key.use != PROFILE_KEY_ATTR && key.use != PROFILE_KEY_ENABLED) {
		reader_error(&build->r, &(struct problem){ .object = build->path, .attr = name, .rule = "unknown-key" },
			     "no attribute that a profile can set here");
		return;
	}
	member.item.json = to_json(key.attr, build->r.text);
	if (member.item.json)
		set(build, device, object, &key, &member);
	else
		build->r.error = -ENOMEM;
	json_object_put(member.item.json);
}

ACCFG_EXPORT void accfg_profile_clear(struct accfg_profile *profile)
{
	profile_clear(profile);
}

ACCFG_EXPORT int accfg_profile_add_object(struct accfg_profile *profile, const char *path)
{
	struct profile_device *device;
	struct build build;
	int rc = begin(&build, profile, path);

	if (rc)
		return rc;
	get_object(&build, &device);
	return end(&build);
}

ACCFG_EXPORT int accfg_profile_set_value(struct accfg_profile *profile, const char *path, const char *attr,
					 const char *value)
{
	struct profile_device *device;
	struct profile_object *object;
	struct build build;
	int rc = begin(&build, profile, path);

	if (rc)
		return rc;
	build.r.text = strdup(value);
	if (!build.r.text)
		build.r.error = -ENOMEM;
	object = build.r.text ? get_object(&build, &device) : NULL;
	if (object)
		set_value(&build, device, object, attr);
	free(build.r.text);
	return end(&build);
}
