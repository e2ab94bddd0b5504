/* SPDX-License-Identifier: GPL-2.0 */
/* Words that are wrong, and the command that was meant, ready to be typed. */
#ifndef SFWCTL_LANG_INSTEAD_H
#define SFWCTL_LANG_INSTEAD_H

#include "lang/parser.h"

__printf(4, 5)
int parse_instead(struct parser *p, int from, int taken, const char *format,
		  ...);
int port_instead(struct parser *p);
int verb_instead(struct parser *p, const char *verbs);
int command_instead(struct parser *p, const char *commands);
bool ufw_is_word(const char *word);
int ufw_explain(struct parser *p);

#endif
