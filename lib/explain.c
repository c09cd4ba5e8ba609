// SPDX-License-Identifier: LGPL-2.1-or-later
/* Turns a refused write into a failure with a reason; see explain.h. Refused binds are in explain-bind.c. */
#include "lib/explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/device.h"
#include "lib/reason.h"

/* Refusals that need no rule to be understood. NULL: there is nothing better than the errno. */
const char *explain_plain(int rc)
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
	const char *plain = explain_plain(rc);
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
		ctx_fail(object_ctx(object), rc, &about, "the kernel refused it: %s",
			 strerror_r(-rc, reason, sizeof(reason)));
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
