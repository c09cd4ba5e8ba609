// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands. Writing CMD makes CMDSTS active; a later step does the command, after the descriptors that it waits for, and
 * sets CMDSTS before the interrupt. What is written while one is active is a software error.
 */
#include "test/model/dsa-core.h"

static unsigned int code_of(const struct dsa *dsa)
{
	return dsa->cmd >> CMD_CODE_SHIFT & CMD_CODE;
}

bool cmd_is_supported(const struct dsa *dsa, unsigned int code)
{
	const uint32_t without_cap = 0x1ffe; /* as silicon without CMDCAP: 1 to 12 */

	return (dsa->profile->gencap & GENCAP_CMD_CAP ? dsa->profile->cmdcap : without_cap) & BIT32(code);
}

/* Operand: a mask of 16 wqs, and which 16. 0: one of them is not there. */
static uint32_t wqs_of(const struct dsa *dsa, uint32_t operand)
{
	const unsigned int bank = operand >> 16;
	const uint64_t mask = (uint64_t)(operand & 0xffff) << (bank ? 32 : 0); /* MAX_WQS is one bank */

	return mask >> dsa->n_wqs ? 0 : (uint32_t)mask;
}

static bool all_enabled(const struct dsa *dsa, uint32_t wqs)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		if (wqs & BIT32(i) && dsa->wq[i].state == WQ_DISABLED)
			return false;
	return true;
}

static uint32_t enabled_wqs(const struct dsa *dsa)
{
	uint32_t wqs = 0;

	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		if (dsa->wq[i].state != WQ_DISABLED)
			wqs |= BIT32(i);
	return wqs;
}

static uint32_t wqs_with_pasid(const struct dsa *dsa, uint32_t pasid)
{
	uint32_t wqs = 0;

	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		if (wq_has_pasid(dsa, i, pasid) || (dsa->batch.active && dsa->batch.wq == i &&
						    wq_pasid(&dsa->wq[i], dsa->batch.bytes) == pasid))
			wqs |= BIT32(i);
	return wqs;
}

static void disable_wqs(struct dsa *dsa, uint32_t wqs)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		if (!(wqs & BIT32(i)))
			continue;
		wq_abort(dsa, i, DSA_NO_PASID); /* what no engine took */
		dsa->wq[i].state = WQ_DISABLED;
		portal_reset_wq(dsa, i);
	}
}

static void abort_wqs(struct dsa *dsa, uint32_t wqs, uint32_t pasid)
{
	for (unsigned int i = 0; i < dsa->n_wqs; i++)
		if (wqs & BIT32(i))
			wq_abort(dsa, i, pasid);
}

static void reset_wqs(struct dsa *dsa, uint32_t wqs)
{
	abort_wqs(dsa, wqs, DSA_NO_PASID);
	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		const uint32_t size = dsa->wq[i].cfg[WQCFG_SIZE];

		if (!(wqs & BIT32(i)))
			continue;
		wq_reset(dsa, i);
		dsa->wq[i].cfg[WQCFG_SIZE] = size; /* is the device's business */
	}
}

static uint8_t enable_device(struct dsa *dsa)
{
	const uint8_t error = check_device(dsa);

	if (!error) {
		dsa->state = STATE_ENABLED;
		if (dsa->gencfg & GENCFG_EVL)
			evl_reset(dsa);
	}
	return error;
}

static uint8_t disable_device(struct dsa *dsa)
{
	if (dsa->state == STATE_DISABLED)
		return IDXD_CMDSTS_DISABLE_DEV;
	disable_wqs(dsa, UINT32_MAX);
	dsa->state = STATE_DISABLED;
	return 0;
}

static uint8_t reset_device(struct dsa *dsa)
{
	if (dsa->state == STATE_HALT && dsa->reset_type != RESET_SOFTWARE)
		return IDXD_CMDSTS_HARDWARE;
	core_reset(dsa);
	return 0;
}

static uint8_t enable_wq(struct dsa *dsa, uint32_t operand)
{
	uint8_t error;

	if (operand >= dsa->n_wqs)
		return IDXD_CMDSTS_BAD_WQ;
	error = check_wq(dsa, operand);
	if (!error) {
		dsa->wq[operand].state = WQ_ENABLED;
		wq_occupancy(dsa, operand);
	}
	return error;
}

static uint8_t wq_command(struct dsa *dsa, unsigned int code, uint32_t operand)
{
	const uint32_t wqs = wqs_of(dsa, operand);

	if (!wqs)
		return IDXD_CMDSTS_BAD_WQ;
	if (code != CMD_RESET_WQ && !all_enabled(dsa, wqs))
		return IDXD_CMDSTS_DISABLE_WQ;
	if (code == CMD_DISABLE_WQ)
		disable_wqs(dsa, wqs);
	else if (code == CMD_ABORT_WQ)
		abort_wqs(dsa, wqs, DSA_NO_PASID);
	else if (code == CMD_RESET_WQ)
		reset_wqs(dsa, wqs);
	return 0;
}

static uint8_t whole_command(struct dsa *dsa, unsigned int code, uint32_t operand)
{
	if (code == CMD_ABORT_ALL)
		abort_wqs(dsa, UINT32_MAX, DSA_NO_PASID);
	else if (code == CMD_ABORT_PASID)
		abort_wqs(dsa, UINT32_MAX, operand);
	return 0;
}

static uint8_t execute(struct dsa *dsa, uint16_t *result)
{
	const unsigned int code = code_of(dsa);
	const uint32_t operand = dsa->cmd & CMD_OPERAND;

	if (!cmd_is_supported(dsa, code))
		return IDXD_CMDSTS_BAD_COMMAND;
	if (dsa->state == STATE_HALT && code != CMD_RESET_DEVICE)
		return IDXD_CMDSTS_HARDWARE;
	switch (code) {
	case CMD_ENABLE_DEVICE:
		return enable_device(dsa);
	case CMD_DISABLE_DEVICE:
		return disable_device(dsa);
	case CMD_RESET_DEVICE:
		return reset_device(dsa);
	case CMD_ENABLE_WQ:
		return enable_wq(dsa, operand);
	case CMD_DISABLE_WQ:
	case CMD_DRAIN_WQ:
	case CMD_ABORT_WQ:
	case CMD_RESET_WQ:
		return wq_command(dsa, code, operand);
	case CMD_REQUEST_HANDLE:
		return (uint8_t)handle_request(dsa, operand, result);
	case CMD_RELEASE_HANDLE:
		return (uint8_t)handle_release(dsa, operand);
	}
	return whole_command(dsa, code, operand);
}

/* Which wqs have to be empty of what is in them now. */
static uint32_t waits_for(const struct dsa *dsa)
{
	const uint32_t operand = dsa->cmd & CMD_OPERAND;

	switch (code_of(dsa)) {
	case CMD_DISABLE_DEVICE:
	case CMD_DRAIN_ALL:
		return enabled_wqs(dsa);
	case CMD_DISABLE_WQ:
	case CMD_DRAIN_WQ:
		return wqs_of(dsa, operand) & enabled_wqs(dsa);
	case CMD_DRAIN_PASID:
		return wqs_with_pasid(dsa, operand);
	}
	return 0;
}

/* A wq that is being disabled takes nothing more. */
static void begin_drain(struct dsa *dsa)
{
	const bool closes = code_of(dsa) == CMD_DISABLE_WQ || code_of(dsa) == CMD_DISABLE_DEVICE;

	dsa->draining = dsa->state == STATE_ENABLED && cmd_is_supported(dsa, code_of(dsa)) ? waits_for(dsa) : 0;
	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		if (!(dsa->draining & BIT32(i)))
			continue;
		dsa->wq[i].drain = dsa->wq[i].count;
		if (closes)
			dsa->wq[i].state = WQ_BUSY;
	}
}

void cmd_write(struct dsa *dsa, uint32_t value)
{
	const struct error_info busy = { .error = SWERR_CMD_BUSY, .pasid = DSA_NO_PASID };

	if (dsa->cmdsts & CMDSTS_ACTIVE) {
		error_report(dsa, &busy);
		return;
	}
	dsa->cmd = value;
	dsa->cmdsts = CMDSTS_ACTIVE;
	dsa->command_hangs = dsa->hang_command & BIT32(code_of(dsa));
	if (dsa->command_hangs) {
		dsa->hang_command = 0;
		core_log(dsa, "command %u hangs, as wanted", code_of(dsa));
		return;
	}
	begin_drain(dsa);
}

static void finish(struct dsa *dsa)
{
	uint16_t result = 0;
	uint8_t error = dsa->fail_command;

	if (error)
		core_log(dsa, "command %u fails, as wanted", code_of(dsa));
	else
		error = execute(dsa, &result);
	dsa->fail_command = 0;
	dsa->cmdsts = error | (uint32_t)(error ? 0 : result) << 8;
	dsa->draining = 0;
	if (dsa->cmd & CMD_INT)
		core_cause(dsa, CAUSE_CMD);
}

bool cmd_step(struct dsa *dsa)
{
	if (!(dsa->cmdsts & CMDSTS_ACTIVE) || dsa->command_hangs)
		return false;
	if (!engine_drain(dsa, dsa->draining))
		finish(dsa);
	return true;
}
