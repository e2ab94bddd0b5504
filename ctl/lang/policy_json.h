/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as a document of JSON, by the words of its lines. */
#ifndef SFWCTL_LANG_POLICY_JSON_H
#define SFWCTL_LANG_POLICY_JSON_H

#include "lib/json.h"
#include "lib/jsontree.h"
#include "lib/tokenize.h"

#define POLICY_JSON_VERSION	1

const char *policy_json_section(unsigned int section);
bool policy_json_write(struct json *j, unsigned int section, const char *line);
int policy_json_words(unsigned int section, const struct jnode *node, struct tokens *words,
		      struct json_error *err);

#endif
