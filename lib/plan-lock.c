// SPDX-License-Identifier: LGPL-2.1-or-later
/* The devices of a profile, locked before anything is read of them, so that what is read stays true. */
#include <errno.h>
#include <stdlib.h>

#include "lib/ctx.h"
#include "lib/lock.h"
#include "lib/machine.h"
#include "lib/plan-lock.h"
#include "util/text.h"

struct names {
	const char **list; /* of the objects */
	size_t n;
};

static int add_names(struct names *names, struct accfg_ctx *ctx,
		     const struct profile_device *selector)
{
	struct accfg_object **objects;
	size_t n;
	int rc = machine_select(ctx, selector, &objects, &n);

	if (rc) /* whatever is wrong is told when the profile is resolved */
		return rc == -ENOMEM ? rc : 0;
	for (size_t i = 0; !rc && i < n; i++) {
		const char **list = array_grow(names->list, names->n, sizeof(*list));

		if (!list) {
			rc = -ENOMEM;
			break;
		}
		names->list = list;
		list[names->n++] = accfg_object_get_name(objects[i]);
	}
	free(objects);
	return rc;
}

int plan_lock(struct accfg_profile *profile, struct accfg_lock **lock)
{
	struct names names = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < profile->n_devices; i++)
		rc = add_names(&names, profile->ctx, &profile->devices[i]);
	if (!rc)
		rc = lock_take(profile->ctx, names.list, names.n, profile->ctx->lock_wait_ms, lock);
	free(names.list);
	return rc;
}
