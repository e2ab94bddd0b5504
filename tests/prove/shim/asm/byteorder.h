/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_PROVE_BYTEORDER_H
#define SFW_PROVE_BYTEORDER_H

/* Else it is assembly, which means nothing to the model checker. */
#define __HAVE_BUILTIN_BSWAP32__
#include_next <asm/byteorder.h>

#define cpu_to_be32(x)	__cpu_to_be32(x)
#define be32_to_cpu(x)	__be32_to_cpu(x)

#endif /* SFW_PROVE_BYTEORDER_H */
