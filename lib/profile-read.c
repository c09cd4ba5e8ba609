// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reads a profile: gets the bytes, refuses what is no text of a bearable size, and runs the parts
 * of the reader over it.
 */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ctx.h"
#include "lib/profile-read.h"

static void add(struct reader *r, const struct problem *what, bool is_note, const char *format,
		va_list args)
{
	struct problem copy = *what;

	copy.file = r->profile->file;
	copy.is_note = is_note;
	if (problem_list_addv(r->profile->problems, &copy, format, args) < 0)
		r->error = -ENOMEM;
}

void reader_error(struct reader *r, const struct problem *what, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(r, what, false, format, args);
	va_end(args);
}

void reader_note(struct reader *r, const struct problem *what, const char *format, ...)
{
	va_list args;

	if (r->quiet)
		return;
	va_start(args, format);
	add(r, what, true, format, args);
	va_end(args);
}

/* Length of the UTF-8 character at p, 0 if there is none. RFC 3629: no surrogates, no long forms.
 */
static size_t utf8_length(const unsigned char *p, size_t left)
{
	static const struct {
		unsigned char first_low, first_high, second_low, second_high;
		size_t length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	if (*p < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (*p < forms[i].first_low || *p > forms[i].first_high)
			continue;
		if (left < forms[i].length || p[1] < forms[i].second_low ||
		    p[1] > forms[i].second_high)
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* Sets offset to the first byte that is no text; false if there is one. */
static bool is_text(const char *text, size_t length, size_t *offset)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < length;) {
		size_t n = p[i] ? utf8_length(p + i, length - i) : 0;

		*offset = i;
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

/* Says why these bytes cannot be a profile; false then. */
static bool check_bytes(struct reader *r)
{
	struct problem what = { .rule = "text", .place = { 1, 1 } };
	size_t offset = 0;

	if (r->length == 0) {
		reader_error(r, &what, "the profile is empty");
		return false;
	}
	if (r->length >= 3 && memcmp(r->text, "\xef\xbb\xbf", 3) == 0) {
		reader_error(r, &what,
			     "begins with a byte order mark; save it as UTF-8 without one");
		return false;
	}
	if (r->length >= 2 &&
	    (memcmp(r->text, "\xff\xfe", 2) == 0 || memcmp(r->text, "\xfe\xff", 2) == 0)) {
		reader_error(r, &what, "this is UTF-16; save it as UTF-8");
		return false;
	}
	if (is_text(r->text, r->length, &offset))
		return true;
	what.place = locate_place_of(r->text, offset);
	if (r->text[offset])
		reader_error(r, &what, "byte 0x%02x is no UTF-8 here",
			     (unsigned char)r->text[offset]);
	else
		reader_error(r, &what, "a NUL byte");
	return false;
}

/* Strict: each is an error. Else one note; none for comments, which are written on purpose. */
static void say_sloppy(struct reader *r)
{
	const struct locate_map *map = &r->map;
	unsigned int kept = map->n_remarks < LOCATE_MAX_REMARKS ? map->n_remarks
								: LOCATE_MAX_REMARKS;

	for (unsigned int i = 0; i < kept; i++) {
		enum locate_sloppy kind = map->remarks[i].what;
		struct problem what = { .rule = "strict", .place = map->remarks[i].place };

		if (r->strict) {
			reader_error(r, &what, "%s is not strict JSON", locate_sloppy_text(kind));
		} else if (kind != LOCATE_COMMENT) {
			reader_note(r, &what,
				    "%s is not strict JSON; accepted, as accel-config does",
				    locate_sloppy_text(kind));
			return;
		}
	}
}

static void scan_failed(struct reader *r, int error)
{
	struct problem what = { .rule = error == -E2BIG ? "size" : "json",
				.place = r->map.error_place };

	if (error == -ENOMEM)
		r->error = -ENOMEM;
	else
		reader_error(r, &what, "%s", r->map.reason);
}

/* r->text is scanned, parsed and walked; problems are collected on the way. */
static void read_text(struct reader *r)
{
	struct item root;
	int error;

	if (!check_bytes(r))
		return;
	error = locate_scan(r->text, r->length, &r->map);
	if (error < 0) {
		scan_failed(r, error);
		return;
	}
	say_sloppy(r);
	root = (struct item){ .node = r->map.nodes };
	if (root.node->type == LOCATE_OBJECT || root.node->type == LOCATE_ARRAY) {
		root.json = reader_parse(r);
		if (!root.json)
			return;
	}
	reader_read_profile(r, root);
	json_object_put(root.json);
}

static int set_name(struct accfg_profile *profile, const char *name)
{
	profile_clear(profile);
	profile->file = strdup(name ? name : "profile");
	return profile->file ? 0 : -ENOMEM;
}

/* The context keeps the first error too, as of every failure. */
int profile_fail(struct accfg_profile *profile, int code)
{
	const struct accfg_error *first = problem_list_first_error(profile->problems);
	struct error_about about;

	if (!first)
		return code;
	about = (struct error_about){
		.object_path = accfg_error_get_object(first),
		.attr = accfg_error_get_attr(first),
		.attr_is_temporary = true,
		.value = accfg_error_get_value(first),
		.rule = accfg_error_get_rule(first),
		.file = accfg_error_get_file(first),
		.line = accfg_error_get_line(first),
		.column = accfg_error_get_column(first),
	};
	return ctx_fail(profile->ctx, code, &about, "%s", accfg_error_get_reason(first));
}

/* Takes over text, which has room for a NUL after length. */
static int read_owned(struct accfg_profile *profile, char *text, size_t length, unsigned int flags)
{
	struct reader r = { .profile = profile,
			    .text = text,
			    .length = length,
			    .strict = flags & ACCFG_PROFILE_STRICT,
			    .any_config = flags & ACCFG_PROFILE_ANY_CONFIG };
	int error;

	text[length] = '\0';
	read_text(&r);
	locate_free(&r.map);
	free(r.not_here);
	free(text);
	error = problem_list_finish(profile->problems);
	if (r.error == -ENOMEM || error < 0)
		return -ENOMEM;
	if (r.error || problem_list_count_errors(profile->problems))
		return profile_fail(profile, -EINVAL);
	return 0;
}

/* The problem of a profile that could not be read at all. */
static int fail(struct accfg_profile *profile, int error)
{
	struct reader r = { .profile = profile };

	if (error == -EFBIG)
		reader_error(&r, &(struct problem){ .rule = "size" },
			     "larger than %u bytes, the largest profile allowed",
			     PROFILE_MAX_BYTES);
	else
		reader_error(&r, &(struct problem){ .rule = "read" }, "%s", strerror(-error));
	return r.error ? r.error : profile_fail(profile, error);
}

ACCFG_EXPORT int accfg_profile_read_memory(struct accfg_profile *profile, const char *text,
					   size_t length, const char *name, unsigned int flags)
{
	char *copy;
	int r = set_name(profile, name);

	if (r < 0)
		return r;
	if (length > PROFILE_MAX_BYTES)
		return fail(profile, -EFBIG);
	copy = malloc(length + 1);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, text, length);
	return read_owned(profile, copy, length, flags);
}

int reader_read_all(int fd, char **text, size_t *length)
{
	size_t room = 64 * 1024, n = 0, want;
	char *buffer = malloc(room);
	ssize_t got = 0;

	while (buffer && n <= PROFILE_MAX_BYTES) {
		if (n + 1 >= room) {
			char *grown = realloc(buffer, room * 2);

			if (!grown)
				break;
			buffer = grown;
			room *= 2;
		}
		want = room - n - 1;
		if (want > PROFILE_MAX_BYTES + 1 - n)
			want = PROFILE_MAX_BYTES + 1 - n;
		got = read(fd, buffer + n, want);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = -errno;

			free(buffer);
			return error;
		}
		n += (size_t)got;
		if (got == 0 || n > PROFILE_MAX_BYTES) {
			*text = buffer;
			*length = n;
			return 0;
		}
	}
	free(buffer);
	return -ENOMEM;
}

ACCFG_EXPORT int accfg_profile_read_fd(struct accfg_profile *profile, int fd, const char *name,
				       unsigned int flags)
{
	struct stat status;
	char *text = NULL;
	size_t length = 0;
	int r = set_name(profile, name);

	if (r < 0)
		return r;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size > (off_t)PROFILE_MAX_BYTES)
		return fail(profile, -EFBIG);
	r = reader_read_all(fd, &text, &length);
	if (r < 0)
		return fail(profile, r);
	if (length > PROFILE_MAX_BYTES) {
		free(text);
		return fail(profile, -EFBIG);
	}
	return read_owned(profile, text, length, flags);
}

static int fail_nameless(struct accfg_profile *profile)
{
	struct reader r = { .profile = profile };

	profile_clear(profile);
	reader_error(&r, &(struct problem){ .rule = "read" }, "the name of the file is empty");
	return r.error ? r.error : profile_fail(profile, -ENOENT);
}

ACCFG_EXPORT int accfg_profile_read_file(struct accfg_profile *profile, const char *path,
					 unsigned int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), r, error = -errno;

	if (!*path)
		return fail_nameless(profile);
	if (fd < 0) {
		r = set_name(profile, path);
		return r < 0 ? r : fail(profile, error);
	}
	r = accfg_profile_read_fd(profile, fd, path, flags);
	close(fd);
	return r;
}
