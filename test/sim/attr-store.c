// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A write to an attribute of the driver: the text is read as the driver reads
 * it, and everything else is asked of kernel/rules.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "attrs.h"
#include "device.h"
#include "parse.h"
#include "sim.h"

const char *const sim_modes[] = { "shared", "dedicated", NULL };
const char *const sim_types[] = { "none", "kernel", "user", NULL };

/* The errno of each way in which the driver says no. */
static const int errnos[IDXD_DENY_COUNT] = {
	[IDXD_DENY_INVAL] = EINVAL,
	[IDXD_DENY_PERM] = EPERM,
	[IDXD_DENY_OPNOTSUPP] = EOPNOTSUPP,
	[IDXD_DENY_NXIO] = ENXIO,
	[IDXD_DENY_OVERFLOW] = EOVERFLOW,
	[IDXD_DENY_RANGE] = ERANGE,
	[IDXD_DENY_BUSY] = EBUSY,
	[IDXD_DENY_NODEV] = ENODEV,
	[IDXD_DENY_NOMEM] = ENOMEM,
	[IDXD_DENY_NOENT] = ENOENT,
};

int attr_errno(const struct idxd_verdict *v)
{
	return -errnos[v->deny];
}

static int parse_word(const char *buf, const char *const *words, uint64_t *out)
{
	for (*out = 0; words[*out]; ++*out)
		if (parse_is_word(buf, words[*out]))
			return 0;
	return -EINVAL;
}

static int parse_text(const char *buf, char *text, size_t size,
		      struct idxd_value *v)
{
	v->length = strlen(buf);
	snprintf(text, size, "%s", buf);
	parse_trim(text);
	v->trimmed_length = strlen(text);
	for (int drv = 0; drv < IDXD_BUS_COUNT; drv++)
		if (idxd_rules_driver_name_matches(text, v->trimmed_length,
						   driver_name(drv),
						   strlen(driver_name(drv))))
			v->driver_match |= 1u << drv;
	return 0;
}

static int parse_nonzero(const char *buf, uint64_t *v)
{
	int rc = parse_u64(buf, 0, v);

	return rc || *v ? rc : -EINVAL;
}

/* Overflow is ERANGE only where the driver hands it on. */
static int parse_value(const struct sim *sim, enum idxd_parse how,
		       const char *buf, char *text, struct idxd_value *v)
{
	uint32_t u = 0;
	int32_t s = 0;
	bool b = false;
	int rc = 0;

	switch (how) {
	case IDXD_PARSE_U64:
		rc = parse_u64(buf, 10, &v->number);
		break;
	case IDXD_PARSE_S64:
		rc = parse_s64(buf, 10, (int64_t *)&v->number);
		break;
	case IDXD_PARSE_S32:
		rc = parse_s32(buf, 10, &s);
		v->number = (int64_t)s;
		break;
	case IDXD_PARSE_U32_RANGE:
		rc = parse_u32(buf, 10, &u);
		v->number = u;
		return rc;
	case IDXD_PARSE_U32_BASE0:
		rc = parse_u32(buf, 0, &u);
		v->number = u;
		break;
	case IDXD_PARSE_U64_BASE0:
		rc = parse_nonzero(buf, &v->number);
		break;
	case IDXD_PARSE_BOOL:
		rc = parse_bool(buf, idxd_kernel_has(sim->kernel,
						     IDXD_KF_BOOL_ED), &b);
		v->number = b;
		break;
	case IDXD_PARSE_MODE:
		rc = parse_word(buf, sim_modes, &v->number);
		break;
	case IDXD_PARSE_TYPE:
		rc = parse_word(buf, sim_types, &v->number);
		break;
	case IDXD_PARSE_TEXT:
		rc = parse_text(buf, text, SIM_PAGE + 1, v);
		break;
	case IDXD_PARSE_BITMAP:
		return parse_bitmap256(buf, v->bits);
	case IDXD_PARSE_NONE:
	case IDXD_PARSE_ANY:
		break;
	}
	return rc ? -EINVAL : 0;
}

/* The rules keep lengths, we keep the names themselves. */
static void keep_text(struct obj *o, enum idxd_attr attr, const char *text)
{
	struct sim_wq *wq;

	if (o->kind != &kind_wq)
		return;
	wq = &o->dev->wq[o->id];
	if (attr == IDXD_ATTR_NAME)
		snprintf(wq->name, sizeof(wq->name), "%s", text);
	else if (attr == IDXD_ATTR_DRIVER_NAME)
		snprintf(wq->driver_name, sizeof(wq->driver_name), "%s", text);
	if (!o->dev->cfg.wqs[o->id].name_length)
		wq->name[0] = '\0';
}

int attr_store(struct obj *o, enum idxd_attr attr, const char *buf)
{
	struct idxd_view view = dev_view(o->dev, o->sim->kernel);
	struct idxd_write w = { .attr = attr,
				.id = o->kind == &kind_device ? 0 : o->id };
	struct idxd_verdict v = idxd_rules_check_before(&view, &w);
	char text[SIM_PAGE + 1] = "";
	int rc;

	if (!idxd_rules_ok(&v))
		return attr_errno(&v);
	rc = parse_value(o->sim, idxd_rules_attr_info(attr)->parse, buf, text,
			 &w.value);
	if (rc)
		return rc;
	v = idxd_rules_check_after(&view, &w);
	if (!idxd_rules_ok(&v))
		return attr_errno(&v);
	idxd_rules_apply_write(o->sim->kernel, &o->dev->caps, &o->dev->cfg, &w);
	keep_text(o, attr, text);
	return 0;
}

/* A captured value: stored as it was, without asking whether it may be. */
void attr_force(struct obj *o, enum idxd_attr attr, const char *buf)
{
	struct idxd_write w = { .attr = attr,
				.id = o->kind == &kind_device ? 0 : o->id };
	char text[SIM_PAGE + 1] = "";

	if (parse_value(o->sim, idxd_rules_attr_info(attr)->parse, buf, text,
			&w.value))
		return;
	idxd_rules_apply_write(o->sim->kernel, &o->dev->caps, &o->dev->cfg, &w);
	keep_text(o, attr, text);
}
