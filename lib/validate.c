// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What kernel/rules has to say of the wanted states. A value that the profile does not say and that
 * is on the device already is not held against the profile; neither is what matters only while
 * enabling, where nothing is to be enabled.
 */
#include "lib/validate.h"

#include <errno.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/plan-diff.h"
#include "lib/reason.h"

struct check {
	struct resolution *resolution;
	const struct wanted *wanted;
	bool device_anew; /* its whole configuration goes to the hardware */
	bool any_anew;	  /* or at least one wq is to be enabled */
};

static bool is_wq_anew(const struct wanted *wanted, uint32_t id)
{
	const struct idxd_wq_config *now = &wanted->now->config.wqs[id];

	return wanted->want.config.wqs[id].enabled &&
	       (!now->enabled || diff_finds_wq(wanted->now, &wanted->want, id, NULL));
}

static bool has_wq_anew(const struct wanted *wanted, int32_t group)
{
	for (uint32_t id = 0; id < wanted->want.config.n_wqs; id++)
		if (wanted->want.config.wqs[id].group_id == group && is_wq_anew(wanted, id))
			return true;
	return false;
}

static void find_what_is_anew(struct check *check)
{
	const struct state *now = check->wanted->now, *want = &check->wanted->want;

	check->device_anew =
		want->config.device.state == IDXD_STATE_ENABLED &&
		(now->config.device.state != IDXD_STATE_ENABLED || diff_needs_device(now, want));
	check->any_anew = check->device_anew;
	for (uint32_t id = 0; id < want->config.n_wqs; id++)
		check->any_anew = check->any_anew || is_wq_anew(check->wanted, id);
}

static bool is_of_enabling(const struct idxd_verdict *verdict)
{
	return verdict->deny == IDXD_DENY_NXIO;
}

static bool matters_for_enabling(const struct check *check, const struct idxd_verdict *verdict)
{
	if (verdict->kind == IDXD_KIND_WQ && verdict->reason != IDXD_REASON_SHARED_TYPE_NONE &&
	    verdict->reason != IDXD_REASON_SHARED_UNSUPPORTED &&
	    verdict->reason != IDXD_REASON_PASID_PRIV)
		return check->device_anew || is_wq_anew(check->wanted, verdict->id);
	/*
	 * Groups are looked at by the hardware, when the device is enabled, but a wq without an
	 * engine does nothing.
	 */
	if (verdict->kind == IDXD_KIND_GROUP)
		return check->device_anew || (verdict->reason == IDXD_REASON_GROUP_NO_ENGINE &&
					      has_wq_anew(check->wanted, (int32_t)verdict->id));
	return check->any_anew;
}

/* Attributes that share something: one can be too much though another was changed. */
static bool is_shared(enum idxd_reason reason)
{
	return reason == IDXD_REASON_SIZE_SUM || reason == IDXD_REASON_READ_BUFFERS_FREE;
}

/* The last object of which the profile says this attribute. False: none. */
static bool find_said(const struct wanted *wanted, struct state_key *key)
{
	for (uint32_t id = state_count(&wanted->want, key->kind); id--;) {
		struct state_key at = { key->kind, id, key->attr };

		if (!wanted_says(wanted, at))
			continue;
		*key = at;
		return true;
	}
	return false;
}

/* The profile is to be blamed for what it says: the numbers are those of the value that is said. */
static bool blame_said(const struct wanted *wanted, struct state_key *key,
		       struct idxd_verdict *verdict)
{
	uint64_t others = 0, total = verdict->other;
	struct state_value value;

	if (!find_said(wanted, key))
		return false;
	for (uint32_t id = 0; id < state_count(&wanted->want, key->kind); id++) {
		struct state_key at = { key->kind, id, key->attr };

		state_get(&wanted->want, at, &value);
		if (id != key->id)
			others += value.number;
	}
	state_get(&wanted->want, *key, &value);
	verdict->id = key->id;
	verdict->value = value.number;
	verdict->max = others < total ? total - others : 0;
	return true;
}

/*
 * True where nobody refuses the result, whatever the rule says: whether the kernel has a PASID of
 * its own sysfs does not tell, and read_buffers_allowed is compared only at the moment of writing,
 * with what is reserved and which engines are there by then. Plans choose that moment.
 */
static bool is_only_unusual(const struct check *check, const struct idxd_verdict *verdict)
{
	switch (verdict->reason) {
	case IDXD_REASON_NAME_KERNEL_PASID:
	case IDXD_REASON_READ_BUFFERS_ENGINES:
		return true;
	case IDXD_REASON_READ_BUFFERS_ALLOWED:
		return verdict->value <= check->wanted->want.caps.max_read_buffers;
	default:
		return false;
	}
}

static void say_note(const struct check *check, struct state_key key, const struct idxd_verdict *verdict)
{
	char words[300];

	reason_render(words, sizeof(words), verdict, check->wanted->want.name);
	resolve_note(check->resolution, check->wanted, key, reason_get_rule(verdict->reason), "%s", words);
}

static void say(const struct check *check, struct state_key key, const struct idxd_verdict *verdict)
{
	const char *rule = reason_get_rule(verdict->reason);
	char words[300];

	if (key.attr != IDXD_ATTR_NONE && !attr_by_rule(key.attr))
		key.attr = IDXD_ATTR_NONE;
	reason_render(words, sizeof(words), verdict, check->wanted->want.name);
	if (is_only_unusual(check, verdict))
		resolve_note(check->resolution, check->wanted, key, rule, "%s", words);
	else
		resolve_error(check->resolution, check->wanted, key, rule, "%s", words);
}

static void report(void *data, const struct idxd_verdict *verdict)
{
	const struct check *check = data;
	const struct wanted *wanted = check->wanted;
	struct state_key key = { verdict->kind, verdict->id, verdict->attr };
	struct idxd_verdict blamed = *verdict;

	if (is_of_enabling(verdict)) {
		if (matters_for_enabling(check, verdict))
			say(check, key, verdict);
		return;
	}
	if (key.attr != IDXD_ATTR_NONE && !wanted_says(wanted, key) &&
	    state_same(wanted->now, &wanted->want, key)) {
		if (!is_shared(verdict->reason) || !blame_said(wanted, &key, &blamed))
			return;
	}
	say(check, key, &blamed);
}

static void check_halted(const struct check *check)
{
	struct state_key key = { IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	const struct idxd_verdict verdict = { .reason = IDXD_REASON_HALTED };

	if (check->wanted->now->config.device.state != IDXD_STATE_HALTED)
		return;
	if (check->device_anew)
		say(check, key, &verdict);
	else
		say_note(check, key, &verdict); /* it can be configured, but that is of no use */
}

static void check_wanted(struct resolution *resolution, const struct wanted *wanted)
{
	struct check check = { .resolution = resolution, .wanted = wanted };
	const struct state *want = &wanted->want;

	find_what_is_anew(&check);
	check_halted(&check);
	idxd_rules_validate(&want->kernel, &want->caps, &want->config, report, &check);
}

int validate_resolution(struct resolution *resolution)
{
	for (size_t i = 0; i < resolution->n; i++)
		check_wanted(resolution, &resolution->list[i]);
	if (problem_list_finish(resolution->profile->problems) < 0)
		return -ENOMEM;
	if (!resolution->errors)
		return 0;
	return profile_fail(resolution->profile,
			    resolution->errors == resolution->missing ? -ENODEV : -EINVAL);
}

ACCFG_EXPORT int accfg_profile_check(struct accfg_profile *profile, const char *machine,
				     unsigned int flags)
{
	struct resolution resolution;
	int rc = resolve_profile(&resolution, profile, machine, flags);

	if (!rc)
		rc = validate_resolution(&resolution);
	resolve_release(&resolution);
	if (!rc && problem_list_count_errors(profile->problems))
		return profile_fail(profile, -EINVAL); /* of reading it */
	return rc;
}
