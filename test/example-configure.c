/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configures one wq for user processes with libaccfg, enables it, waits for its node, and takes everything back:
 * example-configure [DEVICE]. Built against the installed header and pkg-config file only.
 */
#include <libaccfg.h>

#include <errno.h>
#include <stdlib.h>

static int configure(struct accfg_device *device, struct accfg_wq **wq)
{
	struct accfg_engine *engine;
	int error;

	error = accfg_engine_get_by_id(device, 0, &engine);
	if (!error)
		error = accfg_engine_set_group_id(engine, 0);
	if (!error)
		error = accfg_wq_get_by_id(device, 0, wq);
	if (!error)
		error = accfg_wq_set_mode(*wq, ACCFG_WQ_DEDICATED); /* before threshold: a dedicated wq has none */
	if (!error)
		error = accfg_wq_set_size(*wq, 16);
	if (!error)
		error = accfg_wq_set_group_id(*wq, 0);
	if (!error)
		error = accfg_wq_set_priority(*wq, 10);
	if (!error)
		error = accfg_wq_set_type(*wq, ACCFG_WQ_USER); /* before name: a new type clears it */
	if (!error)
		error = accfg_wq_set_name(*wq, "example");
	if (!error)
		error = accfg_wq_set_driver_name(*wq, "user");
	return error == -ENOENT /* kernels before 6.7 have no driver_name */ ? 0 : error;
}

static int use(struct accfg_wq *wq)
{
	char *path;
	int error = accfg_wq_enable(wq);

	if (!error)
		error = accfg_wq_wait_node(wq, 2000);
	if (!error)
		error = accfg_wq_get_node_path(wq, &path);
	if (error)
		return error;
	printf("%s is ready\n", path);
	free(path);
	return accfg_wq_disable(wq, 0);
}

static int run(struct accfg_ctx *ctx, const char *name)
{
	struct accfg_device *device;
	struct accfg_wq *wq;
	int error = accfg_device_get_by_name(ctx, name, &device);

	if (!error)
		error = configure(device, &wq);
	if (!error)
		error = accfg_device_enable(device);
	if (!error)
		error = use(wq);
	if (!error)
		error = accfg_device_disable(device, 0);
	return error;
}

int main(int argc, char **argv)
{
	struct accfg_ctx *ctx;
	int error;

	if (accfg_new(&ctx))
		return 1;
	error = run(ctx, argc > 1 ? argv[1] : "dsa0");
	if (error)
		fprintf(stderr, "%s\n", accfg_error_get_message(accfg_get_last_error(ctx)));
	accfg_unref(ctx);
	return error ? 1 : 0;
}
