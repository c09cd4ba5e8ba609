// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Asking kernel/rules why the kernel refused a write. Only done after a refusal: the answer may be about another kernel
 * than the one that runs, so it explains and never forbids.
 */
#include <errno.h>
#include <string.h>

#include "lib/explain.h"
#include "lib/state.h"
#include "util/bitmap.h"
#include "util/number.h"

/* As the kernel reads numbers: an optional plus, and hexadecimal where the attribute takes it. */
static bool parse_number(const char *text, enum idxd_parse how, uint64_t *number)
{
	bool base0 = how == IDXD_PARSE_U32_BASE0 || how == IDXD_PARSE_U64_BASE0;
	bool is_signed = how == IDXD_PARSE_S32 || how == IDXD_PARSE_S64;
	bool is_hex;

	if (*text == '+')
		text++;
	else if (*text == '-' && is_signed) {
		if (number_parse_u64(text + 1, 10, number))
			return false;
		*number = -*number;
		return true;
	}
	is_hex = base0 && text[0] == '0' && (text[1] | 0x20) == 'x';
	return !number_parse_u64(text, is_hex ? 16 : 10, number);
}

static bool parse_value(const struct accfg_attr *attr, const char *text, struct state_value *value)
{
	int word;

	switch (attr->type) {
	case ACCFG_ATTR_STRING:
		value->text = text;
		return true;
	case ACCFG_ATTR_BITMAP:
		return !bitmap_parse(text, value->bits);
	case ACCFG_ATTR_ENUM:
		word = attr_word_index(attr, text);
		value->number = (uint64_t)word;
		return word >= 0;
	case ACCFG_ATTR_BOOL:
		value->number = *text == '1';
		return (*text == '0' || *text == '1') && !text[1];
	default:
		return parse_number(text, idxd_rules_attr_info(attr->rule)->parse, &value->number);
	}
}

/* What the rules say of the write to a device in this state. */
static int check(const struct state *state, struct state_key key, const struct accfg_attr *attr, const char *text,
		 struct idxd_verdict *verdict)
{
	struct idxd_view view = state_view(state);
	struct state_value value = { 0 };
	bool parsed = parse_value(attr, text, &value);
	struct state wanted = { 0 };
	struct idxd_write write;
	int rc = state_copy(&wanted, state);

	if (!rc && parsed)
		rc = state_put(&wanted, key, &value);
	if (!rc) {
		write = state_write(&wanted, key);
		*verdict = parsed ? idxd_rules_check_write(&view, &write) : idxd_rules_check_before(&view, &write);
		if (!parsed && idxd_rules_ok(verdict))
			verdict->reason = IDXD_REASON_MALFORMED;
	}
	state_release(&wanted);
	return rc;
}

bool explain_ask_rules(struct accfg_object *object, const struct accfg_attr *attr, const char *text,
		       struct idxd_verdict *verdict)
{
	uint32_t id = object->kind == ACCFG_KIND_DEVICE ? 0 : object->id;
	struct state_key key = { (enum idxd_kind)object->kind, id, attr->rule };
	struct state state = { 0 };
	int rc = state_read(&state, object->device);

	/* A captured tree may have more parts than its device says. */
	if (!rc && id >= state_count(&state, key.kind))
		rc = -ENODEV;
	if (!rc)
		rc = check(&state, key, attr, text, verdict);
	state_release(&state);
	return !rc && !idxd_rules_ok(verdict);
}

/* Keeps the first report that is about enabling. */
static void keep_first(void *data, const struct idxd_verdict *verdict)
{
	struct idxd_verdict *first = data;

	if (idxd_rules_ok(first) && verdict->reason >= IDXD_REASON_ALREADY_ENABLED)
		*first = *verdict;
}

static void check_device(struct state *state, struct idxd_verdict *verdict)
{
	state->config.device.state = IDXD_STATE_ENABLED; /* as it was meant to be */
	idxd_rules_validate(&state->kernel, &state->caps, &state->config, keep_first, verdict);
}

static void check_wq(struct state *state, uint32_t id, const char *driver, struct idxd_verdict *verdict)
{
	struct idxd_view view = state_view(state);

	for (int bus = 0; bus < IDXD_BUS_COUNT; bus++) {
		if (!strcmp(state_driver_word((enum idxd_bus_driver)bus), driver))
			*verdict = idxd_rules_check_wq_bind(&view, id, (enum idxd_bus_driver)bus);
	}
}

bool explain_ask_bind(struct accfg_object *object, const char *driver, struct idxd_verdict *verdict)
{
	struct state state = { 0 };
	int rc = state_read(&state, object->device);

	memset(verdict, 0, sizeof(*verdict));
	if (!rc && object->kind == ACCFG_KIND_DEVICE)
		check_device(&state, verdict);
	else if (!rc && object->id < state_count(&state, IDXD_KIND_WQ))
		check_wq(&state, object->id, driver, verdict);
	state_release(&state);
	return !idxd_rules_ok(verdict);
}
