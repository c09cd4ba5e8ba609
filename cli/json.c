// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The JSON writer: json.h says what form.
 */
#include "cli/json.h"

#include <stddef.h>

static void newline(struct json *json)
{
	if (json->compact)
		return;
	fprintf(json->out, "\n%*s", (int)(2 * json->depth), "");
}

/* Length of the UTF-8 sequence at p, 0 if it is none. */
static size_t utf8_length(const unsigned char *p)
{
	size_t n = *p >= 0xc2 && *p < 0xe0 ? 2 : *p >= 0xe0 && *p < 0xf0 ? 3 : *p >= 0xf0 && *p < 0xf5 ? 4 : 0;

	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static void escape_ascii(FILE *out, unsigned char c)
{
	static const char letters[] = "btn.fr"; /* 8 .. 13; there is none for 11 */

	if (c == '"' || c == '\\' || c == '/')
		fprintf(out, "\\%c", c);
	else if (c >= 8 && c <= 13 && c != 11)
		fprintf(out, "\\%c", letters[c - 8]);
	else
		fprintf(out, "\\u%04x", c);
}

/* How many bytes stand for themselves: nearly all there are, so they are written together. */
static size_t plain_length(const unsigned char *p)
{
	size_t n = 0;

	while (p[n] >= 0x20 && p[n] < 0x7f && p[n] != '"' && p[n] != '\\' && p[n] != '/')
		n++;
	return n;
}

/* What is not UTF-8 becomes U+FFFD: the output is always valid. */
void json_escape(FILE *out, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p) {
		size_t plain = plain_length(p), n = plain ? plain : utf8_length(p);

		if (!plain && *p < 0x80) {
			escape_ascii(out, *p++);
		} else if (n) {
			fwrite(p, 1, n, out);
			p += n;
		} else {
			fputs("\xef\xbf\xbd", out);
			p++;
		}
	}
}

static void begin(struct json *json, const char *key)
{
	if (json->not_first)
		putc(',', json->out);
	if (json->depth)
		newline(json);
	if (key) {
		putc('"', json->out);
		json_escape(json->out, key);
		fputs("\":", json->out);
	}
	json->not_first = true;
}

void json_open(struct json *json, const char *key, char bracket)
{
	begin(json, key);
	putc(bracket, json->out);
	json->depth++;
	json->not_first = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->not_first)
		newline(json);
	putc(bracket, json->out);
	json->not_first = true;
}

void json_string(struct json *json, const char *key, const char *value)
{
	begin(json, key);
	putc('"', json->out);
	json_escape(json->out, value);
	putc('"', json->out);
}

void json_raw(struct json *json, const char *key, const char *text)
{
	begin(json, key);
	fputs(text, json->out);
}
