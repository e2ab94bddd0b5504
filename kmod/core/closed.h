/* SPDX-License-Identifier: GPL-2.0 */
/* The answers of a closed port or protocol. */
#ifndef SFW_CORE_CLOSED_H
#define SFW_CORE_CLOSED_H

#include "decide.h"

struct sfw_verdict sfw_as_closed(const struct sfw_policy *p, u8 family, u8 proto,
				 enum sfw_reason reason);
struct sfw_verdict sfw_closed(const struct sfw_policy *p, u8 family, u8 proto);

#endif /* SFW_CORE_CLOSED_H */
