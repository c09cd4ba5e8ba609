// SPDX-License-Identifier: LGPL-2.1-or-later
/* Turns a refused bind into a failure with a reason: cmd_status first, then what the rules say of the device. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/device.h"
#include "lib/explain.h"
#include "lib/reason.h"

static const char *module_of(const char *driver)
{
	static const struct {
		const char *driver, *module;
	} modules[] = {
		{ "crypto", "iaa_crypto" },
		{ "user", "idxd" },
		{ "dmaengine", "idxd" },
		{ "idxd", "idxd" },
	};

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		if (!strcmp(modules[i].driver, driver))
			return modules[i].module;
	}
	return NULL;
}

static int no_driver(struct accfg_object *object, struct error_about *about, const char *driver, int rc)
{
	const char *module = module_of(driver);

	about->rule = "driver-not-loaded";
	if (!module)
		return ctx_fail(object_ctx(object), rc, about, "there is no driver %s", driver);
	return ctx_fail(object_ctx(object), rc, about, "driver %s is not loaded (module %s)", driver, module);
}

/* The part that keeps the device from being enabled: "dsa0/group0.1: the group has wqs (2) but no engine". */
static bool find_culprit(struct accfg_object *object, const char *driver, char *text, size_t size,
			 struct idxd_verdict *verdict)
{
	struct accfg_object *part = NULL;
	size_t n;

	if (!explain_ask_bind(object, driver, verdict))
		return false;
	if (verdict->kind != IDXD_KIND_DEVICE)
		device_get_part(object->device, (enum accfg_kind)verdict->kind, verdict->id, &part);
	n = part && part != object ? (size_t)snprintf(text, size, "%s: ", object_path(part)) : 0;
	reason_render(text + n, size - n, verdict, accfg_device_get_name(object->device));
	return true;
}

static int with_status(struct accfg_object *object, struct error_about *about, const char *driver, int rc)
{
	const char *name = accfg_cmd_status_get_name(about->cmd_status);
	const char *text = accfg_cmd_status_get_text(about->cmd_status);
	struct idxd_verdict verdict;
	char culprit[320];

	about->rule = reason_get_rule(idxd_rules_cmd_status_reason(about->cmd_status));
	if (!name)
		return ctx_fail(object_ctx(object), rc, about, "the driver refused it with command status 0x%x",
				about->cmd_status);
	/* The status of a device does not say which of its parts is at fault. */
	if (object->kind == ACCFG_KIND_DEVICE && find_culprit(object, driver, culprit, sizeof(culprit), &verdict) &&
	    verdict.kind != IDXD_KIND_DEVICE)
		return ctx_fail(object_ctx(object), rc, about, "%s (%s, 0x%x); %s", text, name, about->cmd_status,
				culprit);
	return ctx_fail(object_ctx(object), rc, about, "%s (%s, 0x%x)", text, name, about->cmd_status);
}

/* What happened to the device itself says more than what its driver or the bus made of that. False: nothing did. */
static bool device_failed(struct accfg_object *object, struct error_about *about, int *rc)
{
	const struct idxd_verdict verdict = { .reason = IDXD_REASON_HALTED };
	const char *state;
	char reason[256];
	int read = object_read_text(accfg_device_get_object(object->device), ATTR_DEVICE_STATE, &state);

	if (read == -ENOENT || read == -ENODEV) {
		*rc = ctx_fail(object_ctx(object), -ENODEV, about, "%s", explain_plain(-ENODEV));
		return true;
	}
	if (read || strcmp(state, "halted"))
		return false;
	about->rule = reason_get_rule(IDXD_REASON_HALTED);
	reason_render(reason, sizeof(reason), &verdict, accfg_device_get_name(object->device));
	*rc = ctx_fail(object_ctx(object), *rc, about, "%s", reason);
	return true;
}

/*
 * The driver may have wiped the wq that it refused, and then the rules find fault with what is left: they count only where
 * they would have refused it with the same error.
 */
static bool would_refuse_so(const struct idxd_verdict *verdict, int rc)
{
	static const int errnos[IDXD_DENY_COUNT] = {
		[IDXD_DENY_INVAL] = EINVAL,
		[IDXD_DENY_PERM] = EPERM,
		[IDXD_DENY_OPNOTSUPP] = EOPNOTSUPP,
		[IDXD_DENY_NXIO] = ENXIO,
		[IDXD_DENY_BUSY] = EBUSY,
		[IDXD_DENY_NODEV] = ENODEV,
		[IDXD_DENY_NOMEM] = ENOMEM,
	};

	return errnos[verdict->deny] == -rc;
}

/* What else is known of a driver that says no more than an error. */
static const char *hint_of(const char *driver, int rc)
{
	if (!strcmp(driver, "crypto") && rc == -EEXIST)
		return "; iaa_crypto registers its algorithms only once, until it is loaded again";
	return "";
}

int explain_bind(struct accfg_object *object, const char *driver, uint32_t cmd_status, int rc)
{
	struct error_about about = { .object = object, .cmd_status = cmd_status };
	struct accfg_ctx *ctx = object_ctx(object);
	struct idxd_verdict verdict;
	char culprit[320];

	if (rc == -ENOENT)
		return no_driver(object, &about, driver, rc);
	if (rc == -EIO)
		return rc; /* noted by who found it */
	if (device_failed(object, &about, &rc))
		return rc;
	if (explain_plain(rc) && rc != -ENODEV)
		return ctx_fail(ctx, rc, &about, "%s", explain_plain(rc));
	if (cmd_status)
		return with_status(object, &about, driver, rc);
	if (find_culprit(object, driver, culprit, sizeof(culprit), &verdict) && would_refuse_so(&verdict, rc)) {
		about.rule = reason_get_rule(verdict.reason);
		return ctx_fail(ctx, rc, &about, "%s", culprit);
	}
	if (rc == -ENODEV)
		return ctx_fail(ctx, rc, &about, "the driver %s does not take it", driver);
	return ctx_fail(ctx, rc, &about, "the driver refused it: %s%s", strerror_r(-rc, culprit, sizeof(culprit)),
			hint_of(driver, rc));
}
