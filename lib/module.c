// SPDX-License-Identifier: LGPL-2.1-or-later
/* Kernel modules: is the driver there, and loading one when asked (libkmod). */
#include <errno.h>

#include "lib/bind.h"
#include "lib/ctx.h"
#include "lib/optional.h"

#ifdef HAVE_LIBKMOD
#include <libkmod.h>
#endif

ACCFG_EXPORT bool accfg_is_driver_loaded(struct accfg_ctx *ctx)
{
	return bind_has_driver(ctx, BIND_DEVICE_DRIVER) || bind_has_driver(ctx, BIND_OLD_DRIVER);
}

#ifdef HAVE_LIBKMOD
/* libkmod needs libraries for compression and signatures, which take longer to load than a command takes. */
struct kmod {
	__typeof__(kmod_new) *new;
	__typeof__(kmod_unref) *unref;
	__typeof__(kmod_set_log_fn) *set_log_fn;
	__typeof__(kmod_list_next) *list_next;
	__typeof__(kmod_module_new_from_lookup) *new_from_lookup;
	__typeof__(kmod_module_get_module) *get_module;
	__typeof__(kmod_module_probe_insert_module) *probe_insert;
	__typeof__(kmod_module_unref) *module_unref;
	__typeof__(kmod_module_unref_list) *unref_list;
};

static bool load_kmod(struct kmod *kmod)
{
	const struct optional_function functions[] = {
		{ "kmod_new", &kmod->new },
		{ "kmod_unref", &kmod->unref },
		{ "kmod_set_log_fn", &kmod->set_log_fn },
		{ "kmod_list_next", &kmod->list_next },
		{ "kmod_module_new_from_lookup", &kmod->new_from_lookup },
		{ "kmod_module_get_module", &kmod->get_module },
		{ "kmod_module_probe_insert_module", &kmod->probe_insert },
		{ "kmod_module_unref", &kmod->module_unref },
		{ "kmod_module_unref_list", &kmod->unref_list },
	};

	return optional_load("libkmod.so.2", functions, sizeof(functions) / sizeof(functions[0]));
}

/*
 * As modprobe does: aliases are followed, install commands and soft dependencies obeyed, the blacklist holds for aliases
 * but not for a module named by itself.
 */
static int probe_list(const struct kmod *kmod, struct kmod_list *list)
{
	int rc = -ENOENT;

	for (struct kmod_list *item = list; item; item = kmod->list_next(list, item)) {
		struct kmod_module *module = kmod->get_module(item);

		rc = kmod->probe_insert(module, KMOD_PROBE_APPLY_BLACKLIST_ALIAS_ONLY, NULL, NULL, NULL, NULL);
		kmod->module_unref(module);
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
	struct kmod_list *list = NULL;
	struct kmod_ctx *ctx;
	struct kmod kmod;
	int rc;

	if (!load_kmod(&kmod))
		return -EOPNOTSUPP;
	ctx = kmod.new(NULL, NULL);
	if (!ctx)
		return -ENOMEM;
	kmod.set_log_fn(ctx, say_nothing, NULL);
	rc = kmod.new_from_lookup(ctx, name, &list);
	if (rc >= 0)
		rc = probe_list(&kmod, list);
	kmod.unref_list(list);
	kmod.unref(ctx);
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
		return "the module cannot be loaded: there is no libkmod";
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
