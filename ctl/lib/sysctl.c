// SPDX-License-Identifier: GPL-2.0
/* Settings of the kernel that are one digit. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lib/sysctl.h"

/**
 * sysctl_read() - the first character of a setting
 * @path: its file below /proc/sys
 *
 * Return: the character, or a negative errno.
 */
int sysctl_read(const char *path)
{
	int got, fd = open(path, O_RDONLY | O_CLOEXEC);
	char value = 0;

	if (fd < 0)
		return -errno;
	got = read(fd, &value, 1);
	close(fd);
	return got == 1 ? value : -EIO;
}

/**
 * sysctl_write() - change a setting
 * @path: its file below /proc/sys
 * @value: a digit
 *
 * Return: 0 or a negative errno.
 */
int sysctl_write(const char *path, char value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return -errno;
	ret = write(fd, &value, 1) == 1 ? 0 : -errno;
	close(fd);
	return ret;
}
