/* SPDX-License-Identifier: GPL-2.0 */
/* Commands of ufw, and those that do the same here. */
#ifndef SFWCTL_LANG_UFW_H
#define SFWCTL_LANG_UFW_H

#include "lang/parser.h"

int ufw_explain(struct parser *p);

#endif
