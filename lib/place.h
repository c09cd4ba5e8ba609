/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A place in a text, for messages such as profile.json:14:19. Owns nothing else.
 */
#ifndef ACCFG_PLACE_H
#define ACCFG_PLACE_H

struct profile_place {
	unsigned int line; /* 1-based; 0: no place (made from the machine) */
	unsigned int column; /* 1-based, in characters (UTF-8 code points), a tab is one */
};

#endif
