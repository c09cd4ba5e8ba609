/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between locate.c and locate-token.c only: the state of a scan and its tokens.
 */
#ifndef ACCFG_LOCATE_SCAN_H
#define ACCFG_LOCATE_SCAN_H

#include "lib/locate.h"

struct scanner {
	char *text;
	size_t length;
	size_t at;
	struct profile_place here;
	struct locate_map *map;
	uint32_t open[LOCATE_MAX_DEPTH]; /* containers, outermost first */
	uint32_t last[LOCATE_MAX_DEPTH]; /* last child of each, 0: none yet */
	unsigned int depth;
};

/* 0 at the end; the text itself has no NUL */
char scan_peek(const struct scanner *s);
void scan_advance(struct scanner *s);
bool scan_is_digit(char c);

/* Keep the reason and its place; return the error. */
int scan_fail(struct scanner *s, const char *reason);
__attribute__((format(printf, 4, 5)))
int scan_fail_at(struct scanner *s, int error, const struct profile_place *place, const char *format, ...);
void scan_remark(struct scanner *s, enum locate_sloppy what, struct profile_place place);

/* Each begins where s stands and ends after the token; 0 or a negative errno with its reason kept. */
int scan_blanks(struct scanner *s); /* and comments, which are overwritten */
int scan_string(struct scanner *s);
int scan_number(struct scanner *s, enum locate_type *type); /* -Infinity is a word */
int scan_word(struct scanner *s, struct profile_place start, size_t first);

#endif
