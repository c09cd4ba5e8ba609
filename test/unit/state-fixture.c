// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See state-fixture.h. Random states are made value by value within the rules, and enabled only where the rules have
 * nothing against it.
 */
#include "state-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/rules/hardware.h"
#include "kernel/uapi/idxd.h"
#include "lib/attr.h"
#include "util/bitmap.h"
#include "util/text.h"

uint32_t random_below(uint64_t *seed, uint32_t bound)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return bound ? (uint32_t)((*seed >> 11) % bound) : 0;
}

static bool coin(uint64_t *seed)
{
	return random_below(seed, 2);
}

static void finish_device(struct state *state)
{
	state->caps.enqcmd = state->caps.user_pasid = state->caps.kernel_pasid = state->caps.pasid_priv = true;
	for (unsigned int attr = 1; attr < IDXD_ATTR_COUNT; attr++)
		if (idxd_rules_visible(&state->kernel, &state->caps, (enum idxd_attr)attr))
			state->present |= IDXD_ATTR_BIT(attr);
	assert_int_equal(state_init(state), 0);
}

void state_fixture_dsa(struct state *state)
{
	*state = (struct state){ .name = "dsa0", .family = ACCFG_FAMILY_DSA, .numa_node = 0 };
	state->kernel = *idxd_rules_kernel(UINT16_MAX);
	idxd_rules_caps_from_regs(&state->caps, IDXD_FAMILY_DSA, &idxd_hw_model(0)->regs);
	finish_device(state);
}

void state_fixture_random_device(struct state *state, uint64_t *seed)
{
	struct idxd_caps *caps = &state->caps;
	unsigned int model = random_below(seed, 6);

	*state = (struct state){ .name = "dsa0" };
	state->kernel = *idxd_rules_kernel_row(random_below(seed, 3));
	idxd_rules_caps_from_regs(caps, idxd_hw_model(model)->family, &idxd_hw_model(model)->regs);
	state->family = (enum accfg_family)caps->family;
	caps->max_groups = 1 + random_below(seed, 5);
	caps->max_wqs = 1 + random_below(seed, 9);
	caps->max_engines = 1 + random_below(seed, 6);
	caps->max_wq_size = 8 + random_below(seed, 130);
	if (caps->family == IDXD_FAMILY_DSA)
		caps->max_read_buffers = 24 + random_below(seed, 100);
	caps->prs_disable = coin(seed);
	caps->ats_disable = coin(seed);
	caps->op_config = coin(seed);
	caps->block_on_fault = coin(seed);
	caps->progress_limit = coin(seed);
	caps->tc_override = !random_below(seed, 4);
	finish_device(state);
	/* 6.1 does not let a kernel wq be named while the kernel has a PASID, which sysfs does not tell. */
	caps->kernel_pasid = caps->kernel_pasid && !idxd_kernel_has(&state->kernel, IDXD_KF_NAME_NOT_KERNEL);
}

/* ---- random values ---- */

static void put_text(struct state *state, uint32_t id, enum idxd_attr attr, const char *text)
{
	struct state_value value = { .text = text };

	assert_int_equal(state_put(state, (struct state_key){ IDXD_KIND_WQ, id, attr }, &value), 0);
}

static void random_driver(struct state *state, uint32_t id, uint64_t *seed)
{
	const char *usual = state_type_driver(state, state->config.wqs[id].type);

	if (state_has(state, IDXD_ATTR_DRIVER_NAME))
		put_text(state, id, IDXD_ATTR_DRIVER_NAME, usual && random_below(seed, 8) ? usual : coin(seed) ? "" : "user");
}

static void random_wq(struct state *state, uint32_t id, uint32_t *left, uint64_t *seed)
{
	static const char *const names[] = { "", "a", "queue one", "app" };
	const struct idxd_caps *caps = &state->caps;
	struct idxd_wq_config *wq = &state->config.wqs[id];

	wq->mode = coin(seed) ? IDXD_MODE_SHARED : IDXD_MODE_DEDICATED;
	wq->size = coin(seed) ? random_below(seed, *left + 1) : random_below(seed, *left / 2 + 1);
	*left -= wq->size;
	wq->type = (enum idxd_type)random_below(seed, 3);
	wq->group_id = (int32_t)random_below(seed, caps->max_groups + 1) - 1;
	wq->priority = random_below(seed, 16);
	if (wq->mode == IDXD_MODE_SHARED) {
		wq->threshold = random_below(seed, wq->size + 1);
		wq->enqcmds_retries = random_below(seed, 65);
	}
	if (state_has(state, IDXD_ATTR_PRS_DISABLE))
		wq->prs_disable = coin(seed);
	if (caps->block_on_fault && !wq->prs_disable)
		wq->block_on_fault = coin(seed);
	if (caps->ats_disable)
		wq->ats_disable = coin(seed);
	wq->max_transfer_size = 1ull << random_below(seed, caps->max_transfer_shift + 1);
	if (state_has(state, IDXD_ATTR_WQ_MAX_BATCH_SIZE))
		wq->max_batch_size = 1ull << random_below(seed, caps->max_batch_shift + 1);
	if (state_has(state, IDXD_ATTR_OP_CONFIG) && coin(seed))
		wq->op_config[0] &= *seed | 2;
	put_text(state, id, IDXD_ATTR_NAME, names[random_below(seed, 4)]);
	random_driver(state, id, seed);
}

static uint32_t engines_of(const struct state *state, uint32_t group)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < state->config.n_engines; i++)
		n += state->config.engines[i].group_id == (int32_t)group;
	return n;
}

static void random_read_buffers(struct state *state, uint64_t *seed)
{
	struct idxd_config *config = &state->config;
	uint32_t left = state->caps.max_read_buffers, reserved;

	if (!state_has(state, IDXD_ATTR_READ_BUFFERS_RESERVED))
		return;
	for (uint32_t id = 0; id < config->n_groups; id++) {
		reserved = coin(seed) ? random_below(seed, left + 1) : 0;
		config->groups[id].read_buffers_reserved = reserved;
		left -= reserved;
	}
	for (uint32_t id = 0; id < config->n_groups; id++) {
		uint32_t low = 4 * engines_of(state, id), high = left + config->groups[id].read_buffers_reserved;

		if (low <= high && coin(seed))
			config->groups[id].read_buffers_allowed = low + random_below(seed, high - low + 1);
	}
	if (state->caps.read_buffer_limit && coin(seed))
		config->device.read_buffer_limit = 1 + random_below(seed, state->caps.max_read_buffers);
	for (uint32_t id = 0; id < config->n_groups && config->device.read_buffer_limit; id++)
		config->groups[id].use_read_buffer_limit = coin(seed);
	config->device.free_read_buffers = left;
}

static void random_group(struct state *state, uint32_t id, uint64_t *seed)
{
	struct idxd_group_config *group = &state->config.groups[id];

	if (state->caps.version > IDXD_VERSION_2 || state->caps.tc_override) {
		group->traffic_class_a = (int32_t)random_below(seed, 8);
		group->traffic_class_b = (int32_t)random_below(seed, 8);
	}
	if (state_has(state, IDXD_ATTR_DESC_PROGRESS_LIMIT)) {
		group->desc_progress_limit = (int32_t)random_below(seed, 4);
		group->batch_progress_limit = (int32_t)random_below(seed, 4);
	}
}

/* ---- random enabling ---- */

static bool breaks_rules(const struct state *state)
{
	return idxd_rules_validate(&state->kernel, &state->caps, &state->config, NULL, NULL);
}

/* So that enabling is possible more often than by chance. */
static void complete_groups(struct state *state)
{
	struct idxd_config *config = &state->config;

	for (uint32_t i = 0; i < config->n_wqs; i++) {
		struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id >= 0 && !engines_of(state, (uint32_t)wq->group_id))
			wq->group_id = IDXD_RULES_NO_GROUP;
		if (wq->type == IDXD_TYPE_NONE && wq->mode == IDXD_MODE_SHARED)
			wq->group_id = IDXD_RULES_NO_GROUP;
		/* The driver makes 16 of it. */
		if (wq->type != IDXD_TYPE_NONE && !wq->size)
			wq->group_id = IDXD_RULES_NO_GROUP;
	}
	for (uint32_t i = 0; i < config->n_engines; i++) {
		bool any = false;

		for (uint32_t k = 0; k < config->n_wqs; k++)
			any = any || config->wqs[k].group_id == config->engines[i].group_id;
		if (!any)
			config->engines[i].group_id = IDXD_RULES_NO_GROUP;
	}
}

static void random_enable(struct state *state, uint64_t *seed)
{
	struct idxd_config *config = &state->config;

	config->device.state = IDXD_STATE_ENABLED;
	if (breaks_rules(state)) {
		config->device.state = IDXD_STATE_DISABLED;
		return;
	}
	for (uint32_t i = 0; i < config->n_wqs; i++) {
		config->wqs[i].enabled = random_below(seed, 4);
		config->wqs[i].enabled = config->wqs[i].enabled && !breaks_rules(state);
	}
}

void state_fixture_random(struct state *state, const struct state *device, uint64_t *seed)
{
	uint32_t left = device->caps.max_wq_size;
	bool enable = coin(seed);

	assert_int_equal(state_copy(state, device), 0);
	for (uint32_t id = 0; id < state->config.n_wqs; id++)
		if (random_below(seed, 4))
			random_wq(state, id, &left, seed);
	for (uint32_t id = 0; id < state->config.n_engines; id++)
		state->config.engines[id].group_id = (int32_t)random_below(seed, state->caps.max_groups + 1) - 1;
	for (uint32_t id = 0; id < state->config.n_groups; id++)
		random_group(state, id, seed);
	if (state_has(state, IDXD_ATTR_EVENT_LOG_SIZE) && coin(seed))
		state->config.device.event_log_size = 64 + random_below(seed, 100);
	if (enable)
		complete_groups(state);
	random_read_buffers(state, seed);
	assert_false(breaks_rules(state));
	if (enable)
		random_enable(state, seed);
}

/* ---- the driver ---- */

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
		value->number = *text == '-' ? (uint64_t)strtoll(text, NULL, 10) : strtoull(text, NULL, 10);
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

static bool play_enable_device(struct state *driver)
{
	struct idxd_view view = state_view(driver);
	struct idxd_verdict verdict = idxd_rules_check_device_bind(&view);

	if (!idxd_rules_ok(&verdict))
		return false;
	idxd_rules_apply_config(&driver->caps, &driver->config);
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

static bool play_step(struct state *driver, const struct diff_step *step)
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
		return play_set(driver, step);
	case DIFF_ENABLE_DEVICE:
		return play_enable_device(driver);
	case DIFF_ENABLE_WQ:
		return play_enable_wq(driver, step->key.id);
	default:
		return false;
	}
}

static void print_step(struct text *text, const struct state *state, const struct diff_step *step)
{
	static const char *const verbs[] = { "disable", "disable", "set", "enable", "enable" };
	char path[64];

	text_printf(text, "%s %s", verbs[step->phase],
		    state_path(state, step->key.kind, step->key.id, path, sizeof(path)));
	if (step->phase == DIFF_SET)
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
static bool is_as_wanted(const struct state *driver, const struct state *want, struct state_key key)
{
	struct state_value value;

	state_get(want, key, &value);
	if ((key.attr == IDXD_ATTR_TRAFFIC_CLASS_A || key.attr == IDXD_ATTR_TRAFFIC_CLASS_B) &&
	    (int64_t)value.number < 0)
		return true;
	if (key.attr == IDXD_ATTR_ENQCMDS_RETRIES && want->config.wqs[key.id].mode == IDXD_MODE_DEDICATED)
		return true;
	return state_same(driver, want, key);
}

static const char *compare(const struct state *driver, const struct state *want)
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
				if (is_as_wanted(driver, want, key))
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

const char *state_fixture_play(const struct state *now, const struct state *want, const struct diff *diff, bool stale,
			       uint64_t *seed)
{
	static char words[256];
	const char *failure = NULL;
	struct state driver;

	assert_int_equal(state_copy(&driver, now), 0);
	if (stale)
		driver.config.device.free_read_buffers = random_below(seed, driver.config.device.free_read_buffers + 1);
	for (size_t i = 0; i < diff->n && !failure; i++) {
		struct text text = { 0 };

		if (play_step(&driver, &diff->steps[i]))
			continue;
		print_step(&text, now, &diff->steps[i]);
		snprintf(words, sizeof(words), "refused: %s", text.data);
		text_free(&text);
		failure = words;
	}
	if (!failure)
		failure = compare(&driver, want);
	state_release(&driver);
	return failure;
}
