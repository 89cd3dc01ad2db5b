# SPDX-License-Identifier: GPL-2.0
# bash completion of iommu-audit
#
# What is typed and what is found is compared, never expanded. The one program that
# is run is the installed iommu-audit; files are completed by bash itself, which
# quotes their names. A name of anything else that would have to be quoted is left out.
# shellcheck shell=bash

# Sets words to what the tool says: the first group of $1 in each line.
_iommu_audit_ask()
{
	local line pattern=$1

	shift
	words=()
	[[ $tool == /* ]] || return 0
	while IFS= read -r line; do
		[[ $line =~ $pattern ]] && words+=("${BASH_REMATCH[1]}")
	done < <("$tool" "$@" </dev/null 2>/dev/null)
}

# Offers those of the words that begin as what is typed.
_iommu_audit_offer()
{
	local word

	for word; do
		[[ $word == "$cur"* ]] && COMPREPLY+=("$word")
	done
}

# Offers the names of files that are plain: $1 is a pattern, the others the files.
_iommu_audit_offer_names()
{
	local file pattern=$1

	shift
	for file; do
		[[ -e $file && ${file##*/} =~ $pattern ]] && _iommu_audit_offer "${BASH_REMATCH[1]}"
	done
}

# Offers names of what has a device: no partition, no connector of a card.
_iommu_audit_offer_behind()
{
	local file

	for file; do
		[[ -e $file/device && ! -e $file/partition ]] || continue
		[[ $file == */drm/* && ! ${file##*/} =~ ^(card|renderD)[0-9]+$ ]] && continue
		[[ ${file##*/} =~ ^nvme[0-9]+c[0-9]+n ]] && continue
		_iommu_audit_offer_names '^([A-Za-z0-9_.@+-]+)$' "$file"
	done
}

_iommu_audit_offer_functions()
{
	_iommu_audit_offer_names '^([0-9a-f]+:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$' \
		/sys/bus/pci/devices/*
	_iommu_audit_offer_behind /sys/class/{net,infiniband,block,nvme,drm}/*
	_iommu_audit_offer_names '^([A-Za-z0-9_.@+-]+)$' /sys/bus/pci/slots/*
}

# The kernel minds the case of names, so completion puts it right where nothing else fits.
_iommu_audit_offer_devices()
{
	_iommu_audit_offer_functions
	if [[ ! ${COMPREPLY[*]} && $cur ]] && ! shopt -q nocasematch; then
		shopt -s nocasematch
		_iommu_audit_offer_functions
		shopt -u nocasematch
	fi
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$cur"
	fi
}

# Results that bench --save keeps have names; others are files, as bash completes them.
_iommu_audit_offer_results()
{
	local plain='[A-Za-z0-9_][A-Za-z0-9_.+-]*'

	_iommu_audit_offer_names "^($plain)\\.json\$" \
		"${XDG_STATE_HOME:-$HOME/.local/state}"/iommu-audit/*.json \
		/var/lib/iommu-audit/*.json
	_iommu_audit_offer_names "^($plain\\.json)\$" ./*.json
}

# Has bash complete what follows; it says no when nothing is being completed.
_iommu_audit_files()
{
	compopt -o default 2>/dev/null
}

_iommu_audit()
{
	local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD - 1]}"
	local command="" tool word option='^  [- ][a-z ][, ] (--[a-z0-9-]+)'
	local -a commands words
	local IFS=$' \t\n'

	COMPREPLY=()
	# Whatever was typed: a program of this folder is none to be run by a key.
	tool=$(type -P iommu-audit)
	# A colon ends a word for readline, so an address comes in pieces.
	if declare -F _get_comp_words_by_ref >/dev/null; then
		_get_comp_words_by_ref -n : cur prev
	fi
	_iommu_audit_ask '^  ([a-z][a-z0-9-]*)' --help
	commands=("${words[@]}")
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		if [[ " ${commands[*]} " == *" $word "* ]]; then
			command=$word
			break
		fi
	done
	case $command$prev in
	devices--output | devices-o | groups--output | groups-o | units--output | units-o)
		_iommu_audit_ask '^([A-Za-z0-9_-]+)' "$command" --output list
		_iommu_audit_offer "${words[@]}"
		return
		;;
	esac
	case $prev in
	--from | --since | --against | --input | --output | -o | --html | --root)
		_iommu_audit_files
		return
		;;
	--source)
		_iommu_audit_offer auto module sysfs
		return
		;;
	--mode)
		_iommu_audit_offer single sg coherent
		return
		;;
	--dir)
		_iommu_audit_offer to from both
		return
		;;
	--sweep)
		_iommu_audit_offer size threads ring
		return
		;;
	--domains)
		_iommu_audit_offer identity,DMA,DMA-FQ DMA,DMA-FQ
		return
		;;
	--profile | --format)
		_iommu_audit_ask '^([A-Za-z0-9_-]+)' "${command:-check}" "$prev" list
		[[ $command$prev != check--profile ]] || words+=(all)
		_iommu_audit_offer "${words[@]}"
		return
		;;
	--dev)
		_iommu_audit_offer_devices
		return
		;;
	esac
	case $cur in
	-*)
		_iommu_audit_ask "$option" "${command:-report}" --help
		_iommu_audit_offer "${words[@]}"
		return
		;;
	esac
	case $command in
	"")
		_iommu_audit_offer "${commands[@]}"
		;;
	compare)
		_iommu_audit_offer_results
		[[ ${COMPREPLY[*]} ]] || _iommu_audit_files
		;;
	devices | acs | why | assign | p2p | bench)
		_iommu_audit_offer_devices
		;;
	groups)
		_iommu_audit_offer_names '^([0-9]+)$' /sys/kernel/iommu_groups/*
		;;
	sriov)
		_iommu_audit_offer plan
		;;
	diff | load)
		_iommu_audit_files
		;;
	esac
}

complete -F _iommu_audit iommu-audit
