// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The named configurations of a profile: which there are, and which of them is selected, so that its devices are the
 * devices of the profile. Reading them is in profile-read-configs.c, writing one in profile-write-config.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/profile-configs.h"
#include "lib/suggest.h"
#include "util/text.h"

#define LONGEST_LIST 280
#define LONGEST_NAME 64

const char *profile_config_name_problem(const char *name)
{
	if (!*name)
		return "a configuration needs a name";
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return "the name of a configuration has no control characters";
	return strlen(name) > LONGEST_NAME ? "the name of a configuration has at most 64 bytes" : NULL;
}

struct accfg_config *profile_add_config(struct accfg_profile *profile, const char *name)
{
	struct accfg_config *configs = array_grow(profile->configs, profile->n_configs, sizeof(*configs));

	if (!configs)
		return NULL;
	profile->configs = configs;
	configs[profile->n_configs] = (struct accfg_config){ .name = strdup(name) };
	return configs[profile->n_configs].name ? &configs[profile->n_configs++] : NULL;
}

struct accfg_config *profile_find_config(struct accfg_profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->n_configs; i++)
		if (!strcmp(profile->configs[i].name, name))
			return &profile->configs[i];
	return NULL;
}

void profile_put_config_aside(struct accfg_profile *profile, struct accfg_config *config)
{
	config->devices = profile->devices;
	config->n_devices = profile->n_devices;
	profile->devices = NULL;
	profile->n_devices = 0;
}

void profile_take_config(struct accfg_profile *profile, struct accfg_config *config)
{
	if (profile->taken)
		profile_put_config_aside(profile, profile->taken);
	profile->devices = config->devices;
	profile->n_devices = config->n_devices;
	config->devices = NULL;
	config->n_devices = 0;
	profile->taken = config;
}

void profile_describe_configs(const struct accfg_profile *profile, struct text *text)
{
	for (size_t i = 0; i < profile->n_configs; i++) {
		const struct accfg_config *config = &profile->configs[i];

		if (text->length > LONGEST_LIST && i + 1 < profile->n_configs) {
			text_printf(text, " and %zu more", profile->n_configs - i);
			return;
		}
		text_printf(text, "%s\"%s\" (%u:%u)", i ? ", " : "", config->name, config->place.line,
			    config->place.column);
	}
}

const char *profile_nearest_config(const struct accfg_profile *profile, const char *name)
{
	struct suggestion suggestion;

	suggest_begin(&suggestion, name);
	for (size_t i = 0; i < profile->n_configs; i++)
		suggest_try(&suggestion, profile->configs[i].name);
	return suggestion.best;
}

ACCFG_EXPORT int accfg_profile_select_config(struct accfg_profile *profile, const char *name)
{
	struct accfg_config *config = name ? profile_find_config(profile, name) : NULL;
	char *copy = name ? strdup(name) : NULL;

	if (name && !copy)
		return -ENOMEM;
	if (name && profile->n_configs && !config) {
		free(copy);
		return ctx_fail(profile->ctx, -ENOENT, &(struct error_about){ .file = profile->file },
				"there is no configuration \"%s\"", name);
	}
	free(profile->wanted_config);
	profile->wanted_config = copy;
	if (config)
		profile_take_config(profile, config);
	return 0;
}

ACCFG_EXPORT const char *accfg_profile_get_selected_config(struct accfg_profile *profile)
{
	return profile->taken ? profile->taken->name : NULL;
}

ACCFG_EXPORT const struct accfg_config *accfg_profile_get_first_config(struct accfg_profile *profile)
{
	return profile->n_configs ? profile->configs : NULL;
}

ACCFG_EXPORT const struct accfg_config *accfg_profile_get_next_config(struct accfg_profile *profile,
								      const struct accfg_config *config)
{
	return config + 1 < profile->configs + profile->n_configs ? config + 1 : NULL;
}

ACCFG_EXPORT const char *accfg_config_get_name(const struct accfg_config *config)
{
	return config->name;
}
