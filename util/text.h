/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A text that grows. After a failed allocation it stays as it is and every further call does nothing; one look at the
 * end (text_failed(), or NULL of text_take()) is enough.
 */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
	char *data; /* ends in NUL; NULL while nothing was added */
	size_t length;
	size_t room;
	bool failed;
};

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t n);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *text, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
bool text_failed(const struct text *text);
char *text_take(struct text *text); /* the caller frees; NULL: out of memory. The text is empty then */
void text_free(struct text *text);

/* Makes room for one more element of an array that grows by doubling; NULL: out of memory, the array is as it was. */
void *array_grow(void *array, size_t n, size_t element_size);

#endif
