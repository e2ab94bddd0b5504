/* SPDX-License-Identifier: GPL-2.0 */
/* Words that may be typed next, for the completion of the shells. */
#ifndef SFWCTL_COMPLETE_COMPLETE_H
#define SFWCTL_COMPLETE_COMPLETE_H

#include "lang/action.h"

int complete(const struct words *words);

#endif
