#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Files that the documents name in backticks are there: by their path, or the end of it.
# NAME and OBJECT in a name stand for any.
. "$(dirname "$0")/tap.sh"

files=$(find . -type f -not -path './.git/*')

# A name that begins with a slash is one of an installed file.
missing() {
	local page line name pattern
	while IFS=: read -r page line name; do
		name=${name//\`/}
		pattern=$(sed 's/[.]/\\./g; s/NAME\|OBJECT\|[*]/[^\/]*/g' <<<"$name")
		grep -qE "/$pattern\$" <<<"$files" || echo "${page#./}:$line: there is no $name"
	done < <(find . -name '*.md' -not -path './.git/*' -exec \
		grep -noHE '`[A-Za-z0-9_.*-][A-Za-z0-9_./*-]*\.(c|h|sh|py|t|md|txt|json|conf|service)`' {} +)
}

complaints "files: those that documents name are there" missing
plan
