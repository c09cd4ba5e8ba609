// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Makes a profile by hand with libaccfg: one dedicated wq for a program on some device, as JSON on stdout, and applied
 * to the machine if wanted.
 *
 *	cc build-profile.c -o build-profile $(pkg-config --cflags --libs libaccfg)
 *	./build-profile dsa0 [apply]
 */
#include <libaccfg.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *part, *attr, *value;
} values[] = {
	{ "wq*.0", "group_id", "0" },
	{ "wq*.0", "mode", "dedicated" },
	{ "wq*.0", "size", "16" },
	{ "wq*.0", "type", "user" },
	{ "wq*.0", "name", "by hand" },
	{ "wq*.0", "driver_name", "user" },
	{ "engine*.0", "group_id", "0" },
};

/* The order of the values does not matter: the plan finds it. */
static int build(struct accfg_profile *profile, const char *device)
{
	char path[80];
	int error = 0;

	for (size_t i = 0; !error && i < sizeof(values) / sizeof(values[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", device, values[i].part);
		error = accfg_profile_set_value(profile, path, values[i].attr, values[i].value);
	}
	return error;
}

static int print(struct accfg_profile *profile)
{
	char *text;
	int error = accfg_profile_get_text(profile, &text);

	if (error)
		return error;
	fputs(text, stdout);
	free(text);
	return 0;
}

static int apply(struct accfg_profile *profile)
{
	struct accfg_plan *plan;
	int error = accfg_plan_new(profile, ACCFG_PLAN_ENABLE | ACCFG_PLAN_EXACT, &plan);

	if (error)
		return error;
	error = accfg_plan_apply(plan, NULL);
	fprintf(stderr, "%zu steps, outcome %d\n", accfg_plan_get_size(plan), accfg_plan_get_outcome(plan));
	accfg_plan_free(plan);
	return error;
}

int main(int argc, char **argv)
{
	struct accfg_profile *profile;
	struct accfg_ctx *ctx;
	int error;

	if (argc < 2 || accfg_new(&ctx))
		return 2;
	error = accfg_profile_new(ctx, &profile);
	if (!error) {
		error = build(profile, argv[1]);
		if (!error)
			error = print(profile);
		if (!error && argc > 2 && !strcmp(argv[2], "apply"))
			error = apply(profile);
		accfg_profile_free(profile);
	}
	if (error)
		fprintf(stderr, "%s\n", accfg_error_get_message(accfg_get_last_error(ctx)));
	accfg_unref(ctx);
	return error ? 1 : 0;
}
