// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A driver that plays the steps of a diff by kernel/rules, and steps as words; see state-fixture.h.
 */
#include "state-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "util/bitmap.h"
#include "util/text.h"

static void parse(const struct diff_step *step, struct state_value *value)
{
	const struct accfg_attr *attr = attr_by_rule(step->key.attr);
	const char *text = step->new_value;

	*value = (struct state_value){ .text = text };
	if (attr->type == ACCFG_ATTR_BITMAP)
		assert_int_equal(bitmap_parse(text, value->bits), 0);
	else if (attr->type == ACCFG_ATTR_ENUM)
		value->number = (uint64_t)attr_word_index(attr, text);
	else if (attr->type != ACCFG_ATTR_STRING)
		value->number =
			*text == '-' ? (uint64_t)strtoll(text, NULL, 10) : strtoull(text, NULL, 10);
}

static bool play_set(struct state *driver, const struct diff_step *step)
{
	struct idxd_view view = state_view(driver);
	struct idxd_verdict verdict;
	struct state_value value;
	struct idxd_write write;
	struct state wanted;
	char old[STATE_TEXT_MAX];

	if (strcmp(state_format(driver, step->key, old, sizeof(old)), step->old_value))
		return false;
	assert_int_equal(state_copy(&wanted, driver), 0);
	parse(step, &value);
	assert_int_equal(state_put(&wanted, step->key, &value), 0);
	write = state_write(&wanted, step->key);
	verdict = idxd_rules_check_write(&view, &write);
	if (idxd_rules_ok(&verdict))
		assert_int_equal(state_apply_write(driver, &wanted, step->key), 0);
	state_release(&wanted);
	return idxd_rules_ok(&verdict);
}

static bool play_enable_device(struct state *driver, bool fails)
{
	struct idxd_view view = state_view(driver);
	struct idxd_verdict verdict = idxd_rules_check_device_bind(&view);

	if (!idxd_rules_ok(&verdict))
		return false;
	idxd_rules_apply_config(&driver->caps, &driver->config);
	if (fails)
		return idxd_rules_hw_enable_device(&driver->caps, &driver->config);
	if (idxd_rules_hw_enable_device(&driver->caps, &driver->config))
		return false;
	idxd_rules_finish_device_bind(&driver->config, &verdict);
	return true;
}

static bool play_enable_wq(struct state *driver, uint32_t id)
{
	struct idxd_view view = state_view(driver);
	enum idxd_bus_driver bus = state_wq_driver(driver, id);
	struct idxd_verdict verdict;

	if (bus == IDXD_BUS_COUNT)
		return false;
	verdict = idxd_rules_check_wq_bind(&view, id, bus);
	if (!idxd_rules_ok(&verdict))
		return false;
	idxd_rules_apply_wq_config(&driver->caps, &driver->config, id, bus);
	if (idxd_rules_hw_enable_wq(&driver->caps, &driver->config, id))
		return false;
	idxd_rules_finish_wq_bind(&driver->config, id, bus, &verdict);
	return true;
}

static bool play_disable_device(struct state *driver)
{
	bool any = false;

	for (uint32_t i = 0; i < driver->config.n_wqs; i++)
		any = any || driver->config.wqs[i].enabled;
	if (any || driver->config.device.state != IDXD_STATE_ENABLED)
		return false;
	state_apply_device_disable(driver);
	return true;
}

bool state_fixture_step(struct state *driver, const struct diff_step *step)
{
	switch (step->phase) {
	case DIFF_DISABLE_WQ:
		if (!driver->config.wqs[step->key.id].enabled)
			return false;
		state_apply_wq_disable(driver, step->key.id);
		return true;
	case DIFF_DISABLE_DEVICE:
		return play_disable_device(driver);
	case DIFF_SET:
	case DIFF_SET_LATE:
		return play_set(driver, step);
	case DIFF_ENABLE_DEVICE:
		return play_enable_device(driver, step->fails);
	case DIFF_ENABLE_WQ:
		return play_enable_wq(driver, step->key.id);
	default:
		return false;
	}
}

static void print_step(struct text *text, const struct state *state, const struct diff_step *step)
{
	static const char *const verbs[] = { "disable", "disable", "set", "enable", "enable", "set" };
	char path[64];

	text_printf(text, "%s %s", verbs[step->phase],
		    state_path(state, step->key.kind, step->key.id, path, sizeof(path)));
	if (step->phase == DIFF_SET || step->phase == DIFF_SET_LATE)
		text_printf(text, " %s %s", attr_by_rule(step->key.attr)->name, step->new_value);
	text_add(text, "\n");
}

char *state_fixture_words(const struct state *state, const struct diff *diff)
{
	struct text text = { 0 };

	for (size_t i = 0; i < diff->n; i++)
		print_step(&text, state, &diff->steps[i]);
	text_add(&text, "");
	return text_take(&text);
}

/* -1 stands for the driver's choice. */
static bool is_as_wanted(const struct state *driver, const struct state *want, struct state_key key, bool exactly)
{
	struct state_value value;

	if (exactly)
		return !state_has(want, key.attr) || state_same(driver, want, key);
	state_get(want, key, &value);
	if ((key.attr == IDXD_ATTR_TRAFFIC_CLASS_A || key.attr == IDXD_ATTR_TRAFFIC_CLASS_B) &&
	    (int64_t)value.number < 0)
		return true;
	if (key.attr == IDXD_ATTR_ENQCMDS_RETRIES &&
	    want->config.wqs[key.id].mode == IDXD_MODE_DEDICATED)
		return true;
	return state_same(driver, want, key);
}

static const char *compare(const struct state *driver, const struct state *want, bool exactly)
{
	static char words[128];
	char path[64];

	if (driver->config.device.state != want->config.device.state)
		return "state of the device";
	for (uint32_t i = 0; i < want->config.n_wqs; i++)
		if (driver->config.wqs[i].enabled != want->config.wqs[i].enabled)
			return "state of a wq";
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++) {
		for (uint32_t id = 0; id < state_count(want, (enum idxd_kind)kind); id++) {
			struct state_key key = { (enum idxd_kind)kind, id, IDXD_ATTR_NONE };

			for (unsigned int i = 0; (key.attr = state_attr(key.kind, i)); i++) {
				if (is_as_wanted(driver, want, key, exactly))
					continue;
				snprintf(words, sizeof(words), "%s %s is not as wanted",
					 state_path(want, key.kind, id, path, sizeof(path)),
					 attr_by_rule(key.attr)->name);
				return words;
			}
		}
	}
	return NULL;
}

const char *state_fixture_compare(const struct state *driver, const struct state *want)
{
	return compare(driver, want, true);
}

const char *state_fixture_play(const struct state *now, const struct state *want,
			       const struct diff *diff, bool stale, uint64_t *seed)
{
	static char words[256];
	const char *failure = NULL;
	struct state driver;

	assert_int_equal(state_copy(&driver, now), 0);
	if (stale)
		driver.config.device.free_read_buffers =
			random_below(seed, driver.config.device.free_read_buffers + 1);
	for (size_t i = 0; i < diff->n && !failure; i++) {
		struct text text = { 0 };

		if (state_fixture_step(&driver, &diff->steps[i]))
			continue;
		print_step(&text, now, &diff->steps[i]);
		snprintf(words, sizeof(words), "refused: %s", text.data);
		text_free(&text);
		failure = words;
	}
	if (!failure)
		failure = compare(&driver, want, false);
	state_release(&driver);
	return failure;
}
