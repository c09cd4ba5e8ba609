// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver as `status` names it: whose it is, its version, and the kernel that it runs on.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/status.h"

void status_driver_read(struct accfg_ctx *ctx, struct status_driver *driver)
{
	enum accfg_driver_origin origin;

	memset(driver, 0, sizeof(*driver));
	if (!accfg_driver_get_origin(ctx, &origin))
		driver->origin = origin == ACCFG_DRIVER_ACCFG ? "accfg" : "in-tree";
	if (accfg_driver_get_version(ctx, &driver->version))
		driver->version = NULL;
	if (accfg_driver_get_srcversion(ctx, &driver->srcversion))
		driver->srcversion = NULL;
	if (accfg_get_kernel_release(ctx, &driver->kernel))
		driver->kernel = NULL;
}

/* The in-tree driver's version is the same for ever: the kernel's release says more. */
void status_driver_print(const struct status_driver *driver)
{
	bool ours = driver->origin && !strcmp(driver->origin, "accfg");

	fputs("driver idxd", stdout);
	if (driver->origin)
		printf(", %s", ours ? driver->version : "in-tree");
	if (driver->kernel)
		printf("%s Linux %s", driver->origin && !ours ? " of" : " on", driver->kernel);
}

void status_driver_free(struct status_driver *driver)
{
	free(driver->version);
	free(driver->srcversion);
	free(driver->kernel);
}
