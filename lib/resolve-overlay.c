// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the profile says, laid over what the device is set to now. What this device or kernel has
 * not is left out with a note, as people carry profiles from machine to machine; whether the values
 * are good is not asked here.
 */
#include "lib/resolve-overlay.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "util/bitmap.h"

struct overlay {
	struct resolution *resolution;
	struct wanted *wanted;
	const struct profile_device *layer;
};

/* These depend on another value of the same device, so they come when all others are there. */
static bool is_late(enum idxd_attr attr)
{
	return attr == IDXD_ATTR_THRESHOLD || attr == IDXD_ATTR_ENQCMDS_RETRIES ||
	       attr == IDXD_ATTR_DRIVER_NAME || attr == IDXD_ATTR_USE_READ_BUFFER_LIMIT;
}

/* The driver takes blanks off both ends of names. */
static char *trim(char *text)
{
	size_t n = text ? strlen(text) : 0, begin = 0;

	while (n && isspace((unsigned char)text[n - 1]))
		n--;
	while (begin < n && isspace((unsigned char)text[begin]))
		begin++;
	if (text) {
		memmove(text, text + begin, n - begin);
		text[n - begin] = 0;
	}
	return text;
}

/* Where the kernel hides an operation, a text without it says nothing about it. */
static int convert_bits(const struct state *now, const char *text, struct state_value *value)
{
	int rc = bitmap_parse(text, value->bits);

	if (idxd_kernel_has(&now->kernel, IDXD_KF_WQ_BATCH_HIDDEN))
		value->bits[0] |= now->caps.op_cap[0] & STATE_HIDDEN_OPERATIONS;
	return rc;
}

/*
 * The value as the driver would show it. expanded holds the text while it is needed; the caller
 * frees.
 */
static int convert(const struct overlay *o, const struct profile_value *from,
		   struct state_value *value, char **expanded)
{
	*value = (struct state_value){ .number = (uint64_t)from->number };
	*expanded = NULL;
	switch (from->attr->type) {
	case ACCFG_ATTR_BITMAP:
		return convert_bits(o->wanted->now, from->text, value);
	case ACCFG_ATTR_STRING:
		*expanded = o->layer->expands_x ? profile_expand_x(from->text, o->wanted->now->id)
						: strdup(from->text);
		value->text = trim(*expanded);
		return value->text ? 0 : -ENOMEM;
	default:
		return 0;
	}
}

static bool is_power(enum idxd_attr attr)
{
	return attr == IDXD_ATTR_WQ_MAX_TRANSFER_SIZE || attr == IDXD_ATTR_WQ_MAX_BATCH_SIZE;
}

/* True if the driver would round it. */
static bool round_up(struct state_key key, struct state_value *value)
{
	uint64_t rounded = idxd_rules_round_up(value->number);

	if (!is_power(key.attr) || !value->number || rounded == value->number ||
	    value->number > 1ull << 63)
		return false;
	value->number = rounded;
	return true;
}

static bool is_default_driver(const struct state *want, struct state_key key)
{
	const char *usual = state_type_driver(want, want->config.wqs[key.id].type);

	return usual && !strcmp(want->texts[key.id].driver_name, usual);
}

/*
 * Why a value that differs from what is cannot be taken over, though it is not wrong: NULL if it
 * can.
 */
static const char *why_ignored(const struct wanted *wanted, struct state_key key)
{
	const struct state *want = &wanted->want;
	const struct idxd_wq_config *wq =
		key.kind == IDXD_KIND_WQ ? &want->config.wqs[key.id] : NULL;

	if (!state_has(want, key.attr))
		return "this device or kernel does not have it";
	switch (key.attr) {
	case IDXD_ATTR_THRESHOLD:
		return wq->mode == IDXD_MODE_DEDICATED ? "a dedicated wq has no threshold" : NULL;
	case IDXD_ATTR_ENQCMDS_RETRIES:
		return wq->mode == IDXD_MODE_DEDICATED ? "a dedicated wq has no retries" : NULL;
	case IDXD_ATTR_TRAFFIC_CLASS_A:
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return want->caps.version <= IDXD_VERSION_2 && !want->caps.tc_override
			       ? "the driver does not let it be set on this version of the hardware"
			       : NULL;
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT:
		return want->config.device.read_buffer_limit
			       ? NULL
			       : "the device has no read_buffer_limit";
	default:
		return NULL;
	}
}

/* Values that mean "nothing to say" in what list prints. */
static bool says_nothing(struct state_key key, const struct state_value *value)
{
	if (key.attr == IDXD_ATTR_THRESHOLD)
		return !value->number;
	return value->text && !*value->text;
}

/* Of a device that is not configurable only these can be written. */
static bool is_always_writable(enum idxd_attr attr)
{
	return attr == IDXD_ATTR_TYPE || attr == IDXD_ATTR_NAME || attr == IDXD_ATTR_DRIVER_NAME ||
	       attr == IDXD_ATTR_OP_CONFIG || attr == IDXD_ATTR_ENQCMDS_RETRIES ||
	       attr == IDXD_ATTR_DESC_PROGRESS_LIMIT || attr == IDXD_ATTR_BATCH_PROGRESS_LIMIT;
}

/* The value is put in for a moment, as the note shows it. */
static int ignore(const struct overlay *o, struct state_key key, const struct state_value *value,
		  const char *why)
{
	struct state *want = &o->wanted->want;
	struct state_value before;
	char *text = NULL;
	int rc;

	state_get(want, key, &before);
	if (before.text)
		before.text = text = strdup(before.text);
	if (value->text && !text)
		return -ENOMEM;
	rc = state_put(want, key, value);
	if (!rc && !state_same(want, o->wanted->now, key) &&
	    !(key.attr == IDXD_ATTR_DRIVER_NAME && is_default_driver(want, key)))
		resolve_note(o->resolution, o->wanted, key, "ignored", "ignored, as %s", why);
	if (!rc)
		rc = state_put(want, key, &before);
	free(text);
	return rc;
}

static int store(const struct overlay *o, struct state_key key, const struct state_value *value)
{
	struct wanted *wanted = o->wanted;
	struct state *want = &wanted->want;
	const char *why = why_ignored(wanted, key);
	int rc;

	if (why)
		return ignore(o, key, value, why);
	rc = state_put(want, key, value);
	wanted->said[key.kind][key.id] |= IDXD_ATTR_BIT(key.attr);
	if (!rc && !want->caps.configurable && !is_always_writable(key.attr) &&
	    !state_same(want, wanted->now, key))
		resolve_error(o->resolution, wanted, key, "not-configurable",
			      "the configuration of %s is fixed by its hardware or host",
			      want->name);
	return rc;
}

static int overlay_value(const struct overlay *o, struct state_key key,
			 const struct profile_value *from)
{
	struct state_value value;
	char *expanded;
	int rc = convert(o, from, &value, &expanded);

	if (!rc && !says_nothing(key, &value)) {
		bool rounded = round_up(key, &value);

		rc = store(o, key, &value);
		if (!rc && rounded)
			resolve_note(o->resolution, o->wanted, key, "rounded",
				     "from %s, up to a power of two", from->text);
	}
	free(expanded);
	return rc == -ENOMEM ? rc : 0;
}

static int overlay_values(const struct overlay *o, const struct profile_object *object,
			  struct state_key key, bool late)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < object->n_values; i++) {
		key.attr = object->values[i].attr->rule;
		if (key.attr != IDXD_ATTR_NONE && is_late(key.attr) == late)
			rc = overlay_value(o, key, &object->values[i]);
	}
	return rc;
}

static int overlay_group_id(const struct overlay *o, const struct profile_object *object,
			    struct state_key key)
{
	struct state_value value = { .number = (uint64_t)(int64_t)object->group_id };

	if (object->group_id == PROFILE_GROUP_NOT_SAID)
		return 0;
	key.attr = key.kind == IDXD_KIND_WQ ? IDXD_ATTR_WQ_GROUP_ID : IDXD_ATTR_ENGINE_GROUP_ID;
	return store(o, key, &value);
}

static void no_such_part(const struct overlay *o, const struct profile_object *object)
{
	const char *prefix = profile_name_prefix(object->kind);
	uint32_t count = state_count(o->wanted->now, (enum idxd_kind)object->kind);
	char path[64];
	struct problem what = { .file = o->resolution->profile->file,
				.rule = "no-object",
				.place = object->place,
				.object = state_path(o->wanted->now, (enum idxd_kind)object->kind,
						     object->id, path, sizeof(path)),
				.of_check = true };

	o->resolution->errors++;
	if (!count)
		problem_list_add(o->resolution->profile->problems, &what, "%s has none of these",
				 o->wanted->now->name);
	else
		problem_list_add(o->resolution->profile->problems, &what,
				 "%s has %u of these, the last is %s%u.%u", o->wanted->now->name,
				 count, prefix, o->wanted->now->id, count - 1);
}

static void mention(struct wanted *wanted, const struct profile_object *object)
{
	if (object->kind == ACCFG_KIND_ENGINE)
		wanted->engines_mentioned = true;
	if (object->kind == ACCFG_KIND_WQ)
		wanted->wq_mentioned[object->id] = true;
}

static int overlay_object(const struct overlay *o, const struct profile_object *object, bool late)
{
	struct state_key key = { (enum idxd_kind)object->kind, object->id, IDXD_ATTR_NONE };
	int rc = 0;

	if (object->id >= state_count(o->wanted->now, key.kind)) {
		if (!late)
			no_such_part(o, object);
		return 0;
	}
	if (!late) {
		mention(o->wanted, object);
		rc = key.kind == IDXD_KIND_GROUP ? 0 : overlay_group_id(o, object, key);
	}
	return rc ? rc : overlay_values(o, object, key, late);
}

static int overlay_layer(const struct overlay *o, bool late)
{
	struct state_key key = { IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	int rc = overlay_values(o, &o->layer->self, key, late);

	for (size_t i = 0; !rc && i < o->layer->n_objects; i++)
		rc = overlay_object(o, &o->layer->objects[i], late);
	return rc;
}

int resolve_overlay(struct resolution *resolution, struct wanted *wanted)
{
	struct overlay o = { .resolution = resolution, .wanted = wanted };
	int rc = resolution->exact ? resolve_clean(wanted) : 0;

	resolve_before(wanted);
	for (unsigned int late = 0; late < 2; late++) {
		for (size_t i = 0; !rc && i < wanted->n_layers; i++) {
			o.layer = wanted->layers[i];
			rc = overlay_layer(&o, late);
		}
	}
	if (!rc)
		resolve_after(resolution, wanted);
	return rc;
}
