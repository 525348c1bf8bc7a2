#!/bin/sh
# opencc-tables.sh - OpenCC's own dictionaries as one table: list, key, first value. Printed on stdout; see hans.h.
#
# usage: parse/opencc-tables.sh > build/opencc.tsv
set -eu
data=${OPENCC_DATA:-/usr/share/opencc}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
printf '# Made by parse/opencc-tables.sh from the dictionaries of OpenCC (Apache-2.0, https://github.com/BYVoid/OpenCC).\n'
printf 'list\tkey\tvalue\n'
for list in TSPhrases TSCharacters TWPhrasesRev TWVariantsRevPhrases TWVariantsRev HKVariantsRevPhrases HKVariantsRev STCharacters; do
	opencc_dict -i "$data/$list.ocd2" -f ocd2 -o "$tmp/$list" -t text || {
		echo "opencc-tables.sh: $data/$list.ocd2: cannot read" >&2
		exit 2
	}
	if [ "$list" = STCharacters ]; then
		sed "s/^/$list	/" "$tmp/$list"
	else
		sed "s/^/$list	/; s/ .*//" "$tmp/$list"
	fi
done
