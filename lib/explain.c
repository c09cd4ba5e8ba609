// SPDX-License-Identifier: LGPL-2.1-or-later
/* Turns a refusal of the kernel into a failure with a reason; see explain.h. */
#include "lib/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/bind.h"
#include "lib/device.h"
#include "lib/reason.h"

/* Refusals that need no rule to be understood. NULL: there is nothing better than the errno. */
static const char *plain_reason(int rc)
{
	switch (rc) {
	case -EACCES:
		return "permission denied (this needs root)";
	case -EROFS:
		return "the file system is mounted read-only";
	case -ENOENT:
		return "there is no such attribute on this device and kernel";
	case -ENODEV:
		return "the device is gone";
	}
	return NULL;
}

/* What the row says that the attribute takes; the rules do not know words. */
static int malformed(struct accfg_object *object, struct error_about *about, const struct accfg_attr *attr, int rc)
{
	about->rule = reason_get_rule(IDXD_REASON_MALFORMED);
	if (attr->values)
		return ctx_fail(object_ctx(object), rc, about, "the attribute takes %s", attr->values);
	return ctx_fail(object_ctx(object), rc, about, "this is no text for this attribute");
}

int explain_write(struct accfg_object *object, const struct accfg_attr *attr, const char *text, int rc)
{
	struct error_about about = { .object = object, .attr = attr->name, .value = text };
	const char *plain = plain_reason(rc);
	struct idxd_verdict verdict;
	char reason[256];
	char *copy;

	if (plain)
		return ctx_fail(object_ctx(object), rc, &about, "%s", plain);
	copy = strdup(text); /* reading the device may end it */
	if (!copy)
		return ctx_fail(object_ctx(object), rc, &about, NULL);
	about.value = copy;
	if (!explain_ask_rules(object, attr, copy, &verdict)) {
		ctx_fail(object_ctx(object), rc, &about, NULL);
	} else if (verdict.reason == IDXD_REASON_MALFORMED) {
		malformed(object, &about, attr, rc);
	} else {
		about.rule = reason_get_rule(verdict.reason);
		reason_render(reason, sizeof(reason), &verdict, accfg_device_get_name(object->device));
		ctx_fail(object_ctx(object), rc, &about, "%s", reason);
	}
	free(copy);
	return rc;
}

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

int explain_bind(struct accfg_object *object, const char *driver, uint32_t cmd_status, int rc)
{
	struct error_about about = { .object = object, .cmd_status = cmd_status };
	struct accfg_ctx *ctx = object_ctx(object);
	const char *name = accfg_cmd_status_get_name(cmd_status);

	if (rc == -ENOENT)
		return no_driver(object, &about, driver, rc);
	if (cmd_status)
		about.rule = reason_get_rule(idxd_rules_cmd_status_reason(cmd_status));
	if (cmd_status && name)
		return ctx_fail(ctx, rc, &about, "%s (%s, 0x%x)", accfg_cmd_status_get_text(cmd_status), name,
				cmd_status);
	if (cmd_status)
		return ctx_fail(ctx, rc, &about, "the driver refused it with command status 0x%x", cmd_status);
	if (rc == -EACCES)
		return ctx_fail(ctx, rc, &about, "%s", plain_reason(rc));
	if (rc == -ENODEV)
		return ctx_fail(ctx, rc, &about, "the driver %s does not take it", driver);
	if (rc == -EIO)
		return rc; /* noted by who found it */
	return ctx_fail(ctx, rc, &about, NULL);
}
