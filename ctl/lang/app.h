/* SPDX-License-Identifier: GPL-2.0 */
/* Profiles of applications: names for ports, as Debian's packages bring them for ufw. */
#ifndef SFWCTL_LANG_APP_H
#define SFWCTL_LANG_APP_H

#include "lib/suggest.h"

#define APP_PROFILES	"/etc/ufw/applications.d"
#define APP_NAME_MAX	128	/* bytes, with the NUL */
#define APP_PORTS_MAX	1024

typedef int app_fn(void *ctx, const char *name, const char *ports);

int app_each(const char *folder, app_fn *each, void *ctx);
char *app_ports(const char *folder, struct suggestion *near);
char *app_trimmed(char *text);

#endif
