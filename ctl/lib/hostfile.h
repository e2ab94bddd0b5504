/* SPDX-License-Identifier: GPL-2.0 */
/* Files of the host, seen from another network namespace. */
#ifndef SFWCTL_LIB_HOSTFILE_H
#define SFWCTL_LIB_HOSTFILE_H

#include <stdbool.h>

bool hostfile_is(const char *path);
void hostfile_warn(const char *path, const char *instead);

#endif
