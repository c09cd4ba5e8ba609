// SPDX-License-Identifier: LGPL-2.1-or-later
/* Writing a journal: journal.h. JSON in the words of the attributes; everything that the snapshots know. */
#include "lib/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/journal-file.h"
#include "lib/object.h"
#include "lib/plan.h"
#include "lib/process.h"
#include "lib/run-dir.h"
#include "lib/state.h"

struct journal {
	struct accfg_ctx *ctx;
	struct json_object *root;
	int dir, fd;
	off_t ended; /* where its digit is */
	char name[JOURNAL_NAME_SIZE];
};

/* ---- text ---- */

/* Adds a member that may be NULL because there was no memory. */
static bool add(struct json_object *to, const char *key, struct json_object *what)
{
	if (!what)
		return false;
	if (!json_object_object_add(to, key, what))
		return true;
	json_object_put(what);
	return false;
}

static bool add_text(struct json_object *to, const char *key, const char *text)
{
	return add(to, key, json_object_new_string(text));
}

static bool add_values(struct json_object *to, const struct state *state, struct state_key key)
{
	char text[STATE_TEXT_MAX];
	bool good = true;

	for (unsigned int i = 0; good && (key.attr = state_attr(key.kind, i)) != IDXD_ATTR_NONE; i++)
		if (state_knows(state, key))
			good = add_text(to, attr_by_rule(key.attr)->name, state_format(state, key, text, sizeof(text)));
	if (good && key.kind == IDXD_KIND_DEVICE)
		good = add_text(to, JOURNAL_STATE, journal_device_word(state->config.device.state));
	if (good && key.kind == IDXD_KIND_WQ)
		good = add_text(to, JOURNAL_STATE, journal_wq_word(state->config.wqs[key.id].enabled));
	return good;
}

static struct json_object *new_objects(const struct state *state)
{
	struct json_object *objects = json_object_new_object(), *values;
	bool good = objects != NULL;
	char path[64];

	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; good && id < state_count(state, (enum idxd_kind)kind); id++) {
			struct state_key key = { (enum idxd_kind)kind, id, IDXD_ATTR_NONE };

			values = json_object_new_object();
			good = add(objects, state_path(state, key.kind, id, path, sizeof(path)), values) &&
			       add_values(values, state, key);
		}
	if (good)
		return objects;
	json_object_put(objects);
	return NULL;
}

static struct json_object *new_device(const struct state *state)
{
	struct json_object *device = json_object_new_object();

	if (device && add_text(device, "dev", state->name) && add_text(device, "pci_address", state->pci_address) &&
	    add(device, "objects", new_objects(state)))
		return device;
	json_object_put(device);
	return NULL;
}

/* Is everything known that there is? Then nothing that undoing wipes is lost should that be killed too. */
static bool is_complete(const struct state *const snapshots[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (snapshots[i]->known[IDXD_KIND_DEVICE])
			return false;
	return true;
}

static struct json_object *new_devices(const struct state *const snapshots[], size_t n)
{
	struct json_object *list = json_object_new_array(), *device;

	for (size_t i = 0; list && i < n; i++) {
		device = new_device(snapshots[i]);
		if (!device || json_object_array_add(list, device)) {
			json_object_put(device);
			json_object_put(list);
			return NULL;
		}
	}
	return list;
}

static bool add_writer(struct json_object *to, struct accfg_ctx *ctx, const char *profile)
{
	char boot_id[PROCESS_BOOT_SIZE];
	struct process self;

	process_self(ctx, &self);
	process_get_boot_id(ctx, boot_id);
	return add_text(to, "command", self.command) && (!profile || add_text(to, "profile", profile)) &&
	       add(to, "pid", json_object_new_int(self.pid)) &&
	       add(to, "start", json_object_new_int64((int64_t)self.start)) &&
	       add(to, "time", json_object_new_int64(time(NULL))) && add_text(to, "boot_id", boot_id);
}

/* What was there of these is replaced; other steps are taken then. */
static bool set_devices(struct json_object *root, const struct state *const snapshots[], size_t n)
{
	json_object_object_del(root, JOURNAL_STEPS);
	return add(root, "complete", json_object_new_boolean(is_complete(snapshots, n))) &&
	       add(root, "devices", new_devices(snapshots, n));
}

static bool add_item(struct json_object *list, const char *text)
{
	struct json_object *item = json_object_new_string(text);

	if (item && !json_object_array_add(list, item))
		return true;
	json_object_put(item);
	return false;
}

/* ["dsa0/wq0.1", "size", "16"], ["dsa0/wq0.1", "enable"] */
static struct json_object *new_step(const struct accfg_step *step)
{
	struct json_object *item = json_object_new_array();
	bool good = item && add_item(item, object_path(step->object)) &&
		    add_item(item, step->kind == ACCFG_STEP_SET ? step->attr->name : journal_step_word(step->kind)) &&
		    (step->kind != ACCFG_STEP_SET || add_item(item, step->new_value));

	if (good)
		return item;
	json_object_put(item);
	return NULL;
}

static bool add_steps(struct json_object *root, const struct accfg_step *steps, size_t n)
{
	struct json_object *list = json_object_new_array(), *item;

	if (!n) {
		json_object_put(list);
		return true;
	}
	for (size_t i = 0; list && i < n; i++) {
		item = new_step(&steps[i]);
		if (!item || json_object_array_add(list, item)) {
			json_object_put(item);
			json_object_put(list);
			return false;
		}
	}
	return add(root, JOURNAL_STEPS, list);
}

static struct json_object *new_root(struct accfg_ctx *ctx, const char *profile, const struct state *const snapshots[],
				    size_t n)
{
	struct json_object *root = json_object_new_object();

	if (root && add(root, "version", json_object_new_int(JOURNAL_VERSION)) &&
	    add(root, JOURNAL_ENDED, json_object_new_int(JOURNAL_OPEN)) && add_writer(root, ctx, profile) &&
	    set_devices(root, snapshots, n))
		return root;
	json_object_put(root);
	return NULL;
}

/* ---- file ---- */

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t n = write(fd, text, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		length -= (size_t)n;
	}
	return 0;
}

/* Whoever can write it could have devices configured by the next root who runs accfg. */
static int fill(int dir, int fd, const char *temporary, const char *name, const char *text)
{
	int rc = fchmod(fd, 0644) ? -errno : 0;

	if (!rc)
		rc = write_all(fd, text, strlen(text));
	if (!rc && fsync(fd))
		rc = -errno;
	if (!rc && renameat(dir, temporary, dir, name))
		rc = -errno;
	if (rc)
		unlinkat(dir, temporary, 0);
	else
		(void)!fsync(dir);
	return rc;
}

/* No text can hold this key: quotes are escaped in texts. */
static off_t find_ended(const char *text)
{
	static const char key[] = "\"" JOURNAL_ENDED "\":";
	const char *at = strstr(text, key);

	return at ? at + sizeof(key) - 1 - text : (off_t)-1;
}

/*
 * Returns its descriptor; the older file of that name, if there is one, stays whole until the new one is. ended, if not NULL: where
 * the digit is, or -1.
 */
static int write_file(struct json_object *root, int dir, const char *name, off_t *ended)
{
	const char *text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY);
	char temporary[JOURNAL_NAME_SIZE + 16];
	int fd, rc;

	if (!text)
		return -ENOMEM;
	if (ended)
		*ended = find_ended(text);
	snprintf(temporary, sizeof(temporary), ".%s", name);
	fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == EEXIST && !unlinkat(dir, temporary, 0)) /* of one that was killed; we have the locks */
		fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	rc = fill(dir, fd, temporary, name, text);
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

static int choose_name(char name[JOURNAL_NAME_SIZE])
{
	uint32_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -EIO;
	snprintf(name, JOURNAL_NAME_SIZE, "%d.%08x" JOURNAL_SUFFIX, (int)getpid(), random);
	return 0;
}

static int begin(struct journal *journal)
{
	int rc = choose_name(journal->name);

	journal->dir = rc ? rc : run_dir_open(journal->ctx, true);
	if (journal->dir < 0)
		return journal->dir;
	do {
		journal->fd = write_file(journal->root, journal->dir, journal->name, &journal->ended);
	} while (run_dir_may_retry(journal->ctx, journal->fd));
	if (journal->fd >= 0)
		return 0;
	close(journal->dir);
	return run_dir_fail(journal->ctx, journal->fd, "write", journal->name);
}

int journal_begin(struct accfg_ctx *ctx, const char *profile, const struct state *const snapshots[], size_t n,
		  const struct accfg_step *steps, size_t n_steps, struct journal **journal)
{
	struct journal *made;
	int rc = -ENOMEM;

	*journal = NULL;
	if (!run_dir_is_wanted(ctx))
		return 0;
	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	made->ctx = accfg_ref(ctx);
	made->root = new_root(ctx, profile, snapshots, n);
	if (made->root && add_steps(made->root, steps, n_steps))
		rc = begin(made);
	if (!rc) {
		*journal = made;
		return 0;
	}
	json_object_put(made->root);
	accfg_unref(ctx);
	free(made);
	return rc;
}

void journal_update(struct journal *journal, const struct state *const snapshots[], size_t n)
{
	int fd;

	if (!journal || !set_devices(journal->root, snapshots, n))
		return;
	fd = write_file(journal->root, journal->dir, journal->name, NULL);
	if (fd < 0) {
		CTX_LOG(journal->ctx, LOG_WARNING, "cannot write the journal %s anew: %s", journal->name, strerror(-fd));
		return;
	}
	close(journal->fd);
	journal->fd = fd;
}

void journal_rewrite(struct accfg_ctx *ctx, int dir, const struct journal_entry *entry,
		     const struct state *const snapshots[], size_t n)
{
	int fd = set_devices(entry->root, snapshots, n) ? write_file(entry->root, dir, entry->file, NULL) : -ENOMEM;

	if (fd >= 0)
		close(fd);
	else
		CTX_LOG(ctx, LOG_WARNING, "cannot write the journal %s anew: %s", entry->file, strerror(-fd));
}

void journal_keep(struct journal *journal)
{
	if (!journal)
		return;
	close(journal->fd);
	close(journal->dir);
	json_object_put(journal->root);
	accfg_unref(journal->ctx);
	free(journal);
}

/* One byte, so it is there or not whenever we are killed. */
static int mark(const struct journal *journal, enum journal_end how)
{
	char digit = (char)('0' + how);

	return pwrite(journal->fd, &digit, 1, journal->ended) != 1 || fsync(journal->fd) ? -errno : 0;
}

/* An empty journal is one that has ended, too. */
int journal_end(struct journal *journal, enum journal_end how)
{
	int rc;

	if (!journal)
		return 0;
	rc = mark(journal, how);
	if (unlinkat(journal->dir, journal->name, 0) && errno != ENOENT && rc) {
		rc = -errno;
		rc = ftruncate(journal->fd, 0) ? run_dir_fail(journal->ctx, rc, "remove", journal->name) : 0;
	} else {
		rc = 0;
	}
	journal_keep(journal);
	return rc;
}
