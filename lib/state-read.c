// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A state from sysfs. What sysfs does not tell (kernel, modes, ENQCMD) is taken from what it does
 * tell, or else taken to be there: a refusal of the kernel is explained afterwards, but nothing
 * that it might accept is refused here.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/device.h"
#include "lib/state-read.h"

/* Longer names make 6.12 show what it hides next to shorter ones. */
#define NAME_HIDES 129

/* What is not there, or has no value in this state, keeps its default. */
static bool is_absent(int rc)
{
	return rc == -ENOENT || rc == -EOPNOTSUPP;
}

static int read_value(struct accfg_object *object, const struct accfg_attr *attr,
		      struct state_value *value)
{
	enum attr_id id = attr_get_id(attr);
	struct accfg_bitmap bits;
	bool flag = false;
	int word = 0, rc;

	switch (attr->type) {
	case ACCFG_ATTR_INT:
		rc = object_get_int(object, id, &word);
		value->number = (uint64_t)(int64_t)word;
		return rc;
	case ACCFG_ATTR_BOOL:
		rc = object_get_bool(object, id, &flag);
		value->number = flag;
		return rc;
	case ACCFG_ATTR_ENUM:
		rc = object_get_word(object, id, -1, &word);
		value->number = (uint64_t)word;
		return rc;
	case ACCFG_ATTR_BITMAP:
		rc = object_get_bitmap(object, id, &bits);
		if (!rc)
			memcpy(value->bits, bits.bits, sizeof(value->bits));
		return rc;
	case ACCFG_ATTR_STRING:
		return object_get_text(object, id, &value->text);
	default:
		return object_get_u64(object, id, &value->number);
	}
}

/* The driver gives all objects of a kind the same attributes. Captured trees may have lost some. */
static bool is_nowhere(const struct state *state, enum idxd_attr attr)
{
	return state->tried & ~state->present & IDXD_ATTR_BIT(attr) &&
	       device_ctx(state->device)->trust == SYSFS_TRUSTED;
}

static int read_attr(struct state *state, struct accfg_object *object, struct state_key key)
{
	const struct accfg_attr *attr = attr_by_rule(key.attr);
	struct state_value value = { 0 };
	int rc = is_nowhere(state, key.attr) ? -ENOENT : read_value(object, attr, &value);

	state->tried |= IDXD_ATTR_BIT(key.attr);
	if (!rc || rc == -EOPNOTSUPP)
		state->present |= IDXD_ATTR_BIT(key.attr);
	if (rc && !is_absent(rc))
		return rc;
	if (state->known[key.kind])
		state->known[key.kind][key.id] |= IDXD_ATTR_BIT(key.attr);
	return rc ? 0 : state_put(state, key, &value);
}

int state_read_attrs(struct state *state, enum idxd_kind kind, uint32_t id, uint64_t attrs)
{
	struct accfg_object *object = state_object(state, kind, id);
	struct state_key key = { kind, id, IDXD_ATTR_NONE };
	int rc = 0;

	for (unsigned int i = 0; object && !rc; i++) {
		key.attr = state_attr(kind, i);
		if (key.attr == IDXD_ATTR_NONE)
			break;
		if (attrs & IDXD_ATTR_BIT(key.attr))
			rc = read_attr(state, object, key);
	}
	return rc;
}

int state_read_wq_state(struct state *state, uint32_t id)
{
	struct accfg_object *object = state_object(state, IDXD_KIND_WQ, id);
	struct idxd_wq_config *wq = &state->config.wqs[id];
	unsigned int clients = 0;
	int word, rc;

	if (!object)
		return 0;
	rc = object_get_word(object, ATTR_WQ_STATE, ACCFG_WQ_UNKNOWN, &word);
	if (rc)
		return rc;
	wq->enabled = word != ACCFG_WQ_DISABLED;
	wq->driver = IDXD_BUS_COUNT;
	rc = wq->enabled ? object_get_uint(object, ATTR_WQ_CLIENTS, &clients) : 0;
	wq->clients = clients;
	return is_absent(rc) ? 0 : rc;
}

/* ---- capabilities ---- */

static int get_number(struct accfg_object *object, enum attr_id id, uint64_t *number)
{
	int rc = object_get_u64(object, id, number);

	return is_absent(rc) ? 0 : rc;
}

static int read_caps(struct state *state, struct idxd_sysfs_caps *caps)
{
	struct accfg_object *object = accfg_device_get_object(state->device);
	struct accfg_bitmap op_cap = { 0 };
	const struct {
		enum attr_id id;
		uint32_t *number;
	} counts[] = {
		{ ATTR_MAX_GROUPS, &caps->max_groups },
		{ ATTR_MAX_WORK_QUEUES, &caps->max_work_queues },
		{ ATTR_MAX_ENGINES, &caps->max_engines },
		{ ATTR_MAX_WORK_QUEUES_SIZE, &caps->max_work_queues_size },
		{ ATTR_MAX_READ_BUFFERS, &caps->max_read_buffers },
		{ ATTR_VERSION, &caps->version },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(counts) / sizeof(counts[0]); i++) {
		rc = object_get_u32(object, counts[i].id, counts[i].number);
		rc = is_absent(rc) ? 0 : rc;
	}
	if (!rc)
		rc = get_number(object, ATTR_GEN_CAP, &caps->gen_cap);
	if (!rc)
		rc = get_number(object, ATTR_DEVICE_MAX_TRANSFER_SIZE, &caps->max_transfer_size);
	if (!rc)
		rc = get_number(object, ATTR_DEVICE_MAX_BATCH_SIZE, &caps->max_batch_size);
	if (!rc)
		rc = object_get_bitmap(object, ATTR_OP_CAP, &op_cap);
	memcpy(caps->op_cap, op_cap.bits, sizeof(caps->op_cap));
	if (is_absent(rc))
		rc = 0;
	if (!rc)
		rc = object_get_bool(object, ATTR_CONFIGURABLE, &caps->configurable);
	if (!rc)
		rc = object_get_bool(object, ATTR_PASID_ENABLED, &caps->pasid_enabled);
	return is_absent(rc) ? 0 : rc;
}

/* A machine that claims more objects than any has is not believed, since arrays are made of it. */
static int check_counts(struct state *state, const struct idxd_sysfs_caps *caps)
{
	const unsigned int most = 4096;

	if (caps->max_groups <= most && caps->max_work_queues <= most && caps->max_engines <= most)
		return 0;
	return ctx_fail(device_ctx(state->device), -EINVAL,
			&(struct error_about){ .object_path = state->name },
			"it claims to have more than %u groups, wqs or engines", most);
}

static bool read_tc_override(struct accfg_ctx *ctx)
{
	char path[CTX_PATH], text[SYSFS_VALUE_MAX + 1];
	int fd = -1;

	if (ctx_sysfs_path(ctx, path, "module/idxd/parameters/tc_override") ||
	    sysfs_read(AT_FDCWD, path, ctx->trust, text, &fd) < 0)
		return false;
	close(fd);
	return text[0] == 'Y' || text[0] == 'y' || text[0] == '1';
}

/* ---- the kernel ---- */

bool state_wq_shows_batch(const struct state *state, uint32_t id)
{
	return state->config.wqs[id].name_length < NAME_HIDES &&
	       state->config.wqs[id].op_config[0] & STATE_HIDDEN_OPERATIONS;
}

/* Does any wq show the operation BATCH, which 6.12 hides? */
static bool shows_batch(const struct state *state)
{
	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		if (state_wq_shows_batch(state, i))
			return true;
	return false;
}

/* At least 7.2, which hides nothing. Of a tree that is elsewhere the release stands beside it, if anywhere. */
static bool is_new_release(struct state *state)
{
	struct accfg_ctx *ctx = device_ctx(state->device);
	struct accfg_error kept = ctx->error;
	bool had_error = ctx->has_error;
	unsigned int major, minor;
	bool is_new = false;
	char *release;

	ctx->error = (struct accfg_error){ 0 };
	if (!accfg_get_kernel_release(ctx, &release)) {
		is_new = sscanf(release, "%u.%u", &major, &minor) == 2 && (major > 7 || (major == 7 && minor >= 2));
		free(release);
	}
	error_clear(&ctx->error); /* not to know it is no failure */
	ctx->error = kept;
	ctx->has_error = had_error;
	return is_new;
}

/*
 * Does this kernel hide BATCH in op_config? Not one where some wq shows it; but where none does they may all be without. A kernel
 * that hides it hides it in op_cap too, while 7.2 does so of version 1 only; there the release has to tell.
 */
static bool hides_batch(struct state *state, const struct idxd_sysfs_caps *caps)
{
	if (state->family != ACCFG_FAMILY_DSA || !state_has(state, IDXD_ATTR_OP_CONFIG) || shows_batch(state) ||
	    caps->op_cap[0] & STATE_HIDDEN_OPERATIONS)
		return false;
	return !is_new_release(state);
}

/* The row of the kernel by what it shows; uname(2) would be wrong of a captured tree. */
static void find_kernel(struct state *state, const struct idxd_sysfs_caps *caps)
{
	static const struct {
		enum idxd_attr attr;
		uint32_t flag;
	} told[] = {
		{ IDXD_ATTR_DRIVER_NAME, IDXD_KF_DRIVER_NAME },
		{ IDXD_ATTR_PRS_DISABLE, IDXD_KF_PRS_DISABLE },
		{ IDXD_ATTR_EVENT_LOG_SIZE, IDXD_KF_EVENT_LOG },
	};
	uint16_t release = IDXD_KERNEL(7, 2);

	if (!state_has(state, IDXD_ATTR_DRIVER_NAME))
		release = IDXD_KERNEL(6, 1);
	else if (hides_batch(state, caps))
		release = IDXD_KERNEL(6, 12);
	state->kernel = *idxd_rules_kernel(release);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (state_has(state, told[i].attr))
			state->kernel.flags |= told[i].flag;
		else
			state->kernel.flags &= ~told[i].flag;
	}
}

void state_unhide_operations(struct state *state)
{
	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		state->texts[i].retries_hidden =
			state->config.wqs[i].mode == IDXD_MODE_DEDICATED;
	for (uint32_t i = 0; i < state->config.n_wqs; i++) {
		uint64_t *bits = state->config.wqs[i].op_config;

		if (!state_has(state, IDXD_ATTR_OP_CONFIG))
			memcpy(bits, state->caps.op_cap, sizeof(state->caps.op_cap));
		else if (idxd_kernel_has(&state->kernel, IDXD_KF_WQ_BATCH_HIDDEN))
			bits[0] |= state->caps.op_cap[0] & STATE_HIDDEN_OPERATIONS;
	}
}

/*
 * The driver's count of free read buffers is its own; it is right if it was made since the last
 * disable.
 */
void state_count_free(struct state *state)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < state->config.n_groups; i++)
		sum += state->config.groups[i].read_buffers_reserved;
	state->config.device.free_read_buffers =
		sum < state->caps.max_read_buffers ? state->caps.max_read_buffers - sum : 0;
	state->free_unknown = !sum;
}

static int read_device_state(struct state *state)
{
	static const enum idxd_device_state states[] = {
		[ACCFG_DEVICE_DISABLED] = IDXD_STATE_DISABLED,
		[ACCFG_DEVICE_ENABLED] = IDXD_STATE_ENABLED,
		[ACCFG_DEVICE_HALTED] = IDXD_STATE_HALTED,
		[ACCFG_DEVICE_UNKNOWN] = IDXD_STATE_ENABLED,
	};
	enum accfg_device_state now;
	int rc = accfg_device_get_state(state->device, &now);

	if (!rc)
		state->config.device.state = states[now];
	return rc;
}

static int read_everything(struct state *state)
{
	int rc = 0;

	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t i = 0; !rc && i < state_count(state, (enum idxd_kind)kind); i++)
			rc = state_read_attrs(state, (enum idxd_kind)kind, i, UINT64_MAX);
	for (uint32_t i = 0; !rc && i < state->config.n_wqs; i++)
		rc = state_read_wq_state(state, i);
	return rc;
}

static int read_config(struct state *state, const struct state_mention *mention)
{
	int rc = read_device_state(state);

	/* Only what is read is to count as shown; see find_kernel(). */
	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		state->config.wqs[i].op_config[0] &= ~STATE_HIDDEN_OPERATIONS;
	if (rc)
		return rc;
	if (mention && device_ctx(state->device)->trust == SYSFS_TRUSTED)
		return state_read_needed(state, mention);
	return read_everything(state);
}

/*
 * Arrays come first, so that there is something to read into; what only reading tells is put right
 * afterwards.
 */
static int read_all(struct state *state, struct idxd_sysfs_caps *caps,
		    const struct state_mention *mention)
{
	bool tc_override = read_tc_override(device_ctx(state->device));
	int rc = read_caps(state, caps);

	if (!rc)
		rc = check_counts(state, caps);
	if (!rc)
		rc = device_scan_parts(state->device); /* one listing instead of a question for each */
	if (rc)
		return rc;
	state->kernel = *idxd_rules_kernel(UINT16_MAX);
	idxd_rules_caps_from_sysfs(&state->caps, &state->kernel, (enum idxd_family)state->family,
				   caps);
	state->caps.tc_override = tc_override;
	rc = state_init(state);
	if (!rc)
		rc = read_config(state, mention);
	if (rc)
		return rc;
	find_kernel(state, caps);
	caps->attrs = state->present;
	caps->enqcmd = true;
	idxd_rules_caps_from_sysfs(&state->caps, &state->kernel, (enum idxd_family)state->family,
				   caps);
	state->caps.tc_override = tc_override;
	state_unhide_operations(state);
	state_count_free(state);
	return 0;
}

int state_read_some(struct state *state, struct accfg_device *device,
		    const struct state_mention *mention)
{
	struct idxd_sysfs_caps caps = { 0 };
	const char *address;
	int rc;

	accfg_device_refresh(device);
	*state = (struct state){ .device = device,
				 .family = accfg_device_get_family(device),
				 .id = accfg_device_get_id(device),
				 .numa_node = -1 };
	snprintf(state->name, sizeof(state->name), "%s", accfg_device_get_name(device));
	if (!accfg_device_get_pci_address(device, &address))
		snprintf(state->pci_address, sizeof(state->pci_address), "%s", address);
	rc = read_all(state, &caps, mention);
	if (rc)
		state_release(state);
	return rc;
}

int state_read(struct state *state, struct accfg_device *device)
{
	return state_read_some(state, device, NULL);
}
