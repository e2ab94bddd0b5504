// SPDX-License-Identifier: GPL-2.0
/* Values in the form in which they can be typed. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/protocol.h"

/* An address, "-" for one of no known family. */
const char *format_address(const struct address *addr, char *buf, size_t size)
{
	if (!inet_ntop(addr->family, addr->bytes, buf, size))
		snprintf(buf, size, "-");
	return buf;
}

/* A prefix, without the length when it is one address. */
const char *format_prefix(const struct prefix *prefix, char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	format_address(&prefix->addr, addr, sizeof(addr));
	if (prefix->len == address_bits(prefix->addr.family))
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, "%s/%u", addr, prefix->len);
	return buf;
}

/* Source prefix or @GROUP of an entry of the kernel; "" if it has none. */
const char *format_from(const struct entry *entry, char *buf, size_t size)
{
	*buf = '\0';
	if (entry->group_count)
		snprintf(buf, size, "@%s", entry->groups[0]);
	return entry->from_count ? format_prefix(&entry->from[0], buf, size) :
				   buf;
}

/* A duration in the largest unit that makes it whole. */
const char *format_duration(__u64 seconds, char *buf, size_t size)
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

/* A port or a range. */
const char *format_ports(const struct port_range *ports, char *buf, size_t size)
{
	if (ports->first == ports->last)
		snprintf(buf, size, "%u", ports->first);
	else
		snprintf(buf, size, "%u-%u", ports->first, ports->last);
	return buf;
}

/* The target of a forwarded port; the address alone where the ports are the same there. */
const char *format_target(const struct entry *entry, char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN], ports[PORTS_TEXT_MAX];

	format_address(&entry->to, addr, sizeof(addr));
	if (!entry->to_ports.first)
		snprintf(buf, size, "%s", addr);
	else
		snprintf(buf, size, entry->to.family == AF_INET6 ? "[%s]:%s" :
			 "%s:%s", addr, format_ports(&entry->to_ports, ports,
						     sizeof(ports)));
	return buf;
}

const char *format_windows(const struct guard *guard, char *buf, size_t size)
{
	char time[DURATION_TEXT_MAX];
	size_t used = 0;

	*buf = '\0';
	for (unsigned int i = 0; i < guard->window_count && used < size; i++)
		used += snprintf(buf + used, size - used, "%s%u/%s",
				 i ? " " : "", guard->windows[i].hits,
				 format_duration(guard->windows[i].seconds,
						 time, sizeof(time)));
	return buf;
}

const char *format_steps(const struct knock *knock, char *buf, size_t size)
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
static void print_reasons(__u32 set, char *buf, size_t size)
{
	char word[WORDSET_WORD_MAX];
	size_t used = 0;

	snprintf(buf, size, "off");
	for (unsigned int i = 0; set >> i && used < size; i++)
		if (set >> i & 1)
			used += snprintf(buf + used, size - used, "%s%s",
					 used ? "," : "",
					 wordset_word(refused_reasons, i, word,
						      sizeof(word)));
}

const char *format_value(const struct setting *setting, __u32 value, char *buf,
			 size_t size)
{
	switch (setting_form(setting)) {
	case SETTING_SECONDS:
		return format_duration(value, buf, size);
	case SETTING_NUMBER:
		snprintf(buf, size, "%u", value);
		return buf;
	case SETTING_REASONS:
		print_reasons(value, buf, size);
		return buf;
	default:
		return wordset_word(setting->words, value, buf, size);
	}
}

/* All values that a setting takes. */
const char *format_values(const struct setting *setting, char *buf, size_t size)
{
	char least[DURATION_TEXT_MAX], most[DURATION_TEXT_MAX];

	if (setting_form(setting) == SETTING_WORD)
		snprintf(buf, size, "%s", setting->words);
	else if (setting_form(setting) == SETTING_REASONS)
		snprintf(buf, size, "off|%.*s", (int)strlen(refused_reasons) - 1,
			 refused_reasons);
	else
		snprintf(buf, size, "%s..%s",
			 format_value(setting, setting->least, least,
				      sizeof(least)),
			 format_value(setting, setting->most, most,
				      sizeof(most)));
	return buf;
}
