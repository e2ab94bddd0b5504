/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces that rules name. Pure. */
#ifndef SFWCTL_IMPORT_DEVS_H
#define SFWCTL_IMPORT_DEVS_H

#include "import/ruleset.h"

void devs_add(struct devs *devs, const char *name);
void devs_named(const struct ruleset *set, int family, struct devs *devs);
bool devs_narrow(struct match *m, const char *dev);

#endif
