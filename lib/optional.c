// SPDX-License-Identifier: LGPL-2.1-or-later
/* Loading libraries when they are needed; see optional.h. */
#include "lib/optional.h"

#include <dlfcn.h>
#include <string.h>

bool optional_load(const char *library, const struct optional_function *functions, size_t n)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; handle && i < n; i++) {
		void *function = dlsym(handle, functions[i].name);

		if (!function)
			return false;
		memcpy(functions[i].to, &function, sizeof(function));
	}
	return handle;
}
