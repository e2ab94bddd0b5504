/* SPDX-License-Identifier: GPL-2.0 */
/* Sorted arrays of selectors: whom a policy trusts, what it masquerades. */
#ifndef SFW_DB_SELECTORS_H
#define SFW_DB_SELECTORS_H

#include "../core/entry.h"

int sfw_selectors_add(struct sfw_selector **all, u32 *n, u32 most,
		      const struct sfw_selector *sel);
int sfw_selectors_del(struct sfw_selector *all, u32 *n,
		      const struct sfw_selector *sel);

#endif /* SFW_DB_SELECTORS_H */
