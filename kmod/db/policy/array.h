/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of the arrays of a policy. Room for a power of two, so that the length
 * tells when it is full.
 */
#ifndef SFW_DB_POLICY_ARRAY_H
#define SFW_DB_POLICY_ARRAY_H

#include "../../core/array.h"

int sfw_array_insert(struct sfw_array a, u32 at, const void *item);
int sfw_array_add(struct sfw_array a, const void *item);
int sfw_array_del(struct sfw_array a, const void *key);
int sfw_arrays_copy(struct sfw_policy *to, const struct sfw_policy *from);
bool sfw_arrays_same(const struct sfw_policy *a, const struct sfw_policy *b);
void sfw_arrays_empty(struct sfw_policy *p);
void sfw_arrays_free(struct sfw_policy *p);

#endif /* SFW_DB_POLICY_ARRAY_H */
