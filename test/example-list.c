/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The smallest useful program with libaccfg: prints every wq with its device, state and size.
 * Built against the installed header and pkg-config file only; test/check-install runs it.
 */
#include <libaccfg.h>

static int print_wqs(struct accfg_device *device)
{
	struct accfg_wq *wq;

	accfg_wq_foreach(device, wq) {
		enum accfg_wq_state state;
		unsigned int size;
		int error;

		error = accfg_wq_get_state(wq, &state);
		if (!error)
			error = accfg_wq_get_size(wq, &size);
		if (error)
			return error;
		printf("%s/%s %s %u\n", accfg_device_get_name(device), accfg_wq_get_devname(wq),
		       state == ACCFG_WQ_ENABLED ? "enabled" : "disabled", size);
	}
	return 0;
}

int main(void)
{
	struct accfg_ctx *ctx;
	struct accfg_device *device;
	int error = accfg_new(&ctx);

	if (error)
		return 1;
	error = accfg_scan(ctx);
	if (!error) {
		accfg_device_foreach(ctx, device) {
			error = print_wqs(device);
			if (error)
				break;
		}
	}
	if (error) {
		const struct accfg_error *last = accfg_get_last_error(ctx);

		fprintf(stderr, "%s\n", last ? accfg_error_get_message(last) : "failed");
	}
	accfg_unref(ctx);
	return error ? 1 : 0;
}
