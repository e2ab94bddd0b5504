/* SPDX-License-Identifier: GPL-2.0 */
/* Lines that are not understood, as rows of a table. */
#ifndef SFW_TESTS_CTL_MISREAD_H
#define SFW_TESTS_CTL_MISREAD_H

/**
 * struct misread - a line, and what is said of it
 * @line: the line
 * @word: the word to blame, counted from 0
 * @text: the message
 */
struct misread {
	const char *line;
	int word;
	const char *text;
};

#endif
