/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_TOP_TOP_H
#define SFWCTL_TOP_TOP_H

#include "lang/action.h"

run_fn run_top;

#endif
