// SPDX-License-Identifier: GPL-2.0
/* Values in the form in which they can be typed. */
#include <arpa/inet.h>
#include <stdio.h>

#include "print.h"

/**
 * print_address() - an address as text
 * @addr: the address
 * @buf: where to, INET6_ADDRSTRLEN bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_address(const struct address *addr, char *buf, size_t size)
{
	if (!inet_ntop(addr->family, addr->bytes, buf, size))
		snprintf(buf, size, "-");
	return buf;
}

/**
 * print_prefix() - a prefix as text, without the length when it is one address
 * @prefix: the prefix
 * @buf: where to, PREFIX_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_prefix(const struct prefix *prefix, char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	print_address(&prefix->addr, addr, sizeof(addr));
	if (prefix->len == address_bits(prefix->addr.family))
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, "%s/%u", addr, prefix->len);
	return buf;
}

/**
 * print_duration() - a duration in the largest unit that makes it whole
 * @seconds: the duration
 * @buf: where to, DURATION_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_duration(__u32 seconds, char *buf, size_t size)
{
	static const struct {
		__u32 seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	unsigned int i = 0;

	while (seconds < units[i].seconds || seconds % units[i].seconds) {
		if (units[i].unit == 's')
			break;
		i++;
	}
	snprintf(buf, size, "%u%c", seconds / units[i].seconds, units[i].unit);
	return buf;
}

/**
 * print_ports() - a port or range as text
 * @ports: the range
 * @buf: where to, PORTS_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_ports(const struct port_range *ports, char *buf, size_t size)
{
	if (ports->first == ports->last)
		snprintf(buf, size, "%u", ports->first);
	else
		snprintf(buf, size, "%u-%u", ports->first, ports->last);
	return buf;
}
