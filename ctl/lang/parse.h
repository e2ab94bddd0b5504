/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From words to meaning. Pure: nothing is printed, sent or kept; the result is
 * a struct command or struct probe, or a struct parse_error.
 */
#ifndef SFWCTL_LANG_PARSE_H
#define SFWCTL_LANG_PARSE_H

#include "lang/statement.h"

/**
 * struct parse_error - why words were not understood
 * @word: index of the word; the number of words when one is missing
 * @text: one sentence for people
 */
struct parse_error {
	int word;
	char text[448];
};

#endif
