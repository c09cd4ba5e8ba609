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
		return bitmap_parse(from->text, value->bits);
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

/* ---- before and after ---- */

static bool mentions_wqs(const struct wanted *wanted)
{
	for (size_t i = 0; i < wanted->n_layers; i++)
		for (size_t k = 0; k < wanted->layers[i]->n_objects; k++)
			if (wanted->layers[i]->objects[k].kind == ACCFG_KIND_WQ)
				return true;
	return false;
}

/*
 * Nobody chose what the kernel gives to iaa_crypto while loading, so it is not kept where a profile
 * has its own wqs.
 */
static void drop_kernel_default(struct wanted *wanted)
{
	struct state *want = &wanted->want;

	if (!state_is_kernel_default(wanted->now) || !mentions_wqs(wanted))
		return;
	state_apply_wq_disable(want, 0);
	want->config.wqs[0].size = 0;
	want->config.wqs[0].group_id = IDXD_RULES_NO_GROUP;
	for (uint32_t id = 0; id < want->config.n_engines; id++)
		want->config.engines[id].group_id = IDXD_RULES_NO_GROUP;
	wanted->dropped_default = true;
}

/* Said where it made a difference. */
static void note_kernel_default(struct resolution *resolution, const struct wanted *wanted)
{
	struct state_key key = { IDXD_KIND_WQ, 0, IDXD_ATTR_SIZE };

	if (!wanted->dropped_default || state_same(wanted->now, &wanted->want, key))
		return;
	key = (struct state_key){ IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	resolve_note(
		resolution, wanted, key, "kernel-default",
		"what the kernel had prepared for iaa_crypto (wq%u.0) and nobody uses is not kept",
		wanted->want.id);
}

/* What the driver changes along, where the profile does not say otherwise. */
static void follow(struct resolution *resolution, struct wanted *wanted, uint32_t id)
{
	struct idxd_wq_config *wq = &wanted->want.config.wqs[id];
	struct state_key key = { IDXD_KIND_WQ, id, IDXD_ATTR_BLOCK_ON_FAULT };

	if (wq->prs_disable && !wanted_says(wanted, key))
		wq->block_on_fault = false;
	if (wq->mode == IDXD_MODE_DEDICATED)
		wq->threshold = 0;
	key.attr = IDXD_ATTR_THRESHOLD;
	if (wq->threshold <= wq->size || wanted_says(wanted, key))
		return;
	wq->threshold = wq->size;
	resolve_note(resolution, wanted, key, "threshold",
		     "lowered to the size, as the profile does not say it");
}

/* Without a limit there is nothing to use; the driver would keep a 1 that means nothing. */
static void follow_limit(struct wanted *wanted)
{
	for (uint32_t id = 0; id < wanted->want.config.n_groups; id++) {
		struct state_key key = { IDXD_KIND_GROUP, id, IDXD_ATTR_USE_READ_BUFFER_LIMIT };

		if (!wanted->want.config.device.read_buffer_limit && !wanted_says(wanted, key) &&
		    wanted->now->config.device.read_buffer_limit)
			wanted->want.config.groups[id].use_read_buffer_limit = false;
	}
}

static void order_wqs(struct wanted *wanted)
{
	uint32_t n = 0, count = wanted->now->config.n_wqs;

	for (size_t i = 0; i < wanted->n_layers; i++) {
		for (size_t k = 0; k < wanted->layers[i]->n_objects; k++) {
			const struct profile_object *object = &wanted->layers[i]->objects[k];
			bool known = object->kind != ACCFG_KIND_WQ || object->id >= count;

			for (uint32_t j = 0; j < n && !known; j++)
				known = wanted->wq_order[j] == object->id;
			if (!known)
				wanted->wq_order[n++] = object->id;
		}
	}
	for (uint32_t id = 0; id < count; id++)
		if (!wanted->wq_mentioned[id])
			wanted->wq_order[n++] = id;
}

int resolve_overlay(struct resolution *resolution, struct wanted *wanted)
{
	struct overlay o = { .resolution = resolution, .wanted = wanted };
	int rc = 0;

	drop_kernel_default(wanted);
	for (unsigned int late = 0; late < 2; late++) {
		for (size_t i = 0; !rc && i < wanted->n_layers; i++) {
			o.layer = wanted->layers[i];
			rc = overlay_layer(&o, late);
		}
	}
	for (uint32_t id = 0; !rc && id < wanted->now->config.n_wqs; id++)
		follow(resolution, wanted, id);
	follow_limit(wanted);
	note_kernel_default(resolution, wanted);
	order_wqs(wanted);
	return rc;
}
