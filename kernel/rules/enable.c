// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Binding a device or a wq: the driver's conditions in its order, with the error of each driver, the cmd_status that is
 * left and whether a failure costs the wq its type (interface notes 3.8 and 10.1). The hardware's conditions: hw.c.
 */
#include "rules-internal.h"

#include "../uapi/idxd.h"

struct bind_query {
	const struct idxd_view *view;
	struct idxd_verdict *verdict;
	uint32_t id;
	enum idxd_bus_driver driver;
	const struct idxd_wq_config *wq; /* NULL: a device is bound */
};

typedef enum idxd_reason (*bind_check_fn)(const struct bind_query *query);

/* Whether a bind that fails at this step leaves the wq its type (10.1). */
enum keeps {
	KEEPS_NOT,  /* it becomes none */
	KEEPS_USER, /* with driver user only: dmaengine and crypto always give it up */
	KEEPS,	    /* nothing was tried yet */
};

struct bind_step {
	bind_check_fn check;
	uint32_t cmd_status;	    /* 0: left as it is */
	enum idxd_deny deny_user;   /* driver user */
	enum idxd_deny deny_kernel; /* dmaengine, crypto; idxd for devices */
	enum keeps keeps_type;
	uint32_t when; /* enum idxd_kernel_flag, 0: always */
};

bool idxd_rules_shared_supported(const struct idxd_caps *caps, enum idxd_type type)
{
	if (!caps->enqcmd)
		return false;
	return (type == IDXD_TYPE_USER && caps->user_pasid) || (type == IDXD_TYPE_KERNEL && caps->kernel_pasid);
}

bool idxd_rules_driver_name_matches(const char *driver_name, uint32_t length, const char *drv_name, uint32_t drv_length)
{
	uint32_t i;

	if (length < drv_length)
		return false;
	for (i = 0; i < drv_length; i++)
		if (driver_name[i] != drv_name[i])
			return false;
	return true;
}

/* The driver being bound has set the type of its wq before it looks. */
static enum idxd_type type_seen(const struct bind_query *query, uint32_t id)
{
	return query->wq && id == query->id ? rules_driver_type(query->driver) : query->view->config->wqs[id].type;
}

static enum idxd_reason blame_wq(const struct bind_query *query, uint32_t id, enum idxd_attr attr,
				 enum idxd_reason reason)
{
	query->verdict->kind = IDXD_KIND_WQ;
	query->verdict->id = id;
	query->verdict->attr = attr;
	query->verdict->other = query->view->config->wqs[id].type;
	return reason;
}

/* ---- what both kinds of binding ask: can the configuration be written to the hardware? (4.2 step 2) ---- */

/* One shared wq in a group that the platform cannot serve stops every enable. Type none can never be served. */
static enum idxd_reason shared_wqs(const struct bind_query *query)
{
	const struct idxd_config *config = query->view->config;
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++) {
		const struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id < 0 || wq->mode != IDXD_MODE_SHARED)
			continue;
		if (type_seen(query, i) == IDXD_TYPE_NONE && query->view->caps->enqcmd)
			return blame_wq(query, i, IDXD_ATTR_TYPE, IDXD_REASON_SHARED_TYPE_NONE);
		if (!idxd_rules_shared_supported(query->view->caps, type_seen(query, i)))
			return blame_wq(query, i, IDXD_ATTR_MODE, IDXD_REASON_SHARED_UNSUPPORTED);
	}
	return IDXD_REASON_OK;
}

static enum idxd_reason any_wq(const struct bind_query *query)
{
	const struct idxd_config *config = query->view->config;

	return config->n_wqs > rules_group_wqs(config, IDXD_RULES_NO_GROUP) ? IDXD_REASON_OK :
									       IDXD_REASON_NO_WQ_CONFIGURED;
}

/* Any engine in any group will do; whether it is the right one, the hardware says. */
static enum idxd_reason any_engine(const struct bind_query *query)
{
	const struct idxd_config *config = query->view->config;

	return config->n_engines > rules_group_engines(config, IDXD_RULES_NO_GROUP) ? IDXD_REASON_OK :
										       IDXD_REASON_NO_ENGINE_CONFIGURED;
}

static enum idxd_reason pasid_priv(const struct bind_query *query)
{
	const struct idxd_config *config = query->view->config;
	const struct idxd_caps *caps = query->view->caps;
	uint32_t i;

	if (!caps->kernel_pasid || caps->pasid_priv)
		return IDXD_REASON_OK;
	for (i = 0; i < config->n_wqs; i++) {
		const struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id >= 0 && wq->mode == IDXD_MODE_DEDICATED && type_seen(query, i) == IDXD_TYPE_KERNEL)
			return blame_wq(query, i, IDXD_ATTR_TYPE, IDXD_REASON_PASID_PRIV);
	}
	return IDXD_REASON_OK;
}

static const struct bind_step config_steps[] = {
	{ shared_wqs, IDXD_SCMD_WQ_NO_SWQ_SUPPORT, IDXD_DENY_INVAL, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ any_wq, IDXD_SCMD_WQ_NONE_CONFIGURED, IDXD_DENY_INVAL, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ any_engine, 0, IDXD_DENY_INVAL, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ pasid_priv, IDXD_SCMD_WQ_NO_PRIV, IDXD_DENY_OPNOTSUPP, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
};

/* ---- a wq ---- */

static enum idxd_reason device_enabled(const struct bind_query *query)
{
	return query->view->config->device.state == IDXD_STATE_ENABLED ? IDXD_REASON_OK :
									  IDXD_REASON_DEVICE_NOT_ENABLED;
}

static enum idxd_reason driver_type(const struct bind_query *query)
{
	bool has_crypto = idxd_kernel_has(query->view->kernel, IDXD_KF_CRYPTO) &&
			  query->view->caps->family == IDXD_FAMILY_IAX;

	if (query->driver == IDXD_BUS_CRYPTO ? has_crypto : query->driver != IDXD_BUS_IDXD)
		return IDXD_REASON_OK;
	query->verdict->value = query->driver;
	return IDXD_REASON_DRIVER_TYPE;
}

/* A prefix match in the driver: "users" binds to user (10.2). The caller compared; see driver_match. */
static enum idxd_reason driver_name(const struct bind_query *query)
{
	if (query->wq->driver_match >> query->driver & 1)
		return IDXD_REASON_OK;
	query->verdict->attr = IDXD_ATTR_DRIVER_NAME;
	query->verdict->value = query->driver;
	return IDXD_REASON_DRIVER_NAME;
}

static enum idxd_reason user_pasid(const struct bind_query *query)
{
	if (query->driver != IDXD_BUS_USER || query->view->caps->user_pasid)
		return IDXD_REASON_OK;
	return IDXD_REASON_NO_USER_PASID;
}

static enum idxd_reason wq_disabled(const struct bind_query *query)
{
	return query->wq->enabled ? IDXD_REASON_ALREADY_ENABLED : IDXD_REASON_OK;
}

static enum idxd_reason wq_group(const struct bind_query *query)
{
	query->verdict->attr = IDXD_ATTR_WQ_GROUP_ID;
	return query->wq->group_id >= 0 ? IDXD_REASON_OK : IDXD_REASON_WQ_NO_GROUP;
}

static enum idxd_reason wq_name(const struct bind_query *query)
{
	query->verdict->attr = IDXD_ATTR_NAME;
	return query->wq->name_length ? IDXD_REASON_OK : IDXD_REASON_WQ_NO_NAME;
}

static enum idxd_reason wq_shared(const struct bind_query *query)
{
	enum idxd_type type = rules_driver_type(query->driver);

	query->verdict->attr = IDXD_ATTR_MODE;
	if (query->wq->mode != IDXD_MODE_SHARED || idxd_rules_shared_supported(query->view->caps, type))
		return IDXD_REASON_OK;
	query->verdict->other = type;
	return IDXD_REASON_SHARED_UNSUPPORTED;
}

static enum idxd_reason wq_threshold(const struct bind_query *query)
{
	query->verdict->attr = IDXD_ATTR_THRESHOLD;
	if (query->wq->mode != IDXD_MODE_SHARED || query->wq->threshold)
		return IDXD_REASON_OK;
	query->verdict->min = 1;
	query->verdict->max = query->wq->size;
	return IDXD_REASON_SHARED_NO_THRESHOLD;
}

/* In-tree a wq of size 0 has become one of 16 before anybody could ask. */
static enum idxd_reason wq_size(const struct bind_query *query)
{
	query->verdict->attr = IDXD_ATTR_SIZE;
	return query->wq->size || !query->view->caps->exact ? IDXD_REASON_OK : IDXD_REASON_WQ_NO_SIZE;
}

static const struct bind_step wq_steps[] = {
	{ device_enabled, 0, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS, 0 },
	{ driver_type, 0, IDXD_DENY_NODEV, IDXD_DENY_NODEV, KEEPS, 0 },
	{ driver_name, IDXD_SCMD_WQ_NO_DRV_NAME, IDXD_DENY_NODEV, IDXD_DENY_NODEV, KEEPS_USER, IDXD_KF_DRIVER_NAME },
	{ user_pasid, IDXD_SCMD_WQ_USER_NO_IOMMU, IDXD_DENY_OPNOTSUPP, IDXD_DENY_OPNOTSUPP, KEEPS_USER, 0 },
	{ wq_disabled, IDXD_SCMD_WQ_ENABLED, IDXD_DENY_BUSY, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ wq_group, IDXD_SCMD_WQ_NO_GRP, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ wq_name, IDXD_SCMD_WQ_NO_NAME, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ wq_shared, IDXD_SCMD_WQ_NO_SVM, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ wq_threshold, IDXD_SCMD_WQ_NO_THRESH, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
	{ wq_size, IDXD_SCMD_WQ_NO_SIZE, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
};

/* ---- a device ---- */

static enum idxd_reason device_disabled(const struct bind_query *query)
{
	switch (query->view->config->device.state) {
	case IDXD_STATE_DISABLED:
		return IDXD_REASON_OK;
	case IDXD_STATE_HALTED:
		return IDXD_REASON_HALTED;
	default:
		return IDXD_REASON_ALREADY_ENABLED;
	}
}

static const struct bind_step device_steps[] = {
	{ device_disabled, IDXD_SCMD_DEV_ENABLED, IDXD_DENY_NXIO, IDXD_DENY_NXIO, KEEPS_NOT, 0 },
};

/* False: a step failed and the verdict says which. */
static bool run(const struct bind_query *query, const struct bind_step *steps, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		const struct bind_step *step = &steps[i];
		enum idxd_reason reason;

		if (step->when && !idxd_kernel_has(query->view->kernel, step->when))
			continue;
		reason = step->check(query);
		if (reason) {
			bool user = query->wq && query->driver == IDXD_BUS_USER;

			query->verdict->reason = reason;
			query->verdict->deny = user ? step->deny_user : step->deny_kernel;
			query->verdict->cmd_status = step->cmd_status;
			query->verdict->sets_cmd_status = step->cmd_status != 0;
			query->verdict->clears_type =
				query->wq && step->keeps_type != KEEPS && !(user && step->keeps_type == KEEPS_USER);
			return false;
		}
	}
	query->verdict->attr = IDXD_ATTR_NONE;
	return true;
}

#define RUN(query, steps) run(query, steps, sizeof(steps) / sizeof((steps)[0]))

struct idxd_verdict idxd_rules_check_device_bind(const struct idxd_view *view)
{
	struct idxd_verdict verdict = rules_verdict(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE);
	struct bind_query query = { .view = view, .verdict = &verdict, .driver = IDXD_BUS_IDXD };

	if (RUN(&query, device_steps) && view->caps->configurable)
		RUN(&query, config_steps);
	return verdict;
}

struct idxd_verdict idxd_rules_check_wq_bind(const struct idxd_view *view, uint32_t id, enum idxd_bus_driver driver)
{
	struct idxd_verdict verdict = rules_verdict(IDXD_KIND_WQ, id, IDXD_ATTR_NONE);
	struct bind_query query = { .view = view, .verdict = &verdict, .id = id, .driver = driver };

	if (id >= view->config->n_wqs) {
		verdict.reason = IDXD_REASON_NO_OBJECT;
		verdict.deny = IDXD_DENY_NODEV;
		verdict.value = id;
		return verdict;
	}
	query.wq = &view->config->wqs[id];
	if (RUN(&query, wq_steps) && view->caps->configurable)
		RUN(&query, config_steps);
	return verdict;
}
