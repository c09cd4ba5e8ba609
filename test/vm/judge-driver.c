// SPDX-License-Identifier: GPL-2.0-or-later
/* judge-driver PART: which parts there are, and what they share. */
#include <stdio.h>
#include <string.h>

#include "judge-driver.h"

static void configure(unsigned int wq, const char *options)
{
	is("accfg gives the group an engine", shell("accfg config-engine dsa0/engine0.0 --group-id=0"), 0);
	is("accfg configures a wq",
	   shell("accfg config-wq dsa0/wq0.%u --group-id=0 --wq-size=16 --priority=10 --name=w%u %s", wq, wq, options), 0);
}

void configure_user_wq(unsigned int wq, const char *mode)
{
	char options[100];

	snprintf(options, sizeof(options), "--type=user --driver-name=user --mode=%s %s", mode,
		 strcmp(mode, "shared") ? "" : "--threshold=16");
	configure(wq, options);
}

void configure_kernel_wq(unsigned int wq)
{
	configure(wq, "--type=kernel --driver-name=dmaengine --mode=dedicated");
}

void enable(const char *wqs)
{
	is("accfg enables the device and the wqs", shell("accfg enable-device dsa0 && accfg enable-wq %s", wqs), 0);
}

bool logged(const char *pattern)
{
	return !shell("dmesg | grep -E '%s'", pattern);
}

static const struct {
	const char *name;
	void (*judge)(void);
} parts[] = {
	{ "halt", judge_halt },
	{ "halt-busy", judge_halt },
	{ "time-limit", judge_time_limit },
	{ "pause", judge_pause },
	{ "pause-for-good", judge_pause_for_good },
	{ "revoke", judge_revoke },
	{ "revoke-early", judge_revoke },
	{ "no-reset", judge_no_reset },
	{ "log-order", judge_log_order },
	{ "two-files", judge_two_files },
	{ "stalled", judge_stalled },
	{ "counters", judge_counters },
	{ "lingering", judge_lingering },
	{ "number", judge_number },
	{ "write-rests", judge_write_rests },
	{ "perf-filters", judge_perf_filters },
	{ "perf-group", judge_perf_group },
	{ "perf-gone", judge_perf_gone },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(argv[1], parts[i].name))
			continue;
		parts[i].judge();
		return told_all();
	}
	fprintf(stderr, "Usage: judge-driver PART; parts:");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		fprintf(stderr, " %s", parts[i].name);
	fprintf(stderr, "\n");
	return 2;
}
