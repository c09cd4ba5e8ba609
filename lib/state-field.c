// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where the value of each attribute stands in a state: one row each, so that comparing, copying and
 * writing out are loops. What the rows say about attributes beyond that is in attr-table.c and
 * kernel/rules.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/state.h"
#include "util/bitmap.h"

enum field_form {
	FORM_NONE,
	FORM_U32,
	FORM_I32,
	FORM_U64,
	FORM_BOOL,
	FORM_WORD,
	FORM_BITS,
	FORM_TEXT
};

struct field {
	enum idxd_attr attr;
	enum idxd_kind kind;
	enum field_form form;
	size_t offset;
};

#define DEVICE(attr, form, member)                                                                 \
	{                                                                                          \
		IDXD_ATTR_##attr, IDXD_KIND_DEVICE, FORM_##form,                                   \
			offsetof(struct idxd_device_config, member)                                \
	}
#define GROUP(attr, form, member)                                                                  \
	{                                                                                          \
		IDXD_ATTR_##attr, IDXD_KIND_GROUP, FORM_##form,                                    \
			offsetof(struct idxd_group_config, member)                                 \
	}
#define WQ(attr, form, member)                                                                     \
	{                                                                                          \
		IDXD_ATTR_##attr, IDXD_KIND_WQ, FORM_##form,                                       \
			offsetof(struct idxd_wq_config, member)                                    \
	}
#define TEXT(attr, member)                                                                         \
	{                                                                                          \
		IDXD_ATTR_##attr, IDXD_KIND_WQ, FORM_TEXT, offsetof(struct state_texts, member)    \
	}
#define ENGINE(attr, form, member)                                                                 \
	{                                                                                          \
		IDXD_ATTR_##attr, IDXD_KIND_ENGINE, FORM_##form,                                   \
			offsetof(struct idxd_engine_config, member)                                \
	}

/* Rows of a kind are neighbours. */
static const struct field fields[] = {
	DEVICE(READ_BUFFER_LIMIT, U32, read_buffer_limit),
	DEVICE(EVENT_LOG_SIZE, U32, event_log_size),
	GROUP(READ_BUFFERS_RESERVED, U32, read_buffers_reserved),
	GROUP(READ_BUFFERS_ALLOWED, U32, read_buffers_allowed),
	GROUP(USE_READ_BUFFER_LIMIT, BOOL, use_read_buffer_limit),
	GROUP(TRAFFIC_CLASS_A, I32, traffic_class_a),
	GROUP(TRAFFIC_CLASS_B, I32, traffic_class_b),
	GROUP(DESC_PROGRESS_LIMIT, I32, desc_progress_limit),
	GROUP(BATCH_PROGRESS_LIMIT, I32, batch_progress_limit),
	WQ(MODE, WORD, mode),
	WQ(SIZE, U32, size),
	WQ(TYPE, WORD, type),
	TEXT(DRIVER_NAME, driver_name),
	TEXT(NAME, name),
	WQ(WQ_GROUP_ID, I32, group_id),
	WQ(PRIORITY, U32, priority),
	WQ(PRS_DISABLE, BOOL, prs_disable),
	WQ(BLOCK_ON_FAULT, BOOL, block_on_fault),
	WQ(OP_CONFIG, BITS, op_config),
	WQ(WQ_MAX_TRANSFER_SIZE, U64, max_transfer_size),
	WQ(WQ_MAX_BATCH_SIZE, U64, max_batch_size),
	WQ(ATS_DISABLE, BOOL, ats_disable),
	WQ(ENQCMDS_RETRIES, U32, enqcmds_retries),
	WQ(THRESHOLD, U32, threshold),
	ENGINE(ENGINE_GROUP_ID, I32, group_id),
};

#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))

static const struct field *field_of(enum idxd_attr attr)
{
	for (size_t i = 0; i < N_FIELDS; i++)
		if (fields[i].attr == attr)
			return &fields[i];
	return NULL;
}

enum idxd_attr state_attr(enum idxd_kind kind, unsigned int index)
{
	for (size_t i = 0; i < N_FIELDS; i++)
		if (fields[i].kind == kind && !index--)
			return fields[i].attr;
	return IDXD_ATTR_NONE;
}

static void *place_of(const struct state *state, const struct field *field, uint32_t id)
{
	const struct idxd_config *config = &state->config;
	char *base;

	if (field->form == FORM_TEXT)
		base = (char *)&state->texts[id];
	else if (field->kind == IDXD_KIND_GROUP)
		base = (char *)&config->groups[id];
	else if (field->kind == IDXD_KIND_WQ)
		base = (char *)&config->wqs[id];
	else if (field->kind == IDXD_KIND_ENGINE)
		base = (char *)&config->engines[id];
	else
		base = (char *)&config->device;
	return base + field->offset;
}

_Static_assert(sizeof(enum idxd_mode) == sizeof(uint32_t) &&
		       sizeof(enum idxd_type) == sizeof(uint32_t),
	       "words are kept as 32 bits");

void state_get(const struct state *state, struct state_key key, struct state_value *value)
{
	const struct field *field = field_of(key.attr);
	const void *place = place_of(state, field, key.id);
	uint32_t word;
	int32_t sign;

	*value = (struct state_value){ 0 };
	switch (field->form) {
	case FORM_U32:
	case FORM_WORD:
		memcpy(&word, place, sizeof(word));
		value->number = word;
		break;
	case FORM_I32:
		memcpy(&sign, place, sizeof(sign));
		value->number = (uint64_t)(int64_t)sign;
		break;
	case FORM_U64:
		memcpy(&value->number, place, sizeof(value->number));
		break;
	case FORM_BOOL:
		value->number = *(const bool *)place;
		break;
	case FORM_BITS:
		memcpy(value->bits, place, sizeof(value->bits));
		break;
	case FORM_TEXT:
		value->text = *(char *const *)place;
		break;
	case FORM_NONE:
		break;
	}
}

static int put_text(struct state *state, struct state_key key, char **place, const char *text)
{
	struct idxd_wq_config *wq = &state->config.wqs[key.id];
	char *copy = strdup(text);

	if (!copy)
		return -ENOMEM;
	free(*place);
	*place = copy;
	if (key.attr == IDXD_ATTR_NAME) {
		wq->name_length = (uint32_t)strlen(copy);
	} else {
		wq->driver_name_length = (uint32_t)strlen(copy);
		wq->driver_match = state_driver_match(copy);
	}
	return 0;
}

int state_put(struct state *state, struct state_key key, const struct state_value *value)
{
	const struct field *field = field_of(key.attr);
	void *place = place_of(state, field, key.id);
	uint32_t word = (uint32_t)value->number;

	if (key.attr == IDXD_ATTR_ENQCMDS_RETRIES)
		state->texts[key.id].retries_hidden = false;
	switch (field->form) {
	case FORM_U32:
	case FORM_WORD:
	case FORM_I32:
		memcpy(place, &word, sizeof(word));
		return 0;
	case FORM_U64:
		memcpy(place, &value->number, sizeof(value->number));
		return 0;
	case FORM_BOOL:
		*(bool *)place = value->number;
		return 0;
	case FORM_BITS:
		memcpy(place, value->bits, sizeof(value->bits));
		return 0;
	case FORM_TEXT:
		return put_text(state, key, place, value->text);
	case FORM_NONE:
		break;
	}
	return 0;
}

bool state_same(const struct state *a, const struct state *b, struct state_key key)
{
	struct state_value left, right;

	state_get(a, key, &left);
	state_get(b, key, &right);
	if (left.text)
		return !strcmp(left.text, right.text);
	return left.number == right.number && !memcmp(left.bits, right.bits, sizeof(left.bits));
}

static void format_word(const struct accfg_attr *attr, uint64_t number, char *buffer, size_t size)
{
	const char *at = attr->values;

	while (number-- && strchr(at, '|'))
		at = strchr(at, '|') + 1;
	snprintf(buffer, size, "%.*s", (int)strcspn(at, "|"), at);
}

const char *state_format(const struct state *state, struct state_key key, char *buffer, size_t size)
{
	const struct field *field = field_of(key.attr);
	char bits[BITMAP_TEXT_SIZE];
	struct state_value value;

	state_get(state, key, &value);
	switch (field->form) {
	case FORM_I32:
		snprintf(buffer, size, "%" PRId64, (int64_t)value.number);
		break;
	case FORM_WORD:
		format_word(attr_by_rule(key.attr), value.number, buffer, size);
		break;
	case FORM_BITS:
		bitmap_format(value.bits, bits);
		snprintf(buffer, size, "%s", bits);
		break;
	case FORM_TEXT:
		snprintf(buffer, size, "%s", value.text);
		break;
	default:
		snprintf(buffer, size, "%" PRIu64, value.number);
	}
	return buffer;
}

struct idxd_write state_write(const struct state *state, struct state_key key)
{
	struct idxd_write write = { .attr = key.attr, .id = key.id };
	struct state_value value;

	state_get(state, key, &value);
	write.value.number = value.number;
	memcpy(write.value.bits, value.bits, sizeof(value.bits));
	if (value.text) {
		write.value.trimmed_length = (uint32_t)strlen(value.text);
		/* An empty text is written as a newline. */
		write.value.length = *value.text ? write.value.trimmed_length : 1;
		write.value.driver_match = state_driver_match(value.text);
	}
	return write;
}
