// SPDX-License-Identifier: GPL-2.0
/* SHA-256 of FIPS 180-4, as sha256sum(1) prints it. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include <linux/types.h>

#include "lib/sha256.h"

#define BLOCK	64	/* bytes that are mixed in at a time */

/* Fractional parts of the cube roots of the first 64 primes. */
static const __u32 rounds[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Of the square roots of the first 8. */
static const __u32 begin[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static __u32 turn(__u32 x, unsigned int bits)
{
	return x >> bits | x << (32 - bits);
}

static __u32 small(__u32 x, unsigned int a, unsigned int b, unsigned int shift)
{
	return turn(x, a) ^ turn(x, b) ^ x >> shift;
}

static __u32 big(__u32 x, unsigned int a, unsigned int b, unsigned int c)
{
	return turn(x, a) ^ turn(x, b) ^ turn(x, c);
}

static void mix(__u32 state[8], const unsigned char *block)
{
	__u32 w[64], s[8];

	memcpy(w, block, BLOCK);
	for (unsigned int i = 0; i < 16; i++)
		w[i] = be32toh(w[i]);
	for (unsigned int i = 16; i < 64; i++)
		w[i] = w[i - 16] + small(w[i - 15], 7, 18, 3) + w[i - 7] +
		       small(w[i - 2], 17, 19, 10);
	memcpy(s, state, sizeof(s));
	for (unsigned int i = 0; i < 64; i++) {
		__u32 chosen = (s[4] & s[5]) ^ (~s[4] & s[6]);
		__u32 most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
		__u32 t = s[7] + big(s[4], 6, 11, 25) + chosen + rounds[i] + w[i];

		memmove(s + 1, s, 7 * sizeof(*s));
		s[4] += t;
		s[0] = t + big(s[1], 2, 13, 22) + most;
	}
	for (unsigned int i = 0; i < 8; i++)
		state[i] += s[i];
}

/**
 * sha256_text() - the SHA-256 sum of some bytes
 * @data: the bytes
 * @len: how many
 * @buf: for the result
 *
 * Return: @buf, 64 hexadecimal digits.
 */
const char *sha256_text(const void *data, size_t len, char buf[SHA256_TEXT_MAX])
{
	const unsigned char *at = data;
	unsigned char last[2 * BLOCK] = { 0 };
	size_t rest = len % BLOCK, end = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
	__u64 bits = htobe64((__u64)len * 8);
	__u32 state[8];

	memcpy(state, begin, sizeof(state));
	for (; at + BLOCK <= (const unsigned char *)data + len; at += BLOCK)
		mix(state, at);
	if (rest)
		memcpy(last, at, rest);
	last[rest] = 0x80;
	memcpy(last + end - sizeof(bits), &bits, sizeof(bits));
	for (size_t i = 0; i < end; i += BLOCK)
		mix(state, last + i);
	for (unsigned int i = 0; i < 8; i++)
		sprintf(buf + 8 * i, "%08x", state[i]);
	return buf;
}
