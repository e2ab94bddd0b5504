/* SPDX-License-Identifier: GPL-2.0 */
/* From the rules of iptables to a policy of sfw. Pure: text in, text out. */
#ifndef SFWCTL_IMPORT_IMPORT_H
#define SFWCTL_IMPORT_IMPORT_H

#include <stdio.h>

#include "import/ruleset.h"
#include "lang/action.h"

run_fn run_import;
int import_translate(struct ruleset *set, FILE *out, unsigned int *lost);

#endif
