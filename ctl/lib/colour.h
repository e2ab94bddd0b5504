/* SPDX-License-Identifier: GPL-2.0 */
/* Colour on standard output, if that is a terminal that shows any. */
#ifndef SFWCTL_LIB_COLOUR_H
#define SFWCTL_LIB_COLOUR_H

#include <stdbool.h>

enum colour { COLOUR_PLAIN, COLOUR_HEAD, COLOUR_GOOD, COLOUR_BAD };

bool colour_wanted(bool terminal, const char *term, const char *no_color);
const char *colour(enum colour which);
const char *colour_end(enum colour which);

#endif
