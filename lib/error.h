/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One failure, by value: what was tried on what, and why it was refused. Kept in the context (the last one) and in the
 * lists of a profile's problems; rendered once, here.
 */
#ifndef ACCFG_ERROR_H
#define ACCFG_ERROR_H

#include <stdarg.h>

#include "lib/libaccfg.h"

#define ERROR_OBJECT_SIZE 48

struct accfg_error {
	int code; /* negative errno; 0 of a note */
	char object[ERROR_OBJECT_SIZE]; /* "" if it is about none */
	const char *attr; /* static, or in names */
	const char *rule; /* static word, or NULL */
	char *value;
	char *reason;  /* NULL until rendered where it is no more than the errno */
	char *message; /* NULL until rendered */
	char *file;
	char *names; /* memory that attr points to, if it is not static */
	unsigned int line;
	unsigned int column;
	uint32_t cmd_status;
	bool is_note;
};

/* What error_set() is told; everything may be left 0. Strings are copied, attr and rule are not. */
struct error_about {
	struct accfg_object *object;
	const char *object_path; /* instead of object */
	const char *attr;
	const char *value;
	const char *rule;
	const char *file;
	unsigned int line;
	unsigned int column;
	uint32_t cmd_status;
	bool is_note;
	bool attr_is_temporary; /* attr is to be copied */
};

/*
 * Fills an error (which may hold an older one) and returns code. format NULL: the reason is the text of the errno. No
 * memory: parts of the text are missing, the code is not.
 */
int error_set(struct accfg_error *error, int code, const struct error_about *about, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
int error_vset(struct accfg_error *error, int code, const struct error_about *about, const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));
void error_render(struct accfg_error *error); /* makes reason and message, if they are not there yet */
void error_clear(struct accfg_error *error);

#endif
