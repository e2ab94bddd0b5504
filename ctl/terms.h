/* SPDX-License-Identifier: GPL-2.0 */
/* What stands for the words in capitals in a usage. */
#ifndef SFWCTL_TERMS_H
#define SFWCTL_TERMS_H

#include <stdbool.h>
#include <stdio.h>

const char *term_name(unsigned int term);
const char *term_text(const char *name);
bool term_used(unsigned int term, const char *args);
void term_print(unsigned int term, FILE *out);

#endif
