// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What somebody else changed since a writer was killed: a value that the object had neither before nor after any of the writer's
 * steps, played here as the driver plays them. Such an object stays as it is.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/problem.h"
#include "lib/recover-one.h"
#include "lib/state-read.h"

/* One device. A bit per attribute of an object: what is now was seen on the way; IDXD_ATTR_NONE stands for its state. */
struct others {
	struct recovery *recovery;
	const struct state *now, *before;
	struct state played; /* the snapshot, after the steps so far */
	uint64_t *seen[IDXD_KIND_ENGINE + 1];
};

static bool same_state(const struct state *a, const struct state *b, enum idxd_kind kind, uint32_t id)
{
	if (kind == IDXD_KIND_DEVICE)
		return a->config.device.state == b->config.device.state;
	return kind != IDXD_KIND_WQ || a->config.wqs[id].enabled == b->config.wqs[id].enabled;
}

/* The driver hides the retries of a wq that is or was dedicated, so nothing can be said of them. */
static bool is_comparable(const struct others *o, struct state_key key)
{
	return state_has(o->now, key.attr) &&
	       (key.attr != IDXD_ATTR_ENQCMDS_RETRIES || (o->now->config.wqs[key.id].mode == IDXD_MODE_SHARED &&
							  o->before->config.wqs[key.id].mode == IDXD_MODE_SHARED));
}

static void look_at_object(struct others *o, enum idxd_kind kind, uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE };

	if (same_state(&o->played, o->now, kind, id))
		o->seen[kind][id] |= IDXD_ATTR_BIT(IDXD_ATTR_NONE);
	for (unsigned int i = 0; (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++)
		if (!is_comparable(o, key) || state_same(&o->played, o->now, key))
			o->seen[kind][id] |= IDXD_ATTR_BIT(key.attr);
}

static void look_at_all(struct others *o)
{
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; id < state_count(o->now, (enum idxd_kind)kind); id++)
			look_at_object(o, (enum idxd_kind)kind, id);
}

/* ---- the steps ---- */

static void play_enable(struct others *o, struct state_key key)
{
	struct state *state = &o->played;
	struct idxd_config *config = &state->config;
	enum idxd_bus_driver driver;

	if (key.kind == IDXD_KIND_DEVICE) {
		idxd_rules_apply_config(&state->caps, config);
		config->device.state = IDXD_STATE_ENABLED;
		return;
	}
	driver = state_wq_driver(state, key.id);
	if (driver == IDXD_BUS_COUNT)
		return;
	idxd_rules_apply_wq_config(&state->caps, config, key.id, driver);
	config->wqs[key.id].enabled = true;
	/* What the driver does not enable loses its type. */
	if (o->now->config.wqs[key.id].type == IDXD_TYPE_NONE)
		o->seen[IDXD_KIND_WQ][key.id] |= IDXD_ATTR_BIT(IDXD_ATTR_TYPE);
}

static int play_set(struct others *o, struct state_key key, const struct state_value *value)
{
	struct state wanted;
	int rc = state_copy(&wanted, &o->played);

	if (rc)
		return rc;
	rc = state_put(&wanted, key, value);
	if (!rc)
		rc = state_apply_write(&o->played, &wanted, key);
	state_release(&wanted);
	return rc;
}

static int play(struct others *o, const struct journal_step *step)
{
	struct state_key key = step->key;

	switch (step->kind) {
	case ACCFG_STEP_SET:
		if (play_set(o, key, &step->value))
			return -ENOMEM;
		look_at_object(o, key.kind, key.id);
		return 0;
	case ACCFG_STEP_ENABLE:
		play_enable(o, key);
		break;
	case ACCFG_STEP_DISABLE:
		if (key.kind == IDXD_KIND_DEVICE)
			state_apply_device_disable(&o->played);
		else
			state_apply_wq_disable(&o->played, key.id);
		break;
	}
	look_at_all(o);
	return 0;
}

/* ---- what is left alone ---- */

static const char *state_word(const struct state *state, enum idxd_kind kind, uint32_t id)
{
	return kind == IDXD_KIND_DEVICE ? journal_device_word(state->config.device.state) :
					  journal_wq_word(state->config.wqs[id].enabled);
}

static int say(struct others *o, const struct state *snapshot, struct state_key key, unsigned int more)
{
	struct problem what = { .rule = "changed-since", .is_note = true };
	char path[64], now[STATE_TEXT_MAX], before[STATE_TEXT_MAX], also[40] = "";
	const char *value, *old;

	what.object = state_path(o->now, key.kind, key.id, path, sizeof(path));
	if (key.attr == IDXD_ATTR_NONE) {
		what.attr = JOURNAL_STATE;
		value = state_word(o->now, key.kind, key.id);
		old = state_word(snapshot, key.kind, key.id);
	} else {
		what.attr = attr_by_rule(key.attr)->name;
		value = state_format(o->now, key, now, sizeof(now));
		old = state_format(snapshot, key, before, sizeof(before));
	}
	what.value = value;
	if (more)
		snprintf(also, sizeof(also), ", and %u more of it", more);
	return problem_list_add(o->recovery->problems, &what,
				"somebody else changed this since%s; it was %s, and stays as it is without force", also,
				*old ? old : "empty");
}

static int take_over(struct state *snapshot, const struct state *now, enum idxd_kind kind, uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE };
	struct state_value value;
	int rc = 0;

	for (unsigned int i = 0; !rc && (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++) {
		state_get(now, key, &value);
		rc = state_put(snapshot, key, &value);
	}
	if (kind == IDXD_KIND_DEVICE)
		snapshot->config.device.state = now->config.device.state;
	if (kind == IDXD_KIND_WQ) {
		snapshot->config.wqs[id].enabled = now->config.wqs[id].enabled;
		snapshot->texts[id].retries_hidden = now->texts[id].retries_hidden;
	}
	return rc;
}

static int keep_object(struct others *o, struct state *snapshot, enum idxd_kind kind, uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE }, first = key;
	unsigned int n = !(o->seen[kind][id] & IDXD_ATTR_BIT(IDXD_ATTR_NONE));
	int rc;

	for (unsigned int i = 0; (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++)
		if (!(o->seen[kind][id] & IDXD_ATTR_BIT(key.attr)) && !n++)
			first = key;
	if (!n)
		return 0;
	rc = say(o, snapshot, first, n - 1);
	return rc ? rc : take_over(snapshot, o->now, kind, id);
}

static int keep_all(struct others *o, struct state *snapshot)
{
	int rc = 0;

	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; !rc && id < state_count(o->now, (enum idxd_kind)kind); id++)
			rc = keep_object(o, snapshot, (enum idxd_kind)kind, id);
	if (!rc)
		state_count_free(snapshot);
	return rc;
}

static int prepare(struct others *o, const struct state *snapshot)
{
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++) {
		o->seen[kind] = calloc(state_count(snapshot, (enum idxd_kind)kind) + 1, sizeof(uint64_t));
		if (!o->seen[kind])
			return -ENOMEM;
	}
	return state_copy(&o->played, snapshot);
}

int recover_keep_others(struct recovery *recovery, const struct journal_entry *entry, const struct state *now,
			struct state *snapshot)
{
	struct others o = { .recovery = recovery, .now = now, .before = snapshot };
	struct journal_step step;
	int rc = prepare(&o, snapshot);

	if (!rc)
		look_at_all(&o);
	for (size_t i = 0; !rc && i < journal_count_steps(entry); i++) {
		rc = journal_get_step(entry, i, now, &step);
		if (!rc)
			rc = play(&o, &step);
		else if (rc == -ENODEV)
			rc = 0; /* of another device */
	}
	if (!rc)
		rc = keep_all(&o, snapshot);
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		free(o.seen[kind]);
	state_release(&o.played);
	return rc;
}
