// SPDX-License-Identifier: LGPL-2.1-or-later
/* The devices of a profile, locked before anything is read of them, so that what is read stays true. */
#include <errno.h>
#include <stdlib.h>

#include "lib/ctx.h"
#include "lib/lock.h"
#include "lib/machine.h"
#include "lib/plan-lock.h"
#include "lib/problem.h"
#include "lib/recover.h"
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

/*
 * What is told of a recovery becomes the profile's: its notes stay, and its errors, for which there is no plan, go with
 * the next check.
 */
static int hand_over(struct accfg_profile *profile, const struct problem_list *from)
{
	const struct accfg_error *error;
	int rc = 0;

	for (error = problem_list_first(from); error && !rc; error = problem_list_next(from, error)) {
		const char *reason = (accfg_error_get_message(error), accfg_error_get_reason(error));
		struct problem what = { .object = accfg_error_get_object(error),
					.attr = accfg_error_get_attr(error),
					.value = accfg_error_get_value(error),
					.rule = accfg_error_get_rule(error),
					.is_note = accfg_error_is_note(error) };

		what.of_check = !what.is_note;
		rc = problem_list_add(profile->problems, &what, "%s", reason ? reason : "");
	}
	return rc;
}

static int lock_and_recover(struct accfg_profile *profile, const struct names *names, unsigned int flags,
			    struct accfg_lock **lock)
{
	struct problem_list *problems = problem_list_new();
	int rc, told;

	if (!problems)
		return -ENOMEM;
	rc = recover_lock(profile->ctx, names->list, names->n, flags & ACCFG_PLAN_FORCE ? ACCFG_FORCE : 0, problems,
			  lock);
	told = hand_over(profile, problems);
	problem_list_free(problems);
	if (rc || !told)
		return rc;
	lock_release(*lock);
	return told;
}

int plan_lock(struct accfg_profile *profile, unsigned int flags, struct accfg_lock **lock)
{
	struct names names = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < profile->n_devices; i++)
		rc = add_names(&names, profile->ctx, &profile->devices[i]);
	if (!rc)
		rc = lock_and_recover(profile, &names, flags, lock);
	free(names.list);
	return rc;
}
