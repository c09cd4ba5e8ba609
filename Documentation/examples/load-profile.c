// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Loads a profile with libaccfg: reads it, makes the plan, prints the steps, applies them and reports how that ended.
 *
 *	cc load-profile.c -o load-profile $(pkg-config --cflags --libs libaccfg)
 *	./load-profile profile.json [NAME of a configuration in it]
 */
#include <libaccfg.h>

#include <stdio.h>

/* Errors and notes of the profile, each with its place. */
static void print_problems(struct accfg_profile *profile)
{
	const struct accfg_error *problem;

	for (problem = accfg_profile_get_first_problem(profile); problem;
	     problem = accfg_profile_get_next_problem(profile, problem))
		fprintf(stderr, "%s%s\n", accfg_error_is_note(problem) ? "note: " : "",
			accfg_error_get_message(problem));
}

static void print_steps(struct accfg_plan *plan)
{
	static const char *const verbs[] = { "set", "enable", "disable" };
	const struct accfg_step *step;

	for (step = accfg_plan_get_first_step(plan); step; step = accfg_plan_get_next_step(plan, step)) {
		const struct accfg_attr *attr = accfg_step_get_attr(step);

		printf("%s %s", verbs[accfg_step_get_kind(step)],
		       accfg_object_get_path(accfg_step_get_object(step)));
		if (attr)
			printf(" %s: \"%s\" -> \"%s\"", accfg_attr_get_name(attr), accfg_step_get_old_value(step),
			       accfg_step_get_new_value(step));
		printf(" (%s)\n", accfg_step_get_rule(step) ? accfg_step_get_rule(step) : "as the profile says");
	}
}

static void print_outcome(struct accfg_plan *plan)
{
	static const char *const outcomes[] = { "nothing was changed", "it is as the profile says",
						"it failed, and all is as it was before",
						"it failed, and not all could be undone" };
	const struct accfg_error *problem;

	for (problem = accfg_plan_get_first_problem(plan); problem;
	     problem = accfg_plan_get_next_problem(plan, problem))
		fprintf(stderr, "%s\n", accfg_error_get_message(problem));
	printf("%s\n", outcomes[accfg_plan_get_outcome(plan)]);
}

static int load(struct accfg_profile *profile, const char *path, const char *config)
{
	struct accfg_plan *plan;
	int error = accfg_profile_select_config(profile, config);

	if (!error)
		error = accfg_profile_read_file(profile, path, 0);
	if (!error)
		error = accfg_plan_new(profile, ACCFG_PLAN_ENABLE, &plan);
	print_problems(profile);
	if (error)
		return error;
	print_steps(plan);
	error = accfg_plan_apply(plan, NULL);
	print_outcome(plan);
	accfg_plan_free(plan); /* unlocks the devices */
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
		error = load(profile, argv[1], argc > 2 ? argv[2] : NULL);
		if (error && !accfg_profile_get_first_problem(profile))
			fprintf(stderr, "%s\n", accfg_error_get_message(accfg_get_last_error(ctx)));
		accfg_profile_free(profile);
	}
	accfg_unref(ctx);
	return error ? 1 : 0;
}
