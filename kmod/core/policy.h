/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as the decision reads it: complete and immutable. */
#ifndef SFW_CORE_POLICY_H
#define SFW_CORE_POLICY_H

#include <linux/sfw.h>

#include "entry.h"
#include "index.h"

/**
 * struct sfw_policy - everything that an administrator said
 * @index: over @entries
 * @entries: ports and protocols in canonical order
 * @trusts: trusted interfaces and prefixes in canonical order
 * @n_entries: length of @entries
 * @n_trusts: length of @trusts
 * @setting: value of each setting
 * @enabled: whether packets are judged at all
 * @timed: some entry expires, so facts need the time
 */
struct sfw_policy {
	struct sfw_index index;
	struct sfw_entry **entries;
	struct sfw_selector *trusts;
	u32 n_entries;
	u32 n_trusts;
	u8 setting[SFW_S_MAX];
	bool enabled;
	bool timed;
};

#endif /* SFW_CORE_POLICY_H */
