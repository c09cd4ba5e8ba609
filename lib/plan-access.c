// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * May the files of a plan's steps be written? Asked before the first write, so that a lack of
 * permission changes nothing. Nothing is opened here.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lib/bind.h"
#include "lib/device.h"
#include "lib/plan-access.h"

/* 0, -EACCES or -EROFS; what is missing or odd is left to the step itself. */
static int ask(int dir, const char *path)
{
	if (!faccessat(dir, path, W_OK, AT_EACCESS) || (errno != EACCES && errno != EROFS))
		return 0;
	return -errno;
}

static int ask_attr(struct accfg_object *object, const char *name)
{
	char path[OBJECT_FILE_SIZE];
	int dir = device_dir(object->device);

	if (dir < 0)
		return 0;
	object_file(object, name, path);
	return ask(dir, path);
}

static int ask_bind(struct accfg_object *object, const char *driver)
{
	char path[CTX_PATH];

	if (ctx_sysfs_path(object_ctx(object), path, "bus/" DEVICE_BUS "/drivers/%s/bind", driver))
		return 0;
	return ask(AT_FDCWD, path);
}

static int ask_enable(const struct wanted *wanted, struct accfg_object *object)
{
	enum idxd_bus_driver driver = IDXD_BUS_IDXD;

	if (object->kind == ACCFG_KIND_WQ)
		driver = state_wq_driver(&wanted->want, object->id);
	return driver < IDXD_BUS_COUNT ? ask_bind(object, state_driver_word(driver)) : 0;
}

static int ask_step(const struct wanted *wanted, const struct accfg_step *step)
{
	if (step->kind == ACCFG_STEP_ENABLE)
		return ask_enable(wanted, step->object);
	if (step->kind == ACCFG_STEP_DISABLE)
		return ask_attr(step->object, "driver/unbind");
	return ask_attr(step->object, step->attr->name);
}

static struct state_key key_of_step(const struct accfg_step *step)
{
	return (struct state_key){ (enum idxd_kind)step->object->kind, step->object->id,
				   step->attr ? step->attr->rule : IDXD_ATTR_NONE };
}

/* One error for each device: its first step that may not be taken, and how many there are. */
static int check_device(struct resolution *resolution, const struct wanted *wanted,
			const struct accfg_step *steps, size_t n)
{
	const struct accfg_step *first = NULL;
	size_t refused = 0, all = geteuid() && n ? n : n > 0;

	for (size_t i = 0; i < all; i++) {
		int rc = ask_step(wanted, &steps[i]);

		if (rc == -EROFS)
			return rc;
		if (rc && !refused++)
			first = &steps[i];
	}
	if (refused)
		resolve_error(resolution, wanted, key_of_step(first), "permission",
			      "no permission to write this, the first of %zu such steps on %s; try as root",
			      geteuid() ? refused : n, wanted->now->name);
	return 0;
}

int plan_check_access(const struct accfg_plan *plan, struct resolution *resolution)
{
	struct accfg_profile *profile = resolution->profile;
	int rc = 0;

	for (size_t i = 0; !rc && i < plan->n_devices && plan->n_steps; i++) {
		const struct plan_device *device = &plan->devices[i];

		rc = check_device(resolution, &resolution->list[i], &plan->steps[device->first],
				  device->n);
	}
	if (rc)
		return ctx_fail(profile->ctx, rc, &(struct error_about){ .rule = "read-only-sysfs" },
				"%s is mounted read-only", accfg_get_sysfs_root(profile->ctx));
	if (problem_list_finish(profile->problems) < 0)
		return -ENOMEM;
	return resolution->errors ? profile_fail(profile, -EACCES) : 0;
}
