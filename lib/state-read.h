/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between state.c, state-read.c and state-some.c only: the pieces of reading a state. */
#ifndef ACCFG_STATE_READ_H
#define ACCFG_STATE_READ_H

#include "lib/state.h"

/* Nothing is known any more. -ENOMEM. */
int state_forget_all(struct state *state);

/* attrs: IDXD_ATTR_BIT(), of which those that the kind has are read. */
int state_read_attrs(struct state *state, enum idxd_kind kind, uint32_t id, uint64_t attrs);
int state_read_wq_state(struct state *state, uint32_t id);

/* What state_read_some() reads when the state of the device is read. */
int state_read_needed(struct state *state, const struct state_mention *mention);

/* The operation BATCH, which 6.12 hides. */
bool state_wq_shows_batch(const struct state *state, uint32_t id);
/* The driver's count of free read buffers, as far as it can be told. */
void state_count_free(struct state *state);
/* What is hidden is taken to be as in op_cap, and so is everything where there is no op_config. */
void state_unhide_operations(struct state *state);

#endif
