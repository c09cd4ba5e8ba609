// SPDX-License-Identifier: GPL-2.0-or-later
/* The device as a whole: made, freed, reset, halted; interrupts; what a step does; faults on demand. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test/model/dsa-core.h"

void core_log(struct dsa *dsa, const char *format, ...)
{
	char text[160];
	va_list args;

	if (!dsa->host.log)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dsa->host.log(dsa->host.arg, text);
}

void core_interrupt(struct dsa *dsa, unsigned int vector)
{
	if (dsa->lose_interrupt & BIT32(vector)) {
		dsa->lose_interrupt &= ~BIT32(vector);
		core_log(dsa, "interrupt %u is lost, as wanted", vector);
		return;
	}
	dsa->host.interrupt(dsa->host.arg, vector);
}

void core_cause(struct dsa *dsa, uint32_t cause)
{
	dsa->intcause |= cause;
	core_interrupt(dsa, 0);
}

void core_halt(struct dsa *dsa, enum reset_type reset)
{
	dsa->state = STATE_HALT;
	dsa->reset_type = reset;
	core_log(dsa, "halted; reset type %u", (unsigned int)reset);
	if (dsa->genctrl & GENCTRL_HALT)
		core_cause(dsa, CAUSE_HALT);
}

/* All the read buffers there are; a fixed configuration has its own limit, none. */
static uint32_t limit_at_reset(const struct dsa *dsa)
{
	const bool has_limit = dsa->profile->grpcap & GRPCAP_RDBUF_LIMIT && dsa->profile->gencap & GENCAP_CONFIG_EN;

	return has_limit ? dsa->profile->grpcap >> 8 & GENCFG_LIMIT : 0;
}

void core_reset(struct dsa *dsa)
{
	dsa->gencfg = limit_at_reset(dsa);
	dsa->genctrl = 0;
	dsa->intcause = 0;
	dsa->state = STATE_DISABLED;
	dsa->reset_type = RESET_SOFTWARE;
	dsa->resets++;
	memset(dsa->evlcfg, 0, sizeof(dsa->evlcfg));
	memset(dsa->msix_perm, 0, sizeof(dsa->msix_perm));
	for (unsigned int i = 0; i < dsa->n_ims; i++) {
		store(dsa->ims + i * IMS_STRIDE, 0xfee00000, 8);
		store(dsa->ims + i * IMS_STRIDE + 8, UINT64_C(1) << 32, 8); /* no data; masked */
	}
	engine_reset(dsa);
	wq_reset_all(dsa);
	grp_reset(dsa);
	portal_reset(dsa);
	handles_reset(dsa);
	perfmon_reset(dsa);
}

static void everything_reset(struct dsa *dsa, bool keep_bars)
{
	dsa->cmd = 0;
	dsa->cmdsts = 0;
	dsa->command_hangs = false;
	memset(dsa->swerr, 0, sizeof(dsa->swerr));
	evl_reset(dsa);
	memset(dsa->msix, 0, sizeof(dsa->msix));
	for (unsigned int i = 0; i < dsa->n_vectors; i++)
		dsa->msix[i * 16 + 12] = 1; /* masked */
	config_reset(dsa, keep_bars);
	core_reset(dsa);
}

void core_flr(struct dsa *dsa)
{
	core_log(dsa, "function level reset");
	everything_reset(dsa, false);
}

void dsa_reset(struct dsa *dsa)
{
	dsa->hang_command = 0;
	dsa->fail_command = 0;
	dsa->lose_interrupt = 0;
	everything_reset(dsa, false);
}

static void count_caps(struct dsa *dsa, const struct dsa_profile *profile)
{
	dsa->profile = profile;
	dsa->n_wqs = (profile->wqcap >> 16) & 0xff;
	dsa->total_size = profile->wqcap & 0xffff;
	dsa->stride = 32u << ((profile->wqcap >> WQCAP_STRIDE_SHIFT) & 0xf);
	dsa->n_groups = profile->grpcap & 0xff;
	dsa->n_engines = profile->engcap & 0xff;
	dsa->n_vectors = dsa_profile_vectors(profile);
	dsa->n_ims = ((profile->gencap >> GENCAP_IMS_SHIFT) & 0x3f) * 256;
}

static bool allocate(struct dsa *dsa)
{
	dsa->slots = calloc((size_t)dsa->n_wqs * PORTAL_PAGES * SLOTS, sizeof(*dsa->slots));
	if (!dsa->slots)
		return false;
	for (unsigned int i = 0; i < dsa->n_wqs; i++) {
		dsa->wq[i].ring = calloc(dsa->total_size, sizeof(*dsa->wq[i].ring));
		if (!dsa->wq[i].ring)
			return false;
	}
	return true;
}

struct dsa *dsa_new(const struct dsa_profile *profile, const struct dsa_host *host)
{
	struct dsa *dsa = calloc(1, sizeof(*dsa));

	if (!dsa)
		return NULL;
	dsa->host = *host;
	count_caps(dsa, profile);
	if (!allocate(dsa)) {
		dsa_free(dsa);
		return NULL;
	}
	config_init(dsa);
	dsa_reset(dsa);
	return dsa;
}

void dsa_free(struct dsa *dsa)
{
	if (!dsa)
		return;
	for (unsigned int i = 0; i < MAX_WQS; i++)
		free(dsa->wq[i].ring);
	free(dsa->slots);
	free(dsa);
}

bool dsa_step(struct dsa *dsa)
{
	bool did;

	if (dsa->stepping)
		return false;
	dsa->stepping = true;
	did = cmd_step(dsa) || engine_step(dsa);
	dsa->stepping = false;
	return did;
}

static int inject_swerr(struct dsa *dsa, unsigned int code)
{
	const struct error_info info = { .error = (uint8_t)code, .pasid = DSA_NO_PASID };

	if (!code || code > 0xff)
		return -EINVAL;
	swerr_record(dsa, &info);
	return 0;
}

static int inject_command(struct dsa *dsa, enum dsa_fault fault, unsigned int number)
{
	if (fault == DSA_FAULT_COMMAND_HANGS) {
		if (number > CMD_CODE)
			return -EINVAL;
		dsa->hang_command = number ? BIT32(number) : UINT32_MAX;
		return 0;
	}
	if (!number || number > 0xff)
		return -EINVAL;
	dsa->fail_command = (uint8_t)number;
	return 0;
}

int dsa_inject(struct dsa *dsa, enum dsa_fault fault, unsigned int number)
{
	switch (fault) {
	case DSA_FAULT_HALT:
		if (number > RESET_COLD)
			return -EINVAL;
		core_halt(dsa, number);
		return 0;
	case DSA_FAULT_COMMAND_HANGS:
	case DSA_FAULT_COMMAND_ERROR:
		return inject_command(dsa, fault, number);
	case DSA_FAULT_SWERR:
		return inject_swerr(dsa, number);
	case DSA_FAULT_REVOKE:
		if (!handles_are_used(dsa))
			return -ENOTSUP;
		handles_revoke(dsa);
		return 0;
	case DSA_FAULT_LOST_INTERRUPT:
		if (number >= dsa->n_vectors)
			return -EINVAL;
		dsa->lose_interrupt |= BIT32(number);
		return 0;
	case DSA_FAULT_SPURIOUS_INTERRUPT:
		if (number >= dsa->n_vectors)
			return -EINVAL;
		dsa->host.interrupt(dsa->host.arg, number);
		return 0;
	}
	return -EINVAL;
}
