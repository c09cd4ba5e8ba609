/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints the attribute rows of the library, one per line, for the checks of the documents:
 * KIND NAME r|rw SINCE OLD-NAME JSON-KEY OPTION, with - for what there is not.
 */
#include <stdio.h>

#include "lib/libaccfg.h"

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

int main(void)
{
	static const char *const kinds[] = { "device", "group", "wq", "engine" };
	const struct accfg_attr *attr;

	for (int kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++)
		for (attr = accfg_attr_get_first(kind); attr; attr = accfg_attr_get_next(attr))
			printf("%s %s %s %s %s %s %s\n", kinds[kind], accfg_attr_get_name(attr),
			       accfg_attr_is_writable(attr) ? "rw" : "r", or_dash(accfg_attr_get_since(attr)),
			       or_dash(accfg_attr_get_old_name(attr)), or_dash(accfg_attr_get_json_key(attr)),
			       or_dash(accfg_attr_get_option(attr)));
	return 0;
}
