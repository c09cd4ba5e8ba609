// SPDX-License-Identifier: LGPL-2.1-or-later
/* From what a journal says of a device to a state that the device can be undone to. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/journal-file.h"
#include "lib/run-dir.h"
#include "lib/state-read.h"
#include "util/bitmap.h"
#include "util/number.h"

/* The opposite of state_format(). */
static int parse_value(const struct accfg_attr *attr, const char *text, struct state_value *value)
{
	int number, rc;

	*value = (struct state_value){ 0 };
	switch (attr->type) {
	case ACCFG_ATTR_STRING:
		value->text = text;
		return strlen(text) < STATE_TEXT_MAX ? 0 : -EINVAL;
	case ACCFG_ATTR_BITMAP:
		return bitmap_parse(text, value->bits);
	case ACCFG_ATTR_ENUM:
		number = attr_word_index(attr, text);
		value->number = (uint64_t)number;
		return number < 0 ? -EINVAL : 0;
	case ACCFG_ATTR_INT:
		rc = number_parse_int(text, &number);
		value->number = rc ? 0 : (uint64_t)(int64_t)number;
		return rc;
	default:
		return number_parse_u64(text, 10, &value->number);
	}
}

static int take_state(struct state *state, struct state_key key, const char *word)
{
	bool enabled = !strcmp(word, "enabled");

	if (key.kind == IDXD_KIND_DEVICE) {
		for (int i = IDXD_STATE_DISABLED; i <= IDXD_STATE_HALTED; i++)
			if (!strcmp(word, journal_device_word((enum idxd_device_state)i))) {
				state->config.device.state = (enum idxd_device_state)i;
				return 0;
			}
		return -EINVAL;
	}
	if (key.kind != IDXD_KIND_WQ || (!enabled && strcmp(word, "disabled")))
		return -EINVAL;
	state->config.wqs[key.id].enabled = enabled;
	return 0;
}

static int take_value(struct state *state, struct state_key key, const char *name, const char *text)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name((enum accfg_kind)key.kind, name);
	struct state_value value;
	int rc;

	if (!strcmp(name, JOURNAL_STATE))
		return take_state(state, key, text);
	if (!attr || attr->rule == IDXD_ATTR_NONE || !attr->writable)
		return -EINVAL;
	key.attr = attr->rule;
	if (!state_has(state, key.attr))
		return 0; /* the driver was loaded anew, and has it no more */
	rc = parse_value(attr, text, &value);
	return rc ? rc : state_put(state, key, &value);
}

static bool has_state(enum idxd_kind kind)
{
	return kind == IDXD_KIND_DEVICE || kind == IDXD_KIND_WQ;
}

/* Every object must be there: what is missing could be what was cut. */
static int take_object(struct state *state, struct json_object *objects, struct state_key key)
{
	struct json_object *values = NULL;
	char path[64];
	int rc = 0;

	state_path(state, key.kind, key.id, path, sizeof(path));
	if (!json_object_object_get_ex(objects, path, &values) || !json_object_is_type(values, json_type_object))
		return -EINVAL;
	if (has_state(key.kind) && !json_object_object_get_ex(values, JOURNAL_STATE, NULL))
		return -EINVAL;
	json_object_object_foreach(values, name, value) {
		if (!json_object_is_type(value, json_type_string))
			return -EINVAL;
		rc = take_value(state, key, name, json_object_get_string(value));
		if (rc)
			return rc;
	}
	return 0;
}

static int take_all(struct state *state, struct json_object *objects)
{
	int rc = 0;

	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; !rc && id < state_count(state, (enum idxd_kind)kind); id++)
			rc = take_object(state, objects, (struct state_key){ (enum idxd_kind)kind, id, IDXD_ATTR_NONE });
	return rc;
}

/* ---- steps ---- */

size_t journal_count_steps(const struct journal_entry *entry)
{
	return entry->steps ? json_object_array_length(entry->steps) : 0;
}

static const char *item_text(struct json_object *list, size_t index)
{
	struct json_object *item = json_object_array_get_idx(list, index);

	return json_object_is_type(item, json_type_string) ? json_object_get_string(item) : NULL;
}

/* "dsa0" and "dsa0/wq0.1" of dsa0. */
static int find_object(const struct state *state, const char *path, struct state_key *key)
{
	char own[64];
	size_t length = strlen(state->name);

	if (strncmp(path, state->name, length) || (path[length] && path[length] != '/'))
		return -ENODEV;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; id < state_count(state, (enum idxd_kind)kind); id++)
			if (!strcmp(path, state_path(state, (enum idxd_kind)kind, id, own, sizeof(own)))) {
				*key = (struct state_key){ (enum idxd_kind)kind, id, IDXD_ATTR_NONE };
				return 0;
			}
	return -EBADMSG;
}

static int take_setting(const struct state *state, const char *name, const char *text, struct journal_step *step)
{
	const struct accfg_attr *attr = accfg_attr_get_by_name((enum accfg_kind)step->key.kind, name);

	if (!text || !attr || attr->rule == IDXD_ATTR_NONE || !state_has(state, attr->rule))
		return -EBADMSG;
	step->kind = ACCFG_STEP_SET;
	step->key.attr = attr->rule;
	return parse_value(attr, text, &step->value) ? -EBADMSG : 0;
}

int journal_get_step(const struct journal_entry *entry, size_t index, const struct state *state, struct journal_step *step)
{
	struct json_object *item = json_object_array_get_idx(entry->steps, index);
	const char *path, *word, *text;
	int rc;

	if (!json_object_is_type(item, json_type_array))
		return -EBADMSG;
	path = item_text(item, 0);
	word = item_text(item, 1);
	text = item_text(item, 2);
	if (!path || !word)
		return -EBADMSG;
	*step = (struct journal_step){ .kind = ACCFG_STEP_ENABLE };
	rc = find_object(state, path, &step->key);
	if (rc)
		return rc;
	if (text)
		return take_setting(state, word, text, step);
	if (step->key.kind != IDXD_KIND_DEVICE && step->key.kind != IDXD_KIND_WQ)
		return -EBADMSG;
	if (!strcmp(word, journal_step_word(ACCFG_STEP_DISABLE)))
		step->kind = ACCFG_STEP_DISABLE;
	else if (strcmp(word, journal_step_word(ACCFG_STEP_ENABLE)))
		return -EBADMSG;
	return 0;
}

int journal_snapshot(struct accfg_ctx *ctx, const struct journal_entry *entry, const struct journal_device *from,
		     struct accfg_device *device, struct state *snapshot)
{
	int rc = state_read(snapshot, device);

	if (rc)
		return rc;
	rc = take_all(snapshot, from->objects);
	if (!rc) {
		state_count_free(snapshot);
		return 0;
	}
	state_release(snapshot);
	if (rc != -ENOMEM)
		rc = -EBADMSG;
	return ctx_fail(ctx, rc, &(struct error_about){ .object_path = from->name, .rule = "journal" },
			rc == -ENOMEM ? NULL : "what the journal %s/%s says cannot be of this device",
			accfg_get_run_dir(ctx), entry->file);
}
