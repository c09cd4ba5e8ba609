// SPDX-License-Identifier: LGPL-2.1-or-later
/* Engines: iteration and their one attribute. */
#include <stdlib.h>

#include "lib/device.h"

struct accfg_engine {
	struct accfg_object base;
};

struct accfg_object *engine_new(void)
{
	return calloc(1, sizeof(struct accfg_engine));
}

ACCFG_EXPORT struct accfg_engine *accfg_object_as_engine(struct accfg_object *object)
{
	return object->kind == ACCFG_KIND_ENGINE ? (struct accfg_engine *)object : NULL;
}

ACCFG_EXPORT struct accfg_engine *accfg_engine_get_first(struct accfg_device *device)
{
	return (struct accfg_engine *)device_first_part(device, ACCFG_KIND_ENGINE);
}

ACCFG_EXPORT struct accfg_engine *accfg_engine_get_next(struct accfg_engine *engine)
{
	return (struct accfg_engine *)device_next_part(&engine->base);
}

ACCFG_EXPORT int accfg_engine_get_by_id(struct accfg_device *device, unsigned int id, struct accfg_engine **engine)
{
	struct accfg_object *part;
	int rc = device_get_part(device, ACCFG_KIND_ENGINE, id, &part);

	if (!rc)
		*engine = (struct accfg_engine *)part;
	return rc;
}

ACCFG_EXPORT struct accfg_object *accfg_engine_get_object(struct accfg_engine *engine)
{
	return &engine->base;
}

ACCFG_EXPORT struct accfg_device *accfg_engine_get_device(struct accfg_engine *engine)
{
	return engine->base.device;
}

ACCFG_EXPORT const char *accfg_engine_get_name(struct accfg_engine *engine)
{
	return object_name(&engine->base);
}

ACCFG_EXPORT unsigned int accfg_engine_get_id(struct accfg_engine *engine)
{
	return engine->base.id;
}

ACCFG_EXPORT int accfg_engine_get_group_id(struct accfg_engine *engine, int *id)
{
	return object_get_int(&engine->base, ATTR_ENGINE_GROUP_ID, id);
}

ACCFG_EXPORT int accfg_engine_set_group_id(struct accfg_engine *engine, int id)
{
	return object_set_int(&engine->base, ATTR_ENGINE_GROUP_ID, id);
}
