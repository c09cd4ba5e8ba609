// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Enabling and disabling devices and wqs: asking for the state first, clearing cmd_status of this one device before, and
 * looking at the state afterwards, since the files of the bus may say yes to what did not happen.
 */
#include "lib/enable.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "lib/bind.h"
#include "lib/device.h"
#include "lib/explain.h"
#include "lib/holders.h"

static enum attr_id state_attr(const struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_DEVICE ? ATTR_DEVICE_STATE : ATTR_WQ_STATE;
}

/* As the kernel says now. */
static int read_state(struct accfg_object *object, const char **state)
{
	return object_read_text(object, state_attr(object), state);
}

static bool is_enabled(struct accfg_object *object)
{
	const char *state;

	return !read_state(object, &state) && !strcmp(state, "enabled");
}

ACCFG_EXPORT bool accfg_device_is_enabled(struct accfg_device *device)
{
	return is_enabled(accfg_device_get_object(device));
}

ACCFG_EXPORT bool accfg_wq_is_enabled(struct accfg_wq *wq)
{
	return is_enabled(accfg_wq_get_object(wq));
}

/*
 * Once for each device, as success leaves it 0. Best effort: old kernels do not let it be cleared, and then it is not
 * believed unless it changes.
 */
static uint32_t clear_cmd_status(struct accfg_device *device)
{
	struct accfg_ctx *ctx = device_ctx(device);
	bool *is_clear = device_status_is_clear(device);
	uint32_t before = 0;
	int dir = device_dir(device), fd = -1;

	if (*is_clear || dir < 0)
		return 0;
	*is_clear = !sysfs_write_open(dir, "cmd_status", ctx->trust, "0", &fd);
	if (fd >= 0)
		fd_batch_add(&ctx->pending, fd);
	if (!*is_clear)
		accfg_device_get_cmd_status(device, &before);
	return before;
}

static uint32_t read_cmd_status(struct accfg_device *device, uint32_t before)
{
	uint32_t now = 0;

	if (accfg_device_get_cmd_status(device, &now) || now == before)
		return 0;
	return now;
}

/* The state after a write that the kernel took. */
static int verify_state(struct accfg_object *object, const char *wanted)
{
	const char *state;
	int rc = read_state(object, &state);

	if (rc || !strcmp(state, wanted))
		return rc;
	return ctx_fail(object_ctx(object), -EIO,
			&(struct error_about){ .object = object, .attr = "state", .value = state },
			"the kernel took the command, but it is not %s", wanted);
}

static int enable(struct accfg_object *object, const char *driver)
{
	uint32_t before = clear_cmd_status(object->device), status;
	int rc = bind_object(object, driver);

	if (rc == -ENOENT) /* nothing was tried, so there is nothing else to tell */
		return explain_bind(object, driver, 0, rc);
	/* The kernel changed more than the state: sizes, types, what other wqs show. */
	device_forget_enabled(object->device);
	if (!rc)
		rc = verify_state(object, "enabled");
	else if (rc == -EBUSY && is_enabled(object)) /* by somebody else */
		rc = 0;
	if (!rc)
		return 0;
	*device_status_is_clear(object->device) = false;
	status = read_cmd_status(object->device, before);
	return explain_bind(object, driver, status, rc);
}

/* The driver that a wq of this type is for, where it has no driver_name. NULL: type none. */
static const char *driver_of_type(struct accfg_object *object, enum accfg_wq_type type)
{
	const char *own = family_table[accfg_device_get_family(object->device)].kernel_driver;

	if (type == ACCFG_WQ_USER)
		return "user";
	if (type != ACCFG_WQ_KERNEL)
		return NULL;
	return own && bind_has_driver(object_ctx(object), own) ? own : "dmaengine";
}

static int choose_driver(struct accfg_wq *wq, const char **driver)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	struct error_about about = { .object = object, .attr = "driver_name" };
	enum accfg_wq_type type;
	int rc = accfg_wq_get_driver_name(wq, driver);

	if (rc && rc != -ENOENT)
		return rc;
	if (!rc && **driver) {
		about.value = *driver;
		if (!strchr(*driver, '/') && **driver != '.')
			return 0;
		return ctx_fail(object_ctx(object), -EINVAL, &about, "this is not the name of a driver");
	}
	rc = accfg_wq_get_type(wq, &type);
	if (rc)
		return rc;
	*driver = driver_of_type(object, type);
	if (*driver)
		return 0;
	about.attr = "type";
	about.value = "none";
	about.rule = "wq-no-type";
	return ctx_fail(object_ctx(object), -EINVAL, &about,
			"it has neither a type nor a driver_name, which say what driver to enable it for");
}

static int enable_wq(struct accfg_object *object)
{
	const char *driver;
	char name[128];
	int rc = choose_driver(accfg_object_as_wq(object), &driver);

	if (rc)
		return rc;
	/* A copy: what was read of the wq ends when it is enabled. */
	strncpy(name, driver, sizeof(name) - 1);
	name[sizeof(name) - 1] = 0;
	return enable(object, name);
}

int enable_disabled(struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_DEVICE ? enable(object, BIND_DEVICE_DRIVER) : enable_wq(object);
}

static int enable_object(struct accfg_object *object)
{
	const char *state;
	int rc = read_state(object, &state);

	if (rc || !strcmp(state, "enabled"))
		return rc;
	return enable_disabled(object);
}

/* A wq that the driver fails to enable loses its type, and writing that clears the name. What fails here is only logged. */
static void put_type_back(struct accfg_wq *wq, enum accfg_wq_type type, const char *name)
{
	struct accfg_ctx *ctx = accfg_device_get_ctx(accfg_wq_get_device(wq));
	struct accfg_error failure = ctx->error;
	bool has_error = ctx->has_error;
	enum accfg_wq_type now;
	int rc;

	ctx->error = (struct accfg_error){ 0 };
	ctx->has_error = false;
	rc = accfg_wq_get_type(wq, &now);
	if (!rc && now != type) {
		rc = accfg_wq_set_type(wq, type);
		if (!rc && *name)
			rc = accfg_wq_set_name(wq, name);
	}
	if (rc)
		CTX_LOG(ctx, LOG_WARNING, "%s: the driver cleared its type, and it cannot be set again",
			object_path(accfg_wq_get_object(wq)));
	error_clear(&ctx->error);
	ctx->error = failure;
	ctx->has_error = has_error;
}

static int enable_and_keep_type(struct accfg_wq *wq)
{
	struct accfg_object *object = accfg_wq_get_object(wq);
	enum accfg_wq_type type;
	const char *text;
	char *name;
	int rc;

	if (accfg_wq_get_type(wq, &type) || accfg_wq_get_name(wq, &text))
		return enable_object(object);
	name = strdup(text);
	if (!name)
		return -ENOMEM;
	rc = enable_object(object);
	if (rc)
		put_type_back(wq, type, name);
	free(name);
	return rc;
}

ACCFG_EXPORT int accfg_device_enable(struct accfg_device *device)
{
	return enable_object(accfg_device_get_object(device));
}

ACCFG_EXPORT int accfg_wq_enable(struct accfg_wq *wq)
{
	return enable_and_keep_type(wq);
}

/* Of a device, the holders of its first wq that has any. */
static const char *describe_holders(struct accfg_object *object, char text[HOLDERS_TEXT_SIZE])
{
	struct accfg_wq *wq = accfg_object_as_wq(object);

	*text = 0;
	if (wq)
		return holders_describe(wq, text);
	accfg_wq_foreach(object->device, wq)
		if (*holders_describe(wq, text))
			break;
	return text;
}

static int check_clients(struct accfg_object *object, unsigned int flags)
{
	enum attr_id id = object->kind == ACCFG_KIND_DEVICE ? ATTR_DEVICE_CLIENTS : ATTR_WQ_CLIENTS;
	char holders[HOLDERS_TEXT_SIZE];
	struct error_about about = { .object = object, .attr = "clients", .rule = "clients" };
	const char *clients;
	int rc;

	if (flags & ACCFG_FORCE)
		return 0;
	rc = object_read_text(object, id, &clients);
	if (rc == -ENOENT)
		return 0;
	if (rc || !strcmp(clients, "0"))
		return rc;
	about.value = clients;
	describe_holders(object, holders);
	return ctx_fail(object_ctx(object), -EBUSY, &about, "it is in use, and disabling it needs force%s%s",
			*holders ? "; held by " : "", holders);
}

static int disable(struct accfg_object *object, unsigned int flags)
{
	const char *state;
	int rc = read_state(object, &state);

	if (rc || !strcmp(state, "disabled"))
		return rc;
	rc = check_clients(object, flags);
	if (rc)
		return rc;
	rc = unbind_object(object);
	accfg_device_refresh(object->device);
	if (rc)
		return ctx_fail(object_ctx(object), rc, &(struct error_about){ .object = object },
				rc == -ENOENT ? "it is bound to no driver" : NULL);
	return verify_state(object, "disabled");
}

ACCFG_EXPORT int accfg_device_disable(struct accfg_device *device, unsigned int flags)
{
	return disable(accfg_device_get_object(device), flags);
}

ACCFG_EXPORT int accfg_wq_disable(struct accfg_wq *wq, unsigned int flags)
{
	return disable(accfg_wq_get_object(wq), flags);
}
