/* SPDX-License-Identifier: GPL-2.0 */
/* The packets of a class in words: each dimension as a list. */
#ifndef SFWCTL_MEANING_DESCRIBE_H
#define SFWCTL_MEANING_DESCRIBE_H

#include "meaning/meaning.h"

typedef bool describe_fn(void *ctx, const char *item);

bool describe_is_all(const struct meaning *m, const struct class *class, enum dim dim);
size_t describe_each(const struct meaning *m, const struct class *class, enum dim dim, bool others,
		     describe_fn *each, void *ctx);
void describe_cell(const struct meaning *m, const struct class *class, enum dim dim, char *cell,
		   size_t size);

#endif
