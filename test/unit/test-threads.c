// SPDX-License-Identifier: GPL-2.0-or-later
/* Contexts of different threads do not disturb each other, nor the descriptors of the rest of the program. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "test/unit/tree.h"

#define ROUNDS 200

struct work {
	struct tree *tree;
	atomic_bool stop;
	atomic_uint wrong;
};

static void read_all(struct accfg_ctx *ctx, struct work *work)
{
	struct accfg_device *device;
	struct accfg_wq *wq;
	unsigned int size, n = 0;

	accfg_device_foreach(ctx, device) {
		accfg_wq_foreach(device, wq) {
			n++;
			if (accfg_wq_get_size(wq, &size) || size != 16)
				work->wrong++;
		}
	}
	if (n != 16)
		work->wrong++;
}

static void *reader(void *data)
{
	struct work *work = data;
	struct accfg_ctx *ctx;

	for (int i = 0; i < ROUNDS; i++) {
		if (accfg_new(&ctx) || accfg_set_sysfs_root(ctx, work->tree->sysfs)) {
			work->wrong++;
			break;
		}
		accfg_set_keep_open(ctx, i % 2);
		read_all(ctx, work);
		accfg_refresh(ctx);
		read_all(ctx, work);
		accfg_unref(ctx);
	}
	return NULL;
}

/* Holds descriptors of its own, between those of the library, and looks whether they stay. */
static void *bystander(void *data)
{
	struct work *work = data;
	int fds[16];

	while (!work->stop) {
		for (size_t i = 0; i < 16; i++)
			fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
		for (size_t i = 0; i < 16; i++)
			work->wrong += fds[i] < 0 || close(fds[i]) != 0;
	}
	return NULL;
}

static void threads_do_not_close_the_files_of_others(void **state)
{
	struct work work = { .tree = *state };
	pthread_t readers[3], other;

	for (unsigned int i = 0; i < 16; i++)
		tree_write(*state, "16\n", "%s/wq%u.%u/size", tree_device(i < 8 ? "dsa0" : "dsa2"), i < 8 ? 0 : 2, i % 8);
	assert_int_equal(pthread_create(&other, NULL, bystander, &work), 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, reader, &work), 0);
	for (size_t i = 0; i < 3; i++)
		pthread_join(readers[i], NULL);
	work.stop = true;
	pthread_join(other, NULL);
	assert_int_equal(work.wrong, 0);
}

static int setup(void **state)
{
	int rc = tree_setup(state);

	tree_add_device(*state, "dsa0", 8, 4, 4);
	tree_add_device(*state, "dsa2", 8, 4, 4);
	return rc;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(threads_do_not_close_the_files_of_others, setup, tree_teardown),
	};

	return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
