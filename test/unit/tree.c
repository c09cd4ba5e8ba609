// SPDX-License-Identifier: GPL-2.0-or-later
/* Small captured trees; see tree.h. */
#include "test/unit/tree.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int tree_setup(void **state)
{
	struct tree *tree = calloc(1, sizeof(*tree));
	const char *tmp = getenv("TMPDIR");

	assert_non_null(tree);
	snprintf(tree->root, sizeof(tree->root), "%.40s/accfg-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(tree->root));
	snprintf(tree->sysfs, sizeof(tree->sysfs), "%s/sys", tree->root);
	assert_int_equal(mkdir(tree->sysfs, 0755), 0);
	assert_int_equal(accfg_new(&tree->ctx), 0);
	assert_int_equal(accfg_set_sysfs_root(tree->ctx, tree->sysfs), 0);
	*state = tree;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int tree_teardown(void **state)
{
	struct tree *tree = *state;

	accfg_unref(tree->ctx);
	nftw(tree->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(tree);
	return 0;
}

#define TREE_PATH(tree, path, full)                                                          \
	char full[PATH_MAX];                                                                 \
	va_list full##_args;                                                                 \
	int full##_n = snprintf(full, sizeof(full), "%s/", (tree)->sysfs);                   \
	va_start(full##_args, path);                                                         \
	vsnprintf(full + full##_n, sizeof(full) - (size_t)full##_n, path, full##_args);      \
	va_end(full##_args)

static void make_folders(const char *path)
{
	char *copy = strdup(path);

	assert_non_null(copy);
	for (char *at = strchr(copy + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = 0;
		if (mkdir(copy, 0755))
			assert_int_equal(errno, EEXIST);
		*at = '/';
	}
	free(copy);
}

void tree_write(struct tree *tree, const char *text, const char *path, ...)
{
	FILE *file;

	TREE_PATH(tree, path, full);
	make_folders(full);
	file = fopen(full, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

void tree_remove(struct tree *tree, const char *path, ...)
{
	TREE_PATH(tree, path, full);
	assert_int_equal(remove(full), 0);
}

void tree_link(struct tree *tree, const char *target, const char *path, ...)
{
	TREE_PATH(tree, path, full);
	make_folders(full);
	assert_int_equal(symlink(target, full), 0);
}

char *tree_read(struct tree *tree, const char *path, ...)
{
	char text[8192] = "";
	FILE *file;

	TREE_PATH(tree, path, full);
	file = fopen(full, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = 0;
	fclose(file);
	return strdup(text);
}

const char *tree_device(const char *name)
{
	static char path[96];
	const char *number = name + strcspn(name, "0123456789");

	snprintf(path, sizeof(path), "devices/pci0000:6a/0000:6a:%02x.0/%s", (unsigned int)atoi(number) & 0xff, name);
	return path;
}

void tree_add_part(struct tree *tree, const char *device, const char *part)
{
	tree_write(tree, "\n", "%s/%s/uevent", tree_device(device), part);
}

void tree_add_device(struct tree *tree, const char *name, unsigned int wqs, unsigned int groups, unsigned int engines)
{
	const struct {
		const char *prefix;
		unsigned int n;
	} kinds[] = { { "wq", wqs }, { "group", groups }, { "engine", engines } };
	unsigned int id = (unsigned int)atoi(name + strcspn(name, "0123456789"));
	char target[160], part[64];

	tree_write(tree, "disabled\n", "%s/state", tree_device(name));
	snprintf(target, sizeof(target), "../../../%s", tree_device(name));
	tree_link(tree, target, "bus/dsa/devices/%s", name);
	for (size_t kind = 0; kind < 3; kind++) {
		for (unsigned int i = 0; i < kinds[kind].n; i++) {
			snprintf(part, sizeof(part), "%s%u.%u", kinds[kind].prefix, id, i);
			tree_add_part(tree, name, part);
		}
	}
}

struct accfg_device *tree_get_device(struct tree *tree, const char *name)
{
	struct accfg_device *device = NULL;

	assert_int_equal(accfg_device_get_by_name(tree->ctx, name, &device), 0);
	return device;
}

struct accfg_object *tree_get_object(struct tree *tree, enum accfg_kind kind, const char *selector)
{
	struct accfg_object **objects, *object;
	size_t n;

	assert_int_equal(accfg_select(tree->ctx, kind, selector, &objects, &n), 0);
	assert_int_equal(n, 1);
	object = objects[0];
	free(objects);
	return object;
}

const char *tree_message(struct tree *tree)
{
	const struct accfg_error *error = accfg_get_last_error(tree->ctx);

	return error ? accfg_error_get_message(error) : "";
}
