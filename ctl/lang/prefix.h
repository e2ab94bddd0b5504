/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LANG_PREFIX_H
#define SFWCTL_LANG_PREFIX_H

#include <stdbool.h>

#include "lang/statement.h"

int prefix_compare(const struct prefix *a, const struct prefix *b);
bool prefix_mask_length(const char *word, __u32 *len);
bool prefix_read(const char *word, struct prefix *prefix);
bool prefix_trim(struct prefix *prefix);
bool prefix_within(const struct prefix *a, const struct prefix *b);
struct address prefix_last(const struct prefix *prefix);
int address_compare(const struct address *a, const struct address *b);
bool address_next(struct address *addr);
void address_before(struct address *addr);

#endif
