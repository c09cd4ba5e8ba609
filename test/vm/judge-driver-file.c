// SPDX-License-Identifier: GPL-2.0-or-later
/* Open files of a device that the driver leaves and finds again. */
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
