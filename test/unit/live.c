// SPDX-License-Identifier: GPL-2.0-or-later
/* What tests on a simulated machine share; see live.h. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/live.h"

struct accfg_ctx *live_ctx;

static unsigned int used; /* DSA devices that tests took */

static struct accfg_device *take_device(enum accfg_family family, unsigned int skip)
{
	struct accfg_device *device;

	accfg_device_foreach(live_ctx, device) {
		if (accfg_device_get_family(device) == family && !skip--)
			return device;
	}
	fail_msg("the machine has too few devices");
	return NULL;
}

struct accfg_device *live_take_dsa(void)
{
	return take_device(ACCFG_FAMILY_DSA, used++);
}

struct accfg_wq *live_wq(struct accfg_device *device, unsigned int id)
{
	struct accfg_wq *wq;

	assert_int_equal(accfg_wq_get_by_id(device, id, &wq), 0);
	return wq;
}

const struct accfg_error *live_error(void)
{
	const struct accfg_error *error = accfg_get_last_error(live_ctx);

	assert_non_null(error);
	return error;
}

void live_assert_said(const char *part)
{
	if (!strstr(accfg_error_get_message(live_error()), part))
		fail_msg("\"%s\" lacks \"%s\"", accfg_error_get_message(live_error()), part);
}

struct accfg_wq *live_configure(struct accfg_device *device)
{
	struct accfg_wq *wq = live_wq(device, 0);
	struct accfg_engine *engine;

	assert_int_equal(accfg_engine_get_by_id(device, 0, &engine), 0);
	assert_int_equal(accfg_engine_set_group_id(engine, 0), 0);
	assert_int_equal(accfg_wq_set_mode(wq, ACCFG_WQ_DEDICATED), 0);
	assert_int_equal(accfg_wq_set_size(wq, 16), 0);
	assert_int_equal(accfg_wq_set_group_id(wq, 0), 0);
	assert_int_equal(accfg_wq_set_type(wq, ACCFG_WQ_USER), 0);
	assert_int_equal(accfg_wq_set_name(wq, "app"), 0);
	assert_int_equal(accfg_wq_set_priority(wq, 10), 0);
	if (accfg_wq_set_driver_name(wq, "user"))
		assert_int_equal(accfg_error_get_code(live_error()), -ENOENT); /* before 6.7 */
	return wq;
}

int live_setup(void **state)
{
	(void)state;
	return accfg_new(&live_ctx);
}

int live_teardown(void **state)
{
	(void)state;
	accfg_unref(live_ctx);
	return 0;
}
