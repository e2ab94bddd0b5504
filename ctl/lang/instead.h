/* SPDX-License-Identifier: GPL-2.0 */
/* Words that are wrong, and the command that was meant, ready to be typed. */
#ifndef SFWCTL_LANG_INSTEAD_H
#define SFWCTL_LANG_INSTEAD_H

#include "lang/parser.h"

int port_instead(struct parser *p);
int command_instead(struct parser *p, const char *choices);

#endif
