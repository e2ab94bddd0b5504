/* SPDX-License-Identifier: GPL-2.0 */
/* Checks of the administrator's words, before they are printed again. */
#ifndef SFW_CORE_TEXT_H
#define SFW_CORE_TEXT_H

#include <linux/types.h>

bool sfw_text_valid(const char *s);

#endif /* SFW_CORE_TEXT_H */
