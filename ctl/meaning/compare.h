/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_MEANING_COMPARE_H
#define SFWCTL_MEANING_COMPARE_H

#include "meaning/meaning.h"

int compare_all(struct meaning *m, struct nl *nl[2]);

#endif
