// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes have PASIDs: a dedicated and a shared wq, enabled, and what is left when all is done.
 */
#include "judge-user.h"

static void begin(void)
{
	is("accfg configures a shared user wq",
	   shell("accfg config-wq dsa0/wq0.1 --group-id=0 --mode=shared --wq-size=16 "
		 "--threshold=16 --priority=10 --type=user"
		 " --name=two --driver-name=user"),
	   0);
	is("accfg enables the device", shell("accfg enable-device dsa0"), 0);
	is("accfg enables both wqs", shell("accfg enable-wq dsa0/wq0.0 dsa0/wq0.1"), 0);
}

static void end(void)
{
	is("the dedicated wq has no client in the end", attribute("wq0.0/clients"), 0);
	is("the shared wq has no client in the end", attribute("wq0.1/clients"), 0);
	is("no file is left on the bus", shell("ls -d /sys/bus/dsa/devices/file*"), 1);
	is("accfg disables the device", shell("accfg disable-device dsa0"), 0);
}

void judge_sva(void)
{
	begin();
	judge_data();
	judge_files();
	if (shell("[ -e " WQS "event_log_size ]"))
		judge_swerr();
	else
		judge_log();
	judge_life();
	end();
}
