/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ports as others write them: "22/tcp", "6000:6010", "22 tcp", "SSH"; and prefixes:
 * "10.0.0.5/8", "10.0.0.0/255.0.0.0".
 */
#ifndef SFWCTL_LANG_MEANT_H
#define SFWCTL_LANG_MEANT_H

#include <stdbool.h>
#include <stddef.h>

#define MEANT_PORTS_MAX	128	/* bytes, with the NUL */

/**
 * struct meant - the words of "port add" that were meant
 * @proto: a protocol, or a list of them
 * @ports: a port, range, list of them, or service
 * @taken: how many words say so
 */
struct meant {
	const char *proto;
	char ports[MEANT_PORTS_MAX];
	int taken;
};

const char *meant_prefixes(const char *word, char *buf, size_t size);
const char *meant_protocols(const char *word);
const char *meant_service(const char *word, char *buf, size_t size);
bool meant_is_ports(const char *word, size_t len);
void meant_write_ports(const char *word, size_t len, char *buf, size_t size);
bool meant_read(const char *first, const char *second, struct meant *m);
const char *service_protocols(const char *service);

#endif
