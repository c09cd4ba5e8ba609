// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The tokens of the scanner: blanks, comments, strings, numbers and words. What is built from them
 * is in locate.c.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/locate-scan.h"

static void place_advance(struct profile_place *place, char c)
{
	if (c == '\n') {
		place->line++;
		place->column = 1;
	} else if (((unsigned char)c & 0xc0) != 0x80) {
		place->column++;
	}
}

struct profile_place locate_place_of(const char *text, size_t offset)
{
	struct profile_place place = { 1, 1 };

	for (size_t i = 0; i < offset && text[i]; i++)
		place_advance(&place, text[i]);
	return place;
}

const char *locate_sloppy_text(enum locate_sloppy what)
{
	static const char *const texts[] = {
		[LOCATE_COMMENT] = "a comment",
		[LOCATE_TRAILING_COMMA] = "a comma after the last element",
		[LOCATE_SINGLE_QUOTE] = "a string in single quotes",
		[LOCATE_WORD_CASE] = "a word that is not in lower case",
		[LOCATE_NOT_A_NUMBER] = "NaN or Infinity",
		[LOCATE_NUMBER_FORM] = "a number such as 010 or 1.",
		[LOCATE_CONTROL_CHAR] = "a control character within a string",
		[LOCATE_TRAILING_TEXT] = "text after the end of the profile",
	};

	return texts[what];
}

void scan_advance(struct scanner *s)
{
	place_advance(&s->here, s->text[s->at]);
	s->at++;
}

/* 0 at the end; the text itself has no NUL */
char scan_peek(const struct scanner *s)
{
	return s->at < s->length ? s->text[s->at] : '\0';
}

int scan_fail_at(struct scanner *s, int error, const struct profile_place *place,
		 const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(s->map->reason, sizeof(s->map->reason), format, args);
	va_end(args);
	s->map->error_place = *place;
	return error;
}

int scan_fail(struct scanner *s, const char *reason)
{
	return scan_fail_at(s, -EINVAL, &s->here, "%s", reason);
}

void scan_remark(struct scanner *s, enum locate_sloppy what, struct profile_place place)
{
	struct locate_map *map = s->map;

	if (map->n_remarks < LOCATE_MAX_REMARKS)
		map->remarks[map->n_remarks] = (struct locate_remark){ what, place };
	map->n_remarks++;
}

/* Overwrites what it passes; -EINVAL when a block comment has no end. */
static int skip_comment(struct scanner *s)
{
	struct profile_place start = s->here;
	bool block = s->text[s->at + 1] == '*';
	size_t first = s->at;

	scan_advance(s);
	scan_advance(s);
	for (;; scan_advance(s)) {
		if (!scan_peek(s)) {
			if (block)
				return scan_fail_at(s, -EINVAL, &start,
						    "the comment that begins here has no end");
			break;
		}
		if (!block && scan_peek(s) == '\n')
			break;
		if (block && scan_peek(s) == '*' && s->at + 1 < s->length &&
		    s->text[s->at + 1] == '/') {
			scan_advance(s);
			scan_advance(s);
			break;
		}
	}
	for (size_t i = first; i < s->at; i++)
		if (s->text[i] != '\n')
			s->text[i] = ' ';
	scan_remark(s, LOCATE_COMMENT, start);
	return 0;
}

int scan_blanks(struct scanner *s)
{
	for (;;) {
		char c = scan_peek(s);

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			scan_advance(s);
			continue;
		}
		if (c != '/')
			return 0;
		if (s->at + 1 >= s->length ||
		    (s->text[s->at + 1] != '/' && s->text[s->at + 1] != '*'))
			return scan_fail(s,
					 "a '/' is only allowed in a string or to begin a comment");

		int r = skip_comment(s);

		if (r < 0)
			return r;
	}
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static int scan_escape(struct scanner *s)
{
	scan_advance(s);
	char c = scan_peek(s);

	if (!c || !strchr("\"\\/bfnrtu", c))
		return scan_fail(
			s,
			"unknown escape in a string; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
	for (int i = 0; c == 'u' && i < 4; i++) {
		if (s->at + 1 >= s->length || !is_hex(s->text[s->at + 1]))
			return scan_fail(s, "\\u needs four hexadecimal digits");
		scan_advance(s);
	}
	scan_advance(s);
	return 0;
}

int scan_string(struct scanner *s)
{
	struct profile_place start = s->here;
	char quote = scan_peek(s);

	if (quote == '\'')
		scan_remark(s, LOCATE_SINGLE_QUOTE, start);
	scan_advance(s);
	while (scan_peek(s) != quote) {
		unsigned char c = (unsigned char)scan_peek(s);

		if (!c)
			return scan_fail_at(s, -EINVAL, &start,
					    "the string that begins here has no end");
		if (c == '\\') {
			int r = scan_escape(s);

			if (r < 0)
				return r;
			continue;
		}
		if (c < 0x20)
			scan_remark(s, LOCATE_CONTROL_CHAR, s->here);
		scan_advance(s);
	}
	scan_advance(s);
	return 0;
}

bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *p, const char *end)
{
	while (p < end && scan_is_digit(*p))
		p++;
	return p;
}

/* RFC 8259 section 6 */
static bool number_is_json(const char *p, const char *end)
{
	const char *digits;

	if (p < end && *p == '-')
		p++;
	digits = p;
	p = skip_digits(p, end);
	if (p == digits || (*digits == '0' && p - digits > 1))
		return false;
	if (p < end && *p == '.') {
		digits = ++p;
		p = skip_digits(p, end);
		if (p == digits)
			return false;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		digits = p;
		p = skip_digits(p, end);
		if (p == digits)
			return false;
	}
	return p == end;
}

int scan_word(struct scanner *s, struct profile_place start, size_t first)
{
	static const char *const words[] = {
		"null", "true", "false", "NaN", "Infinity", "-Infinity"
	};
	size_t n;

	while ((scan_peek(s) >= 'a' && scan_peek(s) <= 'z') ||
	       (scan_peek(s) >= 'A' && scan_peek(s) <= 'Z'))
		scan_advance(s);
	n = s->at - first;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) != n || strncasecmp(words[i], s->text + first, n) != 0)
			continue;
		if (i > 2)
			scan_remark(s, LOCATE_NOT_A_NUMBER, start);
		else if (strncmp(words[i], s->text + first, n) != 0)
			scan_remark(s, LOCATE_WORD_CASE, start);
		return 0;
	}
	return scan_fail_at(s, -EINVAL, &start,
			    "unknown word \"%.*s\"; text stands in double quotes",
			    (int)(n < 40 ? n : 40), s->text + first);
}

int scan_number(struct scanner *s, enum locate_type *type)
{
	struct profile_place start = s->here;
	size_t first = s->at;

	while (scan_peek(s) && strchr("0123456789+-.eE", scan_peek(s)))
		scan_advance(s);
	if (s->at - first == 1 && s->text[first] == '-' &&
	    (scan_peek(s) == 'I' || scan_peek(s) == 'i')) {
		*type = LOCATE_WORD;
		return scan_word(s, start, first);
	}
	if (scan_peek(s) && !strchr(" \t\r\n,]}/", scan_peek(s)))
		return scan_fail_at(s, -EINVAL, &start,
				    "a number is expected; other text stands in double quotes");
	if (!number_is_json(s->text + first, s->text + s->at))
		scan_remark(s, LOCATE_NUMBER_FORM, start);
	*type = LOCATE_NUMBER;
	return 0;
}
