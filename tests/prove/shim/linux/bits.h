/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_PROVE_BITS_H
#define SFW_PROVE_BITS_H

#define BITS_PER_LONG	64

#endif /* SFW_PROVE_BITS_H */
