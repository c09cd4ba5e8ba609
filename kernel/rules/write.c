// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Runs the rows of attr-rows.c: may this attribute be written, is it there at all, what does the write store.
 */
#include "rules-internal.h"

struct idxd_verdict rules_verdict(enum idxd_kind kind, uint32_t id, enum idxd_attr attr)
{
	return (struct idxd_verdict){ .attr = attr, .kind = kind, .id = id, .other_kind = kind, .other_id = -1 };
}

bool idxd_rules_visible(const struct idxd_kernel *kernel, const struct idxd_caps *caps, enum idxd_attr attr)
{
	const struct rules_attr_row *row = rules_attr_row(attr);

	if (attr == IDXD_ATTR_NONE)
		return false;
	return !row->shown || row->shown(kernel, caps) == IDXD_REASON_OK;
}

/* What sysfs itself answers before any store function runs. */
static bool reaches_driver(const struct rules_query *query, const struct rules_attr_row *row)
{
	const struct idxd_view *view = query->view;
	uint32_t objects = rules_objects(view->config, row->info.kind);
	struct idxd_verdict *verdict = query->verdict;

	if (query->write->id >= objects) {
		verdict->deny = IDXD_DENY_NODEV;
		verdict->reason = rules_numbers(query, IDXD_REASON_NO_OBJECT, query->write->id, 0,
						objects ? objects - 1 : 0, objects);
	} else if (!idxd_rules_visible(view->kernel, view->caps, query->write->attr)) {
		verdict->deny = IDXD_DENY_NOENT;
		verdict->reason = row->shown ? row->shown(view->kernel, view->caps) : IDXD_REASON_NO_ATTRIBUTE;
	} else if (row->info.parse == IDXD_PARSE_NONE) {
		verdict->deny = IDXD_DENY_PERM;
		verdict->reason = IDXD_REASON_READ_ONLY;
	}
	return verdict->reason == IDXD_REASON_OK;
}

/* Runs the steps of one side of the parse marker. */
static void run_steps(const struct rules_query *query, const struct rules_attr_row *row, bool after)
{
	bool parsed = false;
	unsigned int i;

	for (i = 0; i < RULES_STEPS_MAX && row->steps[i].check; i++) {
		const struct rules_step *step = &row->steps[i];
		enum idxd_reason reason;

		if (step->check == rules_parse) {
			parsed = true;
			continue;
		}
		if (parsed != after || (step->when && !idxd_kernel_has(query->view->kernel, step->when)))
			continue;
		reason = step->check(query);
		if (reason) {
			query->verdict->reason = reason;
			query->verdict->deny = step->deny;
			return;
		}
	}
}

static struct idxd_verdict check(const struct idxd_view *view, const struct idxd_write *write, bool before, bool after)
{
	const struct rules_attr_row *row = rules_attr_row(write->attr);
	struct idxd_verdict verdict = rules_verdict(row->info.kind, write->id, write->attr);
	struct rules_query query = { .view = view, .write = write, .verdict = &verdict };

	if (!reaches_driver(&query, row))
		return verdict;
	if (before)
		run_steps(&query, row, false);
	if (after && idxd_rules_ok(&verdict))
		run_steps(&query, row, true);
	return verdict;
}

struct idxd_verdict idxd_rules_check_write(const struct idxd_view *view, const struct idxd_write *write)
{
	return check(view, write, true, true);
}

struct idxd_verdict idxd_rules_check_before(const struct idxd_view *view, const struct idxd_write *write)
{
	return check(view, write, true, false);
}

struct idxd_verdict idxd_rules_check_after(const struct idxd_view *view, const struct idxd_write *write)
{
	return check(view, write, false, true);
}

void idxd_rules_apply_write(const struct idxd_kernel *kernel, const struct idxd_caps *caps, struct idxd_config *config,
			    const struct idxd_write *write)
{
	const struct rules_attr_row *row = rules_attr_row(write->attr);

	if (row->apply && write->id < rules_objects(config, row->info.kind))
		row->apply(kernel, caps, config, write);
}
