/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_ORDER_H
#define SFWCTL_ORDER_H

#include "answer.h"

int answer_order(struct answer *answer);

#endif
