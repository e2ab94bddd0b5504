// SPDX-License-Identifier: GPL-2.0
/* Values in the form in which they can be typed. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "print.h"
#include "protocol.h"

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
const char *print_duration(__u64 seconds, char *buf, size_t size)
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
	snprintf(buf, size, "%llu%c", seconds / units[i].seconds, units[i].unit);
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

/**
 * print_target() - where a forwarded port leads as text
 * @entry: the port
 * @buf: where to, ENDPOINT_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf; the address alone where the ports are the same there.
 */
const char *print_target(const struct entry *entry, char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN], ports[PORTS_TEXT_MAX];

	print_address(&entry->to, addr, sizeof(addr));
	if (!entry->to_ports.first)
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, entry->to.family == AF_INET6 ? "[%s]:%s" :
			 "%s:%s", addr, print_ports(&entry->to_ports, ports,
						    sizeof(ports)));
	return buf;
}

/**
 * print_windows() - the windows of a guard as text
 * @guard: the guard
 * @buf: where to, WINDOWS_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_windows(const struct guard *guard, char *buf, size_t size)
{
	char time[DURATION_TEXT_MAX];
	size_t used = 0;

	*buf = '\0';
	for (unsigned int i = 0; i < guard->window_count && used < size; i++)
		used += snprintf(buf + used, size - used, "%s%u/%s",
				 i ? " " : "", guard->windows[i].hits,
				 print_duration(guard->windows[i].seconds,
						time, sizeof(time)));
	return buf;
}

/**
 * print_steps() - the ports of a knock as text
 * @knock: the knock
 * @buf: where to, STEPS_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_steps(const struct knock *knock, char *buf, size_t size)
{
	char proto[PROTOCOL_NAME_MAX];
	size_t used = 0;

	*buf = '\0';
	for (unsigned int i = 0; i < knock->step_count && used < size; i++)
		used += snprintf(buf + used, size - used, "%s%s/%u",
				 i ? "," : "",
				 protocol_name(knock->steps[i].proto, proto,
					       sizeof(proto)),
				 knock->steps[i].port);
	return buf;
}

/* The words of a set of reasons, "off" for none. */
static void print_refusals(__u32 set, char *buf, size_t size)
{
	char word[CHOICE_MAX];
	size_t used = 0;

	snprintf(buf, size, "off");
	for (unsigned int i = 0; set >> i && used < size; i++)
		if (set >> i & 1)
			used += snprintf(buf + used, size - used, "%s%s",
					 used ? "," : "",
					 choice_word(refusals, i, word,
						     sizeof(word)));
}

/**
 * print_value() - the value of a setting as text
 * @setting: the setting
 * @value: its value
 * @buf: where to, VALUE_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_value(const struct setting *setting, __u32 value, char *buf,
			size_t size)
{
	switch (setting_form(setting)) {
	case SETTING_SECONDS:
		return print_duration(value, buf, size);
	case SETTING_NUMBER:
		snprintf(buf, size, "%u", value);
		return buf;
	case SETTING_REASONS:
		print_refusals(value, buf, size);
		return buf;
	default:
		return choice_word(setting->words, value, buf, size);
	}
}

/**
 * print_values() - all that a setting takes as text
 * @setting: the setting
 * @buf: where to, VALUE_TEXT_MAX bytes hold any
 * @size: bytes at @buf
 *
 * Return: @buf.
 */
const char *print_values(const struct setting *setting, char *buf, size_t size)
{
	char least[DURATION_TEXT_MAX], most[DURATION_TEXT_MAX];

	if (setting_form(setting) == SETTING_WORD)
		snprintf(buf, size, "%s", setting->words);
	else if (setting_form(setting) == SETTING_REASONS)
		snprintf(buf, size, "off|%.*s", (int)strlen(refusals) - 1,
			 refusals);
	else
		snprintf(buf, size, "%s..%s",
			 print_value(setting, setting->least, least,
				     sizeof(least)),
			 print_value(setting, setting->most, most,
				     sizeof(most)));
	return buf;
}
