/* SPDX-License-Identifier: GPL-2.0 */
/* Default routes that routers advertised: they end where this host becomes a router. */
#ifndef SFWCTL_HOST_ADVERTISED_H
#define SFWCTL_HOST_ADVERTISED_H

#include <stddef.h>

#define ADVERTISED_TEXT_MAX	512

const char *advertised_settings(char *buf, size_t len);
int advertised_keep(char *failed, size_t len);

#endif
