// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Devices for a profile; see machine.h. The hardware itself is a table in kernel/rules.
 */
#include "lib/machine.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/rules/hardware.h"
#include "lib/device.h"
#include "util/text.h"

static int add_state(struct machine *machine, struct state **state)
{
	struct state **states =
		array_grow(machine->states, machine->n_states, sizeof(struct state *));

	if (!states)
		return -ENOMEM;
	machine->states = states;
	*state = calloc(1, sizeof(struct state));
	if (!*state)
		return -ENOMEM;
	states[machine->n_states++] = *state;
	return 0;
}

static const struct idxd_hw_model *find_model(const char *name)
{
	const struct idxd_hw_model *model;

	for (unsigned int i = 0; (model = idxd_hw_model(i)); i++)
		if (!strcmp(model->name, name))
			return model;
	return NULL;
}

/* The host of named hardware has everything that the driver asks for. */
static void set_host(struct idxd_caps *caps)
{
	caps->enqcmd = true;
	caps->user_pasid = true;
	caps->kernel_pasid = true;
	caps->pasid_priv = true;
}

static void set_present(struct state *state)
{
	for (unsigned int attr = IDXD_ATTR_NONE + 1; attr < IDXD_ATTR_COUNT; attr++)
		if (idxd_rules_visible(&state->kernel, &state->caps, (enum idxd_attr)attr))
			state->present |= IDXD_ATTR_BIT(attr);
}

/* id is the kernel's number: one counter for both families. */
static int add_hardware(struct machine *machine, const char *model_name, unsigned int nth,
			unsigned int id)
{
	const struct idxd_hw_model *model = find_model(model_name);
	struct idxd_hw_place place;
	struct state *state;
	int rc = model ? add_state(machine, &state) : -ENODEV;

	if (rc)
		return rc;
	place = idxd_hw_place(model->family, nth);
	state->family = (enum accfg_family)model->family;
	state->id = id;
	state->numa_node = place.node;
	snprintf(state->name, sizeof(state->name), "%s%u", family_table[state->family].name, id);
	snprintf(state->pci_address, sizeof(state->pci_address), "%04x:%02x:%02x.%x", place.segment,
		 place.bus, place.device, place.function);
	state->kernel = *idxd_rules_kernel(UINT16_MAX);
	idxd_rules_caps_from_regs(&state->caps, model->family, &model->regs);
	set_host(&state->caps);
	set_present(state);
	return state_init(state);
}

static int open_named(struct machine *machine, const char *name)
{
	const struct idxd_hw_machine *hardware;
	unsigned int row = 0;
	int rc = 0;

	while ((hardware = idxd_hw_machine(row)) && strcmp(hardware->name, name))
		row++;
	if (!hardware)
		return ctx_fail(machine->ctx, -ENODEV, &(struct error_about){ .object_path = name },
				"no hardware is known by this name");
	for (unsigned int i = 0; !rc && i < hardware->pairs; i++) {
		rc = add_hardware(machine, hardware->dsa, i, 2 * i);
		if (!rc)
			rc = add_hardware(machine, hardware->iax, i, 2 * i + 1);
	}
	return rc;
}

int machine_open(struct machine *machine, struct accfg_ctx *ctx, const char *name)
{
	int rc;

	*machine = (struct machine){ .ctx = ctx, .is_named = name };
	if (!name)
		return accfg_is_driver_loaded(ctx) ? 0 : accfg_scan(ctx);
	rc = open_named(machine, name);
	if (rc)
		machine_close(machine);
	return rc;
}

void machine_close(struct machine *machine)
{
	for (size_t i = 0; i < machine->n_states; i++) {
		state_release(machine->states[i]);
		free(machine->states[i]);
	}
	free(machine->states);
	*machine = (struct machine){ 0 };
}

ACCFG_EXPORT const char *accfg_machine_get_name(unsigned int index)
{
	const struct idxd_hw_machine *machine = idxd_hw_machine(index);

	return machine ? machine->name : NULL;
}

/* ---- finding ---- */

/* What is found so far. */
struct found {
	struct state **list;
	size_t n;
};

static int add_found(struct found *found, struct state *state)
{
	struct state **list = array_grow(found->list, found->n, sizeof(struct state *));

	if (!list)
		return -ENOMEM;
	found->list = list;
	list[found->n++] = state;
	return 0;
}

static bool is_pci_address(const char *name, const char *address)
{
	size_t n = strlen(name), whole = strlen(address);

	return n == whole ? !strcasecmp(name, address)
			  : n + 5 == whole && !strcasecmp(name, address + 5);
}

/* "dsa*" against 12: what stands behind the family's name, with X for any. */
static bool is_number(const char *pattern, const struct state *state)
{
	char number[16];

	if (!*pattern || !strcmp(pattern, "X"))
		return true;
	snprintf(number, sizeof(number), "%u", state->id);
	return !fnmatch(pattern, number, 0);
}

static bool matches(const struct profile_device *selector, const struct state *state)
{
	const char *name = selector->self.name;

	if (selector->family != PROFILE_FAMILY_ANY)
		return selector->family == (int)state->family && is_number(name + 3, state);
	if (!strncmp(name, "numa:", 5))
		return atoi(name + 5) == state->numa_node;
	if (strchr(name, ':'))
		return is_pci_address(name, state->pci_address);
	return true; /* all */
}

static int find_named(struct machine *machine, const struct profile_device *selector,
		      struct found *found)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < machine->n_states; i++)
		if (matches(selector, machine->states[i]))
			rc = add_found(found, machine->states[i]);
	return rc;
}

/* The state of a device of this machine, to be read by machine_read(). */
static int get_state(struct machine *machine, struct accfg_device *device, struct state **state)
{
	int rc;

	for (size_t i = 0; i < machine->n_states; i++) {
		if (machine->states[i]->device == device) {
			*state = machine->states[i];
			return 0;
		}
	}
	rc = add_state(machine, state);
	if (!rc)
		(*state)->device = device;
	return rc;
}

struct state *machine_own(struct machine *machine, const struct state *state)
{
	size_t i = 0;

	while (machine->states[i] != state)
		i++;
	return machine->states[i];
}

int machine_select(struct accfg_ctx *ctx, const struct profile_device *selector,
		   struct accfg_object ***objects, size_t *n)
{
	char name[64];

	/* dsaX and dsa mean the same devices */
	if (selector->expands_x)
		snprintf(name, sizeof(name), "%.3s", selector->self.name);
	else
		snprintf(name, sizeof(name), "%s", selector->self.name);
	return accfg_select(ctx, ACCFG_KIND_DEVICE, !strcmp(name, "*") ? "all" : name, objects, n);
}

static int find_here(struct machine *machine, const struct profile_device *selector,
		     struct found *found)
{
	struct accfg_object **objects;
	size_t n;
	int rc = machine_select(machine->ctx, selector, &objects, &n);

	if (rc)
		return rc == -ENODEV ? 0 : rc;
	for (size_t i = 0; !rc && i < n; i++) {
		struct state *state;

		rc = get_state(machine, accfg_object_as_device(objects[i]), &state);
		if (!rc)
			rc = add_found(found, state);
	}
	free(objects);
	return rc;
}

int machine_find(struct machine *machine, const struct profile_device *selector,
		 struct state ***found, size_t *n)
{
	struct found result = { 0 };
	int rc = machine->is_named ? find_named(machine, selector, &result)
				   : find_here(machine, selector, &result);

	if (rc) {
		free(result.list);
		return rc;
	}
	*found = result.list;
	*n = result.n;
	return 0;
}

/* ---- words ---- */

#define DESCRIBED 8

static void describe_one(struct text *text, size_t nth, const char *name)
{
	if (nth < DESCRIBED)
		text_printf(text, "%s%s", nth ? ", " : "", name);
}

const char *machine_describe(struct machine *machine, char *buffer, size_t size)
{
	struct accfg_device *device;
	struct text text = { 0 };
	size_t n = 0;

	if (machine->is_named)
		for (; n < machine->n_states; n++)
			describe_one(&text, n, machine->states[n]->name);
	else
		accfg_device_foreach (machine->ctx, device)
			describe_one(&text, n++, accfg_device_get_name(device));
	if (n > DESCRIBED)
		text_printf(&text, " and %zu more", n - DESCRIBED);
	snprintf(buffer, size, "%s", n && text.data ? text.data : "none");
	text_free(&text);
	return buffer;
}
