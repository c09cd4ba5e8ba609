// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Machines described in JSON: see MACHINES in accfg-sim(1). A device is a
 * model whose values are replaced one by one.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "machine.h"
#include "parse.h"
#include "sim.h"

/* A part of a register under a name of its own. */
static const struct field {
	const char *name;
	size_t reg;		/* offset in struct dev_desc */
	uint8_t shift, bits;
	uint32_t min, max;	/* max 0: true or false */
} fields[] = {
#define REG(r) offsetof(struct dev_desc, r)
	{ "gen_cap", REG(gen_cap), 0, 64, 0, 0 },
	{ "wq_cap", REG(wq_cap), 0, 64, 0, 0 },
	{ "grp_cap", REG(grp_cap), 0, 64, 0, 0 },
	{ "eng_cap", REG(eng_cap), 0, 64, 0, 0 },
	{ "iaa_cap", REG(iaa_cap), 0, 64, 0, 0 },
	{ "version", REG(version), 0, 32, 0, 0xffff },
	{ "block_on_fault", REG(gen_cap), 0, 1, 0, 0 },
	{ "event_log", REG(gen_cap), 13, 2, 0, 3 },
	{ "max_transfer_shift", REG(gen_cap), 16, 5, 0, 31 },
	{ "max_batch_shift", REG(gen_cap), 21, 4, 0, 15 },
	{ "configurable", REG(gen_cap), 31, 1, 0, 0 },
	{ "size", REG(wq_cap), 0, 16, 1, 65535 },
	{ "wqs", REG(wq_cap), 16, 8, 1, 64 },
	{ "ats_disable", REG(wq_cap), 50, 1, 0, 0 },
	{ "priority", REG(wq_cap), 51, 1, 0, 0 },
	{ "occupancy", REG(wq_cap), 52, 1, 0, 0 },
	{ "op_config", REG(wq_cap), 54, 1, 0, 0 },
	{ "prs_disable", REG(wq_cap), 55, 1, 0, 0 },
	{ "groups", REG(grp_cap), 0, 8, 1, 64 },
	{ "read_buffers", REG(grp_cap), 8, 8, 0, 255 },
	{ "read_buffer_limit", REG(grp_cap), 17, 1, 0, 0 },
	{ "progress_limits", REG(grp_cap), 18, 1, 0, 0 },
	{ "engines", REG(eng_cap), 0, 8, 1, 64 },
};
#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))

/* The words of a device before they are understood. */
struct raw {
	const char *type, *model, *pci, *op_cap;
	uint64_t pci_id, count;
	int numa_node;
	json_object *pasid, *enqcmd, *dsacaps, *config, *field[N_FIELDS];
};

static int field_value(const struct json_where *at, const struct field *f,
		       json_object *v, uint64_t *out)
{
	if (f->bits == 1) {
		if (!json_object_is_type(v, json_type_boolean))
			return json_fail(at, f->name, "must be true or false");
		*out = json_object_get_boolean(v);
		return 0;
	}
	if (json_number(v, out))
		return json_fail(at, f->name, "must be a number (or \"0x..\")");
	if (f->bits < 64 && (*out < f->min || *out > f->max))
		return json_fail(at, f->name, "must be %u to %u", f->min, f->max);
	return 0;
}

/* Whole registers come first in the table, so that parts change them. */
static int set_fields(const struct json_where *at, const struct raw *r,
		      struct dev_desc *d)
{
	uint64_t v, mask, *reg;
	int rc;

	for (size_t i = 0; i < N_FIELDS; i++) {
		const struct field *f = &fields[i];

		if (!r->field[i])
			continue;
		rc = field_value(at, f, r->field[i], &v);
		if (rc)
			return rc;
		mask = f->bits == 64 ? UINT64_MAX :
				       ((1ull << f->bits) - 1) << f->shift;
		reg = (uint64_t *)((char *)d + f->reg);
		*reg = (*reg & ~mask) | (v << f->shift & mask);
	}
	return 0;
}

static int read_switch(const struct json_where *at, const char *key,
		       json_object *v, int *out)
{
	*out = -1;
	if (!v)
		return 0;
	if (!json_object_is_type(v, json_type_boolean))
		return json_fail(at, key, "must be true or false");
	*out = json_object_get_boolean(v);
	return 0;
}

static int read_dsacaps(const struct json_where *at, json_object *j,
			struct dev_desc *d)
{
	const char *s;

	if (!j)
		return 0;
	if (!json_object_is_type(j, json_type_array) ||
	    json_object_array_length(j) != 3)
		return json_fail(at, "dsacaps", "must be three texts");
	for (int i = 0; i < 3; i++) {
		s = json_object_get_string(json_object_array_get_idx(j, i));
		if (!s || parse_u64(s, 0, &d->dsacap[i]))
			return json_fail(at, "dsacaps", "must be three texts such as \"0x1f\"");
	}
	return 0;
}

static int read_texts(const struct json_where *at, const struct raw *r,
		      struct dev_desc *d)
{
	unsigned int seg, bus, slot, fn;
	char end;

	if (r->op_cap && parse_bitmap256(r->op_cap, d->op_cap))
		return json_fail(at, "op_cap", "must be groups of hexadecimal digits, as sysfs shows it");
	if (!r->pci)
		return 0;
	if (sscanf(r->pci, "%4x:%2x:%2x.%1x%c", &seg, &bus, &slot, &fn, &end) != 4 ||
	    strlen(r->pci) != 12)
		return json_fail(at, "pci", "must be an address such as 0000:6a:01.0");
	if (r->count > 1)
		return json_fail(at, "pci", "is one address, but count says more");
	memcpy(d->bdf, r->pci, 13);
	return 0;
}

static int choose_model(const struct json_where *at, const struct raw *r,
			struct dev_desc *d)
{
	const char *name = r->model ? r->model : r->type ? r->type : "dsa";
	struct dev_desc model;

	if (!machine_model(name, &model))
		return json_fail(at, r->model ? "model" : "type",
				 "%s is not known (see --list-machines)", name);
	if (r->model && r->type && model.iax == !strcmp(r->type, "dsa"))
		return json_fail(at, "type", "the model is another type");
	*d = model;
	d->numa_node = -2;
	d->id = -1;
	return 0;
}

/* The keys that are not parts of registers. */
static unsigned int list_keys(struct raw *r, struct json_key *keys)
{
	const struct json_key fixed[] = {
		{ "type", JSON_TEXT, &r->type },
		{ "model", JSON_TEXT, &r->model },
		{ "count", JSON_NUMBER, &r->count },
		{ "pci", JSON_TEXT, &r->pci },
		{ "pci_id", JSON_NUMBER, &r->pci_id },
		{ "numa_node", JSON_INT, &r->numa_node },
		{ "op_cap", JSON_TEXT, &r->op_cap },
		{ "dsacaps", JSON_OTHER, &r->dsacaps },
		{ "pasid", JSON_OTHER, &r->pasid },
		{ "enqcmd", JSON_OTHER, &r->enqcmd },
		{ "config", JSON_OTHER, &r->config },
	};
	unsigned int n = sizeof(fixed) / sizeof(fixed[0]);

	memcpy(keys, fixed, sizeof(fixed));
	for (size_t i = 0; i < N_FIELDS; i++)
		keys[n++] = (struct json_key){ fields[i].name, JSON_OTHER,
					       &r->field[i] };
	return n;
}

static int understand(const struct json_where *at, const struct raw *r,
		      struct dev_desc *d)
{
	int rc = choose_model(at, r, d);

	if (!rc && (r->count < 1 || r->count > 1024))
		rc = json_fail(at, "count", "must be 1 to 1024");
	if (!rc && r->pci_id > 0xffff)
		rc = json_fail(at, "pci_id", "must be 0 to 0xffff");
	if (!rc)
		rc = set_fields(at, r, d);
	if (!rc)
		rc = read_texts(at, r, d);
	if (!rc)
		rc = read_dsacaps(at, r->dsacaps, d);
	if (!rc)
		rc = read_switch(at, "pasid", r->pasid, &d->pasid);
	return rc ? rc : read_switch(at, "enqcmd", r->enqcmd, &d->enqcmd);
}

static int add_one(struct machine *m, const struct json_where *at,
		   json_object *j)
{
	struct raw r = { .numa_node = -2, .count = 1 };
	struct json_key keys[N_FIELDS + 16];
	struct dev_desc d;
	int rc = json_keys(at, j, keys, list_keys(&r, keys));

	if (!rc)
		rc = understand(at, &r, &d);
	if (rc)
		return rc;
	d.config = r.config;
	d.numa_node = r.numa_node;
	if (r.pci_id)
		d.pci_id = r.pci_id;
	while (r.count-- && !rc)
		rc = machine_add(m, &d);
	return rc;
}

int machine_from_json(const char *path, struct machine *m)
{
	struct json_where at = { path, "device", 0 };
	json_object *list = NULL;
	const struct json_key top[] = { { "devices", JSON_OTHER, &list } };
	int rc;

	m->json = json_read(path);
	if (!m->json)
		return -EINVAL;
	rc = json_keys(&(struct json_where){ path, "machine", 0 }, m->json, top, 1);
	if (!rc && !json_object_is_type(list, json_type_array)) {
		sim_error("%s: no array \"devices\"", path);
		rc = -EINVAL;
	}
	for (; !rc && at.index < json_object_array_length(list); at.index++)
		rc = add_one(m, &at, json_object_array_get_idx(list, at.index));
	machine_place(m);
	return rc;
}
