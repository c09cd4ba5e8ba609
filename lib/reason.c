// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The one table from a verdict of kernel/rules to words. In sentences {x} stands for a number or name of the verdict:
 * value, min, max, other; -value, -min, -max: the same as signed numbers; device: its name; driver, mode: the word for
 * value; type: the word for other; hex, operation: value in hexadecimal; version: other in hexadecimal.
 */
#include "lib/reason.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct row {
	const char *rule;
	const char *sentence;
};

/* clang-format off */
static const struct row rows[IDXD_REASON_COUNT] = {
	[IDXD_REASON_OK] = { NULL, "allowed" },
	[IDXD_REASON_NO_ATTRIBUTE] = { "no-attribute", "this kernel or {device} does not have this attribute" },
	[IDXD_REASON_READ_ONLY] = { "read-only", "the attribute is read-only" },
	[IDXD_REASON_NO_OBJECT] = { "no-object", "{device} has only numbers up to {max}" },
	[IDXD_REASON_NOT_CONFIGURABLE] = { "not-configurable", "the configuration of {device} is fixed by its hardware or host" },
	[IDXD_REASON_DEVICE_ENABLED] = { "device-enabled", "{device} is enabled; disable it first, which wipes its configuration" },
	[IDXD_REASON_WQ_ENABLED] = { "wq-enabled", "the wq is enabled; disable it first, which wipes most of its configuration" },
	[IDXD_REASON_NOT_ON_IAX] = { "not-on-iax", "IAA devices do not have this" },
	[IDXD_REASON_NOT_SUPPORTED] = { "not-supported", "{device} lacks the capability for this" },
	[IDXD_REASON_MALFORMED] = { "malformed", "this is no text for this attribute" },
	[IDXD_REASON_ZERO] = { "zero", "it may not be 0; allowed is 1 to {max}" },
	[IDXD_REASON_OUT_OF_RANGE] = { "out-of-range", "allowed is {-min} to {-max}" },
	[IDXD_REASON_TEXT_LENGTH] = { "text-length", "it is empty or longer than {max} bytes with its newline" },
	[IDXD_REASON_GROUP_ID] = { "group-id", "{device} has no such group; allowed is -1 (none) to {-max}" },
	[IDXD_REASON_SIZE_SUM] = { "size-sum", "only {max} of {other} entries are left on {device}" },
	[IDXD_REASON_PRIORITY] = { "priority", "allowed is {min} to {max}" },
	[IDXD_REASON_THRESHOLD_RANGE] = { "threshold-range", "the wq has size {max}; a threshold is 1 to the size" },
	[IDXD_REASON_THRESHOLD_DEDICATED] = { "threshold-dedicated", "a dedicated wq has no threshold" },
	[IDXD_REASON_RETRIES_DEDICATED] = { "retries-dedicated", "a dedicated wq has no retries" },
	[IDXD_REASON_BLOCK_ON_FAULT_CAP] = { "block-on-fault-cap", "{device} cannot block on a fault" },
	[IDXD_REASON_BLOCK_ON_FAULT_PRS] = { "block-on-fault-prs", "block_on_fault and prs_disable exclude each other" },
	[IDXD_REASON_TRANSFER_SIZE] = { "transfer-size", "{device} can move at most {max} bytes; sizes are rounded up to a power of two, here {value}" },
	[IDXD_REASON_BATCH_SIZE] = { "batch-size", "{device} can take at most {max} descriptors; sizes are rounded up to a power of two, here {value}" },
	[IDXD_REASON_OP_CONFIG] = { "op-config", "{device} lacks {other} of these operations, the first is 0x{operation}" },
	[IDXD_REASON_TRAFFIC_CLASS_VERSION] = { "traffic-class-version", "traffic classes can be set from hardware version 0x300 on, or with the module parameter tc_override of idxd; {device} is version 0x{version}" },
	[IDXD_REASON_TRAFFIC_CLASS] = { "traffic-class", "allowed is {-min} to {-max}" },
	[IDXD_REASON_PROGRESS_LIMIT] = { "progress-limit", "allowed is {-min} to {-max}" },
	[IDXD_REASON_READ_BUFFER_LIMIT] = { "read-buffer-limit", "{device} has {max} read buffers" },
	[IDXD_REASON_READ_BUFFERS_TOTAL] = { "read-buffers-total", "{device} has {max} read buffers" },
	[IDXD_REASON_READ_BUFFERS_FREE] = { "read-buffers-free", "only {max} of {other} read buffers of {device} are free for this group" },
	[IDXD_REASON_READ_BUFFERS_ENGINES] = { "read-buffers-engines", "each engine needs 4 and the group has {other} engines, so allowed is {min} to {max}" },
	[IDXD_REASON_READ_BUFFERS_ALLOWED] = { "read-buffers-allowed", "the group has {other} reserved, and with those that are free allowed is {min} to {max}" },
	[IDXD_REASON_USE_LIMIT_NO_LIMIT] = { "use-limit-no-limit", "{device} has no read_buffer_limit; set that first" },
	[IDXD_REASON_EVENT_LOG_SIZE] = { "event-log-size", "allowed is {min} to {max}" },
	[IDXD_REASON_NAME_KERNEL_PASID] = { "name-kernel-pasid", "this kernel does not let a wq of type kernel be named while it uses PASIDs itself" },

	[IDXD_REASON_ALREADY_ENABLED] = { "already-enabled", "it is enabled already" },
	[IDXD_REASON_HALTED] = { "halted", "{device} has halted after a hardware error; it stays so until its PCI device is unbound from idxd and bound again" },
	[IDXD_REASON_DEVICE_NOT_ENABLED] = { "device-not-enabled", "{device} is not enabled" },
	[IDXD_REASON_DRIVER_TYPE] = { "driver-type", "the driver {driver} does not take such an object" },
	[IDXD_REASON_DRIVER_NAME] = { "driver-name", "driver_name of the wq does not name the driver {driver}" },
	[IDXD_REASON_NO_USER_PASID] = { "no-user-pasid", "wqs of type user need an IOMMU with shared virtual memory, which {device} does not have" },
	[IDXD_REASON_WQ_NO_GROUP] = { "wq-no-group", "the wq is in no group" },
	[IDXD_REASON_WQ_NO_NAME] = { "wq-no-name", "the wq has no name" },
	[IDXD_REASON_WQ_NO_TYPE] = { "wq-no-type", "the wq has no type, which says what to enable it for" },
	[IDXD_REASON_WQ_TYPE_DRIVER] = { "wq-type-driver", "driver_name does not fit type {type}, whose driver is {driver}" },
	[IDXD_REASON_SHARED_UNSUPPORTED] = { "shared-unsupported", "shared wqs of type {type} are not supported on this machine (they need the instruction ENQCMD and a PASID)" },
	[IDXD_REASON_SHARED_TYPE_NONE] = { "shared-type-none", "a shared wq in a group without a type keeps the whole device from being enabled" },
	[IDXD_REASON_SHARED_NO_THRESHOLD] = { "shared-no-threshold", "a shared wq needs a threshold, 1 to its size" },
	[IDXD_REASON_NO_WQ_CONFIGURED] = { "no-wq-configured", "no wq of {device} is in a group" },
	[IDXD_REASON_NO_ENGINE_CONFIGURED] = { "no-engine-configured", "no engine of {device} is in a group" },
	[IDXD_REASON_PASID_PRIV] = { "pasid-priv", "a dedicated wq of type kernel needs privileged mode of PASID, which is off" },

	[IDXD_REASON_GROUP_NO_ENGINE] = { "group-no-engine", "the group has wqs ({other}) but no engine" },
	[IDXD_REASON_GROUP_NO_WQ] = { "group-no-wq", "the group has engines ({other}) but no wq" },
	[IDXD_REASON_WQ_NO_SIZE] = { "wq-no-size", "the wq has size 0" },
	[IDXD_REASON_MODE_UNSUPPORTED] = { "mode-unsupported", "{device} does not support {mode} wqs" },
	[IDXD_REASON_PRIORITY_ZERO] = { "priority-zero", "the hardware wants a priority of 1 to 15" },
	[IDXD_REASON_HARDWARE] = { "hardware", "the hardware refused the command with status 0x{hex}" },
	[IDXD_REASON_SYSTEM] = { "system", "the kernel ran out of something or could not register it (status 0x{hex})" },
};
/* clang-format on */

static const char *word(const char *const *words, size_t n, uint64_t index)
{
	return index < n ? words[index] : "?";
}

static const char *driver_word(uint64_t driver)
{
	static const char *const words[] = { "idxd", "dmaengine", "user", "crypto" };

	return word(words, 4, driver);
}

static const char *type_word(uint64_t type)
{
	static const char *const words[] = { "none", "kernel", "user" };

	return word(words, 3, type);
}

static const char *mode_word(uint64_t mode)
{
	static const char *const words[] = { "shared", "dedicated" };

	return word(words, 2, mode);
}

static int render_field(char *buf, size_t size, const char *name, const struct idxd_verdict *verdict,
			const char *device)
{
	const struct {
		const char *name;
		uint64_t number;
	} numbers[] = {
		{ "value", verdict->value },
		{ "min", verdict->min },
		{ "max", verdict->max },
		{ "other", verdict->other },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (!strcmp(name, numbers[i].name))
			return snprintf(buf, size, "%" PRIu64, numbers[i].number);
		if (name[0] == '-' && !strcmp(name + 1, numbers[i].name))
			return snprintf(buf, size, "%" PRId64, (int64_t)numbers[i].number);
	}
	if (!strcmp(name, "device"))
		return snprintf(buf, size, "%s", device);
	if (!strcmp(name, "driver"))
		return snprintf(buf, size, "%s", driver_word(verdict->value));
	if (!strcmp(name, "mode"))
		return snprintf(buf, size, "%s", mode_word(verdict->value));
	if (!strcmp(name, "type"))
		return snprintf(buf, size, "%s", type_word(verdict->other));
	if (!strcmp(name, "version"))
		return snprintf(buf, size, "%" PRIx64, verdict->other);
	if (!strcmp(name, "operation") || !strcmp(name, "hex"))
		return snprintf(buf, size, "%" PRIx64, verdict->value);
	return snprintf(buf, size, "{%s}", name);
}

const char *reason_get_rule(enum idxd_reason reason)
{
	return (unsigned int)reason < IDXD_REASON_COUNT ? rows[reason].rule : "unknown";
}

int reason_render(char *buf, size_t size, const struct idxd_verdict *verdict, const char *device)
{
	const char *at = "the rules refuse it";
	size_t n = 0;

	if ((unsigned int)verdict->reason < IDXD_REASON_COUNT && rows[verdict->reason].sentence)
		at = rows[verdict->reason].sentence;
	while (*at && n + 1 < size) {
		char name[16];
		size_t length;

		if (*at != '{') {
			buf[n++] = *at++;
			continue;
		}
		length = strcspn(++at, "}");
		snprintf(name, sizeof(name), "%.*s", (int)length, at);
		n += (size_t)render_field(buf + n, size - n, name, verdict, device);
		at += length + 1;
	}
	if (n >= size)
		n = size - 1;
	buf[n] = 0;
	return (int)n;
}
