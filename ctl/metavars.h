/* SPDX-License-Identifier: GPL-2.0 */
/* Meanings of the words in capitals in a usage. */
#ifndef SFWCTL_METAVARS_H
#define SFWCTL_METAVARS_H

#include <stdbool.h>
#include <stdio.h>

const char *metavar_name(unsigned int metavar);
const char *metavar_text(const char *name);
bool metavar_used(unsigned int metavar, const char *args);
void metavar_print(unsigned int metavar, FILE *out);

#endif
