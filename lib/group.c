// SPDX-License-Identifier: LGPL-2.1-or-later
/* Groups: iteration and attributes. Which wqs and engines are in one is said by those. */
#include <stdlib.h>

#include "lib/device.h"

struct accfg_group {
	struct accfg_object base;
};

struct accfg_object *group_new(void)
{
	return calloc(1, sizeof(struct accfg_group));
}

ACCFG_EXPORT struct accfg_group *accfg_object_as_group(struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_GROUP ? (struct accfg_group *)object : NULL;
}

ACCFG_EXPORT struct accfg_group *accfg_group_get_first(struct accfg_device *device)
{
	return (struct accfg_group *)device_first_part(device, ACCFG_KIND_GROUP);
}

ACCFG_EXPORT struct accfg_group *accfg_group_get_next(struct accfg_group *group)
{
	return (struct accfg_group *)device_next_part(&group->base);
}

ACCFG_EXPORT int accfg_group_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_group **group)
{
	struct accfg_object *part;
	int rc = device_get_part(device, ACCFG_KIND_GROUP, id, &part);

	if (!rc)
		*group = (struct accfg_group *)part;
	return rc;
}

ACCFG_EXPORT struct accfg_object *accfg_group_get_object(struct accfg_group *group)
{
	return &group->base;
}

ACCFG_EXPORT struct accfg_device *accfg_group_get_device(struct accfg_group *group)
{
	return group->base.device;
}

ACCFG_EXPORT const char *accfg_group_get_name(struct accfg_group *group)
{
	return object_name(&group->base);
}

ACCFG_EXPORT unsigned int accfg_group_get_id(struct accfg_group *group)
{
	return group->base.id;
}

ACCFG_EXPORT int accfg_group_get_read_buffers_reserved(struct accfg_group *group, unsigned int *n)
{
	return object_get_uint(&group->base, ATTR_READ_BUFFERS_RESERVED, n);
}

ACCFG_EXPORT int accfg_group_get_read_buffers_allowed(struct accfg_group *group, unsigned int *n)
{
	return object_get_uint(&group->base, ATTR_READ_BUFFERS_ALLOWED, n);
}

ACCFG_EXPORT int accfg_group_get_use_read_buffer_limit(struct accfg_group *group, bool *use)
{
	return object_get_bool(&group->base, ATTR_USE_READ_BUFFER_LIMIT, use);
}

ACCFG_EXPORT int accfg_group_get_traffic_class_a(struct accfg_group *group, int *tc)
{
	return object_get_int(&group->base, ATTR_TRAFFIC_CLASS_A, tc);
}

ACCFG_EXPORT int accfg_group_get_traffic_class_b(struct accfg_group *group, int *tc)
{
	return object_get_int(&group->base, ATTR_TRAFFIC_CLASS_B, tc);
}

ACCFG_EXPORT int accfg_group_get_desc_progress_limit(struct accfg_group *group, unsigned int *limit)
{
	return object_get_uint(&group->base, ATTR_DESC_PROGRESS_LIMIT, limit);
}

ACCFG_EXPORT int accfg_group_get_batch_progress_limit(struct accfg_group *group,
		unsigned int *limit)
{
	return object_get_uint(&group->base, ATTR_BATCH_PROGRESS_LIMIT, limit);
}

ACCFG_EXPORT int accfg_group_set_read_buffers_reserved(struct accfg_group *group, unsigned int n)
{
	return object_set_uint(&group->base, ATTR_READ_BUFFERS_RESERVED, n);
}

ACCFG_EXPORT int accfg_group_set_read_buffers_allowed(struct accfg_group *group, unsigned int n)
{
	return object_set_uint(&group->base, ATTR_READ_BUFFERS_ALLOWED, n);
}

ACCFG_EXPORT int accfg_group_set_use_read_buffer_limit(struct accfg_group *group, bool use)
{
	return object_set_uint(&group->base, ATTR_USE_READ_BUFFER_LIMIT, use);
}

ACCFG_EXPORT int accfg_group_set_traffic_class_a(struct accfg_group *group, int tc)
{
	return object_set_int(&group->base, ATTR_TRAFFIC_CLASS_A, tc);
}

ACCFG_EXPORT int accfg_group_set_traffic_class_b(struct accfg_group *group, int tc)
{
	return object_set_int(&group->base, ATTR_TRAFFIC_CLASS_B, tc);
}

ACCFG_EXPORT int accfg_group_set_desc_progress_limit(struct accfg_group *group, unsigned int limit)
{
	return object_set_uint(&group->base, ATTR_DESC_PROGRESS_LIMIT, limit);
}

ACCFG_EXPORT int accfg_group_set_batch_progress_limit(struct accfg_group *group, unsigned int limit)
{
	return object_set_uint(&group->base, ATTR_BATCH_PROGRESS_LIMIT, limit);
}
