// SPDX-License-Identifier: LGPL-2.1-or-later
/* Carries out single steps and reads back what each was to change; see plan-run.h. */
#include "lib/plan-run.h"

#include <errno.h>
#include <string.h>

#include "lib/device.h"
#include "lib/enable.h"
#include "lib/state.h"
#include "util/bitmap.h"

#define INTERRUPTS 100 /* of one step by signals, before it is given up */

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

static int verify(struct accfg_object *object, const struct run_step *step)
{
	struct error_about about = { .object = object,
				     .attr = step->attr->name,
				     .value = step->value,
				     .rule = "read-back" };
	const char *shown;
	int rc = object_get_text(object, attr_get_id(step->attr), &shown);

	if (rc || same_text(step->attr, step->value, shown))
		return rc;
	return ctx_fail(object_ctx(object), -EIO, &about, "the kernel took it, but shows %s",
			*shown ? shown : "nothing");
}

static int set(struct accfg_object *object, const struct run_step *step)
{
	int rc = object_set_text(object, step->attr, step->value);

	return rc ? rc : verify(object, step);
}

static int disable(struct accfg_object *object, unsigned int flags)
{
	struct accfg_device *device = accfg_object_as_device(object);

	return device ? accfg_device_disable(device, flags)
		      : accfg_wq_disable(accfg_object_as_wq(object), flags);
}

static int run_once(struct accfg_object *object, const struct run_step *step, unsigned int flags)
{
	switch (step->kind) {
	case ACCFG_STEP_SET:
		return set(object, step);
	case ACCFG_STEP_ENABLE:
		return enable_disabled(object);
	case ACCFG_STEP_DISABLE:
		return disable(object, flags);
	}
	return -EINVAL;
}

static int find_object(struct accfg_device *device, const struct run_step *step,
		       struct accfg_object **object)
{
	*object = accfg_device_get_object(device);
	if (step->of == ACCFG_KIND_DEVICE)
		return 0;
	return device_take_part(device, step->of, step->id, object);
}

int run_step(struct accfg_device *device, const struct run_step *step, unsigned int flags)
{
	struct accfg_object *object;
	int rc = find_object(device, step, &object);

	if (rc)
		return rc;
	for (unsigned int i = 0; i < INTERRUPTS; i++) {
		rc = run_once(object, step, flags);
		if (rc != -EINTR)
			break;
	}
	return rc;
}

void run_take_error(struct accfg_ctx *ctx, int rc, struct accfg_error *error)
{
	if (!ctx->has_error || ctx->error.code != rc) {
		error_set(error, rc, &(struct error_about){ 0 }, NULL);
		return;
	}
	error_clear(error);
	*error = ctx->error;
	ctx->error = (struct accfg_error){ 0 };
	ctx->has_error = false;
}
