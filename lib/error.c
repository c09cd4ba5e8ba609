// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Failures by value and their one rendering:
 *   OBJECT: ATTRIBUTE=VALUE: REASON [FILE:LINE:COLUMN]
 * What a kernel's refusal means is explained elsewhere (explain.c, reason.c, cmd-status.c).
 */
#include "lib/error.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctx.h"
#include "lib/object.h"
#include "util/text.h"

#define VALUE_SHOWN 80 /* bytes of a value that a message shows */

void error_clear(struct accfg_error *error)
{
	free(error->value);
	free(error->reason);
	free(error->message);
	free(error->file);
	free(error->names);
	memset(error, 0, sizeof(*error));
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static char *format_text(const char *format, va_list args)
{
	struct text text = { 0 };

	text_vprintf(&text, format, args);
	return text_take(&text);
}

static void set_object(struct accfg_error *error, const struct error_about *about)
{
	const char *path = about->object_path;

	if (about->object)
		path = object_path(about->object);
	if (path)
		snprintf(error->object, sizeof(error->object), "%.*s", (int)sizeof(error->object) - 1, path);
}

int error_vset(struct accfg_error *error, int code, const struct error_about *about, const char *format, va_list args)
{
	/* Made aside, since what it is told may be parts of the error that is overwritten. */
	struct accfg_error made = {
		.code = code,
		.reason = format ? format_text(format, args) : NULL,
		.value = copy(about->value),
		.file = copy(about->file),
		.attr = about->attr,
		.rule = about->rule,
		.line = about->line,
		.column = about->column,
		.cmd_status = about->cmd_status,
		.is_note = about->is_note,
	};

	set_object(&made, about);
	if (about->attr_is_temporary)
		made.attr = made.names = copy(about->attr);
	error_clear(error);
	*error = made;
	return code;
}

int error_set(struct accfg_error *error, int code, const struct error_about *about, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(error, code, about, format, args);
	va_end(args);
	return code;
}

/* Values come from files and command lines: one line, nothing that a terminal obeys, not without end. */
static void add_shown(struct text *text, const char *value, size_t most)
{
	size_t n = 0;

	for (; *value && n < most; value++, n++) {
		unsigned char c = (unsigned char)*value;

		if (c < 0x20 || c == 0x7f)
			text_printf(text, "\\x%02x", c);
		else
			text_add_bytes(text, value, 1);
	}
	while (((unsigned char)*value & 0xc0) == 0x80) /* not in the middle of a character */
		text_add_bytes(text, value++, 1);
	if (*value)
		text_add(text, "...");
}

static void add_place(struct text *text, const struct accfg_error *error)
{
	if (!error->file)
		return;
	text_add(text, " [");
	add_shown(text, error->file, PATH_MAX); /* whole, so that an editor finds it */
	if (error->line)
		text_printf(text, ":%u", error->line);
	if (error->line && error->column)
		text_printf(text, ":%u", error->column);
	text_add(text, "]");
}

static void add_reason(struct text *text, const struct accfg_error *error)
{
	char buf[128];

	if (error->reason)
		text_add(text, error->reason);
	else
		text_add(text, strerror_r(-error->code, buf, sizeof(buf)));
}

void error_render(struct accfg_error *error)
{
	struct text text = { 0 };

	if (error->message)
		return;
	if (!error->reason) {
		add_reason(&text, error);
		error->reason = text_take(&text);
	}
	if (error->object[0])
		text_printf(&text, "%s: ", error->object);
	if (error->attr)
		add_shown(&text, error->attr, VALUE_SHOWN);
	if (error->attr && error->value) {
		text_add(&text, "=");
		add_shown(&text, error->value, VALUE_SHOWN);
	}
	if (error->attr)
		text_add(&text, ": ");
	add_reason(&text, error);
	add_place(&text, error);
	error->message = text_take(&text);
}

ACCFG_EXPORT const char *accfg_error_get_message(const struct accfg_error *error)
{
	return error->message ? error->message : "out of memory";
}

ACCFG_EXPORT int accfg_error_get_code(const struct accfg_error *error)
{
	return error->code;
}

ACCFG_EXPORT const char *accfg_error_get_object(const struct accfg_error *error)
{
	return error->object[0] ? error->object : NULL;
}

ACCFG_EXPORT const char *accfg_error_get_attr(const struct accfg_error *error)
{
	return error->attr;
}

ACCFG_EXPORT const char *accfg_error_get_value(const struct accfg_error *error)
{
	return error->value;
}

ACCFG_EXPORT const char *accfg_error_get_rule(const struct accfg_error *error)
{
	return error->rule;
}

ACCFG_EXPORT const char *accfg_error_get_reason(const struct accfg_error *error)
{
	return error->reason;
}

ACCFG_EXPORT uint32_t accfg_error_get_cmd_status(const struct accfg_error *error)
{
	return error->cmd_status;
}

ACCFG_EXPORT const char *accfg_error_get_file(const struct accfg_error *error)
{
	return error->file;
}

ACCFG_EXPORT unsigned int accfg_error_get_line(const struct accfg_error *error)
{
	return error->line;
}

ACCFG_EXPORT unsigned int accfg_error_get_column(const struct accfg_error *error)
{
	return error->column;
}

ACCFG_EXPORT bool accfg_error_is_note(const struct accfg_error *error)
{
	return error->is_note;
}
