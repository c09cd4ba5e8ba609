// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The capabilities that client and server tell each other in the first message: JSON.
 */
#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "vfu-session.h"

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)
#define MAX_DATA 65536
#define MAX_FDS 16
#define MAX_MAPS 65535
_Static_assert(MAX_DATA == VFU_MAX_DATA && MAX_FDS == VFU_MAX_FDS && MAX_MAPS == VFU_MAX_MAPS, "as in vfu-wire.h");

const char vfu_version_reply[] = "{\"capabilities\":{\"max_msg_fds\":" TEXT(MAX_FDS)
	",\"max_data_xfer_size\":" TEXT(MAX_DATA) ",\"max_dma_maps\":" TEXT(MAX_MAPS)
	",\"pgsizes\":4096,\"write_multiple\":true}}";

static int take_capabilities(struct json_object *root, size_t *max_data)
{
	struct json_object *capabilities, *value;
	int64_t number;

	if (!json_object_is_type(root, json_type_object))
		return -EINVAL;
	if (!json_object_object_get_ex(root, "capabilities", &capabilities))
		return 0;
	if (!json_object_is_type(capabilities, json_type_object))
		return -EINVAL;
	if (!json_object_object_get_ex(capabilities, "max_data_xfer_size", &value))
		return 0;
	number = json_object_get_int64(value);
	if (!json_object_is_type(value, json_type_int) || number < 1)
		return -EINVAL;
	if ((uint64_t)number < *max_data)
		*max_data = (size_t)number;
	return 0;
}

int vfu_version_parse(const char *text, size_t length, size_t *max_data)
{
	struct json_tokener *tokener;
	struct json_object *root;
	int rc = -EINVAL;

	*max_data = VFU_MAX_DATA;
	length = strnlen(text, length);
	if (!length)
		return 0;
	tokener = json_tokener_new();
	if (!tokener)
		return -ENOMEM;
	root = json_tokener_parse_ex(tokener, text, (int)length);
	if (root)
		rc = take_capabilities(root, max_data);
	json_object_put(root);
	json_tokener_free(tokener);
	return rc;
}
