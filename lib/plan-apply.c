// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Carries out a plan, step by step, and looks at the result of each. A failure keeps what the
 * kernel said, with the place in the profile that asked for it.
 */
#include <errno.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/object.h"
#include "lib/plan.h"
#include "util/bitmap.h"

/* Operation 1, BATCH, is hidden by some kernels. */
static bool same_bits(const char *wanted, const char *shown)
{
	uint64_t a[BITMAP_WORDS], b[BITMAP_WORDS];

	if (bitmap_parse(wanted, a) || bitmap_parse(shown, b))
		return false;
	if (!(b[0] & STATE_HIDDEN_OPERATIONS))
		a[0] &= ~STATE_HIDDEN_OPERATIONS;
	return !memcmp(a, b, sizeof(a));
}

static bool same_text(const struct accfg_attr *attr, const char *wanted, const char *shown)
{
	return attr->type == ACCFG_ATTR_BITMAP ? same_bits(wanted, shown) : !strcmp(wanted, shown);
}

static int verify(const struct accfg_step *step)
{
	struct error_about about = { .object = step->object,
				     .attr = step->attr->name,
				     .value = step->new_value,
				     .rule = "read-back" };
	const char *shown;
	int rc = object_get_text(step->object, attr_get_id(step->attr), &shown);

	if (rc || same_text(step->attr, step->new_value, shown))
		return rc;
	return ctx_fail(object_ctx(step->object), -EIO, &about, "the kernel took it, but shows %s",
			*shown ? shown : "nothing");
}

static int set(const struct accfg_step *step)
{
	int rc = object_set_text(step->object, step->attr, step->new_value);

	return rc ? rc : verify(step);
}

static int enable(struct accfg_object *object)
{
	struct accfg_device *device = accfg_object_as_device(object);

	return device ? accfg_device_enable(device) : accfg_wq_enable(accfg_object_as_wq(object));
}

static int disable(struct accfg_object *object, unsigned int flags)
{
	struct accfg_device *device = accfg_object_as_device(object);

	return device ? accfg_device_disable(device, flags)
		      : accfg_wq_disable(accfg_object_as_wq(object), flags);
}

static int apply_step(const struct accfg_plan *plan, const struct accfg_step *step)
{
	switch (step->kind) {
	case ACCFG_STEP_SET:
		return set(step);
	case ACCFG_STEP_ENABLE:
		return enable(step->object);
	case ACCFG_STEP_DISABLE:
		return disable(step->object, plan->flags & ACCFG_PLAN_FORCE ? ACCFG_FORCE : 0);
	}
	return -EINVAL;
}

/* The last failure again, with the place. */
static int add_place(const struct accfg_plan *plan, const struct accfg_step *step, int rc)
{
	const struct accfg_error *error = accfg_get_last_error(plan->ctx);
	struct error_about about = { .file = plan->file,
				     .line = step->place.line,
				     .column = step->place.column };
	char object[ERROR_OBJECT_SIZE];

	if (!error || !step->place.line || !plan->file)
		return rc;
	if (accfg_error_get_object(error)) {
		/* a copy, since it is in what is overwritten */
		snprintf(object, sizeof(object), "%s", accfg_error_get_object(error));
		about.object_path = object;
	}
	about.attr = accfg_error_get_attr(error);
	about.attr_is_temporary = true;
	about.value = accfg_error_get_value(error);
	about.rule = accfg_error_get_rule(error);
	about.cmd_status = accfg_error_get_cmd_status(error);
	return ctx_fail(plan->ctx, rc, &about, "%s", accfg_error_get_reason(error));
}

ACCFG_EXPORT int accfg_plan_apply(struct accfg_plan *plan, size_t *done)
{
	size_t n = 0;
	int rc = 0;

	while (!rc && n < plan->n_steps) {
		rc = apply_step(plan, &plan->steps[n]);
		if (rc)
			add_place(plan, &plan->steps[n], rc);
		else
			n++;
	}
	if (done)
		*done = n;
	return rc;
}
