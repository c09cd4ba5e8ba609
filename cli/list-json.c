// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One object of `list` as JSON: the attribute rows give keys and order. What a device, driver or kernel does not have is
 * left out; no placeholder stands for it.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/list.h"

/* Attributes that have a key in profiles only: `list` has the keys of accel-config. */
static bool is_of_list(const struct accfg_attr *attr, enum accfg_family family)
{
	const char *key = accfg_attr_get_json_key(attr);

	return key && accfg_attr_has_family(attr, family) && strcmp(key, "enqcmds_retries");
}

static bool is_number(const char *text, bool negative_too)
{
	if (*text == '-' && negative_too)
		text++;
	if (!*text || (*text == '0' && text[1]) || strlen(text) > 20)
		return false;
	return text[strspn(text, "0123456789")] == 0;
}

static void number(struct list *list, struct accfg_object *object, const struct accfg_attr *attr, const char *text)
{
	const char *key = accfg_attr_get_json_key(attr);

	if (!is_number(text, accfg_attr_get_type(attr) == ACCFG_ATTR_INT)) {
		cli_error(list->cli, "%s: %s: '%s' is no number", accfg_object_get_path(object),
			  accfg_attr_get_name(attr), text);
		list->status = cli_first_failure(list->status, CLI_FAILED);
	} else if (strcmp(key, "group_id") || strcmp(text, "-1")) { /* in no group: the key is not there */
		json_raw(&list->json, key, text);
	}
}

/* 6.1 prints 64-bit words; one form is enough, and that of accel-config. */
static void errors(struct list *list, struct accfg_object *object, const char *key)
{
	struct accfg_bitmap map;
	char text[72], *p = text;

	if (accfg_device_get_errors(accfg_object_get_device(object), &map))
		return;
	if (!(map.bits[0] | map.bits[1] | map.bits[2] | map.bits[3]))
		return;
	for (int i = 3; i >= 0; i--)
		p += sprintf(p, "%08" PRIx64 ",%08" PRIx64 "%s", map.bits[i] >> 32, map.bits[i] & 0xffffffff, i ? "," : "");
	json_string(&list->json, key, text);
}

/* What is no failure: the attribute does not exist, or has no value in this state. */
static bool is_absent(int rc)
{
	return rc == -ENOENT || rc == -ENXIO || rc == -EOPNOTSUPP;
}

/* A wq that is not enabled has no character device: two system calls less for each. */
static bool has_no_value_now(struct accfg_object *object, const char *key)
{
	enum accfg_wq_state state;

	return !strcmp(key, "cdev_minor") && !accfg_wq_get_state(accfg_object_as_wq(object), &state) &&
	       state == ACCFG_WQ_DISABLED;
}

static void attribute(struct list *list, struct accfg_object *object, const struct accfg_attr *attr)
{
	const char *key = accfg_attr_get_json_key(attr), *text;
	int rc = has_no_value_now(object, key) ? -ENXIO : accfg_object_get_attr(object, attr, &text);

	if (is_absent(rc))
		return;
	if (rc) {
		list->status = cli_first_failure(list->status, cli_report(list->cli, rc));
		return;
	}
	switch (accfg_attr_get_type(attr)) {
	case ACCFG_ATTR_UINT:
	case ACCFG_ATTR_INT:
	case ACCFG_ATTR_BOOL: number(list, object, attr, text); break;
	case ACCFG_ATTR_BITMAP:
		if (!strcmp(key, "errors")) {
			errors(list, object, key);
			break;
		}
		/* fall through */
	default: json_string(&list->json, key, text);
	}
}

void list_write_object(struct list *list, struct accfg_object *object, bool full)
{
	enum accfg_family family = accfg_device_get_family(accfg_object_get_device(object));
	const struct accfg_attr *attr;

	json_string(&list->json, "dev", accfg_object_get_name(object));
	for (attr = full ? accfg_attr_get_first(accfg_object_get_kind(object)) : NULL; attr;
	     attr = accfg_attr_get_next(attr))
		if (is_of_list(attr, family))
			attribute(list, object, attr);
}
