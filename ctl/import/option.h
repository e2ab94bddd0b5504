/* SPDX-License-Identifier: GPL-2.0 */
/* The options of iptables' rules. Pure. */
#ifndef SFWCTL_IMPORT_OPTION_H
#define SFWCTL_IMPORT_OPTION_H

#include "import/rule.h"

/**
 * struct reader - the words of a rule, as far as they are read
 * @rule: the rule
 * @at: value of the option that is read
 * @not: an exclamation mark stands before it
 * @strange: words that follow belong to an unknown match
 * @foreign: so do long options, which others may have by the same names
 */
struct reader {
	struct rule *rule;
	const char *const *at;
	bool not;
	bool strange;
	bool foreign;
};

/**
 * struct option - an option
 * @names: its names, as wordset_index() takes them
 * @values: how many words follow
 * @names_match: it loads a match, whose options follow
 * @read: reads it; false if the rule is about other packets than the set holds then
 */
struct option {
	const char *names;
	int values;
	bool names_match;
	bool (*read)(struct reader *r);
};

const struct option *option_find(const struct reader *r, const char *word);

#endif
