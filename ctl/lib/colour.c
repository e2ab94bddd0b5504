// SPDX-License-Identifier: GPL-2.0
/* Colour on standard output, if that is a terminal that shows any. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/colour.h"

/**
 * colour_wanted() - whether to use colours
 * @terminal: the output goes to a terminal
 * @term: $TERM, or NULL
 * @no_color: $NO_COLOR, or NULL; see no-color.org
 *
 * Return: true if so.
 */
bool colour_wanted(bool terminal, const char *term, const char *no_color)
{
	return terminal && term && *term && strcmp(term, "dumb") &&
	       !(no_color && *no_color);
}

static bool is_on(void)
{
	static int on = -1;

	if (on < 0)
		on = colour_wanted(isatty(STDOUT_FILENO), getenv("TERM"),
				   getenv("NO_COLOR"));
	return on;
}

/**
 * colour() - bytes that begin a colour
 * @which: the colour
 *
 * Return: to be printed; "" for COLOUR_PLAIN and where no colour is wanted.
 */
const char *colour(enum colour which)
{
	static const char *const begin[] = {
		[COLOUR_PLAIN] = "",
		[COLOUR_HEAD] = "\033[1m",
		[COLOUR_GOOD] = "\033[32m",
		[COLOUR_BAD] = "\033[31m",
	};

	return is_on() ? begin[which] : "";
}

/**
 * colour_end() - bytes that end a colour
 * @which: the colour
 *
 * Return: to be printed.
 */
const char *colour_end(enum colour which)
{
	return *colour(which) ? "\033[0m" : "";
}
