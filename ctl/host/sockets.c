// SPDX-License-Identifier: GPL-2.0
/* The sockets of this network namespace, as /proc/net lists them. */
#include <stdlib.h>
#include <string.h>

#include "host/sockets.h"
#include "lang/format_value.h"

#define WORD_DIGITS	8	/* of 32 bits */

/* Words of 32 bits in hexadecimal, each in the byte order of this host. */
static bool read_address(const char *hex, struct address *addr)
{
	static const __u8 mapped[12] = { [10] = 0xff, [11] = 0xff };
	size_t words = strlen(hex) / WORD_DIGITS;

	if (words * WORD_DIGITS != strlen(hex) || (words != 1 && words != 4))
		return false;
	memset(addr, 0, sizeof(*addr));
	addr->family = words == 1 ? AF_INET : AF_INET6;
	for (size_t i = 0; i < words; i++) {
		char digits[WORD_DIGITS + 1] = "";
		__u32 word;

		memcpy(digits, hex + i * WORD_DIGITS, WORD_DIGITS);
		word = strtoul(digits, NULL, 16);
		memcpy(addr->bytes + i * sizeof(word), &word, sizeof(word));
	}
	if (words == 4 && !memcmp(addr->bytes, mapped, sizeof(mapped))) {
		addr->family = AF_INET;
		memcpy(addr->bytes, addr->bytes + sizeof(mapped), 4);
		memset(addr->bytes + 4, 0, sizeof(addr->bytes) - 4);
	}
	return true;
}

/**
 * socket_is_loopback() - whether only this host has an address
 * @addr: the address
 *
 * Return: true for 127.0.0.0/8 and ::1.
 */
bool socket_is_loopback(const struct address *addr)
{
	static const __u8 one[16] = { [15] = 1 };

	return addr->family == AF_INET ? addr->bytes[0] == 127 :
					 !memcmp(addr->bytes, one, sizeof(one));
}

/**
 * socket_read() - read a line of /proc/net/tcp, udp, or their like for IPv6
 * @line: the line
 * @sock: the result
 *
 * Return: false for the head of the table, and any other line.
 */
bool socket_read(const char *line, struct ip_socket *sock)
{
	char local[33], peer[33];
	unsigned int local_port, peer_port;

	if (sscanf(line,
		   " %*d: %32[0-9A-F]:%4x %32[0-9A-F]:%4x %2x %*s %*s %*s %*u %*d %lu",
		   local, &local_port, peer, &peer_port, &sock->state,
		   &sock->inode) != 6)
		return false;
	sock->local_port = local_port;
	sock->peer_port = peer_port;
	return read_address(local, &sock->local) &&
	       read_address(peer, &sock->peer);
}

/**
 * sockets_each() - walk through the sockets of a protocol in this namespace
 * @proto: IPPROTO_TCP, IPPROTO_UDP, or IPPROTO_RAW, whose ports are protocol numbers
 * @each: gets them one by one
 * @ctx: for @each
 */
void sockets_each(__u8 proto,
		  void (*each)(void *ctx, const struct ip_socket *sock),
		  void *ctx)
{
	static const char *const tables[3][2] = {
		{ "/proc/net/tcp", "/proc/net/tcp6" },
		{ "/proc/net/udp", "/proc/net/udp6" },
		{ "/proc/net/raw", "/proc/net/raw6" },
	};
	unsigned int which = proto == IPPROTO_UDP ? 1 :
			     proto == IPPROTO_RAW ? 2 : 0;

	for (unsigned int i = 0; i < 2; i++) {
		FILE *table = fopen(tables[which][i], "re");
		struct ip_socket sock;
		char *line = NULL;
		size_t size = 0;

		while (table && getline(&line, &size, table) >= 0)
			if (socket_read(line, &sock))
				each(ctx, &sock);
		free(line);
		if (table)
			fclose(table);
	}
}
