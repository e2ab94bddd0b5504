/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LIB_PRINTABLE_H
#define SFWCTL_LIB_PRINTABLE_H

/**
 * struct printable - a word of the user as it may appear in a message
 * @text: shortened, without control characters
 */
struct printable {
	char text[72];
};

struct printable printable(const char *word);
char *printable_line(char *text);

#endif
