// SPDX-License-Identifier: GPL-2.0-or-later
/* Commands that meet a halt, or do not end. */
#include "judge-driver.h"

#define LIMIT "/sys/module/idxd/parameters/cmd_timeout"
#define UNBIND "/sys/bus/dsa/drivers/dmaengine/unbind"

static bool becomes(const char *command)
{
	for (unsigned int i = 0; i < 100; i++) {
		if (!shell("%s", command))
			return true;
		pause_ms(500);
	}
	return false;
}

/*
 * DRAIN_WQ hangs, and a descriptor for the other wq halts the device: whoever waits for the command need not wait until
 * its time is over, and the device comes back. Without that the driver says that the command did not end.
 */
void judge_halt(void)
{
	configure_kernel_wq(0);
	configure_kernel_wq(1);
	enable("dsa0/wq0.0 dsa0/wq0.1");
	is("a command has 20 seconds", shell("echo 20000 >" LIMIT), 0);
	is("a wq is disabled, which does not end", shell("(echo wq0.0 >" UNBIND "; : >/tmp/ended) >/dev/null 2>&1 & :"), 0);
	pause_ms(1000);
	is("it has not ended yet", shell("[ -e /tmp/ended ]"), 1);
	is("a copy on the other wq halts the device",
	   shell("modprobe dmacopy channel=dma0chan1 && echo 1 >/sys/module/dmacopy/parameters/run"), 1);
	check(becomes("[ -e /tmp/ended ]"), "the halt ends the waiting", "it still goes on");
	check(becomes("[ $(cat " WQS "state) = enabled ]"), "the device comes back", "it does not");
	check(!logged("did not end within"), "no command was waited for until its time was over", "one was");
	is("the other wq copies again", shell("echo 1 >/sys/module/dmacopy/parameters/run"), 0);
}

/* What would be more than 32 bits of microseconds, or no time at all, is no limit. */
void judge_time_limit(void)
{
	is("no time at all is refused", shell("echo 0 >" LIMIT), 1);
	is("an hour is taken", shell("echo 3600000 >" LIMIT), 0);
	is("more is refused", shell("echo 3600001 >" LIMIT), 1);
	is("what 32 bits of microseconds cannot hold, too", shell("echo 4294968 >" LIMIT), 1);
	is("nothing of that is kept", shell("[ $(cat " LIMIT ") = 3600000 ]"), 0);
	is("the driver is not loaded with it either", shell("rmmod idxd && modprobe idxd cmd_timeout=0"), 1);
	is("a millisecond is taken", shell("modprobe idxd cmd_timeout=1 && [ $(cat " LIMIT ") = 1 ]"), 0);
}

static void enable_for_pause(void)
{
	configure_kernel_wq(0);
	enable("dsa0/wq0.0");
	is("a command has 5 seconds", shell("echo 5000 >" LIMIT), 0);
}

/* DISABLE_DEVICE does not end, so that the wq rests for its time. */
static void reset_slowly(void)
{
	is("the device is reset",
	   shell("(echo 1 >$(readlink -f " WQS ")/../reset; : >/tmp/ended) >/dev/null 2>&1 & :"), 0);
	pause_ms(1000);
	is("the reset has not ended yet", shell("[ -e /tmp/ended ]"), 1);
}

/*
 * The device is reset, and DISABLE_DEVICE does not end, so that the wq rests for seconds. A copy that is begun meanwhile
 * waits, as its client may not be able to.
 */
void judge_pause(void)
{
	enable_for_pause();
	is("the copying client comes", shell("modprobe dmacopy count=8 depth=8 seconds=60"), 0);
	reset_slowly();
	is("copies that are begun now are right", shell("echo 1 >/sys/module/dmacopy/parameters/run"), 0);
	check(logged("command 2 .* did not end within"), "the wq rested for the time of a command", "it did not");
}

/*
 * The same, but the device cannot be enabled again. Copies that wait have never begun, though the descriptors that they
 * got have ended well before, in other copies.
 */
void judge_pause_for_good(void)
{
	enable_for_pause();
	is("copies go well", shell("modprobe dmacopy count=64 depth=8 seconds=60; echo 1 >/sys/module/dmacopy/parameters/run"), 0);
	reset_slowly();
	is("copies that are begun now end with an error", shell("echo 1 >/sys/module/dmacopy/parameters/run"), 1);
	check(logged("dmacopy: .* a copy ended with result"), "it is told as their result", "it is not");
	check(!logged("dmacopy: .*: byte"), "none has ended well without its bytes", "one has");
}

/*
 * Every 20 descriptors all handles of interrupts are revoked. What fails for that is found with the next interrupt, which
 * may come before the handle is renewed (one after every descriptor, in the part "revoke-early").
 */
void judge_revoke(void)
{
	configure_kernel_wq(0);
	enable("dsa0/wq0.0");
	is("every copy is submitted and right while handles are renewed",
	   shell("modprobe dmacopy count=400 depth=8 seconds=60; echo 1 >/sys/module/dmacopy/parameters/run"), 0);
}

/* The device wants a function level reset, which it has not got: what was submitted ends all the same. */
void judge_no_reset(void)
{
	configure_kernel_wq(0);
	enable("dsa0/wq0.0");
	is("the function has no reset", shell("echo >$(readlink -f " WQS ")/../reset_method"), 0);
	is("a copy does not arrive", shell("modprobe dmacopy seconds=60; echo 1 >/sys/module/dmacopy/parameters/run"), 1);
	check(!logged("a copy did not complete"), "but ends", "it does not");
	check(becomes("[ $(cat " WQS "state) = halted ]"), "the device is halted", "it is not");
	is("so does the next copy", shell("echo 1 >/sys/module/dmacopy/parameters/run"), 1);
	is("the client can go", shell("rmmod dmacopy"), 0);
}
