// SPDX-License-Identifier: LGPL-2.1-or-later
/* Kernel modules: is the driver there, and loading one when asked (libkmod). */
#include <errno.h>

#include "lib/bind.h"
#include "lib/ctx.h"

#ifdef HAVE_LIBKMOD
#include <libkmod.h>
#endif

ACCFG_EXPORT bool accfg_is_driver_loaded(struct accfg_ctx *ctx)
{
	return bind_has_driver(ctx, BIND_DEVICE_DRIVER) || bind_has_driver(ctx, BIND_OLD_DRIVER);
}

#ifdef HAVE_LIBKMOD
/*
 * As modprobe does: aliases are followed, install commands and soft dependencies obeyed, the blacklist holds for aliases
 * but not for a module named by itself.
 */
static int probe_list(struct kmod_list *list)
{
	struct kmod_list *item;
	int rc = -ENOENT;

	kmod_list_foreach(item, list) {
		struct kmod_module *module = kmod_module_get_module(item);

		rc = kmod_module_probe_insert_module(module, KMOD_PROBE_APPLY_BLACKLIST_ALIAS_ONLY, NULL, NULL, NULL,
						     NULL);
		kmod_module_unref(module);
		if (rc)
			break;
	}
	return rc > 0 ? -EPERM : rc; /* positive: held back by the blacklist */
}

static void say_nothing(void *data, int priority, const char *file, int line, const char *fn, const char *format,
			va_list args)
{
	(void)data;
	(void)priority;
	(void)file;
	(void)line;
	(void)fn;
	(void)format;
	(void)args;
}

static int load(const char *name)
{
	struct kmod_ctx *kmod = kmod_new(NULL, NULL);
	struct kmod_list *list = NULL;
	int rc;

	if (!kmod)
		return -ENOMEM;
	kmod_set_log_fn(kmod, say_nothing, NULL);
	rc = kmod_module_new_from_lookup(kmod, name, &list);
	if (rc >= 0)
		rc = probe_list(list);
	kmod_module_unref_list(list);
	kmod_unref(kmod);
	return rc;
}
#else
static int load(const char *name)
{
	(void)name;
	return -EOPNOTSUPP;
}
#endif

static const char *load_reason(int rc)
{
	switch (rc) {
	case -EOPNOTSUPP:
		return "the module cannot be loaded: built without libkmod";
	case -ENOENT:
		return "there is no such module";
	case -EPERM:
		return "the module may not be loaded (this needs root, and no blacklist against it)";
	}
	return NULL;
}

ACCFG_EXPORT int accfg_load_module(struct accfg_ctx *ctx, const char *name)
{
	struct error_about about = { .object_path = name };
	int rc = load(name);
	const char *reason = load_reason(rc);

	if (!rc)
		return 0;
	return reason ? ctx_fail(ctx, rc, &about, "%s", reason) : ctx_fail(ctx, rc, &about, NULL);
}
