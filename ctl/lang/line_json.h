/* SPDX-License-Identifier: GPL-2.0 */
/* A line of a policy as an object of JSON, by its words. */
#ifndef SFWCTL_LANG_LINE_JSON_H
#define SFWCTL_LANG_LINE_JSON_H

#include "lib/json.h"
#include "lib/jsontree.h"
#include "lib/tokenize.h"

const char *line_json_section(unsigned int section);
bool line_json_write(struct json *j, unsigned int section, const char *line);
int line_json_words(unsigned int section, const struct jnode *node, struct tokens *words,
		    struct json_error *err);

#endif
