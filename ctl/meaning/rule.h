/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_MEANING_RULE_H
#define SFWCTL_MEANING_RULE_H

#include "meaning/space.h"

int rule_add(struct space *s, const struct entry *e, bool second);

#endif
