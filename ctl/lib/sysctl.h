/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_LIB_SYSCTL_H
#define SFWCTL_LIB_SYSCTL_H

int sysctl_read(const char *path);
int sysctl_write(const char *path, char value);

#endif
