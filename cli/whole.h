/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An object whose several writes are one: all of them, or it is as before. */
#ifndef CLI_WHOLE_H
#define CLI_WHOLE_H

#include <signal.h>

#include "cli/cli.h"

struct cli_whole {
	struct accfg_object *object;
	struct accfg_savepoint *savepoint;
	sigset_t mask; /* of signals, before */
};

/* Reports. The lock of the device is held. Signals that stop the program come when the object is whole. */
int cli_whole_begin(struct cli *cli, struct accfg_object *object, struct cli_whole *whole);
/* status: how it went, which was reported. Returns that, or CLI_UNDONE or CLI_CHANGED when the object was undone or could not be. */
int cli_whole_end(struct cli *cli, struct cli_whole *whole, int status);
/* Nothing was changed: returns status. */
int cli_whole_drop(struct cli_whole *whole, int status);

#endif
