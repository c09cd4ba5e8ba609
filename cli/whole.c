// SPDX-License-Identifier: GPL-2.0-or-later
/* Objects that are changed as a whole or not at all, by commands without a plan: whole.h. */
#include "cli/whole.h"

static void block_signals(sigset_t *before)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, before);
}

int cli_whole_begin(struct cli *cli, struct accfg_object *object, struct cli_whole *whole)
{
	int rc;

	*whole = (struct cli_whole){ .object = object };
	rc = accfg_savepoint_new(object, NULL, &whole->savepoint);
	if (rc)
		return cli_report(cli, rc);
	block_signals(&whole->mask);
	return CLI_OK;
}

static int undo(struct cli *cli, struct cli_whole *whole)
{
	const struct accfg_error *problem;
	int rc = accfg_savepoint_undo(whole->savepoint);

	if (!rc) {
		cli_note(cli, "undone; %s is as before", accfg_object_get_path(whole->object));
		return CLI_UNDONE;
	}
	problem = accfg_savepoint_get_first_problem(whole->savepoint);
	if (!problem)
		cli_report(cli, rc);
	for (; problem; problem = accfg_savepoint_get_next_problem(whole->savepoint, problem))
		cli_report_error(cli, problem);
	cli_note(cli, "not everything could be undone; what is not as before is listed above");
	return CLI_CHANGED;
}

int cli_whole_drop(struct cli_whole *whole, int status)
{
	accfg_savepoint_free(whole->savepoint);
	sigprocmask(SIG_SETMASK, &whole->mask, NULL);
	return status;
}

int cli_whole_end(struct cli *cli, struct cli_whole *whole, int status)
{
	return cli_whole_drop(whole, status ? undo(cli, whole) : CLI_OK);
}
