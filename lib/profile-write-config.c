// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writes a profile as one of the named configurations of a file. Of a file that is there only the bytes of that
 * configuration change: comments and the form of the others stay.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ctx.h"
#include "lib/profile-configs.h"
#include "lib/profile-read.h"
#include "lib/profile-write.h"
#include "util/atomic-file.h"
#include "util/text.h"

#define LOCK_MS 10000
#define INDENT 2 /* of a configuration in its file, in steps */

static int fail(struct accfg_profile *profile, int code, const char *path, const char *reason)
{
	const struct error_about about = { .file = path, .rule = reason ? "configs" : NULL };

	return reason ? ctx_fail(profile->ctx, code, &about, "%s", reason) :
			ctx_fail(profile->ctx, code, &about, NULL);
}

/* "NAME": [ ... ] */
static void add_member(struct text *text, const char *name, const char *list)
{
	profile_write_string(text, name);
	text_printf(text, ": %s", list);
}

static char *make_file(const char *name, const char *list)
{
	struct text text = { 0 };

	text_add(&text, "{\n  \"version\": 1,\n  \"configs\": {\n    ");
	add_member(&text, name, list);
	text_add(&text, "\n  }\n}\n");
	return text_take(&text);
}

ACCFG_EXPORT int accfg_profile_get_config_text(struct accfg_profile *profile, const char *name, char **text)
{
	const char *wrong = profile_config_name_problem(name);
	char *list;
	int rc = wrong ? fail(profile, -EINVAL, NULL, wrong) : profile_write_list(profile, INDENT, &list);

	if (rc)
		return rc;
	*text = make_file(name, list);
	free(list);
	return *text ? 0 : fail(profile, -ENOMEM, NULL, NULL);
}

/* ---- a file that is there ---- */

/* The text, and what it says: it must be free of errors, or more might be lost than is wanted. */
struct old_file {
	char *text;
	size_t length;
	struct accfg_profile *profile;
	struct locate_map map; /* of a copy, as scanning drops comments; offsets are the same */
};

static const struct locate_node *find_key(const struct old_file *old, const char *quoted)
{
	const struct locate_node *nodes = old->map.nodes, *found = NULL;

	for (uint32_t i = nodes[0].child; i; i = nodes[i].next)
		if (nodes[i].key_length == strlen(quoted) && !memcmp(old->text + nodes[i].key, quoted, strlen(quoted)))
			found = &nodes[i];
	return found;
}

/* The value of the configuration; without such a one the last of all, and *is_there says so. */
static const struct locate_node *find_config(const struct old_file *old, const char *name, bool *is_there)
{
	const struct locate_node *configs = find_key(old, "\"configs\""), *node = NULL;
	uint32_t next = configs ? configs->child : 0;

	*is_there = false;
	for (size_t i = 0; next && i < old->profile->n_configs && !*is_there; i++) {
		node = &old->map.nodes[next];
		next = node->next;
		*is_there = !strcmp(old->profile->configs[i].name, name);
	}
	return node;
}

/* The new text of the file; NULL: out of memory, or the file is written in a way that nobody writes. */
static char *put_into(const struct old_file *old, const char *name, const char *list)
{
	struct text text = { 0 };
	bool is_there;
	const struct locate_node *node = find_config(old, name, &is_there);
	size_t start, end;

	if (!node)
		return NULL;
	end = (size_t)node->start + node->length;
	start = is_there ? node->start : end;
	text_add_bytes(&text, old->text, start);
	if (is_there) {
		text_add(&text, list);
	} else {
		text_add(&text, ",\n    ");
		add_member(&text, name, list);
	}
	text_add_bytes(&text, old->text + end, old->length - end);
	return text_take(&text);
}

/* NULL text: there is no file, or nothing in it, or it is no file to be read first. */
static int read_bytes(struct old_file *old, const char *path)
{
	struct stat st;
	int fd, rc;

	if (stat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	rc = reader_read_all(fd, &old->text, &old->length);
	close(fd);
	return rc;
}

static int understand(struct old_file *old, struct accfg_profile *profile, const char *path)
{
	char *copy;
	int rc = accfg_profile_new(profile->ctx, &old->profile);

	if (!rc)
		rc = accfg_profile_read_memory(old->profile, old->text, old->length, path, ACCFG_PROFILE_ANY_CONFIG);
	if (rc)
		return rc;
	if (!old->profile->n_configs)
		return fail(profile, -EINVAL, path,
			    "it is a plain list of devices, and has no place for a named configuration");
	copy = strndup(old->text, old->length);
	rc = copy ? locate_scan(copy, old->length, &old->map) : -ENOMEM;
	free(copy);
	return rc ? fail(profile, rc, path, NULL) : 0;
}

/* What is to be in the file. */
static int compose(struct old_file *old, struct accfg_profile *profile, const char *path, const char *name, char **text)
{
	char *list;
	int rc = read_bytes(old, path);

	if (rc)
		return fail(profile, rc, path, NULL);
	if (!old->text)
		return accfg_profile_get_config_text(profile, name, text);
	rc = understand(old, profile, path);
	if (!rc)
		rc = profile_write_list(profile, INDENT, &list);
	if (rc)
		return rc;
	*text = put_into(old, name, list);
	free(list);
	return *text ? 0 : fail(profile, -ENOMEM, path, NULL);
}

/* Nothing is written that could not be read again. */
static int check_new(struct old_file *old, struct accfg_profile *profile, const char *path, const char *name,
		     const char *text)
{
	int rc = old->profile ? 0 : accfg_profile_new(profile->ctx, &old->profile);

	if (!rc)
		rc = accfg_profile_select_config(old->profile, NULL);
	if (!rc)
		rc = accfg_profile_read_memory(old->profile, text, strlen(text), path, ACCFG_PROFILE_ANY_CONFIG);
	if (!rc && !profile_find_config(old->profile, name))
		rc = fail(profile, -EINVAL, path, "a configuration of this name cannot be written to it");
	return rc;
}

static void old_file_release(struct old_file *old)
{
	accfg_profile_free(old->profile);
	locate_free(&old->map);
	free(old->text);
}

static int put_config(struct accfg_profile *profile, const char *path, const char *name)
{
	struct old_file old = { 0 };
	char *text = NULL;
	int rc;

	rc = compose(&old, profile, path, name, &text);
	if (!rc)
		rc = check_new(&old, profile, path, name, text);
	if (!rc) {
		rc = atomic_file_write(path, text, strlen(text));
		if (rc)
			fail(profile, rc, path, NULL);
	}
	free(text);
	old_file_release(&old);
	return rc;
}

/* Between reading and writing nobody else puts a name into the file, which would be lost. */
ACCFG_EXPORT int accfg_profile_write_config(struct accfg_profile *profile, const char *path, const char *name)
{
	const char *wrong = profile_config_name_problem(name);
	int lock, rc;

	if (wrong)
		return fail(profile, -EINVAL, NULL, wrong);
	lock = atomic_file_lock(path, LOCK_MS);
	if (lock == -EAGAIN)
		return fail(profile, -EBUSY, path, "another program has had its folder locked for ten seconds");
	rc = put_config(profile, path, name); /* what is wrong with the path is said by this */
	if (lock >= 0)
		close(lock);
	return rc;
}
