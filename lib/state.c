// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The life of a state, its objects and their names, and what the driver's disabling and writing do
 * to it, texts included (kernel/rules knows only lengths). Values by attribute are in
 * state-field.c, reading sysfs in state-read.c.
 */
#include "lib/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "lib/state-read.h"

static int alloc_arrays(struct state *state)
{
	struct idxd_config *config = &state->config;

	config->n_groups = state->caps.max_groups;
	config->n_wqs = state->caps.max_wqs;
	config->n_engines = state->caps.max_engines;
	/* One more, since nothing at all would look like a failure. */
	config->groups = calloc(config->n_groups + 1, sizeof(*config->groups));
	config->wqs = calloc(config->n_wqs + 1, sizeof(*config->wqs));
	config->engines = calloc(config->n_engines + 1, sizeof(*config->engines));
	state->texts = calloc(config->n_wqs + 1, sizeof(*state->texts));
	return config->groups && config->wqs && config->engines && state->texts ? 0 : -ENOMEM;
}

static int set_text(char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(*text);
	*text = copy;
	return 0;
}

int state_init(struct state *state)
{
	int rc = alloc_arrays(state);

	for (uint32_t i = 0; !rc && i < state->config.n_wqs; i++) {
		rc = set_text(&state->texts[i].name, "");
		if (!rc)
			rc = set_text(&state->texts[i].driver_name, "");
	}
	if (rc) {
		state_release(state);
		return rc;
	}
	idxd_rules_init(&state->kernel, &state->caps, &state->config);
	return 0;
}

int state_forget_all(struct state *state)
{
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++) {
		state->known[kind] =
			calloc(state_count(state, (enum idxd_kind)kind) + 1, sizeof(uint64_t));
		if (!state->known[kind])
			return -ENOMEM;
	}
	return 0;
}

static int copy_known(struct state *copy, const struct state *state)
{
	if (!state->known[IDXD_KIND_DEVICE])
		return 0;
	if (state_forget_all(copy))
		return -ENOMEM;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		memcpy(copy->known[kind], state->known[kind],
		       state_count(state, (enum idxd_kind)kind) * sizeof(uint64_t));
	return 0;
}

void state_release(struct state *state)
{
	struct idxd_config *config = &state->config;

	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		free(state->known[kind]);

	for (uint32_t i = 0; state->texts && i < config->n_wqs; i++) {
		free(state->texts[i].name);
		free(state->texts[i].driver_name);
	}
	free(state->texts);
	free(config->groups);
	free(config->wqs);
	free(config->engines);
	memset(state, 0, sizeof(*state));
}

static void copy_config(struct idxd_config *copy, const struct idxd_config *config)
{
	copy->device = config->device;
	memcpy(copy->groups, config->groups, config->n_groups * sizeof(*config->groups));
	memcpy(copy->wqs, config->wqs, config->n_wqs * sizeof(*config->wqs));
	memcpy(copy->engines, config->engines, config->n_engines * sizeof(*config->engines));
}

int state_copy(struct state *copy, const struct state *state)
{
	int rc;

	*copy = *state;
	memset(copy->known, 0, sizeof(copy->known));
	rc = alloc_arrays(copy);
	if (!rc)
		rc = copy_known(copy, state);
	for (uint32_t i = 0; !rc && i < state->config.n_wqs; i++) {
		rc = set_text(&copy->texts[i].name, state->texts[i].name);
		if (!rc)
			rc = set_text(&copy->texts[i].driver_name, state->texts[i].driver_name);
		if (!rc)
			copy->texts[i].retries_hidden = state->texts[i].retries_hidden;
	}
	if (rc) {
		state_release(copy);
		return rc;
	}
	copy_config(&copy->config, &state->config);
	return 0;
}

uint32_t state_count(const struct state *state, enum idxd_kind kind)
{
	switch (kind) {
	case IDXD_KIND_GROUP:
		return state->config.n_groups;
	case IDXD_KIND_WQ:
		return state->config.n_wqs;
	case IDXD_KIND_ENGINE:
		return state->config.n_engines;
	default:
		return 1;
	}
}

const char *state_path(const struct state *state, enum idxd_kind kind, uint32_t id, char *buffer,
		       size_t size)
{
	const char *prefix = object_prefix((enum accfg_kind)kind);

	if (prefix)
		snprintf(buffer, size, "%s/%s%u.%u", state->name, prefix, state->id, id);
	else
		snprintf(buffer, size, "%s", state->name);
	return buffer;
}

struct accfg_object *state_object(const struct state *state, enum idxd_kind kind, uint32_t id)
{
	struct accfg_object *part;

	if (!state->device)
		return NULL;
	if (kind == IDXD_KIND_DEVICE)
		return accfg_device_get_object(state->device);
	return device_get_part(state->device, (enum accfg_kind)kind, id, &part) ? NULL : part;
}

/* ---- drivers ---- */

static const char *const driver_words[] = {
	[IDXD_BUS_IDXD] = "idxd",
	[IDXD_BUS_DMAENGINE] = "dmaengine",
	[IDXD_BUS_USER] = "user",
	[IDXD_BUS_CRYPTO] = "crypto",
};

const char *state_driver_word(enum idxd_bus_driver driver)
{
	return driver < IDXD_BUS_COUNT ? driver_words[driver] : "";
}

uint32_t state_driver_match(const char *driver_name)
{
	uint32_t match = 0, length = (uint32_t)strlen(driver_name);

	for (unsigned int i = 0; i < IDXD_BUS_COUNT; i++)
		if (idxd_rules_driver_name_matches(driver_name, length, driver_words[i],
						   (uint32_t)strlen(driver_words[i])))
			match |= 1u << i;
	return match;
}

const char *state_type_driver(const struct state *state, enum idxd_type type)
{
	const char *own = family_table[state->family].kernel_driver;

	if (type == IDXD_TYPE_USER)
		return "user";
	if (type != IDXD_TYPE_KERNEL)
		return NULL;
	return own && idxd_kernel_has(&state->kernel, IDXD_KF_CRYPTO) ? own : "dmaengine";
}

enum idxd_bus_driver state_wq_driver(const struct state *state, uint32_t id)
{
	const char *wanted = state->texts[id].driver_name;

	if (!*wanted || !state_has(state, IDXD_ATTR_DRIVER_NAME))
		wanted = state_type_driver(state, state->config.wqs[id].type);
	for (unsigned int i = 0; wanted && i < IDXD_BUS_COUNT; i++)
		if (!strcmp(wanted, driver_words[i]))
			return (enum idxd_bus_driver)i;
	return IDXD_BUS_COUNT;
}

/* ---- what the driver does ---- */

static void drop_lost_name(struct state *state, uint32_t id)
{
	if (!state->config.wqs[id].name_length)
		state->texts[id].name[0] = 0;
}

void state_apply_wq_disable(struct state *state, uint32_t id)
{
	idxd_rules_apply_wq_unbind(&state->kernel, &state->caps, &state->config, id);
	state->texts[id].retries_hidden = false;
	drop_lost_name(state, id);
}

void state_apply_device_disable(struct state *state)
{
	for (uint32_t i = 0; i < state->config.n_groups; i++)
		state->free_unknown |= state->config.groups[i].read_buffers_reserved != 0;
	idxd_rules_apply_device_unbind(&state->kernel, &state->caps, &state->config);
	for (uint32_t i = 0; i < state->config.n_wqs; i++) {
		state->texts[i].retries_hidden &= !state->caps.configurable;
		drop_lost_name(state, i);
	}
}

int state_apply_write(struct state *state, const struct state *wanted, struct state_key key)
{
	struct idxd_write write = state_write(wanted, key);
	struct state_value value;
	int rc = 0;

	if (key.attr == IDXD_ATTR_NAME || key.attr == IDXD_ATTR_DRIVER_NAME) {
		state_get(wanted, key, &value);
		rc = state_put(state, key, &value);
	}
	idxd_rules_apply_write(&state->kernel, &state->caps, &state->config, &write);
	if (key.kind == IDXD_KIND_WQ)
		drop_lost_name(state, key.id);
	if (key.attr == IDXD_ATTR_READ_BUFFERS_RESERVED)
		state->free_unknown = false;
	if (key.attr == IDXD_ATTR_ENQCMDS_RETRIES)
		state->texts[key.id].retries_hidden = false;
	return rc;
}

uint32_t state_engines_in(const struct state *state, int32_t group)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < state->config.n_engines; i++)
		n += state->config.engines[i].group_id == group;
	return n;
}

uint32_t state_wqs_in(const struct state *state, int32_t group)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		n += state->config.wqs[i].group_id == group;
	return n;
}

/* The driver writes these three values and nobody else does (facts of loading iaa_crypto's wq). */
bool state_is_kernel_default(const struct state *state)
{
	const struct idxd_wq_config *wq = state->config.wqs;

	if (state->family != ACCFG_FAMILY_IAX || !state->config.n_wqs || wq->enabled)
		return false;
	for (uint32_t i = 1; i < state->config.n_wqs; i++)
		if (state->config.wqs[i].size || state->config.wqs[i].group_id >= 0)
			return false;
	return wq->size == state->caps.max_wq_size && wq->priority == IDXD_RULES_IAA_PRIORITY &&
	       wq->mode == IDXD_MODE_DEDICATED && wq->group_id == 0 &&
	       !strcmp(state->texts[0].name, "iaa_crypto") &&
	       !strcmp(state->texts[0].driver_name, "crypto");
}
