/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Named configurations of a profile, among the profile*.c files: a list, of which at most one is taken; its devices are
 * then in the profile and not in the list.
 */
#ifndef ACCFG_PROFILE_CONFIGS_H
#define ACCFG_PROFILE_CONFIGS_H

#include "lib/profile-model.h"

struct text;

struct accfg_config {
	char *name;
	struct profile_place place; /* of its name */
	struct profile_device *devices; /* while it is not taken */
	size_t n_devices;
};

/* Why it is no name of a configuration; NULL: it is one. */
const char *profile_config_name_problem(const char *name);
/* While a text is read only: it moves the others. NULL: out of memory. */
struct accfg_config *profile_add_config(struct accfg_profile *profile, const char *name);
struct accfg_config *profile_find_config(struct accfg_profile *profile, const char *name);
/* The devices of the profile are now those of config; the profile has none. */
void profile_put_config_aside(struct accfg_profile *profile, struct accfg_config *config);
/* The other way round; another one that was taken is put aside. */
void profile_take_config(struct accfg_profile *profile, struct accfg_config *config);
/* Names with places, for messages. */
void profile_describe_configs(const struct accfg_profile *profile, struct text *text);
const char *profile_nearest_config(const struct accfg_profile *profile, const char *name);

#endif
