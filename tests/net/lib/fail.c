// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into a program: the Nth memory that the kernel asks for in what the
 * program has it do over netlink is refused (/proc/PID/fail-nth). All else that
 * the program does, and its beginning, is spared.
 *   SFW_FAIL_NTH    N; 0 refuses nothing
 *   SFW_FAIL_LEFT   file that gets what is left of N at the program's end: 0
 *                   when something was refused
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int fd = -1;
static unsigned int left;

__attribute__((constructor))
static void begin(void)
{
	const char *nth = getenv("SFW_FAIL_NTH");

	left = nth ? strtoul(nth, NULL, 10) : 0;
	fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		left = 0;
	unsetenv("LD_PRELOAD");
}

__attribute__((destructor))
static void end(void)
{
	const char *path = getenv("SFW_FAIL_LEFT");
	FILE *out = path ? fopen(path, "w") : NULL;

	if (!out)
		return;
	fprintf(out, "%u\n", left);
	fclose(out);
}

static void arm(void)
{
	if (left)
		dprintf(fd, "%u", left);
}

/* Reads what is left of it, and refuses no more until the next call. */
static void disarm(void)
{
	int saved = errno;
	char text[16] = "";

	if (left && pread(fd, text, sizeof(text) - 1, 0) > 0) {
		left = strtoul(text, NULL, 10);
		pwrite(fd, "0", 1, 0);
	}
	errno = saved;
}

#define GUARDED(type, name, parameters, arguments)			\
type name parameters							\
{									\
	static type (*real) parameters;					\
	type ret;							\
									\
	if (!real)							\
		real = dlsym(RTLD_NEXT, #name);				\
	arm();								\
	ret = real arguments;						\
	disarm();							\
	return ret;							\
}

GUARDED(int, socket, (int domain, int type, int protocol),
	(domain, type, protocol))
GUARDED(int, bind, (int sock, const struct sockaddr *addr, socklen_t len),
	(sock, addr, len))
GUARDED(int, setsockopt, (int sock, int level, int name, const void *value,
			  socklen_t len), (sock, level, name, value, len))
GUARDED(ssize_t, sendto, (int sock, const void *data, size_t len, int flags,
			  const struct sockaddr *addr, socklen_t addr_len),
	(sock, data, len, flags, addr, addr_len))
GUARDED(ssize_t, recvmsg, (int sock, struct msghdr *msg, int flags),
	(sock, msg, flags))
