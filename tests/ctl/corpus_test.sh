#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Whole files of iptables-save: their policies, byte for byte, and the exit
# status. import/NAME.policy is the policy that import/NAME.rules comes to.
# Usage: corpus_test.sh SFWCTL
set -u

sfwctl=$1
. "$(dirname "$0")/tap.sh"
cd "$(dirname "$0")/import" || exit 1

# Those of which every line is carried over.
whole=" article-full4 article-full6 article-printed4 "
for rules in *.rules; do
	name=${rules%.rules}
	case $whole in *" $name "*) want=0 ;; *) want=1 ;; esac
	"$sfwctl" import "$rules" 2>&1 | diff "$name.policy" - | sed 's/^/# /'
	"$sfwctl" import "$rules" 2>&1 | cmp -s "$name.policy"
	verdict "import of $rules"
	"$sfwctl" import - <"$rules" >/dev/null
	test $? -eq $want
	verdict "its status is $want"
done
exit "$failed"
