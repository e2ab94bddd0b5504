/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_PREFIX_H
#define SFWCTL_PREFIX_H

#include <stdbool.h>

#include "command.h"

int prefix_compare(const struct prefix *a, const struct prefix *b);
bool prefix_trim(struct prefix *prefix);
bool prefix_within(const struct prefix *a, const struct prefix *b);

#endif
