// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What keeps an object from working, in the order in which a person has to mend it. Said from what is set now, since
 * cmd_status tells of the last attempt only.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/status.h"

static void say(char *text, const char *what)
{
	snprintf(text, STATUS_CELL, "%s", what);
}

unsigned int status_count_wqs(struct accfg_device *device, int id)
{
	struct accfg_wq *wq;
	unsigned int n = 0;
	int group;

	accfg_wq_foreach(device, wq)
		n += !accfg_wq_get_group_id(wq, &group) && group == id;
	return n;
}

unsigned int status_count_engines(struct accfg_device *device, int id)
{
	struct accfg_engine *engine;
	unsigned int n = 0;
	int group;

	accfg_engine_foreach(device, engine)
		n += !accfg_engine_get_group_id(engine, &group) && group == id;
	return n;
}

static bool has_grouped_wq(struct accfg_device *device)
{
	struct accfg_wq *wq;
	int group;

	accfg_wq_foreach(device, wq)
		if (!accfg_wq_get_group_id(wq, &group) && group >= 0)
			return true;
	return false;
}

static bool has_grouped_engine(struct accfg_device *device)
{
	struct accfg_engine *engine;
	int group;

	accfg_engine_foreach(device, engine)
		if (!accfg_engine_get_group_id(engine, &group) && group >= 0)
			return true;
	return false;
}

/* The last attempt, where it says more than "nothing is configured". */
static void say_cmd_status(struct accfg_device *device, char *text)
{
	uint32_t status;
	const char *words;

	if (accfg_device_get_cmd_status(device, &status) || !status)
		return say(text, "configured, not enabled");
	words = accfg_cmd_status_get_text(status);
	snprintf(text, STATUS_CELL, "not enabled; last command: %s (0x%" PRIx32 ")", words ? words : "failed", status);
}

static void say_disabled(struct accfg_device *device, char *text)
{
	if (!has_grouped_wq(device))
		say(text, "not enabled: no wq in a group");
	else if (!has_grouped_engine(device))
		say(text, "not enabled: no engine in a group");
	else
		say_cmd_status(device, text);
}

void status_device_issue(struct accfg_device *device, char *text)
{
	enum accfg_device_state state;
	struct accfg_bitmap swerr;
	bool pasid;
	int rc = accfg_device_get_state(device, &state);

	*text = 0;
	if (rc == -ENOENT || rc == -ENODEV)
		say(text, "is gone");
	else if (rc)
		snprintf(text, STATUS_CELL, "cannot be read: %s", strerror(-rc));
	else if (state == ACCFG_DEVICE_HALTED)
		say(text, "halted after a hardware error");
	else if (state == ACCFG_DEVICE_DISABLED)
		say_disabled(device, text);
	else if (!accfg_device_get_errors(device, &swerr) && (swerr.bits[0] | swerr.bits[1] | swerr.bits[2] | swerr.bits[3]))
		say(text, "has reported an error (list shows it)");
	else if (!accfg_device_get_pasid_enabled(device, &pasid) && !pasid)
		say(text, "no PASIDs: not for user processes");
}

void status_group_issue(struct accfg_group *group, char *text)
{
	struct accfg_device *device = accfg_group_get_device(group);
	int id = (int)accfg_group_get_id(group);
	unsigned int wqs = status_count_wqs(device, id), engines = status_count_engines(device, id);

	*text = 0;
	if (wqs && !engines)
		say(text, "no engine");
	else if (engines && !wqs)
		say(text, "no wq");
}

static bool has_driver_of_type(struct accfg_wq *wq, enum accfg_wq_type type)
{
	const char *driver;

	if (accfg_wq_get_driver_name(wq, &driver))
		return true; /* this kernel has no such attribute */
	return type == ACCFG_WQ_USER ? !strncmp(driver, "user", 4) : *driver && strncmp(driver, "user", 4);
}

static const char *missing_of(struct accfg_wq *wq)
{
	enum accfg_wq_type type = ACCFG_WQ_NONE;
	enum accfg_wq_mode mode = ACCFG_WQ_DEDICATED;
	unsigned int size = 0, threshold = 0;
	const char *name = "";
	int group = -1;

	if (!accfg_wq_get_size(wq, &size) && !size)
		return "no size";
	if (!accfg_wq_get_group_id(wq, &group) && group < 0)
		return "no group";
	if (!accfg_wq_get_type(wq, &type) && type == ACCFG_WQ_NONE)
		return "no type";
	if (!accfg_wq_get_name(wq, &name) && !*name)
		return "no name";
	if (!has_driver_of_type(wq, type))
		return "driver_name does not fit its type";
	if (!accfg_wq_get_mode(wq, &mode) && mode == ACCFG_WQ_SHARED && !accfg_wq_get_threshold(wq, &threshold) &&
	    !threshold)
		return "shared without threshold";
	if (!status_count_engines(accfg_wq_get_device(wq), group))
		return "no engine in its group";
	return NULL;
}

static bool is_used(struct accfg_wq *wq)
{
	enum accfg_wq_type type;
	unsigned int size;
	int group;

	return (!accfg_wq_get_size(wq, &size) && size) || (!accfg_wq_get_group_id(wq, &group) && group >= 0) ||
	       (!accfg_wq_get_type(wq, &type) && type != ACCFG_WQ_NONE);
}

void status_wq_issue(struct accfg_wq *wq, char *text)
{
	enum accfg_device_state device = ACCFG_DEVICE_UNKNOWN;
	enum accfg_wq_state state;
	const char *missing;

	*text = 0;
	if (accfg_wq_get_state(wq, &state) || state != ACCFG_WQ_DISABLED || !is_used(wq))
		return;
	missing = missing_of(wq);
	if (!missing && !accfg_device_get_state(accfg_wq_get_device(wq), &device) && device == ACCFG_DEVICE_DISABLED)
		missing = "its device is disabled";
	if (missing)
		snprintf(text, STATUS_CELL, "not enabled: %s", missing);
	else
		say(text, "configured, not enabled");
}
