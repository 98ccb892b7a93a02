#!/bin/sh
# One environment by util-linux alone, for machines without Python: slower to make than the agent's, and without limits of memory and
# without a system call filter, but as separate from the host. Run by `unshare` as first process of new mount, PID, IPC and UTS namespaces.
#
#   environment.sh MODE ROOT BIND… -- COMMAND…     MODE: root or user-namespace; BIND: source:target
#
# Standard input: one line, "CODE_DIR<tab>TMP_MIB<tab>LAYERS_DIR or nothing", when a function comes; "assigned" is answered on descriptor 4. Descriptor 3 is the function's.
set -eu
mode=$1 root=$2
shift 2

mount -t tmpfs -o mode=755,size=8m squall "$root"
cd "$root"
mkdir -p proc dev etc/ssl tmp var/runtime var/lang var/tmp home run mnt
# The dynamic linker looks once whether these are there, and that is before the function comes: see root.py.
mkdir -p opt/lib var/task/lib
mkdir -m 700 .host

show() { # read-only; what else the source's mount forbids stays forbidden
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")" && : >"$root$2"; fi
  mount --rbind "$1" "$root$2"
  mount -o remount,bind,ro,nosuid,nodev "$root$2"
}

for name in usr bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then cp -P "/$name" "$name"; elif [ -d "/$name" ]; then show "/$name" "/$name"; fi
done
for name in resolv.conf hosts nsswitch.conf services protocols localtime ld.so.cache; do
  if [ -f "/etc/$name" ]; then cp -L "/etc/$name" etc/ && chmod 644 "etc/$name"; fi
done
for name in ssl/certs pki/tls/certs pki/ca-trust/extracted ca-certificates alternatives; do
  if [ -d "/etc/$name" ]; then show "/etc/$name" "/etc/$name"; fi
done
printf 'root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin\n' >etc/passwd
printf '#!/bin/sh\nexport _HANDLER="$1"\nexec /var/runtime/bootstrap\n' >lambda-entrypoint.sh && chmod 755 lambda-entrypoint.sh
printf 'root:x:0:\nsbx_user1051:x:990:\n' >etc/group
for name in null zero full random urandom tty; do : >"dev/$name" && mount --bind "/dev/$name" "dev/$name"; done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
while [ "$1" != -- ]; do
  case $1 in
    link:*) rest=${1#link:} && mkdir -p "$root$(dirname "${rest#*:}")" && ln -s "${rest%%:*}" "$root${rest#*:}" ;;
    *) show "${1%%:*}" "${1#*:}" ;;
  esac
  shift
done
shift
mount -t proc -o nosuid,nodev,noexec proc proc
hostname localhost 2>/dev/null || true

# The host stays at a folder only root enters until the code is mounted; until then nothing but the runtime's own program runs here.
pivot_root . .host
cd /
ulimit -n 1024 2>/dev/null || true
ulimit -c 0
# A user namespace made by `unshare` knows one user: its root, which without capabilities can do nothing either.
case $mode in
  root) chown 993 /proc/self/fd/1 2>/dev/null || true # what is opened anew as /dev/stdout
    user='--reuid 993 --regid 990 --clear-groups' && ulimit -u 1024 2>/dev/null || true ;;
  *) user= ;;
esac
# shellcheck disable=SC2086
setpriv $user --inh-caps=-all --bounding-set=-all --no-new-privs "$@" </dev/null 2>&1 4>&- &
process=$!

tab=$(printf '\t')
IFS=$tab read -r code size layers
mount --bind "/.host$code" /var/task
mount -o remount,bind,ro,nosuid,nodev /var/task
if [ -n "$layers" ]; then
  mount --bind "/.host$layers" /opt
  mount -o remount,bind,ro,nosuid,nodev /opt
else
  mount -t tmpfs -o nosuid,nodev,ro,mode=755,size=4k tmpfs /opt
fi
mount -t tmpfs -o "nosuid,nodev,mode=1777,size=${size}m,nr_inodes=$((size * 256))" tmpfs /tmp
# What mount has written about itself is covered.
mount -t tmpfs -o nosuid,nodev,ro,mode=755,size=4k tmpfs /run
umount -l /.host
mount -o remount,bind,ro,nosuid /
echo assigned >&4
exec 3>&- 4>&-
status=0
wait $process || status=$?
exit $status
