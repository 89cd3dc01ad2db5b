#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Ask the target's headers what they offer.
#
#	probe.sh HEADER PROBE.c ... -- COMPILER FLAG ...
#
# Every PROBE.c that compiles becomes "#define HAVE_<NAME> 1" in HEADER. The
# probe named empty.c has to compile: if it does not, the compiler or the
# headers are broken, and every other answer would be a lie. What the compiler
# said is kept in HEADER.log.
set -u

header=$1
shift
probes=
while [ "$1" != -- ]; do
	probes="$probes $1"
	shift
done
shift

log=$header.log
mkdir -p "$(dirname "$header")"
: >"$log"

# Errors only for what makes an answer wrong: headers may warn of other things.
compiles() {
	probe=$1
	shift
	echo "== $probe" >>"$log"
	"$@" -Werror=implicit-function-declaration \
		-Werror=incompatible-pointer-types -Werror=int-conversion \
		-c -o "$header.o" "$probe" >>"$log" 2>&1
}

{
	echo "/* SPDX-License-Identifier: GPL-2.0 */"
	echo "/* Made by module/compat/probe.sh: what the target's headers offer. */"
	for probe in $probes; do
		name=$(basename "$probe" .c)
		if compiles "$probe" "$@"; then
			[ "$name" = empty ] && continue
			echo "#define HAVE_$(echo "$name" | tr '[:lower:]' '[:upper:]') 1"
		elif [ "$name" = empty ]; then
			echo "iommu_audit: cannot compile even an empty file against these headers:" >&2
			cat "$log" >&2
			exit 1
		fi
	done
} >"$header.tmp" || { rm -f "$header.tmp"; exit 1; }
rm -f "$header.o"
mv "$header.tmp" "$header"
