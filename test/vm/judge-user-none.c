// SPDX-License-Identifier: GPL-2.0-or-later
/* Platforms where no process has a PASID: the driver refuses the wq, or opening its file. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge-user.h"

#define NO_SWQ_SUPPORT 0x800c0000u
#define USER_NO_IOMMU 0x80110000u

void judge_refused(void)
{
	is("the device says that programs have no PASID", attribute("pasid_enabled"), 0);
	is("accfg enables the device", shell("accfg enable-device dsa0"), 0);
	is("accfg says that a user wq is not supported", shell("accfg enable-wq dsa0/wq0.0"), 6);
	is("the driver names the reason", attribute("cmd_status"), USER_NO_IOMMU);
	is("there is no character device", result(access(DEDICATED, F_OK)), -ENOENT);
	is("there is no minor number", attribute("wq0.0/cdev_minor"), -ENXIO);
	is("accfg disables the device", shell("accfg disable-device dsa0"), 0);
	is("accfg configures a shared user wq",
	   shell("accfg config-engine dsa0/engine0.0 --group-id=0; accfg config-wq dsa0/wq0.1 "
		 "--group-id=0 --mode=shared"
		 " --wq-size=16 --threshold=8 --priority=10 --type=user --name=two "
		 "--driver-name=user"),
	   0);
	is("accfg says that a shared user wq is not supported", shell("accfg enable-device dsa0"),
	   6);
	is("the device stays disabled", shell("grep -qx disabled " WQS "state"), 0);
}

/* On 7.2 the wq is there wherever SVA was compiled in, and it is open() that finds out. */
void judge_open_fails(void)
{
	struct stat status = {0};

	is("the device says that programs have a PASID", attribute("pasid_enabled"), 1);
	is("accfg enables the device", shell("accfg enable-device dsa0"), 0);
	is("accfg enables the user wq", shell("accfg enable-wq dsa0/wq0.0"), 0);
	is("there is a character device", result(stat(DEDICATED, &status)), 0);
	is("it is root's alone", status.st_mode, S_IFCHR | 0600);
	is("its major number is the device's", (status.st_rdev >> 8) & 0xfff,
	   attribute("cdev_major"));
	is("its minor number is the wq's", status.st_rdev & 0xff, attribute("wq0.0/cdev_minor"));
	is("opening it fails: no PASID", result(open(DEDICATED, O_RDWR)), -ENODEV);
	is("nobody became a client", attribute("wq0.0/clients"), 0);
	is("no file is left on the bus", shell("ls -d /sys/bus/dsa/devices/file*"), 1);
	is("and once more", result(open(DEDICATED, O_RDWR)), -ENODEV);
	is("the wq is still enabled", shell("grep -qx enabled " WQS "wq0.0/state"), 0);
	is("accfg disables the device", shell("accfg disable-device dsa0"), 0);
	is("the character device is gone", result(access(DEDICATED, F_OK)), -ENOENT);
}
