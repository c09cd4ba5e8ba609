// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The profile of config-user-default: every disabled device is shared out evenly to users. Made as
 * if it had been read, so that it is checked and planned as any other.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/profile-model.h"
#include "lib/state.h"

#define DEFAULT_PRIORITY 10

struct maker {
	const struct state *state;
	struct profile_device *device;
	const struct profile_object *like; /* wq of the template, or NULL */
	const char *wq_name;
	uint32_t size; /* of each wq */
	int group;
};

static int put_number(struct profile_object *object, enum attr_id id, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return profile_object_put(object, attr_row(id), text, (int64_t)number, NULL) ? 0 : -ENOMEM;
}

static int put_text(struct profile_object *object, enum attr_id id, const char *text, int word)
{
	return profile_object_put(object, attr_row(id), text, word, NULL) ? 0 : -ENOMEM;
}

static int add_object(struct maker *m, enum accfg_kind kind, uint32_t id,
		      struct profile_object **object)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%u.%u", profile_name_prefix(kind), m->state->id, id);
	*object = profile_add_object(m->device, kind, name);
	if (!*object)
		return -ENOMEM;
	(*object)->device_id = (int)m->state->id;
	(*object)->id = id;
	if (kind != ACCFG_KIND_GROUP)
		(*object)->group_id = m->group;
	return 0;
}

/* Shared where that can be: a user wq needs a PASID for it. */
static int put_mode(struct maker *m, struct profile_object *wq)
{
	if (!idxd_rules_shared_supported(&m->state->caps, IDXD_TYPE_USER))
		return put_text(wq, ATTR_MODE, "dedicated", ACCFG_WQ_DEDICATED);
	return put_text(wq, ATTR_MODE, "shared", ACCFG_WQ_SHARED) ||
			       put_number(wq, ATTR_THRESHOLD, m->size)
		       ? -ENOMEM
		       : 0;
}

/* What the template says of its wq, of what it may say. */
static int put_like(struct maker *m, struct profile_object *wq)
{
	static const enum attr_id taken[] = { ATTR_PRIORITY, ATTR_BLOCK_ON_FAULT, ATTR_ATS_DISABLE, ATTR_PRS_DISABLE };

	for (size_t i = 0; m->like && i < sizeof(taken) / sizeof(taken[0]); i++) {
		const struct accfg_attr *attr = attr_row(taken[i]);
		const struct profile_value *value = profile_object_find(m->like, attr->name);

		if (value && !profile_object_put(wq, attr, value->text, value->number, NULL))
			return -ENOMEM;
	}
	return 0;
}

static int add_wq(struct maker *m, uint32_t id)
{
	struct profile_object *wq;
	int rc = add_object(m, ACCFG_KIND_WQ, id, &wq);

	if (!rc)
		rc = put_mode(m, wq);
	if (!rc)
		rc = put_number(wq, ATTR_SIZE, m->size);
	if (!rc)
		rc = put_number(wq, ATTR_PRIORITY, DEFAULT_PRIORITY);
	if (!rc)
		rc = put_number(wq, ATTR_BLOCK_ON_FAULT, m->state->caps.block_on_fault);
	if (!rc)
		rc = put_text(wq, ATTR_TYPE, "user", ACCFG_WQ_USER);
	if (!rc)
		rc = put_text(wq, ATTR_NAME, m->wq_name, 0);
	if (!rc)
		rc = put_text(wq, ATTR_DRIVER_NAME, "user", 0);
	if (!rc)
		rc = put_like(m, wq);
	return rc;
}

static int add_parts(struct maker *m)
{
	struct profile_object *object;
	int rc = add_object(m, ACCFG_KIND_GROUP, (uint32_t)m->group, &object);

	for (uint32_t id = 0; !rc && id < m->state->config.n_wqs; id++)
		rc = add_wq(m, id);
	for (uint32_t id = 0; !rc && id < m->state->config.n_engines; id++)
		rc = add_object(m, ACCFG_KIND_ENGINE, id, &object);
	return rc;
}

static int add_state(struct accfg_profile *profile, const struct state *state, struct maker m)
{
	if (state->config.device.state != IDXD_STATE_DISABLED || !state->caps.configurable ||
	    !state->config.n_wqs)
		return 0;
	m.state = state;
	m.size = state->caps.max_wq_size / state->config.n_wqs;
	m.device = profile_add_device(profile, state->name);
	if (!m.device)
		return -ENOMEM;
	m.device->family = (int)state->family;
	m.device->self.device_id = (int)state->id;
	return add_parts(&m);
}

/* The last wq that the template has for devices of this family. */
static const struct profile_object *find_like(const struct accfg_profile *template, enum accfg_family family)
{
	const struct profile_object *like = NULL;

	for (size_t i = 0; template && i < template->n_devices; i++) {
		const struct profile_device *device = &template->devices[i];

		if (device->family != PROFILE_FAMILY_ANY && device->family != (int)family)
			continue;
		for (size_t k = 0; k < device->n_objects; k++)
			if (device->objects[k].kind == ACCFG_KIND_WQ)
				like = &device->objects[k];
	}
	return like;
}

static struct maker make_like(const struct profile_object *like, const char *wq_name)
{
	struct maker m = { .like = like, .wq_name = wq_name };
	const struct profile_value *name = like ? profile_object_find(like, "name") : NULL;

	if (!m.wq_name)
		m.wq_name = name ? name->text : "user_default_wq";
	if (like && like->group_id > 0)
		m.group = like->group_id;
	return m;
}

ACCFG_EXPORT int accfg_profile_read_user_template(struct accfg_profile *profile, const char *wq_name,
						  const struct accfg_profile *template)
{
	struct accfg_device *device;
	int rc = accfg_scan(profile->ctx);

	profile_clear(profile);
	if (rc)
		return rc;
	accfg_device_foreach (profile->ctx, device) {
		const struct profile_object *like = find_like(template, accfg_device_get_family(device));
		struct state state;

		rc = state_read(&state, device);
		if (rc)
			return rc;
		rc = add_state(profile, &state, make_like(like, wq_name));
		state_release(&state);
		if (rc)
			return ctx_fail(profile->ctx, rc, &(struct error_about){ 0 }, NULL);
	}
	return 0;
}

ACCFG_EXPORT int accfg_profile_read_user_default(struct accfg_profile *profile, const char *wq_name)
{
	return accfg_profile_read_user_template(profile, wq_name, NULL);
}
