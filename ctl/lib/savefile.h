/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are replaced as a whole. */
#ifndef SFWCTL_LIB_SAVEFILE_H
#define SFWCTL_LIB_SAVEFILE_H

#include <stdbool.h>
#include <stdio.h>

/* Writes the contents; returns 0 or a negative errno. */
typedef int savefile_fn(FILE *out, void *what);

bool savefile_is_same(const char *path, const char *other);
int savefile_write(const char *path, savefile_fn *write, void *what);
void savefile_report(const char *path, int err);

#endif
