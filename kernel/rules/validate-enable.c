// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What must hold so that the wanted device and wqs can be enabled: the driver's and the hardware's conditions together,
 * every broken one reported. Values that are wrong by themselves are the business of validate.c.
 */
#include "rules-internal.h"

struct walk {
	const struct idxd_view *view;
	idxd_rules_report report;
	void *ctx;
	unsigned int count;
};

static void broken(struct walk *walk, enum idxd_kind kind, uint32_t id, enum idxd_attr attr, enum idxd_reason reason,
		   uint64_t value, uint64_t other)
{
	struct idxd_verdict verdict = rules_verdict(kind, id, attr);

	verdict.reason = reason;
	verdict.deny = IDXD_DENY_NXIO;
	verdict.value = value;
	verdict.other = other;
	walk->count++;
	if (walk->report)
		walk->report(walk->ctx, &verdict);
}

static void check_groups(struct walk *walk)
{
	const struct idxd_config *config = walk->view->config;
	uint32_t wqs = 0, engines = 0, i;

	for (i = 0; i < config->n_groups; i++) {
		uint32_t w = rules_group_wqs(config, (int32_t)i), e = rules_group_engines(config, (int32_t)i);

		if (w && !e)
			broken(walk, IDXD_KIND_GROUP, i, IDXD_ATTR_NONE, IDXD_REASON_GROUP_NO_ENGINE, 0, w);
		if (e && !w)
			broken(walk, IDXD_KIND_GROUP, i, IDXD_ATTR_NONE, IDXD_REASON_GROUP_NO_WQ, 0, e);
		wqs += w;
		engines += e;
	}
	if (!wqs)
		broken(walk, IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE, IDXD_REASON_NO_WQ_CONFIGURED, 0, 0);
	/* Groups with wqs were blamed for their missing engines already. */
	if (!wqs && !engines)
		broken(walk, IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE, IDXD_REASON_NO_ENGINE_CONFIGURED, 0, 0);
}

static void check_shared(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	const struct idxd_caps *caps = walk->view->caps;

	if (wq->mode != IDXD_MODE_SHARED)
		return;
	if (caps->enqcmd && wq->type == IDXD_TYPE_NONE)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_TYPE, IDXD_REASON_SHARED_TYPE_NONE, 0, wq->type);
	else if (!idxd_rules_shared_supported(caps, wq->type))
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_MODE, IDXD_REASON_SHARED_UNSUPPORTED, 0, wq->type);
}

/* Every wq in a group is written to the hardware, whether it is to be enabled or not. */
static void check_grouped_wqs(struct walk *walk)
{
	const struct idxd_config *config = walk->view->config;
	const struct idxd_caps *caps = walk->view->caps;
	uint32_t i;

	for (i = 0; i < config->n_wqs; i++) {
		const struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id < 0)
			continue;
		check_shared(walk, i, wq);
		if (wq->mode == IDXD_MODE_DEDICATED && wq->type == IDXD_TYPE_KERNEL && caps->kernel_pasid &&
		    !caps->pasid_priv)
			broken(walk, IDXD_KIND_WQ, i, IDXD_ATTR_TYPE, IDXD_REASON_PASID_PRIV, 0, wq->type);
	}
}

static enum idxd_bus_driver driver_wanted(const struct walk *walk, const struct idxd_wq_config *wq)
{
	if (wq->driver != IDXD_BUS_COUNT)
		return wq->driver;
	if (wq->type == IDXD_TYPE_USER)
		return IDXD_BUS_USER;
	if (walk->view->caps->family == IDXD_FAMILY_IAX && wq->driver_match >> IDXD_BUS_CRYPTO & 1)
		return IDXD_BUS_CRYPTO;
	return IDXD_BUS_DMAENGINE;
}

static void check_driver(struct walk *walk, uint32_t id, const struct idxd_wq_config *wq)
{
	enum idxd_bus_driver driver = driver_wanted(walk, wq);

	if (wq->type == IDXD_TYPE_NONE) {
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_TYPE, IDXD_REASON_WQ_NO_TYPE, 0, 0);
		return;
	}
	if (driver == IDXD_BUS_USER && !walk->view->caps->user_pasid)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_TYPE, IDXD_REASON_NO_USER_PASID, driver, 0);
	if (!idxd_kernel_has(walk->view->kernel, IDXD_KF_DRIVER_NAME) || wq->driver_match >> driver & 1)
		return;
	broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME,
	       wq->driver_name_length ? IDXD_REASON_WQ_TYPE_DRIVER : IDXD_REASON_DRIVER_NAME, driver, wq->type);
}

static void check_wq(struct walk *walk, uint32_t id)
{
	const struct idxd_wq_config *wq = &walk->view->config->wqs[id];
	const struct idxd_caps *caps = walk->view->caps;

	if (wq->group_id < 0)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID, IDXD_REASON_WQ_NO_GROUP, 0, 0);
	if (!wq->size)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_SIZE, IDXD_REASON_WQ_NO_SIZE, 0, 0);
	if (!wq->name_length)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_NAME, IDXD_REASON_WQ_NO_NAME, 0, 0);
	check_driver(walk, id, wq);
	if (wq->mode == IDXD_MODE_SHARED ? !caps->shared_mode : !caps->dedicated_mode)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_MODE, IDXD_REASON_MODE_UNSUPPORTED, wq->mode, 0);
	if (wq->mode == IDXD_MODE_SHARED && !wq->threshold)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_THRESHOLD, IDXD_REASON_SHARED_NO_THRESHOLD, 0, wq->size);
	if (caps->priority && caps->priority_zero_refused && !wq->priority)
		broken(walk, IDXD_KIND_WQ, id, IDXD_ATTR_PRIORITY, IDXD_REASON_PRIORITY_ZERO, 0, 0);
}

unsigned int rules_validate_enable(const struct idxd_view *view, idxd_rules_report report, void *ctx)
{
	struct walk walk = { .view = view, .report = report, .ctx = ctx };
	bool device = view->config->device.state == IDXD_STATE_ENABLED;
	uint32_t i;

	if (device && view->caps->configurable) {
		check_groups(&walk);
		check_grouped_wqs(&walk);
	}
	for (i = 0; i < view->config->n_wqs; i++) {
		if (!view->config->wqs[i].enabled)
			continue;
		if (!device)
			broken(&walk, IDXD_KIND_WQ, i, IDXD_ATTR_NONE, IDXD_REASON_DEVICE_NOT_ENABLED, 0, 0);
		else
			check_wq(&walk, i);
	}
	return walk.count;
}
