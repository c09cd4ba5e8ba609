// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The life of a profile and of what is in it, and values by attribute. Reading and writing text is
 * elsewhere.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/problem.h"
#include "lib/profile-configs.h"
#include "lib/profile-model.h"

ACCFG_EXPORT int accfg_profile_new(struct accfg_ctx *ctx, struct accfg_profile **profile)
{
	struct accfg_profile *made = calloc(1, sizeof(*made));

	if (!made)
		return -ENOMEM;
	made->problems = problem_list_new();
	if (!made->problems) {
		free(made);
		return -ENOMEM;
	}
	made->ctx = accfg_ref(ctx);
	*profile = made;
	return 0;
}

static void object_release(struct profile_object *object)
{
	for (size_t i = 0; i < object->n_values; i++)
		free(object->values[i].text);
	free(object->values);
	free(object->name);
}

static void release_devices(struct profile_device *devices, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < devices[i].n_objects; j++)
			object_release(&devices[i].objects[j]);
		free(devices[i].objects);
		object_release(&devices[i].self);
	}
	free(devices);
}

void profile_clear(struct accfg_profile *profile)
{
	release_devices(profile->devices, profile->n_devices);
	profile->devices = NULL;
	profile->n_devices = 0;
	for (size_t i = 0; i < profile->n_configs; i++) {
		release_devices(profile->configs[i].devices, profile->configs[i].n_devices);
		free(profile->configs[i].name);
	}
	free(profile->configs);
	profile->configs = profile->taken = NULL;
	profile->n_configs = 0;
	free(profile->file);
	profile->file = NULL;
	problem_list_clear(profile->problems);
}

ACCFG_EXPORT void accfg_profile_free(struct accfg_profile *profile)
{
	if (!profile)
		return;
	profile_clear(profile);
	free(profile->wanted_config);
	problem_list_free(profile->problems);
	accfg_unref(profile->ctx);
	free(profile);
}

ACCFG_EXPORT const struct accfg_error *accfg_profile_get_first_problem(
	struct accfg_profile *profile)
{
	return problem_list_first(profile->problems);
}

ACCFG_EXPORT const struct accfg_error *accfg_profile_get_next_problem(
	struct accfg_profile *profile, const struct accfg_error *problem)
{
	return problem_list_next(profile->problems, problem);
}

/* Doubles at powers of two, so that no capacity has to be kept beside the count. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	return reallocarray(array, count ? count * 2 : 1, size);
}

static int object_begin(struct profile_object *object, enum accfg_kind kind, const char *name)
{
	*object = (struct profile_object){ .kind = kind,
					   .device_id = -1,
					   .group_id = PROFILE_GROUP_NOT_SAID,
					   .enabled = PROFILE_ENABLED_NOT_SAID };
	object->name = strdup(name);
	return object->name ? 0 : -ENOMEM;
}

struct profile_device *profile_add_device(struct accfg_profile *profile, const char *name)
{
	struct profile_device *devices = grow(profile->devices, profile->n_devices,
					      sizeof(*devices));
	struct profile_device *device;

	if (!devices)
		return NULL;
	profile->devices = devices;
	device = &devices[profile->n_devices];
	*device = (struct profile_device){ .family = PROFILE_FAMILY_ANY };
	if (object_begin(&device->self, ACCFG_KIND_DEVICE, name) < 0)
		return NULL;
	profile->n_devices++;
	return device;
}

struct profile_object *profile_add_object(struct profile_device *device, enum accfg_kind kind,
					  const char *name)
{
	struct profile_object *objects = grow(device->objects, device->n_objects, sizeof(*objects));

	if (!objects)
		return NULL;
	device->objects = objects;
	if (object_begin(&objects[device->n_objects], kind, name) < 0)
		return NULL;
	return &objects[device->n_objects++];
}

static struct profile_value *value_of(const struct profile_object *object,
				      const struct accfg_attr *attr)
{
	for (size_t i = 0; i < object->n_values; i++)
		if (object->values[i].attr == attr)
			return &object->values[i];
	return NULL;
}

const struct profile_value *profile_object_find(const struct profile_object *object,
						const char *attr_name)
{
	for (size_t i = 0; i < object->n_values; i++)
		if (strcmp(accfg_attr_get_name(object->values[i].attr), attr_name) == 0)
			return &object->values[i];
	return NULL;
}

struct profile_value *profile_object_put(struct profile_object *object,
					 const struct accfg_attr *attr, const char *text,
					 int64_t number, const struct profile_place *place)
{
	struct profile_value *value = value_of(object, attr);
	char *copy = strdup(text);

	if (!copy)
		return NULL;
	if (!value) {
		struct profile_value *values = grow(object->values, object->n_values,
						    sizeof(*values));

		if (!values) {
			free(copy);
			return NULL;
		}
		object->values = values;
		value = &values[object->n_values++];
		value->text = NULL;
	}
	free(value->text);
	*value = (struct profile_value){ .attr = attr, .text = copy, .number = number };
	if (place)
		value->place = *place;
	return value;
}
