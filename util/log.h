/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Log priorities as words. Who logs where is the callers' business. */
#ifndef UTIL_LOG_H
#define UTIL_LOG_H

/* "err", "warning", "info", "debug", ... or a number of syslog(3); -EINVAL for anything else. */
int log_priority_parse(const char *text);

#endif
