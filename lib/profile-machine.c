// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A profile from what devices are set to. Everything that matters is said of an object that is said
 * at all, so that it can be read and loaded on its own; objects that are as clean as after loading
 * the driver are left out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/profile-model.h"
#include "lib/state.h"

struct saver {
	struct accfg_profile *profile;
	struct profile_device *device;
	const struct state *state;
	struct state clean;
};

/*
 * The driver gives entries to an idle wq without size that is in a group when it enables another, even
 * where none are left: such a size cannot be written.
 */
static bool has_no_size(const struct saver *s, uint32_t id)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < s->state->config.n_wqs; i++)
		sum += s->state->config.wqs[i].size;
	return sum > s->state->caps.max_wq_size && !s->state->config.wqs[id].enabled &&
	       s->state->config.device.state == IDXD_STATE_ENABLED;
}

static int group_of_wq(const struct saver *s, uint32_t id)
{
	int32_t group = s->state->config.wqs[id].group_id;

	return group < 0 || state_wq_is_late(s->state, id) || has_no_size(s, id) ? PROFILE_GROUP_NONE : group;
}

static int group_of_engine(const struct saver *s, uint32_t id)
{
	int32_t group = s->state->config.engines[id].group_id;

	if (group < 0 || s->state->config.device.state != IDXD_STATE_ENABLED)
		return group < 0 ? PROFILE_GROUP_NONE : group;
	for (uint32_t i = 0; i < s->state->config.n_wqs; i++)
		if (group_of_wq(s, i) == group)
			return group;
	return PROFILE_GROUP_NONE;
}

/* What would keep the rest from being enabled when it is loaded is saved as in no group. */
static int group_of(const struct saver *s, enum idxd_kind kind, uint32_t id)
{
	return kind == IDXD_KIND_WQ ? group_of_wq(s, id) : group_of_engine(s, id);
}

/* All read buffers are what every group may use anyway, also where 6.1 shows 0 for it. */
static bool allows_all(const struct saver *s, struct state_key key)
{
	return key.attr == IDXD_ATTR_READ_BUFFERS_ALLOWED &&
	       s->state->config.groups[key.id].read_buffers_allowed ==
		       s->state->caps.max_read_buffers;
}

/* -1 is what becomes 0 and 1 when the device is enabled. */
static bool is_usual_traffic_class(const struct saver *s, struct state_key key)
{
	const struct idxd_group_config *group = &s->state->config.groups[key.id];

	if (key.attr == IDXD_ATTR_TRAFFIC_CLASS_A)
		return group->traffic_class_a <= 0;
	return key.attr == IDXD_ATTR_TRAFFIC_CLASS_B &&
	       (group->traffic_class_b < 0 || group->traffic_class_b == 1);
}

static bool is_usual(const struct saver *s, struct state_key key)
{
	switch (key.attr) {
	case IDXD_ATTR_DRIVER_NAME: /* outlives everything else, so alone it means nothing */
		return true;
	case IDXD_ATTR_SIZE:
		return has_no_size(s, key.id);
	case IDXD_ATTR_WQ_GROUP_ID:
	case IDXD_ATTR_ENGINE_GROUP_ID:
		return group_of(s, key.kind, key.id) == PROFILE_GROUP_NONE;
	case IDXD_ATTR_TRAFFIC_CLASS_A:
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return is_usual_traffic_class(s, key);
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT: /* a 1 stays behind when the limit goes, and means nothing */
		return !s->state->config.device.read_buffer_limit;
	default:
		return allows_all(s, key);
	}
}

static bool differs(const struct saver *s, struct state_key key)
{
	return state_has(s->state, key.attr) && !state_same(s->state, &s->clean, key) &&
	       !is_usual(s, key);
}

static bool object_differs(const struct saver *s, enum idxd_kind kind, uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE };

	for (unsigned int i = 0; (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++)
		if (differs(s, key))
			return true;
	return kind == IDXD_KIND_WQ && s->state->config.wqs[id].enabled;
}

static bool device_differs(const struct saver *s)
{
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; id < state_count(s->state, (enum idxd_kind)kind); id++)
			if (object_differs(s, (enum idxd_kind)kind, id))
				return true;
	return s->state->config.device.state == IDXD_STATE_ENABLED;
}

static bool traffic_class_is_fixed(const struct state *state)
{
	return state->caps.version <= IDXD_VERSION_2 && !state->caps.tc_override;
}

/* Is there anything to say that a driver would take? */
static bool is_saved(const struct saver *s, struct state_key key)
{
	const struct state *state = s->state;
	const struct idxd_wq_config *wq =
		key.kind == IDXD_KIND_WQ ? &state->config.wqs[key.id] : NULL;

	if (!state_has(state, key.attr))
		return false;
	switch (key.attr) {
	case IDXD_ATTR_WQ_GROUP_ID:
	case IDXD_ATTR_ENGINE_GROUP_ID:
		return false; /* where the object stands says it */
	case IDXD_ATTR_THRESHOLD:
		/* A size that shrank later leaves a larger one behind, which cannot be written. */
		return wq->mode == IDXD_MODE_SHARED && wq->threshold && wq->threshold <= wq->size &&
		       !has_no_size(s, key.id);
	case IDXD_ATTR_READ_BUFFERS_ALLOWED: /* 6.1 begins with 0 for all of them, which cannot be written */
		return differs(s, key) || (s->clean.config.groups[key.id].read_buffers_allowed &&
					   state->config.groups[key.id].read_buffers_allowed);
	case IDXD_ATTR_ENQCMDS_RETRIES:
		return wq->mode == IDXD_MODE_SHARED && differs(s, key);
	case IDXD_ATTR_NAME:
		return wq->name_length;
	case IDXD_ATTR_DRIVER_NAME:
		return wq->driver_name_length;
	case IDXD_ATTR_OP_CONFIG:
		return differs(s, key);
	case IDXD_ATTR_TRAFFIC_CLASS_A:
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return !traffic_class_is_fixed(state);
	default:
		return true;
	}
}

static bool is_traffic_class(enum idxd_attr attr)
{
	return attr == IDXD_ATTR_TRAFFIC_CLASS_A || attr == IDXD_ATTR_TRAFFIC_CLASS_B;
}

static int save_value(const struct saver *s, struct profile_object *object, struct state_key key)
{
	struct state_value value;
	char text[STATE_TEXT_MAX];

	if (!is_saved(s, key))
		return 0;
	state_get(s->state, key, &value);
	state_format(s->state, key, text, sizeof(text));
	if (key.attr == IDXD_ATTR_SIZE && has_no_size(s, key.id))
		strcpy(text, "0");
	if (key.attr == IDXD_ATTR_USE_READ_BUFFER_LIMIT && is_usual(s, key)) {
		value.number = 0;
		strcpy(text, "0");
	}
	if (is_traffic_class(key.attr) && (int64_t)value.number < 0) {
		value.number = key.attr == IDXD_ATTR_TRAFFIC_CLASS_B;
		snprintf(text, sizeof(text), "%u", (unsigned int)value.number);
	}
	return profile_object_put(object, attr_by_rule(key.attr), text, (int64_t)value.number, NULL)
		       ? 0
		       : -ENOMEM;
}

static int save_values(const struct saver *s, struct profile_object *object, enum idxd_kind kind,
		       uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE };
	int rc = 0;

	for (unsigned int i = 0; !rc && (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++)
		rc = save_value(s, object, key);
	return rc;
}

/* What is enabled needs no word: it is what loading does. */
static void save_enabled(struct profile_object *object, bool enabled)
{
	if (!enabled)
		object->enabled = 0;
}

/* An enabled device that all wqs left would not be enabled again. */
static bool can_be_enabled(const struct saver *s)
{
	bool any = !s->state->config.n_wqs;

	for (uint32_t id = 0; id < s->state->config.n_wqs; id++)
		any = any || group_of(s, IDXD_KIND_WQ, id) != PROFILE_GROUP_NONE;
	return any && s->state->config.device.state == IDXD_STATE_ENABLED;
}

static int save_part(const struct saver *s, enum idxd_kind kind, uint32_t id)
{
	struct profile_object *object;
	char name[32];

	snprintf(name, sizeof(name), "%s%u.%u", profile_name_prefix((enum accfg_kind)kind),
		 s->state->id, id);
	object = profile_add_object(s->device, (enum accfg_kind)kind, name);
	if (!object)
		return -ENOMEM;
	object->device_id = (int)s->state->id;
	object->id = id;
	if (kind != IDXD_KIND_GROUP)
		object->group_id = group_of(s, kind, id);
	if (kind == IDXD_KIND_WQ && can_be_enabled(s))
		save_enabled(object, s->state->config.wqs[id].enabled);
	return save_values(s, object, kind, id);
}

static bool has_parts(const struct saver *s, int group)
{
	for (uint32_t i = 0; i < s->state->config.n_wqs; i++)
		if (group_of(s, IDXD_KIND_WQ, i) == group)
			return true;
	for (uint32_t i = 0; i < s->state->config.n_engines; i++)
		if (group_of(s, IDXD_KIND_ENGINE, i) == group)
			return true;
	return false;
}

/* Engines are said all, so that loading takes those out of groups that are in none. */
static bool part_is_saved(const struct saver *s, enum idxd_kind kind, uint32_t id)
{
	return kind == IDXD_KIND_ENGINE || object_differs(s, kind, id) ||
	       (kind == IDXD_KIND_GROUP && has_parts(s, (int)id));
}

static int save_parts(const struct saver *s)
{
	int rc = 0;

	for (unsigned int kind = IDXD_KIND_GROUP; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; !rc && id < state_count(s->state, (enum idxd_kind)kind); id++)
			if (part_is_saved(s, (enum idxd_kind)kind, id))
				rc = save_part(s, (enum idxd_kind)kind, id);
	return rc;
}

static int save_device(struct saver *s)
{
	s->device = profile_add_device(s->profile, s->state->name);
	if (!s->device)
		return -ENOMEM;
	s->device->family = (int)s->state->family;
	s->device->self.device_id = (int)s->state->id;
	save_enabled(&s->device->self, can_be_enabled(s));
	if (save_values(s, &s->device->self, IDXD_KIND_DEVICE, 0))
		return -ENOMEM;
	return save_parts(s);
}

static int add_device(struct accfg_profile *profile, struct accfg_device *device)
{
	struct state state;
	struct saver s = { .profile = profile, .state = &state };
	int rc = state_read(&state, device);

	if (rc)
		return rc;
	s.clean = (struct state){ .kernel = state.kernel, .caps = state.caps };
	rc = state_init(&s.clean);
	if (!rc && device_differs(&s))
		rc = save_device(&s);
	state_release(&s.clean);
	state_release(&state);
	return rc == -ENOMEM ? ctx_fail(profile->ctx, rc, &(struct error_about){ 0 }, NULL) : rc;
}

ACCFG_EXPORT int accfg_profile_read_devices(struct accfg_profile *profile,
					    struct accfg_device *const *devices, size_t count)
{
	int rc = 0;

	profile_clear(profile);
	for (size_t i = 0; !rc && i < count; i++)
		rc = add_device(profile, devices[i]);
	return rc;
}

ACCFG_EXPORT int accfg_profile_read_machine(struct accfg_profile *profile)
{
	struct accfg_device *device;
	int rc = accfg_scan(profile->ctx);

	profile_clear(profile);
	if (rc)
		return rc;
	accfg_device_foreach (profile->ctx, device) {
		rc = add_device(profile, device);
		if (rc)
			return rc;
	}
	return 0;
}
