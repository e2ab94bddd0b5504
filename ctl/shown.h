/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_SHOWN_H
#define SFWCTL_SHOWN_H

/**
 * struct shown - a word of the user as it may appear in a message
 * @text: shortened, without control characters
 */
struct shown {
	char text[72];
};

struct shown shown(const char *word);

#endif
