// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading journals: journal-file.h. What is done about them is in recover.c. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/device.h"
#include "lib/journal-file.h"
#include "lib/process.h"

#define JOURNAL_MAX (16 << 20) /* bytes; 4096 devices make half of it */
#define DEPTH 8

static const char *const device_words[] = {
	[IDXD_STATE_DISABLED] = "disabled",
	[IDXD_STATE_ENABLED] = "enabled",
	[IDXD_STATE_HALTED] = "halted",
};

const char *journal_device_word(enum idxd_device_state state)
{
	return device_words[state];
}

const char *journal_wq_word(bool enabled)
{
	return enabled ? "enabled" : "disabled";
}

const char *journal_step_word(enum accfg_step_kind kind)
{
	return kind == ACCFG_STEP_ENABLE ? "enable" : "disable";
}

/* ---- from JSON ---- */

static struct json_object *member(struct json_object *of, const char *key, enum json_type type)
{
	struct json_object *value;

	return json_object_is_type(of, json_type_object) && json_object_object_get_ex(of, key, &value) &&
			       json_object_is_type(value, type) ?
		       value : NULL;
}

static const char *text_member(struct json_object *of, const char *key)
{
	struct json_object *value = member(of, key, json_type_string);

	return value ? json_object_get_string(value) : NULL;
}

static int64_t number_member(struct json_object *of, const char *key)
{
	struct json_object *value = member(of, key, json_type_int);

	return value ? json_object_get_int64(value) : 0;
}

/* Names become file names and paths, so only names of devices are. */
static const char *take_device(struct json_object *from, struct journal_device *device)
{
	const char *name = text_member(from, "dev"), *address = text_member(from, "pci_address");
	enum accfg_family family;
	unsigned int id;

	device->objects = member(from, "objects", json_type_object);
	if (!name || strlen(name) >= sizeof(device->name) || !family_parse_name(name, &family, &id))
		return "it has a device without a name";
	if (!device->objects || !address || strlen(address) >= sizeof(device->pci_address))
		return "it says too little of a device";
	memcpy(device->name, name, strlen(name) + 1);
	memcpy(device->pci_address, address, strlen(address) + 1);
	return NULL;
}

static const char *take_devices(struct journal_entry *entry)
{
	struct json_object *list = member(entry->root, "devices", json_type_array);
	const char *why = NULL;
	size_t n = list ? json_object_array_length(list) : 0;

	if (!n)
		return "it has no devices";
	entry->devices = calloc(n, sizeof(*entry->devices));
	if (!entry->devices)
		return "out of memory";
	for (size_t i = 0; i < n && !why; i++)
		why = take_device(json_object_array_get_idx(list, i), &entry->devices[i]);
	entry->n_devices = why ? 0 : n;
	return why;
}

/* What is no such number says nothing. */
static enum journal_end read_ended(struct json_object *root)
{
	int64_t number = number_member(root, JOURNAL_ENDED);

	return number == JOURNAL_DONE || number == JOURNAL_UNDONE ? (enum journal_end)number : JOURNAL_OPEN;
}

static const char *take_root(struct accfg_ctx *ctx, struct journal_entry *entry)
{
	const char *boot_id = text_member(entry->root, "boot_id");
	char now[PROCESS_BOOT_SIZE];

	if (number_member(entry->root, "version") != JOURNAL_VERSION)
		return "it is of a version that this program does not know";
	entry->command = text_member(entry->root, "command");
	entry->profile = text_member(entry->root, "profile");
	entry->pid = (int)number_member(entry->root, "pid");
	entry->time = number_member(entry->root, "time");
	entry->steps = member(entry->root, JOURNAL_STEPS, json_type_array);
	entry->ended = read_ended(entry->root);
	entry->is_complete = json_object_get_boolean(member(entry->root, "complete", json_type_boolean));
	if (!entry->command || !boot_id)
		return "it does not say whose it is";
	process_get_boot_id(ctx, now);
	entry->is_stale = strcmp(now, boot_id) != 0;
	entry->is_running = !entry->is_stale &&
			    process_is_alive(ctx, entry->pid, (uint64_t)number_member(entry->root, "start"));
	return take_devices(entry);
}

static const char *parse(struct journal_entry *entry, const char *text, size_t length)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
	const char *why = NULL;

	if (!tokener)
		return "out of memory";
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	entry->root = json_tokener_parse_ex(tokener, text, (int)length);
	if (!entry->root)
		why = json_tokener_get_error(tokener) == json_tokener_continue ? "it is cut" : "it is no JSON";
	json_tokener_free(tokener);
	return why;
}

/* ---- files ---- */

/* Who may write to the folder is trusted, and that is nobody else unless somebody gave it to a group. */
static bool is_trusted(int dir, const struct stat *file)
{
	struct stat folder;

	if (file->st_mode & (S_IWGRP | S_IWOTH))
		return false;
	if (!file->st_uid || file->st_uid == geteuid())
		return true;
	return !fstat(dir, &folder) && folder.st_mode & S_IWGRP && folder.st_gid == file->st_gid;
}

/* The text, which the caller frees; NULL with a reason, or with none where it is gone or empty: ended, that is. */
static char *read_file(int dir, const char *file, size_t *length, const char **why)
{
	int fd = openat(dir, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	char *text = NULL;
	struct stat st;
	ssize_t n = 1;

	*why = NULL;
	*length = 0;
	if (fd < 0) {
		*why = errno == ENOENT ? NULL : errno == ELOOP ? "it is a link" : "it cannot be opened";
		return NULL;
	}
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		*why = "it is no plain file";
	else if (!is_trusted(dir, &st))
		*why = "others could have written it";
	else if (st.st_size > JOURNAL_MAX)
		*why = "it is too long";
	else if (st.st_size && !(text = malloc((size_t)st.st_size + 1)))
		*why = "out of memory";
	while (text && n > 0 && *length < (size_t)st.st_size) {
		n = read(fd, text + *length, (size_t)st.st_size - *length);
		*length += n > 0 ? (size_t)n : 0;
	}
	if (text)
		text[*length] = 0;
	close(fd);
	return text;
}

static bool is_journal(const char *name)
{
	size_t length = strlen(name), suffix = strlen(JOURNAL_SUFFIX);

	return *name != '.' && length > suffix && length < JOURNAL_NAME_SIZE &&
	       !strcmp(name + length - suffix, JOURNAL_SUFFIX);
}

static void free_entry(struct journal_entry *entry)
{
	json_object_put(entry->root);
	free(entry->devices);
	free(entry->why_damaged);
	free(entry);
}

static bool is_before(const struct journal_entry *a, const struct journal_entry *b)
{
	if (!a->why_damaged != !b->why_damaged)
		return !a->why_damaged;
	return a->time != b->time ? a->time < b->time : strcmp(a->file, b->file) < 0;
}

static void insert(struct journal_entry **first, struct journal_entry *entry)
{
	while (*first && is_before(*first, entry))
		first = &(*first)->next;
	entry->next = *first;
	*first = entry;
}

static int read_one(struct accfg_ctx *ctx, int dir, const char *name, struct journal_entry **first)
{
	struct journal_entry *entry = calloc(1, sizeof(*entry));
	size_t length;
	const char *why;
	char *text;

	if (!entry)
		return -ENOMEM;
	memcpy(entry->file, name, strlen(name) + 1);
	text = read_file(dir, name, &length, &why);
	if (!text && !why) {
		free_entry(entry);
		return 0;
	}
	if (!why)
		why = parse(entry, text, length);
	if (!why)
		why = take_root(ctx, entry);
	free(text);
	if (why && !(entry->why_damaged = strdup(why))) {
		free_entry(entry);
		return -ENOMEM;
	}
	insert(first, entry);
	return 0;
}

int journal_read_all(struct accfg_ctx *ctx, int dir, struct journal_entry **first)
{
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *file;

	*first = NULL;
	if (!folder) {
		rc = -errno;
		if (copy >= 0)
			close(copy);
		return rc;
	}
	while (!rc && (file = readdir(folder)))
		if (is_journal(file->d_name))
			rc = read_one(ctx, dir, file->d_name, first);
	closedir(folder);
	if (rc) {
		journal_free_all(*first);
		*first = NULL;
	}
	return rc;
}

void journal_free_all(struct journal_entry *first)
{
	while (first) {
		struct journal_entry *next = first->next;

		free_entry(first);
		first = next;
	}
}
