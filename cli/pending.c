// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stands in for functions of the library that are not there yet. To be removed with the first one of them.
 */
#include <errno.h>

#include "cli/cli.h"

int accfg_profile_read_user_default(struct accfg_profile *profile, const char *wq_name)
{
	(void)profile, (void)wq_name;
	return -EOPNOTSUPP;
}

int accfg_profile_check(struct accfg_profile *profile, const char *machine, bool enable)
{
	(void)profile, (void)machine, (void)enable;
	return -EOPNOTSUPP;
}

int accfg_profile_read_machine(struct accfg_profile *profile)
{
	(void)profile;
	return -EOPNOTSUPP;
}

int accfg_profile_read_devices(struct accfg_profile *profile, struct accfg_device *const *devices, size_t count)
{
	(void)profile, (void)devices, (void)count;
	return -EOPNOTSUPP;
}

int accfg_plan_new(struct accfg_profile *profile, unsigned int flags, struct accfg_plan **plan)
{
	(void)profile, (void)flags, (void)plan;
	return -EOPNOTSUPP;
}

void accfg_plan_free(struct accfg_plan *plan)
{
	(void)plan;
}

size_t accfg_plan_get_size(struct accfg_plan *plan)
{
	(void)plan;
	return 0;
}

const struct accfg_step *accfg_plan_get_first_step(struct accfg_plan *plan)
{
	(void)plan;
	return NULL;
}

const struct accfg_step *accfg_plan_get_next_step(struct accfg_plan *plan, const struct accfg_step *step)
{
	(void)plan, (void)step;
	return NULL;
}

enum accfg_step_kind accfg_step_get_kind(const struct accfg_step *step)
{
	(void)step;
	return ACCFG_STEP_SET;
}

struct accfg_object *accfg_step_get_object(const struct accfg_step *step)
{
	(void)step;
	return NULL;
}

const struct accfg_attr *accfg_step_get_attr(const struct accfg_step *step)
{
	(void)step;
	return NULL;
}

const char *accfg_step_get_old_value(const struct accfg_step *step)
{
	(void)step;
	return NULL;
}

const char *accfg_step_get_new_value(const struct accfg_step *step)
{
	(void)step;
	return NULL;
}

const char *accfg_step_get_rule(const struct accfg_step *step)
{
	(void)step;
	return NULL;
}

int accfg_plan_apply(struct accfg_plan *plan, size_t *done)
{
	(void)plan, (void)done;
	return -EOPNOTSUPP;
}

const char *accfg_machine_get_name(unsigned int index)
{
	static const char *const names[] = { "spr-1s", "spr-2s", "gnr", "dmr" };

	return index < 4 ? names[index] : NULL;
}
