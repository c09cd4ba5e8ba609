// SPDX-License-Identifier: LGPL-2.1-or-later
/* Texts and arrays that grow; see text.h. */
#include "util/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for n bytes and the NUL. */
static bool reserve(struct text *text, size_t n)
{
	size_t room = text->room ? text->room : 64;
	char *data;

	if (text->failed)
		return false;
	while (room - text->length <= n) {
		if (room > SIZE_MAX / 2) {
			text->failed = true;
			return false;
		}
		room *= 2;
	}
	if (room == text->room)
		return true;
	data = realloc(text->data, room);
	if (!data) {
		text->failed = true;
		return false;
	}
	text->data = data;
	text->room = room;
	return true;
}

void text_add_bytes(struct text *text, const char *bytes, size_t n)
{
	if (!reserve(text, n))
		return;
	memcpy(text->data + text->length, bytes, n);
	text->length += n;
	text->data[text->length] = 0;
}

void text_add(struct text *text, const char *string)
{
	text_add_bytes(text, string, strlen(string));
}

void text_vprintf(struct text *text, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		text->failed = true;
	else if (reserve(text, (size_t)n))
		text->length += (size_t)vsnprintf(text->data + text->length, (size_t)n + 1, format, args);
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_vprintf(text, format, args);
	va_end(args);
}

bool text_failed(const struct text *text)
{
	return text->failed;
}

void text_free(struct text *text)
{
	free(text->data);
	memset(text, 0, sizeof(*text));
}

char *text_take(struct text *text)
{
	char *data = NULL;

	text_add(text, "");
	if (text->failed)
		free(text->data);
	else
		data = text->data;
	memset(text, 0, sizeof(*text));
	return data;
}

void *array_grow(void *array, size_t n, size_t element_size)
{
	if (n & (n - 1)) /* there is room up to the next power of two */
		return array;
	return reallocarray(array, n ? n * 2 : 1, element_size);
}
