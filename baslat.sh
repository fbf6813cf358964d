#!/bin/sh
# Finds a Python of the tested range and runs start.py, which does the rest.
here=$(dirname "$0")
for python in python3.13 python3.12 python3.11 python3 python; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1 && exec "$python" "$here/start.py" "$@"
done
echo "Python bulunamadi. https://www.python.org/downloads/ adresinden Python 3.13 kurun, yeniden baslatin." >&2
exit 1
