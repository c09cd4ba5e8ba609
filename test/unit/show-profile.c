// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * For the scripts of test/: what the library says of profiles. show-profile [--strict|--text] FILE... prints each problem
 * as "error: ..." or "note: ...", or with --text the profile as it would be written; show-profile --attrs prints the rows
 * that a profile may set. Exit status 1: errors were found.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/profile-keys.h"
#include "lib/profile-model.h"

static void print_attrs(void)
{
	static const char *const kinds[] = { "device", "group", "wq", "engine" };

	for (int kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		const struct accfg_attr *attr;

		for (attr = accfg_attr_get_first((enum accfg_kind)kind); attr; attr = accfg_attr_get_next(attr)) {
			const char *values = accfg_attr_get_values(attr), *old = accfg_attr_get_old_name(attr);
			const char *unit = accfg_attr_get_unit(attr);

			if (profile_key_lookup((enum accfg_kind)kind, profile_key_of_attr(attr)).use != PROFILE_KEY_ATTR)
				continue;
			printf("%s\t%s\t%s\t%d\t%s\t%s\n", kinds[kind], profile_key_of_attr(attr), old ? old : "",
			       (int)accfg_attr_get_type(attr), values ? values : "", unit ? unit : "");
		}
	}
}

static int show(struct accfg_profile *profile, const char *path, unsigned int flags, bool as_text)
{
	const struct accfg_error *problem;
	char *text;
	int r = accfg_profile_read_file(profile, path, flags);

	if (as_text && r == 0 && accfg_profile_get_text(profile, &text) == 0) {
		fputs(text, stdout);
		free(text);
		return 0;
	}
	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem))
		printf("%s: %s\n", accfg_error_is_note(problem) ? "note" : "error", accfg_error_get_message(problem));
	return r != 0;
}

int main(int argc, char **argv)
{
	struct accfg_profile *profile;
	struct accfg_ctx *ctx;
	unsigned int flags = 0;
	bool as_text = false;
	int status = 0;

	if (accfg_new(&ctx) || accfg_profile_new(ctx, &profile))
		return 2;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--attrs") == 0)
			print_attrs();
		else if (strcmp(argv[i], "--strict") == 0)
			flags = ACCFG_PROFILE_STRICT;
		else if (strcmp(argv[i], "--text") == 0)
			as_text = true;
		else
			status |= show(profile, argv[i], flags, as_text);
	}
	accfg_profile_free(profile);
	accfg_unref(ctx);
	return status;
}
