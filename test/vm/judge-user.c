// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * judge-user PLATFORM: the beginning and the end. PLATFORM says what the machine gives:
 * "refused" (the driver takes no user wq), "no-sva" (it does, but no process gets a PASID), "sva", "swerr" (the same, on
 * a device without an event log), and "gone" (wqs are taken away). What is expected was seen on the in-tree driver.
 */
#include <stdio.h>
#include <string.h>

#include "judge-user.h"

static void configure(void)
{
	is("accfg gives the group an engine",
	   shell("accfg config-engine dsa0/engine0.0 --group-id=0"), 0);
	is("accfg configures a dedicated user wq",
	   shell("accfg config-wq dsa0/wq0.0 --group-id=0 --mode=dedicated --wq-size=16 "
		 "--priority=10 --type=user"
		 " --name=one --driver-name=user"),
	   0);
}

static const struct {
	const char *name;
	void (*judge)(void);
} platforms[] = {
	{ "refused", judge_refused },
	{ "no-sva", judge_open_fails },
	{ "sva", judge_sva },
	{ "swerr", judge_sva },
	{ "gone", judge_gone },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < sizeof(platforms) / sizeof(platforms[0]); i++) {
		if (strcmp(argv[1], platforms[i].name))
			continue;
		configure();
		platforms[i].judge();
		return told_all();
	}
	fprintf(stderr, "Usage: judge-user refused|no-sva|sva|swerr|gone\n");
	return 2;
}
