#!/bin/sh
# runc for a root that lacks CAP_SYS_RESOURCE: privileged containers ask for every capability, and runc would refuse them all
# for that one. Elsewhere it is plain runc.
bounding=$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
if [ $((0x$bounding >> 24 & 1)) -eq 0 ]; then
  previous=
  for argument in "$@"; do
    case $previous in
      --bundle | -b) spec=$argument/config.json ;;
      --process | -p) spec=$argument ;;
      *) spec= ;;
    esac
    if [ -n "$spec" ] && [ -f "$spec" ]; then
      sed -i -E 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$spec"
    fi
    previous=$argument
  done
fi
exec runc "$@"
