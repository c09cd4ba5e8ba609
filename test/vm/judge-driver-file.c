// SPDX-License-Identifier: GPL-2.0-or-later
/* Open files of a device that the driver leaves and finds again, or that is reset. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "judge-driver.h"
#include "judge-user-desc.h"

#define FUNCTION "0000:00:10.0" /* where the lab puts the device behind an IOMMU */

/* A file that is still open does not keep the name of its device from the next one, which is the same again. */
void judge_number(void)
{
	static struct record record;
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	int old, fd;

	configure_user_wq(0, "dedicated");
	enable("dsa0/wq0.0");
	old = open(DEDICATED, O_RDWR | O_CLOEXEC);
	check(old >= 0, "a wq is opened", "%s", strerror(errno));
	is("the driver leaves the device", shell("echo " FUNCTION " >/sys/bus/pci/drivers/idxd/unbind"), 0);
	is("and finds it again", shell("echo " FUNCTION " >/sys/bus/pci/drivers/idxd/bind"), 0);
	is("it has its old name", shell("ls /sys/bus/dsa/devices | grep -qx dsa0"), 0);
	configure_user_wq(0, "dedicated");
	enable("dsa0/wq0.0");
	is("the old file is dead", result(write(old, &desc, sizeof(desc))), -ENODEV);
	fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	is("the new wq takes descriptors", result(write(fd, &desc, sizeof(desc))), sizeof(desc));
	is("and does them", wait_for(&record), 1);
	is("the old file is closed", result(close(old)), 0);
	is("the new wq has its client", attribute("wq0.0/clients"), 1);
	is("the new file is closed", result(close(fd)), 0);
}

/* The device is reset, and DISABLE_DEVICE does not end, so that the wq rests for seconds. */
void judge_write_rests(void)
{
	static struct record record;
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	int fd;

	configure_user_wq(0, "dedicated");
	enable("dsa0/wq0.0");
	is("a command has 5 seconds", shell("echo 5000 >/sys/module/idxd/parameters/cmd_timeout"), 0);
	fd = open(DEDICATED, O_RDWR | O_CLOEXEC);
	check(fd >= 0, "a wq is opened", "%s", strerror(errno));
	is("the device is reset",
	   shell("(echo 1 >/sys/bus/pci/devices/" FUNCTION "/reset; : >/tmp/ended) >/dev/null 2>&1 & :"), 0);
	pause_ms(1000);
	is("the reset has not ended yet", shell("[ -e /tmp/ended ]"), 1);
	is("who must not wait is told so", fcntl(fd, F_SETFL, O_NONBLOCK) | result(write(fd, &desc, sizeof(desc))), -EAGAIN);
	is("who may, waits", fcntl(fd, F_SETFL, 0) | result(write(fd, &desc, sizeof(desc))), sizeof(desc));
	is("the descriptor is done", wait_for(&record), 1);
	check(logged("command 2 .* did not end within"), "the wq rested for the time of a command", "it did not");
	is("the file is closed", result(close(fd)), 0);
}
