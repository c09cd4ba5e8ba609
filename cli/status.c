// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * status: the driver, and the tree as a person wants to see it, once or again and again.
 */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "cli/lock.h"
#include "cli/status.h"

struct status {
	struct cli *cli;
	struct cli_set devices;
	const char *color;
	bool idle;
	double interval; /* seconds; < 0: once */
	unsigned long rounds; /* 0: no end */
	bool json;
	struct status_driver driver;
};

static int add_devices(struct status *status, struct status_table *table, struct status_counts *counts)
{
	int rc = 0;

	for (size_t i = 0; i < status->devices.count && !rc; i++)
		rc = status_add_device(table, accfg_object_as_device(status->devices.objects[i]), status->idle, counts);
	return rc;
}

static int show(struct status *status)
{
	struct status_counts counts = { 0 };
	struct status_table *table = status_table_new(status->color);
	int rc = table ? add_devices(status, table, &counts) : -ENOMEM;

	if (!rc && status->json) {
		rc = status_json_print(table, &status->driver, &counts);
	} else if (!rc) {
		status_driver_print(&status->driver);
		printf(": %u of %u device(s) enabled, %u wq(s) enabled\n", counts.enabled_devices, counts.devices,
		       counts.enabled_wqs);
		cli_print_pending(status->cli);
		rc = status_table_print(table);
	}
	status_table_free(table);
	if (rc)
		return cli_report_file(status->cli, "show", "devices", rc);
	return counts.unreadable ? CLI_FAILED : CLI_OK;
}

static void sleep_for(double seconds)
{
	struct timespec left = { .tv_sec = (time_t)seconds };

	left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

/* Every attribute stays open, which may be more files than a process usually has. */
static void allow_many_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit); /* else the library closes what it has no room for */
}

static int watch(struct status *status)
{
	bool is_terminal = isatty(STDOUT_FILENO);
	int result = CLI_OK;

	for (unsigned long round = 0; !status->rounds || round < status->rounds; round++) {
		if (round) {
			sleep_for(status->interval);
			for (size_t i = 0; i < status->devices.count; i++)
				accfg_device_refresh(accfg_object_as_device(status->devices.objects[i]));
		}
		if (!status->json)
			fputs(is_terminal ? "\033[H\033[J" : round ? "\n" : "", stdout);
		result = show(status);
		if (fflush(stdout))
			break;
	}
	return result;
}

static int parse(struct cli *cli, const struct cli_args *args, struct status *status)
{
	const char *interval = cli_args_get(args, "watch"), *rounds = cli_args_get(args, "rounds");
	char *end;

	status->idle = cli_args_has(args, "idle");
	status->json = cli_args_has(args, "json");
	status->color = cli_args_get(args, "color");
	if (!status->color)
		status->color = cli_args_has(args, "color") ? "always" : "auto";
	if (!status_color_is_valid(status->color))
		return cli_invalid(cli, "color", status->color, "must be one of auto, always, never");
	status->interval = cli_args_has(args, "watch") ? 2 : -1;
	if (interval) {
		status->interval = strtod(interval, &end);
		if (!*interval || *end || !(status->interval >= 0.01 && status->interval <= 86400))
			return cli_invalid(cli, "watch", interval, "must be seconds, 0.01..86400");
	}
	if (rounds) {
		status->rounds = strtoul(rounds, &end, 10);
		if (*rounds < '1' || *rounds > '9' || *end)
			return cli_invalid(cli, "rounds", rounds, "must be a number from 1");
	}
	return CLI_OK;
}

static int select_devices(struct cli *cli, const struct cli_args *args, struct cli_set *devices)
{
	char all[] = "all", *words[] = { all };
	int status = CLI_OK;

	if (!args->n_operands && !cli_args_has(args, "device"))
		return cli_select(cli, ACCFG_KIND_DEVICE, words, 1, 0, devices);
	status = cli_select_options(cli, ACCFG_KIND_DEVICE, args, "device", CLI_SELECT_GLOB, devices);
	status = cli_first_failure(status, cli_select(cli, ACCFG_KIND_DEVICE, args->operands, args->n_operands,
						      CLI_SELECT_GLOB, devices));
	cli_set_sort_devices(devices);
	return status;
}

static int run(struct cli *cli, const struct cli_args *args)
{
	struct status status = { .cli = cli };
	int result = parse(cli, args, &status);

	if (result)
		return result;
	setlocale(LC_ALL, "");
	status_driver_read(cli->ctx, &status.driver);
	if (status.interval >= 0) {
		allow_many_files();
		accfg_set_keep_open(cli->ctx, true);
	}
	result = select_devices(cli, args, &status.devices);
	if (!result || status.devices.count)
		result = cli_first_failure(result, status.interval >= 0 ? watch(&status) : show(&status));
	cli_set_free(&status.devices);
	status_driver_free(&status.driver);
	return result;
}

static const struct cli_opt opts[] = {
	{ "device", 'd', "DEVICE", "only these devices", "device" },
	{ "idle", 'i', NULL, "also groups, wqs and engines that are not used", NULL },
	{ "json", 0, NULL, "for programs, as accfg-status.schema.json says", NULL },
	{ "watch", 'w', "[SECONDS]", "show it again every SECONDS (default 2)", NULL },
	{ "rounds", 0, "N", "with --watch: stop after showing it N times", NULL },
	{ "color", 0, "[WHEN]", "auto (a terminal), always or never", "auto|always|never" },
	{ 0 },
};

const struct accfg_cmd cmd_status = {
	.name = "status",
	.operands = "[DEVICE...]",
	.help = "Show devices, groups, wqs and engines, and what is wrong with them",
	.opts = opts,
	.complete = "device",
	.needs_driver = true,
	.run = run,
};
