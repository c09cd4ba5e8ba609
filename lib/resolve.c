// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which devices a profile means and what is said of each, with its places. A plain name counts more
 * than a selector that may match several devices; else the order of the text decides. Values are
 * laid over in resolve-overlay.c.
 */
#include "lib/resolve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/plan-diff.h"
#include "lib/resolve-overlay.h"
#include "util/text.h"

/* ---- what is said, and where ---- */

const struct profile_object *wanted_object(const struct wanted *wanted, enum idxd_kind kind,
					   uint32_t id)
{
	for (size_t i = wanted->n_layers; i--;) {
		const struct profile_device *layer = wanted->layers[i];

		if (kind == IDXD_KIND_DEVICE)
			return &layer->self;
		for (size_t k = layer->n_objects; k--;)
			if ((enum idxd_kind)layer->objects[k].kind == kind &&
			    layer->objects[k].id == id)
				return &layer->objects[k];
	}
	return NULL;
}

/* What one layer says of it. */
static int enabled_in(const struct profile_device *layer, enum idxd_kind kind, uint32_t id)
{
	int enabled = PROFILE_ENABLED_NOT_SAID;

	if (kind == IDXD_KIND_DEVICE)
		return layer->self.enabled;
	for (size_t k = 0; k < layer->n_objects; k++)
		if ((enum idxd_kind)layer->objects[k].kind == kind && layer->objects[k].id == id &&
		    layer->objects[k].enabled != PROFILE_ENABLED_NOT_SAID)
			enabled = layer->objects[k].enabled;
	return enabled;
}

bool wanted_is_off(const struct wanted *wanted, enum idxd_kind kind, uint32_t id)
{
	int enabled = PROFILE_ENABLED_NOT_SAID;

	for (size_t i = wanted->n_layers; i-- && enabled == PROFILE_ENABLED_NOT_SAID;)
		enabled = enabled_in(wanted->layers[i], kind, id);
	return !enabled;
}

static const struct profile_value *find_value(const struct profile_object *object,
					      const struct accfg_attr *attr)
{
	for (size_t i = 0; i < object->n_values; i++)
		if (object->values[i].attr == attr)
			return &object->values[i];
	return NULL;
}

/* The place of the value in one layer; line 0: it is not said there. */
static struct profile_place place_in(const struct profile_object *object, enum idxd_attr attr)
{
	const struct profile_value *value = find_value(object, attr_by_rule(attr));

	if (attr == IDXD_ATTR_WQ_GROUP_ID || attr == IDXD_ATTR_ENGINE_GROUP_ID)
		return object->group_place;
	return value ? value->place : (struct profile_place){ 0, 0 };
}

struct profile_place wanted_place(const struct wanted *wanted, struct state_key key)
{
	const struct profile_object *object;

	for (size_t i = wanted->n_layers; i-- && key.attr != IDXD_ATTR_NONE;) {
		const struct profile_device *layer = wanted->layers[i];
		struct profile_place place = { 0, 0 };

		if (key.kind == IDXD_KIND_DEVICE)
			place = place_in(&layer->self, key.attr);
		for (size_t k = 0; k < layer->n_objects && !place.line; k++)
			if ((enum idxd_kind)layer->objects[k].kind == key.kind &&
			    layer->objects[k].id == key.id)
				place = place_in(&layer->objects[k], key.attr);
		if (place.line)
			return place;
	}
	object = wanted_object(wanted, key.kind, key.id);
	if (!object)
		object = &wanted->layers[wanted->n_layers - 1]->self;
	return object->place;
}

/* ---- problems ---- */

static bool is_noted(struct resolution *resolution, const struct problem *what)
{
	const struct problem_list *list = resolution->profile->problems;
	const struct accfg_error *e;

	for (e = problem_list_first(list); e && what->place.line; e = problem_list_next(list, e)) {
		const char *rule = accfg_error_get_rule(e), *attr = accfg_error_get_attr(e);

		if (accfg_error_is_note(e) && accfg_error_get_line(e) == what->place.line &&
		    accfg_error_get_column(e) == what->place.column && rule &&
		    !strcmp(rule, what->rule) &&
		    (!attr || !what->attr || !strcmp(attr, what->attr)))
			return true;
	}
	return false;
}

static void add_problem(struct resolution *resolution, const struct wanted *wanted,
			struct state_key key, const char *rule, bool is_note, const char *format,
			va_list args)
{
	char path[64], value[128];
	struct problem what = { .file = resolution->profile->file,
				.rule = rule,
				.is_note = is_note,
				.of_check = true,
				.place = wanted_place(wanted, key),
				.object = state_path(&wanted->want, key.kind, key.id, path,
						     sizeof(path)) };

	if (key.attr != IDXD_ATTR_NONE) {
		what.attr = attr_by_rule(key.attr)->name;
		what.value = state_format(&wanted->want, key, value, sizeof(value));
		if (!*value)
			what.value = NULL;
	}
	if (!what.place.line)
		what.file = NULL;
	if (is_note && is_noted(resolution, &what))
		return;
	problem_list_addv(resolution->profile->problems, &what, format, args);
}

void resolve_error(struct resolution *resolution, const struct wanted *wanted, struct state_key key,
		   const char *rule, const char *format, ...)
{
	va_list args;

	resolution->errors++;
	va_start(args, format);
	add_problem(resolution, wanted, key, rule, false, format, args);
	va_end(args);
}

void resolve_note(struct resolution *resolution, const struct wanted *wanted, struct state_key key,
		  const char *rule, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_problem(resolution, wanted, key, rule, true, format, args);
	va_end(args);
}

static void no_device(struct resolution *resolution, const struct profile_device *selector)
{
	char there[160];
	struct problem what = { .file = resolution->profile->file,
				.object = selector->self.name,
				.rule = "no-device",
				.place = selector->self.place,
				.of_check = true };

	resolution->errors++;
	resolution->missing++;
	machine_describe(&resolution->machine, there, sizeof(there));
	problem_list_add(resolution->profile->problems, &what,
			 "there is no such device; there is %s", there);
}

/* ---- devices ---- */

static void wanted_release(struct wanted *wanted)
{
	state_release(&wanted->want);
	free(wanted->layers);
	for (size_t i = 0; i < sizeof(wanted->said) / sizeof(wanted->said[0]); i++)
		free(wanted->said[i]);
	free(wanted->wq_mentioned);
	free(wanted->wq_order);
}

static int wanted_init(struct wanted *wanted)
{
	const struct state *now = wanted->now;
	int rc = state_copy(&wanted->want, now);
	bool complete = true;

	if (rc)
		return rc;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++) {
		wanted->said[kind] =
			calloc(state_count(now, (enum idxd_kind)kind) + 1, sizeof(uint64_t));
		complete = complete && wanted->said[kind];
	}
	wanted->wq_mentioned = calloc(now->config.n_wqs + 1, sizeof(*wanted->wq_mentioned));
	wanted->wq_order = calloc(now->config.n_wqs + 1, sizeof(*wanted->wq_order));
	return complete && wanted->wq_mentioned && wanted->wq_order ? 0 : -ENOMEM;
}

static int find_wanted(struct resolution *resolution, const struct state *now,
		       struct wanted **wanted)
{
	struct wanted *list;

	for (size_t i = 0; i < resolution->n; i++) {
		if (resolution->list[i].now == now) {
			*wanted = &resolution->list[i];
			return 0;
		}
	}
	list = array_grow(resolution->list, resolution->n, sizeof(*list));
	if (!list)
		return -ENOMEM;
	resolution->list = list;
	*wanted = &list[resolution->n++];
	memset(*wanted, 0, sizeof(**wanted));
	(*wanted)->now = now;
	return 0;
}

static int add_layer(struct resolution *resolution, const struct state *now,
		     const struct profile_device *layer)
{
	const struct profile_device **layers;
	struct wanted *wanted;
	int rc = find_wanted(resolution, now, &wanted);

	if (rc)
		return rc;
	layers = array_grow(wanted->layers, wanted->n_layers, sizeof(*layers));
	if (!layers)
		return -ENOMEM;
	wanted->layers = layers;
	layers[wanted->n_layers++] = layer;
	return 0;
}

static int resolve_device(struct resolution *resolution, const struct profile_device *selector)
{
	struct state **found;
	size_t n;
	int rc = machine_find(&resolution->machine, selector, &found, &n);

	if (rc)
		return rc;
	if (!n)
		no_device(resolution, selector);
	for (size_t i = 0; !rc && i < n; i++)
		rc = add_layer(resolution, found[i], selector);
	free(found);
	return rc;
}

static int resolve_devices(struct resolution *resolution, bool templates)
{
	struct accfg_profile *profile = resolution->profile;
	int rc = 0;

	for (size_t i = 0; !rc && i < profile->n_devices; i++)
		if (profile->devices[i].is_template == templates)
			rc = resolve_device(resolution, &profile->devices[i]);
	return rc;
}

static uint64_t attrs_of(const struct profile_object *object)
{
	uint64_t attrs = STATE_MENTIONED;

	for (size_t i = 0; i < object->n_values; i++)
		attrs |= IDXD_ATTR_BIT(object->values[i].attr->rule);
	return attrs;
}

/* What the profile says of an object, in any layer. */
static uint64_t mentioned(const void *data, enum idxd_kind kind, uint32_t id)
{
	const struct wanted *wanted = data;
	uint64_t attrs = 0;

	for (size_t i = 0; i < wanted->n_layers; i++) {
		const struct profile_device *layer = wanted->layers[i];

		if (kind == IDXD_KIND_DEVICE)
			attrs |= attrs_of(&layer->self);
		for (size_t k = 0; k < layer->n_objects; k++)
			if ((enum idxd_kind)layer->objects[k].kind == kind &&
			    layer->objects[k].id == id)
				attrs |= attrs_of(&layer->objects[k]);
	}
	return attrs;
}

static bool disables(const struct wanted *wanted)
{
	if (diff_needs_device(wanted->now, &wanted->want))
		return true;
	for (uint32_t id = 0; id < wanted->now->config.n_wqs; id++)
		if (diff_finds_wq(wanted->now, &wanted->want, id, NULL))
			return true;
	return false;
}

static int read_all(struct resolution *resolution)
{
	struct state_mention *mentions = calloc(resolution->n + 1, sizeof(*mentions));
	struct machine_read *reads = calloc(resolution->n + 1, sizeof(*reads));
	int rc = mentions && reads ? 0 : -ENOMEM;

	for (size_t i = 0; !rc && i < resolution->n; i++) {
		mentions[i] = (struct state_mention){ mentioned, &resolution->list[i] };
		reads[i].state = resolution->list[i].now;
		reads[i].mention = resolution->exact ? NULL : &mentions[i];
	}
	if (!rc)
		rc = machine_read(&resolution->machine, reads, resolution->n);
	free(mentions);
	free(reads);
	return rc;
}

/* What gets disabled is wiped, so all of it must be known. */
static int read_what_is_lost(struct resolution *resolution)
{
	struct machine_read *reads = calloc(resolution->n + 1, sizeof(*reads));
	size_t n = 0;
	int rc;

	if (!reads)
		return -ENOMEM;
	for (size_t i = 0; i < resolution->n; i++) {
		const struct wanted *wanted = &resolution->list[i];
		bool is_wiped = disables(wanted);

		if (is_wiped || state_hides(wanted->now, &wanted->want))
			reads[n++] = (struct machine_read){ .state = wanted->now,
							    .want = &wanted->want,
							    .is_wiped = is_wiped };
	}
	rc = machine_read(&resolution->machine, reads, n);
	free(reads);
	for (size_t i = 0; !rc && i < resolution->n; i++)
		rc = state_adopt(&resolution->list[i].want, resolution->list[i].now);
	return rc;
}

static int resolve_one(struct resolution *resolution, struct wanted *wanted)
{
	int rc = wanted_init(wanted);

	if (!rc)
		rc = resolve_overlay(resolution, wanted);
	return rc ? rc : resolve_complete(resolution, wanted);
}

int resolve_profile(struct resolution *resolution, struct accfg_profile *profile,
		    const char *machine, unsigned int flags)
{
	int rc;

	*resolution = (struct resolution){ .profile = profile,
					    .enable = flags & ACCFG_PLAN_ENABLE,
					    .exact = flags & ACCFG_PLAN_EXACT };
	problem_list_drop_checks(profile->problems);
	rc = machine_open(&resolution->machine, profile->ctx, machine);
	if (!rc)
		rc = resolve_devices(resolution, true);
	if (!rc)
		rc = resolve_devices(resolution, false);
	if (!rc)
		rc = read_all(resolution);
	for (size_t i = 0; !rc && i < resolution->n; i++)
		rc = resolve_one(resolution, &resolution->list[i]);
	return rc ? rc : read_what_is_lost(resolution);
}

void resolve_release(struct resolution *resolution)
{
	for (size_t i = 0; i < resolution->n; i++)
		wanted_release(&resolution->list[i]);
	free(resolution->list);
	machine_close(&resolution->machine);
	*resolution = (struct resolution){ 0 };
}
