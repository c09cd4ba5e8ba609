/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between the profile-write*.c files only: the list of devices as JSON, at some depth of a text.
 */
#ifndef ACCFG_PROFILE_WRITE_H
#define ACCFG_PROFILE_WRITE_H

struct accfg_profile;
struct text;

/* From bracket to bracket; indent is that of the line it begins in. The caller frees. */
int profile_write_list(struct accfg_profile *profile, int indent, char **text);
void profile_write_string(struct text *out, const char *string);

#endif
