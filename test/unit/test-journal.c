// SPDX-License-Identifier: GPL-2.0-or-later
/* Journals written and read back, also damaged ones and where there is no memory (journal.c, journal-read.c, journal-state.c). */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/journal-file.h"
#include "lib/journal.h"
#include "test/unit/alloc.h"
#include "test/unit/tree.h"

static struct tree *tree;
static char run_dir[96];
static struct state now;

static void write_attrs(const char *object, const char *const pairs[][2])
{
	for (; (*pairs)[0]; pairs++)
		tree_write(tree, (*pairs)[1], "%s/%s/%s", tree_device("dsa0"), object, (*pairs)[0]);
}

static int setup(void **state)
{
	static const char *const device[][2] = { { "max_groups", "1\n" }, { "max_work_queues", "2\n" },
						 { "max_engines", "1\n" }, { "max_work_queues_size", "64\n" },
						 { "max_read_buffers", "96\n" }, { "read_buffer_limit", "0\n" },
						 { "configurable", "1\n" }, { "pasid_enabled", "1\n" },
						 { "version", "0x100\n" }, { NULL, NULL } };
	static const char *const wq[][2] = { { "mode", "dedicated\n" }, { "size", "16\n" }, { "type", "user\n" },
					     { "name", "a \"name\" \\ \xc3\xa9 \xff\n" }, { "driver_name", "user\n" },
					     { "group_id", "0\n" }, { "priority", "10\n" }, { "state", "disabled\n" },
					     { "block_on_fault", "0\n" }, { "threshold", "0\n" },
					     { "max_transfer_size", "2147483648\n" }, { "max_batch_size", "32\n" },
					     { "op_config", "00000000,00000000,00000000,00000000,00000000,00000000,00000001,003f03ff\n" },
					     { NULL, NULL } };
	static const char *const group[][2] = { { "read_buffers_reserved", "3\n" }, { "read_buffers_allowed", "96\n" },
						{ "use_read_buffer_limit", "0\n" }, { "traffic_class_a", "-1\n" },
						{ NULL, NULL } };
	static const char *const engine[][2] = { { "group_id", "-1\n" }, { NULL, NULL } };
	int rc = tree_setup(state);

	tree = *state;
	tree_add_device(tree, "dsa0", 2, 1, 1);
	write_attrs(".", device);
	write_attrs("wq0.0", wq);
	write_attrs("wq0.1", wq);
	write_attrs("group0.0", group);
	write_attrs("engine0.0", engine);
	snprintf(run_dir, sizeof(run_dir), "%s/run", tree->root);
	assert_int_equal(accfg_set_run_dir(tree->ctx, run_dir), 0);
	assert_int_equal(state_read(&now, tree_get_device(tree, "dsa0")), 0);
	return rc;
}

static int teardown(void **state)
{
	state_release(&now);
	return tree_teardown(state);
}

static int begin(struct journal **journal)
{
	const struct state *list[] = { &now };

	return journal_begin(tree->ctx, "profile.json", list, 1, NULL, 0, journal);
}

static int read_all(struct journal_entry **first)
{
	int dir = open(run_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	assert_true(dir >= 0);
	rc = journal_read_all(tree->ctx, dir, first);
	close(dir);
	return rc;
}

static void assert_same(const struct state *a, const struct state *b)
{
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; id < state_count(a, (enum idxd_kind)kind); id++) {
			struct state_key key = { (enum idxd_kind)kind, id, IDXD_ATTR_NONE };

			for (unsigned int i = 0; (key.attr = state_attr(key.kind, i)) != IDXD_ATTR_NONE; i++)
				assert_true(state_same(a, b, key));
		}
	assert_int_equal(a->config.device.state, b->config.device.state);
	assert_int_equal(a->config.wqs[1].enabled, b->config.wqs[1].enabled);
}

static void a_device_comes_back_as_it_was_written(void **unused)
{
	struct journal_entry *first;
	struct state snapshot;
	struct journal *journal;

	(void)unused;
	now.config.wqs[1].enabled = true;
	now.config.device.state = IDXD_STATE_ENABLED;
	assert_int_equal(begin(&journal), 0);
	tree_write(tree, "none\n", "%s/wq0.1/type", tree_device("dsa0"));
	tree_write(tree, "\n", "%s/wq0.1/name", tree_device("dsa0"));
	tree_write(tree, "5\n", "%s/wq0.0/size", tree_device("dsa0"));
	tree_write(tree, "9\n", "%s/group0.0/read_buffers_reserved", tree_device("dsa0"));
	tree_write(tree, "0\n", "%s/engine0.0/group_id", tree_device("dsa0"));
	accfg_device_refresh(tree_get_device(tree, "dsa0"));
	assert_int_equal(read_all(&first), 0);
	assert_non_null(first);
	assert_null(first->next);
	assert_null(first->why_damaged);
	assert_false(first->is_stale);
	assert_true(first->is_running);
	assert_true(first->is_complete);
	assert_int_equal(first->pid, getpid());
	assert_string_equal(first->profile, "profile.json");
	assert_int_equal(first->n_devices, 1);
	assert_string_equal(first->devices[0].name, "dsa0");
	assert_int_equal(journal_snapshot(tree->ctx, first, &first->devices[0], tree_get_device(tree, "dsa0"), &snapshot),
			 0);
	assert_same(&now, &snapshot);
	state_release(&snapshot);
	journal_free_all(first);
	assert_int_equal(journal_end(journal, JOURNAL_DONE), 0);
	assert_int_equal(read_all(&first), 0);
	assert_null(first);
}

/* What a writer leaves that is killed between its mark and the removal. */
static void an_end_is_read_back(void **unused)
{
	static const enum journal_end ends[] = { JOURNAL_DONE, JOURNAL_UNDONE };
	struct journal_entry *first;
	struct journal *journal;

	(void)unused;
	for (size_t i = 0; i < 2; i++) {
		char path[192], command[512];

		assert_int_equal(begin(&journal), 0);
		assert_int_equal(read_all(&first), 0);
		assert_int_equal(first->ended, JOURNAL_OPEN);
		snprintf(path, sizeof(path), "%s/%s", run_dir, first->file);
		snprintf(command, sizeof(command), "ln %s %s.kept", path, path);
		assert_int_equal(system(command), 0);
		journal_free_all(first);
		assert_int_equal(journal_end(journal, ends[i]), 0);
		assert_int_not_equal(access(path, F_OK), 0);
		snprintf(command, sizeof(command), "mv %s.kept %s", path, path);
		assert_int_equal(system(command), 0);
		assert_int_equal(read_all(&first), 0);
		assert_null(first->why_damaged);
		assert_int_equal(first->ended, ends[i]);
		assert_int_equal(first->n_devices, 1);
		journal_free_all(first);
		assert_int_equal(unlink(path), 0);
	}
}

static void a_journal_that_is_kept_stays(void **unused)
{
	struct journal_entry *first;
	struct journal *journal;

	(void)unused;
	assert_int_equal(begin(&journal), 0);
	journal_keep(journal);
	assert_int_equal(read_all(&first), 0);
	assert_non_null(first);
	journal_free_all(first);
	journal_keep(NULL);
	assert_int_equal(journal_end(NULL, JOURNAL_DONE), 0);
}

static void what_was_not_known_is_what_it_is_now(void **unused)
{
	const struct state *list[] = { &now };
	struct journal_entry *first;
	struct state snapshot;
	struct journal *journal;

	(void)unused;
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++) {
		now.known[kind] = calloc(state_count(&now, (enum idxd_kind)kind) + 1, sizeof(uint64_t));
		assert_non_null(now.known[kind]);
	}
	now.known[IDXD_KIND_WQ][0] = IDXD_ATTR_BIT(IDXD_ATTR_SIZE);
	assert_int_equal(begin(&journal), 0);
	tree_write(tree, "7\n", "%s/wq0.0/size", tree_device("dsa0"));
	tree_write(tree, "8\n", "%s/wq0.1/size", tree_device("dsa0"));
	accfg_device_refresh(tree_get_device(tree, "dsa0"));
	assert_int_equal(read_all(&first), 0);
	assert_false(first->is_complete);
	assert_int_equal(journal_snapshot(tree->ctx, first, &first->devices[0], tree_get_device(tree, "dsa0"), &snapshot),
			 0);
	assert_int_equal(snapshot.config.wqs[0].size, 16);
	assert_int_equal(snapshot.config.wqs[1].size, 8);
	state_release(&snapshot);
	journal_free_all(first);
	now.known[IDXD_KIND_WQ][1] = IDXD_ATTR_BIT(IDXD_ATTR_SIZE);
	journal_update(journal, list, 1);
	assert_int_equal(read_all(&first), 0);
	assert_null(first->next);
	assert_int_equal(journal_snapshot(tree->ctx, first, &first->devices[0], tree_get_device(tree, "dsa0"), &snapshot),
			 0);
	assert_int_equal(snapshot.config.wqs[1].size, 16);
	state_release(&snapshot);
	journal_free_all(first);
	assert_int_equal(journal_end(journal, JOURNAL_DONE), 0);
}

/* ---- damage ---- */

static char *load(const char *file, size_t *length)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *text;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	text = malloc((size_t)st.st_size);
	assert_non_null(text);
	assert_int_equal(read(fd, text, (size_t)st.st_size), st.st_size);
	close(fd);
	*length = (size_t)st.st_size;
	return text;
}

static void store(const char *file, const char *text, size_t length)
{
	int fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), length);
	close(fd);
}

static char *journal_path(void)
{
	struct journal_entry *first;
	char *path;

	assert_int_equal(read_all(&first), 0);
	assert_true(asprintf(&path, "%s/%s", run_dir, first->file) > 0);
	journal_free_all(first);
	return path;
}

/* Whether it is used or called damaged: it is read to its end, and nothing else happens. */
static bool is_damaged(void)
{
	struct journal_entry *first;
	struct state snapshot;
	bool damaged;

	assert_int_equal(read_all(&first), 0);
	if (!first)
		return false;
	damaged = first->why_damaged != NULL;
	for (size_t i = 0; i < first->n_devices; i++) {
		int rc = journal_snapshot(tree->ctx, first, &first->devices[i], tree_get_device(tree, "dsa0"), &snapshot);

		if (!rc)
			state_release(&snapshot);
		else
			assert_int_equal(rc, -EBADMSG);
		damaged |= rc != 0;
	}
	journal_free_all(first);
	return damaged;
}

static void a_cut_journal_is_damaged_wherever_it_is_cut(void **unused)
{
	struct journal *journal;
	size_t length;
	char *path, *text;

	(void)unused;
	assert_int_equal(begin(&journal), 0);
	path = journal_path();
	text = load(path, &length);
	assert_false(is_damaged());
	for (size_t n = 1; n < length; n++) {
		store(path, text, n);
		if (!is_damaged())
			fail_msg("cut after %zu of %zu bytes it is taken for whole", n, length);
	}
	free(text);
	free(path);
	journal_keep(journal);
}

static void a_changed_byte_anywhere_is_survived(void **unused)
{
	static const char bytes[] = { 0, '"', '9', '-', '}', 'z', (char)0xff };
	struct journal *journal;
	size_t length, damaged = 0;
	char *path, *text, was;

	(void)unused;
	assert_int_equal(begin(&journal), 0);
	path = journal_path();
	text = load(path, &length);
	for (size_t at = 0; at < length; at++) {
		was = text[at];
		text[at] = bytes[at % sizeof(bytes)];
		store(path, text, length);
		damaged += is_damaged();
		text[at] = was;
	}
	assert_true(damaged > length / 4);
	free(text);
	free(path);
	journal_keep(journal);
}

/* ---- no memory ---- */

static int use_all(void)
{
	struct journal_entry *first = NULL;
	struct journal *journal = NULL;
	struct state snapshot;
	int rc = begin(&journal);

	if (!rc)
		rc = read_all(&first);
	if (!rc && !first)
		rc = -EIO;
	if (!rc && first->why_damaged)
		rc = strcmp(first->why_damaged, "out of memory") ? -EIO : -ENOMEM;
	if (!rc)
		rc = journal_snapshot(tree->ctx, first, &first->devices[0], tree_get_device(tree, "dsa0"), &snapshot);
	if (!rc)
		state_release(&snapshot);
	journal_free_all(first);
	journal_end(journal, JOURNAL_DONE);
	return rc;
}

static void every_allocation_may_fail(void **unused)
{
	int rc;

	(void)unused;
	for (unsigned int n = 1;; n++) {
		alloc_failures = 0;
		alloc_countdown = n;
		rc = use_all();
		alloc_countdown = 0;
		if (!alloc_failures)
			break;
		if (rc && rc != -ENOMEM)
			fail_msg("allocation %u: %d", n, rc);
		accfg_device_refresh(tree_get_device(tree, "dsa0"));
	}
	assert_int_equal(rc, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_device_comes_back_as_it_was_written),
		TEST(an_end_is_read_back),
		TEST(a_journal_that_is_kept_stays),
		TEST(what_was_not_known_is_what_it_is_now),
		TEST(a_cut_journal_is_damaged_wherever_it_is_cut),
		TEST(a_changed_byte_anywhere_is_survived),
		TEST(every_allocation_may_fail),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
