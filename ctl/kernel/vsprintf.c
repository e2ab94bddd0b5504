// SPDX-License-Identifier: GPL-2.0
/* Texts as the kernel prints them. */
#include "kernel_names.h"

/* RFC 5952, section 4.2; dotted at the end where lib/vsprintf.c has it so. */
static void format_addr6(char *buf, size_t size, const u8 *a)
{
	bool dotted = ipv6_addr_v4mapped((const struct in6_addr *)a) ||
		      ((a[8] | 2) == 2 && !a[9] && a[10] == 0x5e && a[11] == 0xfe);
	int groups = dotted ? 6 : 8, best = -1, longest = 1, at = 0;

	for (int i = 0; i < groups; i++) {
		int run = 0;

		while (i + run < groups && !a[2 * (i + run)] && !a[2 * (i + run) + 1])
			run++;
		if (run > longest) {
			longest = run;
			best = i;
		}
	}
	buf[0] = '\0';
	for (int i = 0; i < groups; i++) {
		if (i == best) {
			at += scnprintf(buf + at, size - at, i ? ":" : "::");
			i += longest - 1;
			continue;
		}
		at += scnprintf(buf + at, size - at, i == groups - 1 ? "%x" : "%x:",
				a[2 * i] << 8 | a[2 * i + 1]);
	}
	if (dotted)
		scnprintf(buf + at, size - at, "%s%u.%u.%u.%u",
			  at && buf[at - 1] != ':' ? ":" : "", a[12], a[13], a[14], a[15]);
}

static int format_pointer(char *buf, size_t size, const char *kind, const u8 *a)
{
	if (!strncmp(kind, "I6c", 3)) {
		format_addr6(buf, size, a);
		return 3;
	}
	snprintf(buf, size, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
	return 2;	/* I4 */
}

static void put_char(char *buf, size_t size, size_t at, char c)
{
	if (at + 1 < size)
		buf[at] = c;
}

/**
 * kernel_vsnprintf() - vsnprintf() of the kernel, as far as it is used
 * @buf: the result, which is cut off
 * @size: its bytes
 * @format: with %s, %d, %u, %x, %pI4 and %pI6c
 * @args: the values
 *
 * Return: bytes of the whole text, without the NUL.
 */
int kernel_vsnprintf(char *buf, size_t size, const char *format, va_list args)
{
	size_t at = 0;

	while (*format) {
		char piece[64];
		const char *text = piece;

		if (*format != '%') {
			put_char(buf, size, at++, *format++);
			continue;
		}
		switch (*++format) {
		case 'p':
			format += format_pointer(piece, sizeof(piece), format + 1,
						 va_arg(args, const u8 *));
			break;
		case 's':
			text = va_arg(args, const char *);
			break;
		case 'd':
			snprintf(piece, sizeof(piece), "%d", va_arg(args, int));
			break;
		case 'x':
			snprintf(piece, sizeof(piece), "%x", va_arg(args, unsigned int));
			break;
		case 'u':
			snprintf(piece, sizeof(piece), "%u", va_arg(args, unsigned int));
			break;
		default:
			text = "?";
		}
		format++;
		while (*text)
			put_char(buf, size, at++, *text++);
	}
	if (size)
		buf[at < size ? at : size - 1] = '\0';
	return at;
}

/* The kernel's own name, for the module's source. */
int scnprintf(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	size_t len;

	va_start(args, format);
	len = kernel_vsnprintf(buf, size, format, args);
	va_end(args);
	return len < size ? len : size - 1;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);

	if (len < size) {
		memcpy(to, from, len + 1);
		return len;
	}
	memcpy(to, from, size - 1);
	to[size - 1] = '\0';
	return -E2BIG;
}
