// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One journal: whether its devices are still those, whether undoing them pulls a wq away from its users, undoing, and the end
 * of the file. Idempotent: the file goes last.
 */
#include "lib/recover-one.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/device.h"
#include "lib/holders.h"
#include "lib/plan-diff.h"
#include "lib/problem.h"
#include "lib/run-dir.h"
#include "lib/undo.h"
#include "util/text.h"

#define NAMES_SHOWN 4

/* ---- words ---- */

static void add_writer(struct text *text, const struct journal_entry *entry)
{
	time_t when = (time_t)entry->time;
	struct tm parts;
	char clock[32] = "?";

	if (localtime_r(&when, &parts))
		strftime(clock, sizeof(clock), "%Y-%m-%d %H:%M:%S", &parts);
	text_printf(text, "%s (pid %d, %s)", *entry->command ? entry->command : "a writer", entry->pid, clock);
}

/* "WRITER did not come to its end; " and what. */
static int tell(struct recovery *recovery, const struct journal_entry *entry, const char *object, const char *rule,
		const char *what)
{
	struct problem problem = { .object = object, .rule = rule, .is_note = true };
	struct text text = { 0 };
	char *words;
	int rc;

	add_writer(&text, entry);
	words = text_take(&text);
	if (!words)
		return -ENOMEM;
	rc = problem_list_add(recovery->problems, &problem, "%s did not come to its end; %s", words, what);
	free(words);
	return rc;
}

/* The failure of the context, as a problem. */
static int pass_on(struct recovery *recovery, int rc)
{
	const struct accfg_error *error = accfg_get_last_error(recovery->ctx);

	if (error && accfg_error_get_code(error) == rc && problem_list_add_error(recovery->problems, error))
		return -ENOMEM;
	return rc;
}

/* ---- files ---- */

static int end_file(struct recovery *recovery, const struct journal_entry *entry)
{
	if (!unlinkat(recovery->dir, entry->file, 0) || errno == ENOENT)
		return 0;
	return pass_on(recovery, run_dir_fail(recovery->ctx, -errno, "remove", entry->file));
}

static int put_aside(struct recovery *recovery, const struct journal_entry *entry, const char *why)
{
	struct problem problem = { .rule = "journal-damaged", .is_note = true };
	char bad[sizeof(entry->file) + 8];

	snprintf(bad, sizeof(bad), "%s.bad", entry->file);
	if (!(recovery->flags & ACCFG_RECOVER_DRY) && renameat(recovery->dir, entry->file, recovery->dir, bad) &&
	    errno != ENOENT)
		snprintf(bad, sizeof(bad), "%s", entry->file);
	return problem_list_add(recovery->problems, &problem,
				"%s/%s: the journal of a writer that did not come to its end cannot be used: %s; "
				"nothing is undone, and it is kept as %s", accfg_get_run_dir(recovery->ctx),
				entry->file, why, bad);
}

int recover_set_aside(struct recovery *recovery, const struct journal_entry *entry)
{
	return put_aside(recovery, entry, entry->why_damaged);
}

/* ---- is it still that device? ---- */

struct undoing {
	struct recovery *recovery;
	const struct journal_entry *entry;
	struct state *snapshots; /* of those that are still there */
	size_t n;
	bool is_busy;
	size_t steps;
};

static int find_device(struct undoing *undoing, const struct journal_device *from, struct accfg_device **device)
{
	struct recovery *recovery = undoing->recovery;
	const char *address;
	int rc = accfg_device_get_by_name(recovery->ctx, from->name, device);

	if (!rc) {
		accfg_device_refresh(*device);
		rc = accfg_device_get_pci_address(*device, &address);
	}
	if (rc == -ENODEV || (rc == -ENOENT && *from->pci_address)) {
		/* What goes forgets its configuration. */
		tell(recovery, undoing->entry, from->name, "device-gone",
		     "the device is gone since, so there is nothing to undo on it");
		return -ENODEV;
	}
	if (rc && rc != -ENOENT)
		return pass_on(recovery, rc);
	if (strcmp(rc ? "" : address, from->pci_address)) {
		tell(recovery, undoing->entry, from->name, "device-replaced",
		     "the name is another device's since, so nothing is undone on it");
		return -ENODEV;
	}
	return 0;
}

static int keep_others(struct undoing *undoing, struct accfg_device *device, struct state *snapshot)
{
	struct recovery *recovery = undoing->recovery;
	struct state now;
	int rc;

	if (recovery->flags & ACCFG_FORCE || !journal_count_steps(undoing->entry))
		return 0;
	rc = state_read(&now, device);
	if (rc)
		return pass_on(recovery, rc);
	rc = recover_keep_others(recovery, undoing->entry, &now, snapshot);
	state_release(&now);
	return rc;
}

static int add_snapshot(struct undoing *undoing, const struct journal_device *from)
{
	struct accfg_device *device = NULL;
	int rc = find_device(undoing, from, &device);

	if (rc)
		return rc == -ENODEV ? 0 : rc;
	rc = journal_snapshot(undoing->recovery->ctx, undoing->entry, from, device,
			      &undoing->snapshots[undoing->n]);
	if (rc)
		return rc == -EBADMSG ? rc : pass_on(undoing->recovery, rc);
	undoing->n++;
	return keep_others(undoing, device, &undoing->snapshots[undoing->n - 1]);
}

/* ---- what it takes ---- */

static int say_busy(struct undoing *undoing, const struct state *now, uint32_t id)
{
	struct problem problem = { .rule = "clients" };
	struct accfg_object *wq = state_object(now, IDXD_KIND_WQ, id);
	char path[64], clients[16], holders[HOLDERS_TEXT_SIZE] = "";

	if (wq)
		holders_describe(accfg_object_as_wq(wq), holders);
	snprintf(clients, sizeof(clients), "%u", now->config.wqs[id].clients);
	problem.object = state_path(now, IDXD_KIND_WQ, id, path, sizeof(path));
	problem.attr = "clients";
	problem.value = clients;
	undoing->is_busy = true;
	tell(undoing->recovery, undoing->entry, now->name, "recover-busy", "undoing it needs force");
	return problem_list_add(undoing->recovery->problems, &problem,
				"it would have to be disabled to undo what was left, which needs force%s%s",
				*holders ? "; held by " : "", holders);
}

/* All wqs that a step takes away from their users. */
static int check_clients(struct undoing *undoing, const struct state *now, const struct diff_step *step)
{
	int rc = 0;

	for (uint32_t id = 0; id < now->config.n_wqs && !rc; id++) {
		bool is_meant = step->phase == DIFF_DISABLE_DEVICE ||
				(step->phase == DIFF_DISABLE_WQ && step->key.id == id);

		if (is_meant && now->config.wqs[id].enabled && now->config.wqs[id].clients)
			rc = say_busy(undoing, now, id);
	}
	return rc;
}

static int show_step(struct undoing *undoing, const struct state *now, const struct diff_step *step)
{
	static const char *const verbs[] = { [ACCFG_STEP_ENABLE] = "enabled", [ACCFG_STEP_DISABLE] = "disabled" };
	enum accfg_step_kind kind = diff_step_kind(step);
	struct problem problem = { .rule = "recover-step", .is_note = true };
	char path[64];

	problem.object = state_path(now, step->key.kind, step->key.id, path, sizeof(path));
	if (kind != ACCFG_STEP_SET)
		return problem_list_add(undoing->recovery->problems, &problem, "would be %s", verbs[kind]);
	problem.attr = attr_by_rule(step->key.attr)->name;
	problem.value = step->new_value;
	return problem_list_add(undoing->recovery->problems, &problem, "would be set again, now it is %s",
				step->old_value && *step->old_value ? step->old_value : "empty");
}

static int look_at_steps(struct undoing *undoing, const struct state *now, const struct diff *diff)
{
	bool dry = undoing->recovery->flags & ACCFG_RECOVER_DRY, force = undoing->recovery->flags & ACCFG_FORCE;
	bool is_busy = undoing->is_busy;
	int rc = 0;

	for (size_t i = 0; i < diff->n && !rc; i++) {
		if (!force && undoing->is_busy == is_busy)
			rc = check_clients(undoing, now, &diff->steps[i]);
		if (dry && !rc)
			rc = show_step(undoing, now, &diff->steps[i]);
	}
	undoing->steps += diff->n;
	return rc;
}

static int look_at(struct undoing *undoing, const struct state *snapshot)
{
	struct diff diff = { 0 };
	struct state now;
	int rc;

	accfg_device_refresh(snapshot->device);
	rc = state_read(&now, snapshot->device);
	if (rc)
		return pass_on(undoing->recovery, rc);
	rc = diff_make_undo(&diff, &now, snapshot);
	if (!rc)
		rc = look_at_steps(undoing, &now, &diff);
	diff_release(&diff);
	state_release(&now);
	return rc;
}

/* ---- undoing ---- */

static int undo_all(struct undoing *undoing)
{
	const struct state **list = calloc(undoing->n + 1, sizeof(*list));
	int rc;

	if (!list)
		return -ENOMEM;
	for (size_t i = 0; i < undoing->n; i++)
		list[i] = &undoing->snapshots[i];
	/* Also because the steps of undoing are others: somebody who finds us killed must not take them for somebody else's. */
	if (!undoing->entry->is_complete || undoing->entry->steps)
		journal_rewrite(undoing->recovery->ctx, undoing->recovery->dir, undoing->entry, list, undoing->n);
	rc = undo_devices(undoing->recovery->ctx, list, undoing->n, 0, undoing->recovery->problems);
	for (size_t i = 0; i < undoing->n; i++)
		accfg_device_refresh(list[i]->device);
	free(list);
	return rc;
}

static int tell_result(struct undoing *undoing, const char *what)
{
	struct text text = { 0 };
	char *words;
	int rc;

	for (size_t i = 0; i < undoing->n && i < NAMES_SHOWN; i++)
		text_printf(&text, "%s%s", i ? ", " : "", undoing->snapshots[i].name);
	if (undoing->n > NAMES_SHOWN)
		text_printf(&text, " and %zu more", undoing->n - NAMES_SHOWN);
	text_printf(&text, " %s %s, in %zu step%s", undoing->n == 1 ? "is" : "are", what, undoing->steps,
		    undoing->steps == 1 ? "" : "s");
	words = text_take(&text);
	rc = words ? tell(undoing->recovery, undoing->entry, NULL, "recovered", words) : -ENOMEM;
	free(words);
	return rc;
}

static int carry_out(struct undoing *undoing)
{
	int rc;

	if (undoing->recovery->flags & ACCFG_RECOVER_DRY)
		return undoing->n ? tell_result(undoing, "to be undone") : 0;
	rc = undo_all(undoing);
	if (rc == -EIO)
		tell(undoing->recovery, undoing->entry, NULL, "not-recovered",
		     "not everything could be undone; the journal stays");
	if (rc)
		return rc;
	rc = undoing->n ? tell_result(undoing, "as before again") : 0;
	return rc ? rc : end_file(undoing->recovery, undoing->entry);
}

static int prepare(struct undoing *undoing)
{
	const struct journal_entry *entry = undoing->entry;
	int rc = 0;

	undoing->snapshots = calloc(entry->n_devices + 1, sizeof(*undoing->snapshots));
	if (!undoing->snapshots)
		return -ENOMEM;
	for (size_t i = 0; i < entry->n_devices && !rc; i++)
		rc = add_snapshot(undoing, &entry->devices[i]);
	for (size_t i = 0; i < undoing->n && !rc; i++)
		rc = look_at(undoing, &undoing->snapshots[i]);
	return rc;
}

static int undo_entry(struct undoing *undoing)
{
	int rc = prepare(undoing);

	if (rc == -EBADMSG)
		return put_aside(undoing->recovery, undoing->entry, "what it says cannot be of its devices");
	if (!rc && undoing->is_busy && !(undoing->recovery->flags & ACCFG_RECOVER_DRY))
		rc = ctx_fail(undoing->recovery->ctx, -EBUSY, &(struct error_about){ .rule = "recover-busy" },
			      "what was left cannot be undone without force");
	return rc ? rc : carry_out(undoing);
}

/* What is not to be undone, or not any more. */
static int drop(struct recovery *recovery, const struct journal_entry *entry, const char *rule, const char *why)
{
	int rc = tell(recovery, entry, entry->devices[0].name, rule, why);

	if (rc || recovery->flags & ACCFG_RECOVER_DRY)
		return rc;
	return end_file(recovery, entry);
}

int recover_one(struct recovery *recovery, const struct journal_entry *entry)
{
	struct undoing undoing = { .recovery = recovery, .entry = entry };
	int rc;

	if (entry->is_stale)
		return drop(recovery, entry, "recover-stale",
			    "the machine was started anew since, so there is nothing to undo");
	if (entry->ended == JOURNAL_DONE)
		return drop(recovery, entry, "recover-done",
			    "all that it was to do is done, so nothing is undone and only its journal goes");
	if (entry->ended == JOURNAL_UNDONE)
		return drop(recovery, entry, "recover-done",
			    "all that it did was undone, so only its journal goes");
	if (recovery->flags & ACCFG_RECOVER_DISCARD)
		return drop(recovery, entry, "recover-discarded", "what it left stays as it is");
	rc = undo_entry(&undoing);
	for (size_t i = 0; i < undoing.n; i++)
		state_release(&undoing.snapshots[i]);
	free(undoing.snapshots);
	return rc;
}
