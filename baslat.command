#!/bin/sh
# The double click of macOS.
exec sh "$(dirname "$0")/baslat.sh" "$@"
