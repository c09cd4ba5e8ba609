// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Waiting for device nodes: wait.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "cli/wait.h"

#define DEFAULT_WAIT_MS 2000

int cli_wait_option(struct cli *cli, const struct cli_args *args, unsigned int *wait_ms)
{
	const char *text = cli_args_get(args, "timeout");
	double seconds;
	char *end;

	*wait_ms = cli_args_has(args, "no-wait") ? 0 : DEFAULT_WAIT_MS;
	if (!text)
		return CLI_OK;
	seconds = strtod(text, &end);
	if (!*text || *end || !(seconds >= 0 && seconds <= 3600))
		return cli_invalid(cli, "timeout", text, "must be seconds, 0..3600");
	*wait_ms = (unsigned int)(seconds * 1000);
	return CLI_OK;
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void note_missing(struct cli *cli, struct accfg_wq *wq)
{
	unsigned int major, minor;
	char *path;

	if (accfg_wq_get_node_path(wq, &path))
		return;
	if (!accfg_device_get_cdev_major(accfg_wq_get_device(wq), &major) && !accfg_wq_get_cdev_minor(wq, &minor))
		cli_note(cli, "%s is enabled, but nobody made its node %s (character device %u:%u)",
			 accfg_object_get_path(accfg_wq_get_object(wq)), path, major, minor);
	else
		cli_note(cli, "%s is enabled, but nobody made its node %s",
			 accfg_object_get_path(accfg_wq_get_object(wq)), path);
	free(path);
}

void cli_wait_nodes(struct cli *cli, const struct cli_set *wqs, unsigned int wait_ms)
{
	long long end = now_ms() + wait_ms;

	for (size_t i = 0; i < wqs->count; i++) {
		struct accfg_wq *wq = accfg_object_as_wq(wqs->objects[i]);
		long long left = end - now_ms();

		/* -ENXIO: not of type user, so there will be no node */
		if (wq && accfg_wq_wait_node(wq, left > 0 ? (unsigned int)left : 0) == -ETIMEDOUT)
			note_missing(cli, wq);
	}
}
