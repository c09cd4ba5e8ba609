// SPDX-License-Identifier: LGPL-2.1-or-later
/* Log priorities as words. */
#include "util/log.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <syslog.h>

static const struct {
	const char *word;
	int priority;
} words[] = {
	{ "emerg", LOG_EMERG },	    { "alert", LOG_ALERT },   { "crit", LOG_CRIT },   { "err", LOG_ERR },
	{ "error", LOG_ERR },	    { "warning", LOG_WARNING }, { "warn", LOG_WARNING }, { "notice", LOG_NOTICE },
	{ "info", LOG_INFO },	    { "debug", LOG_DEBUG },
};

int log_priority_parse(const char *text)
{
	if (text[0] >= '0' && text[0] <= '7' && !text[1])
		return text[0] - '0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcasecmp(text, words[i].word))
			return words[i].priority;
	}
	return -EINVAL;
}
