// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Carrying out a plan with somebody waiting: signals that stop and undo it, progress on a terminal, and what is said when
 * it fails.
 */
#include "cli/apply.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS 1000 /* before progress is shown */

/* ---- signals ---- */

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };
#define N_SIGNALS (sizeof(stop_signals) / sizeof(stop_signals[0]))

static struct accfg_plan *volatile interrupted_plan; /* for the handler only */
static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
	int code = errno;

	stop_signal = number;
	accfg_plan_cancel(interrupted_plan);
	errno = code;
}

/* What nohup(1) ignores stays ignored. */
static void catch_signals(struct accfg_plan *plan, struct sigaction before[N_SIGNALS])
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	interrupted_plan = plan;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < N_SIGNALS; i++) {
		sigaction(stop_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(stop_signals[i], &action, NULL);
	}
}

static void leave_signals(const struct sigaction before[N_SIGNALS])
{
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(stop_signals[i], &before[i], NULL);
}

static const char *signal_name(void)
{
	return stop_signal == SIGINT ? "SIGINT" : stop_signal == SIGHUP ? "SIGHUP" : "SIGTERM";
}

/* ---- progress ---- */

struct progress {
	struct timespec start;
	bool is_shown;
};

static long long ms_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000LL + (now.tv_nsec - start->tv_nsec) / 1000000;
}

static void show_progress(struct accfg_plan *plan, size_t done, size_t total, void *data)
{
	struct progress *progress = data;

	(void)plan;
	if (ms_since(&progress->start) < QUIET_MS)
		return;
	progress->is_shown = true;
	fprintf(stderr, "\raccfg: %zu of %zu steps", done, total);
}

static void end_progress(const struct progress *progress)
{
	if (progress->is_shown)
		fputs("\r\033[K", stderr);
}

/* ---- failures ---- */

/* What failed, and what is not as before. Returns the exit status of the failure itself. */
static int report_problems(struct cli *cli, struct accfg_plan *plan, int rc)
{
	const struct accfg_error *problem = accfg_plan_get_first_problem(plan);
	int status;

	if (!problem)
		return cli_report(cli, rc);
	status = cli_status_of(problem);
	if (rc == -ECANCELED) {
		cli_error(cli, "interrupted by %s", signal_name());
		problem = accfg_plan_get_next_problem(plan, problem);
	}
	for (; problem; problem = accfg_plan_get_next_problem(plan, problem))
		cli_report_error(cli, problem);
	return status;
}

static int report_failure(struct cli *cli, struct accfg_plan *plan, int rc)
{
	int status = report_problems(cli, plan, rc);

	switch (accfg_plan_get_outcome(plan)) {
	case ACCFG_PLAN_UNDONE:
		cli_note(cli, "undone; the machine is as before");
		return CLI_UNDONE;
	case ACCFG_PLAN_NOT_UNDONE:
		cli_note(cli, "not everything could be undone; what is not as before is listed above");
		return CLI_CHANGED;
	default:
		if (rc == -ECANCELED)
			cli_note(cli, "nothing was changed");
		return rc == -ECANCELED ? CLI_UNDONE : status;
	}
}

int cli_apply(struct cli *cli, struct accfg_plan *plan, unsigned int jobs)
{
	struct progress progress = { 0 };
	struct sigaction before[N_SIGNALS];
	int rc;

	accfg_plan_set_jobs(plan, jobs);
	clock_gettime(CLOCK_MONOTONIC, &progress.start);
	if (isatty(STDERR_FILENO) && !cli->json_errors && !cli->verbose)
		accfg_plan_set_progress_fn(plan, show_progress, &progress);
	stop_signal = 0;
	catch_signals(plan, before);
	rc = accfg_plan_apply(plan, NULL);
	leave_signals(before);
	end_progress(&progress);
	if (rc)
		return report_failure(cli, plan, rc);
	if (stop_signal)
		cli_note(cli, "%s came when everything was done", signal_name());
	return CLI_OK;
}

bool cli_was_interrupted(void)
{
	return stop_signal;
}

int cli_jobs_option(struct cli *cli, const struct cli_args *args, unsigned int *jobs)
{
	const char *text = cli_args_get(args, "jobs");
	unsigned long n = 0;
	char *end = NULL;

	*jobs = 0;
	if (!text)
		return CLI_OK;
	if (*text >= '0' && *text <= '9')
		n = strtoul(text, &end, 10);
	if (!end || *end || n < 1 || n > 1000)
		return cli_invalid(cli, "jobs", text, "must be a number, 1 or more");
	*jobs = (unsigned int)n;
	return CLI_OK;
}
