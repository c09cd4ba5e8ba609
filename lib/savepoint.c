// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Several writes by hand that are to be one: what the object was is kept, in memory and in a journal, until the caller says
 * that all is well or that it is not.
 */
#include <errno.h>
#include <stdlib.h>

#include "lib/ctx.h"
#include "lib/device.h"
#include "lib/journal.h"
#include "lib/object.h"
#include "lib/problem.h"
#include "lib/state.h"
#include "lib/undo.h"

struct accfg_savepoint {
	struct accfg_ctx *ctx;
	struct accfg_object *object;
	struct state before;
	struct journal *journal;
	struct problem_list *problems;
};

/* Everything of a device, of a part only itself: nothing else may be changed by hand. */
static uint64_t mention(const void *data, enum idxd_kind kind, uint32_t id)
{
	const struct accfg_object *object = data;

	if (object->kind == ACCFG_KIND_DEVICE)
		return UINT64_MAX;
	return (enum idxd_kind)object->kind == kind && object->id == id ? UINT64_MAX : 0;
}

static int fill(struct accfg_savepoint *savepoint, const char *what)
{
	struct state_mention all = { .of = mention, .data = savepoint->object };
	const struct state *list[] = { &savepoint->before };
	int rc = state_read_some(&savepoint->before, savepoint->object->device, &all);

	if (rc)
		return rc;
	rc = journal_begin(savepoint->ctx, what, list, 1, NULL, 0, &savepoint->journal);
	if (rc)
		state_release(&savepoint->before);
	return rc;
}

ACCFG_EXPORT int accfg_savepoint_new(struct accfg_object *object, const char *what, struct accfg_savepoint **savepoint)
{
	struct accfg_savepoint *made = calloc(1, sizeof(*made));
	int rc;

	if (!made)
		return -ENOMEM;
	made->ctx = accfg_ref(object_ctx(object));
	made->object = object;
	made->problems = problem_list_new();
	rc = made->problems ? fill(made, what) : -ENOMEM;
	if (!rc) {
		*savepoint = made;
		return 0;
	}
	problem_list_free(made->problems);
	accfg_unref(made->ctx);
	free(made);
	return rc;
}

/* What disabling would wipe is read before it is needed: of a device everything is known, of a part the part. */
ACCFG_EXPORT int accfg_savepoint_undo(struct accfg_savepoint *savepoint)
{
	const struct state *list[] = { &savepoint->before };
	int rc = undo_devices(savepoint->ctx, list, 1, 1, savepoint->problems);

	accfg_device_refresh(savepoint->object->device);
	if (rc)
		journal_keep(savepoint->journal);
	else
		rc = journal_end(savepoint->journal, JOURNAL_UNDONE);
	savepoint->journal = NULL;
	return rc;
}

ACCFG_EXPORT const struct accfg_error *accfg_savepoint_get_first_problem(struct accfg_savepoint *savepoint)
{
	return problem_list_first(savepoint->problems);
}

ACCFG_EXPORT const struct accfg_error *accfg_savepoint_get_next_problem(struct accfg_savepoint *savepoint,
									const struct accfg_error *problem)
{
	return problem_list_next(savepoint->problems, problem);
}

ACCFG_EXPORT void accfg_savepoint_free(struct accfg_savepoint *savepoint)
{
	if (!savepoint)
		return;
	journal_end(savepoint->journal, JOURNAL_DONE);
	state_release(&savepoint->before);
	problem_list_free(savepoint->problems);
	accfg_unref(savepoint->ctx);
	free(savepoint);
}
