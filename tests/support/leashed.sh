#!/bin/sh
# Runs $LEASHED_PROGRAM, which ends when the process does that started it: not even a kill -9, which
# leaves that one no time to end anything, leaves a browser behind. Linux alone knows such a leash.
command -v setpriv > /dev/null || exec "$LEASHED_PROGRAM" "$@"
exec setpriv --pdeathsig KILL "$LEASHED_PROGRAM" "$@"
