/* SPDX-License-Identifier: GPL-2.0 */
/* The table of all commands. */
#ifndef SFWCTL_COMMANDS_H
#define SFWCTL_COMMANDS_H

#include "lang/action.h"

extern const struct action command_table[];

#endif
