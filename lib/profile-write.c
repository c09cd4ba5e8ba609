// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writes a profile as JSON: the shape of accel-config's save-config, keys in the order of the
 * attribute rows, every number whole, nothing that cannot be loaded. Reading it back gives the same
 * profile.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/profile-keys.h"
#include "lib/profile-model.h"
#include "lib/profile-write.h"
#include "util/atomic-file.h"
#include "util/text.h"

struct writer {
	struct text out;
	const struct profile_device *device;
	int indent;
	bool first; /* nothing was written yet into the innermost list or object */
};

void profile_write_string(struct text *out, const char *string)
{
	text_add(out, "\"");
	for (const char *p = string; *p; p++) {
		if (*p == '"' || *p == '\\')
			text_printf(out, "\\%c", *p);
		else if ((unsigned char)*p < 0x20)
			text_printf(out, "\\u%04x", (unsigned int)(unsigned char)*p);
		else
			text_add_bytes(out, p, 1);
	}
	text_add(out, "\"");
}

static void write_string(struct writer *w, const char *text)
{
	profile_write_string(&w->out, text);
}

static void next_line(struct writer *w)
{
	text_printf(&w->out, "%s\n%*s", w->first ? "" : ",", w->indent * 2, "");
	w->first = false;
}

static void begin(struct writer *w, const char *key, char bracket)
{
	next_line(w);
	if (key) {
		write_string(w, key);
		text_add(&w->out, ":");
	}
	text_add_bytes(&w->out, &bracket, 1);
	w->indent++;
	w->first = true;
}

static void end(struct writer *w, char bracket)
{
	bool empty = w->first;

	w->indent--;
	if (!empty)
		text_printf(&w->out, "\n%*s", w->indent * 2, "");
	text_add_bytes(&w->out, &bracket, 1);
	w->first = false;
}

static void write_member(struct writer *w, const char *key, const char *text, bool quoted)
{
	next_line(w);
	write_string(w, key);
	text_add(&w->out, ":");
	if (quoted)
		write_string(w, text);
	else
		text_add(&w->out, text);
}

static void write_value(struct writer *w, const struct profile_value *value)
{
	enum accfg_attr_type type = accfg_attr_get_type(value->attr);
	bool quoted = type == ACCFG_ATTR_STRING || type == ACCFG_ATTR_ENUM ||
		      type == ACCFG_ATTR_BITMAP || type == ACCFG_ATTR_HEX;

	write_member(w, profile_key_of_attr(value->attr), value->text, quoted);
}

static void write_group_id(struct writer *w, const struct profile_object *object)
{
	char text[16];

	if (object->group_id < 0)
		return; /* the list it stands in says so */
	snprintf(text, sizeof(text), "%d", object->group_id);
	write_member(w, "group_id", text, false);
}

/* Before the lists of parts: accel-config takes what comes after them for theirs. */
static void write_enabled(struct writer *w, const struct profile_object *object)
{
	if (object->enabled != PROFILE_ENABLED_NOT_SAID)
		write_member(w, PROFILE_KEY_ENABLED_NAME, object->enabled ? "1" : "0", false);
}

static void write_values(struct writer *w, const struct profile_object *object)
{
	for (const struct accfg_attr *attr = accfg_attr_get_first(object->kind); attr;
	     attr = accfg_attr_get_next(attr)) {
		const char *name = accfg_attr_get_name(attr);
		const struct profile_value *value = profile_object_find(object, name);

		if (strcmp(name, "group_id") == 0)
			write_group_id(w, object);
		else if (value)
			write_value(w, value);
	}
	write_enabled(w, object);
}

static bool is_in(const struct profile_object *object, int group_id)
{
	return group_id < 0 ? object->group_id < 0 : object->group_id == group_id;
}

static void write_parts(struct writer *w, const char *key, enum accfg_kind kind, int group_id)
{
	const struct profile_device *device = w->device;
	bool begun = false;

	for (size_t i = 0; i < device->n_objects; i++) {
		const struct profile_object *object = &device->objects[i];

		if (object->kind != kind || !is_in(object, group_id))
			continue;
		if (!begun)
			begin(w, key, '[');
		begun = true;
		begin(w, NULL, '{');
		write_member(w, "dev", object->name, true);
		write_values(w, object);
		end(w, '}');
	}
	if (begun)
		end(w, ']');
}

static void write_group(struct writer *w, const char *name, const struct profile_object *group,
			int id)
{
	begin(w, NULL, '{');
	write_member(w, "dev", name, true);
	if (group)
		write_values(w, group);
	write_parts(w, "grouped_workqueues", ACCFG_KIND_WQ, id);
	write_parts(w, "grouped_engines", ACCFG_KIND_ENGINE, id);
	end(w, '}');
}

static bool has_group(const struct profile_device *device, size_t before, int id)
{
	for (size_t i = 0; i < device->n_objects; i++) {
		const struct profile_object *object = &device->objects[i];

		if (object->kind == ACCFG_KIND_GROUP && (int)object->id == id)
			return true;
		if (i < before && object->kind != ACCFG_KIND_GROUP && object->group_id == id)
			return true; /* written already */
	}
	return false;
}

/* A wq or engine may say the number of a group that nothing else is said of. */
static void write_unsaid_group(struct writer *w, size_t index)
{
	const struct profile_object *object = &w->device->objects[index];
	char name[48];

	if (object->kind == ACCFG_KIND_GROUP || object->group_id < 0 ||
	    has_group(w->device, index, object->group_id))
		return;
	if (object->device_id >= 0)
		snprintf(name, sizeof(name), "group%d.%d", object->device_id, object->group_id);
	else
		snprintf(name, sizeof(name), "group*.%d", object->group_id);
	write_group(w, name, NULL, object->group_id);
}

/* accel-config refuses a profile with an empty list, so there is none. */
static void write_groups(struct writer *w)
{
	const struct profile_device *device = w->device;
	bool any = false;

	for (size_t i = 0; i < device->n_objects; i++)
		any = any || device->objects[i].kind == ACCFG_KIND_GROUP ||
		      device->objects[i].group_id >= 0;
	if (!any)
		return;
	begin(w, "groups", '[');
	for (size_t i = 0; i < device->n_objects; i++) {
		const struct profile_object *object = &device->objects[i];

		if (object->kind == ACCFG_KIND_GROUP)
			write_group(w, object->name, object, (int)object->id);
	}
	for (size_t i = 0; i < device->n_objects; i++)
		write_unsaid_group(w, i);
	end(w, ']');
}

static void write_device(struct writer *w, const struct profile_device *device)
{
	w->device = device;
	begin(w, NULL, '{');
	write_member(w, "dev", device->self.name, true);
	write_values(w, &device->self);
	write_groups(w);
	write_parts(w, "ungrouped workqueues", ACCFG_KIND_WQ, PROFILE_GROUP_NONE);
	write_parts(w, "ungrouped_engines", ACCFG_KIND_ENGINE, PROFILE_GROUP_NONE);
	end(w, '}');
}

/* A file always says in which group a wq or engine is; one made by hand may leave it open. */
static int check_groups(const struct accfg_profile *profile)
{
	char path[128];

	for (size_t i = 0; i < profile->n_devices; i++) {
		const struct profile_device *device = &profile->devices[i];

		for (size_t k = 0; k < device->n_objects; k++) {
			const struct profile_object *object = &device->objects[k];

			if (object->kind == ACCFG_KIND_GROUP || object->group_id != PROFILE_GROUP_NOT_SAID)
				continue;
			profile_path(device, object, path, sizeof(path));
			return ctx_fail(profile->ctx, -EINVAL,
					&(struct error_about){ .object_path = path, .attr = "group_id" },
					"is not said, but a file says it of every wq and engine");
		}
	}
	return 0;
}

int profile_write_list(struct accfg_profile *profile, int indent, char **text)
{
	struct writer w = { .indent = indent + 1, .first = true };
	int rc = check_groups(profile);

	if (rc)
		return rc;
	text_add(&w.out, "[");
	for (size_t i = 0; i < profile->n_devices; i++)
		write_device(&w, &profile->devices[i]);
	text_printf(&w.out, "\n%*s]", indent * 2, "");
	*text = text_take(&w.out);
	return *text ? 0 : ctx_fail(profile->ctx, -ENOMEM, &(struct error_about){ 0 }, NULL);
}

ACCFG_EXPORT int accfg_profile_get_text(struct accfg_profile *profile, char **text)
{
	struct text whole = { 0 };
	char *list;
	int rc = profile_write_list(profile, 0, &list);

	if (rc)
		return rc;
	text_printf(&whole, "%s\n", list);
	free(list);
	list = text_take(&whole);
	if (!list)
		return ctx_fail(profile->ctx, -ENOMEM, &(struct error_about){ 0 }, NULL);
	*text = list;
	return 0;
}

ACCFG_EXPORT int accfg_profile_write_file(struct accfg_profile *profile, const char *path)
{
	char *text;
	int r;

	if (!*path)
		return ctx_fail(profile->ctx, -ENOENT, &(struct error_about){ 0 }, "the name of the file is empty");
	r = accfg_profile_get_text(profile, &text);

	if (r < 0)
		return r;
	r = atomic_file_write(path, text, strlen(text));
	free(text);
	return r < 0 ? ctx_fail(profile->ctx, r, &(struct error_about){ .file = path }, NULL) : 0;
}
