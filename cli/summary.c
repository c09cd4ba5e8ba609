// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a plan changed, in short: all in one line, and where devices fared differently, one line for those that fared
 * the same.
 */
#include "cli/summary.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NAMES 4 /* in one line */

struct tally {
	struct accfg_device *device;
	size_t settings, enabled[4], disabled[4]; /* by enum accfg_kind */
};

struct tallies {
	struct tally *list; /* one for each device */
	size_t count;
	struct tally all;
};

static void count_step(struct tally *tally, const struct accfg_step *step)
{
	enum accfg_step_kind kind = accfg_step_get_kind(step);
	enum accfg_kind of = accfg_object_get_kind(accfg_step_get_object(step));

	if (kind == ACCFG_STEP_SET)
		tally->settings++;
	else
		++*(kind == ACCFG_STEP_ENABLE ? &tally->enabled[of] : &tally->disabled[of]);
}

/* Steps of a device are neighbours. Without memory there is the first line only. */
static void count_steps(struct accfg_plan *plan, struct tallies *tallies)
{
	const struct accfg_step *step;

	for (step = accfg_plan_get_first_step(plan); step; step = accfg_plan_get_next_step(plan, step)) {
		struct accfg_device *device = accfg_object_get_device(accfg_step_get_object(step));
		size_t n = tallies->count;

		count_step(&tallies->all, step);
		if (!n || tallies->list[n - 1].device != device) {
			struct tally *list = reallocarray(tallies->list, n + 1, sizeof(*list));

			if (!list)
				continue;
			tallies->list = list;
			list[n] = (struct tally){ .device = device };
			tallies->count++;
		}
		count_step(&tallies->list[tallies->count - 1], step);
	}
}

static bool is_same(const struct tally *a, const struct tally *b)
{
	return a->settings == b->settings && !memcmp(a->enabled, b->enabled, sizeof(a->enabled)) &&
	       !memcmp(a->disabled, b->disabled, sizeof(a->disabled));
}

static bool is_first_of_its_kind(const struct tallies *tallies, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_same(&tallies->list[i], &tallies->list[index]))
			return false;
	return true;
}

static bool all_the_same(const struct tallies *tallies)
{
	for (size_t i = 1; i < tallies->count; i++)
		if (!is_same(&tallies->list[0], &tallies->list[i]))
			return false;
	return true;
}

/* "dsa0, dsa2, dsa4, dsa6 and 4 more" */
static void print_names(FILE *out, const struct tallies *tallies, size_t index)
{
	size_t n = 0;

	for (size_t i = index; i < tallies->count; i++) {
		if (!is_same(&tallies->list[i], &tallies->list[index]))
			continue;
		if (n < MAX_NAMES)
			fprintf(out, "%s%s", n ? ", " : "", accfg_device_get_name(tallies->list[i].device));
		n++;
	}
	if (n > MAX_NAMES)
		fprintf(out, " and %zu more", n - MAX_NAMES);
}

static void say_group(struct cli *cli, const struct tallies *tallies, size_t index)
{
	const struct tally *tally = &tallies->list[index];
	char *names = NULL;
	size_t size;
	FILE *out = open_memstream(&names, &size);

	if (!out)
		return;
	print_names(out, tallies, index);
	if (!fclose(out))
		cli_note(cli, "%s: %zu setting(s)%s, %zu wq(s) enabled", names, tally->settings,
			 tally->enabled[ACCFG_KIND_DEVICE] ? ", enabled" :
			 tally->disabled[ACCFG_KIND_DEVICE] ? ", disabled" : "",
			 tally->enabled[ACCFG_KIND_WQ]);
	free(names);
}

static void say_all(struct cli *cli, const struct tally *all)
{
	if (all->disabled[ACCFG_KIND_DEVICE] || all->disabled[ACCFG_KIND_WQ])
		cli_note(cli, "disabled %zu device(s) and %zu wq(s) first", all->disabled[ACCFG_KIND_DEVICE],
			 all->disabled[ACCFG_KIND_WQ]);
	cli_note(cli, "changed %zu setting(s), enabled %zu device(s) and %zu wq(s)", all->settings,
		 all->enabled[ACCFG_KIND_DEVICE], all->enabled[ACCFG_KIND_WQ]);
}

void cli_summary(struct cli *cli, struct accfg_plan *plan)
{
	struct tallies tallies = { 0 };

	if (!accfg_plan_get_size(plan)) {
		cli_note(cli, "everything is so already");
		return;
	}
	count_steps(plan, &tallies);
	say_all(cli, &tallies.all);
	for (size_t i = 0; i < tallies.count && !all_the_same(&tallies); i++)
		if (is_first_of_its_kind(&tallies, i))
			say_group(cli, &tallies, i);
	free(tallies.list);
}
