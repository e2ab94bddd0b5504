/* SPDX-License-Identifier: GPL-2.0 */
/* The output of other programs. */
#ifndef SFWCTL_LIB_SUBPROCESS_H
#define SFWCTL_LIB_SUBPROCESS_H

char *process_output(const char *const argv[]);

#endif
