/** Whose programs a function finds: those of Amazon Linux 2 or of Amazon Linux 2023. */
export type AmazonLinux = "al2" | "al2023";

/** Folder → names, by the packages that bring them. */
export type Programs = Readonly<Record<string, readonly string[]>>;

/**
 * The programs of AWS's runtimes, those of the language itself in /var/lang aside. Source: `rpm -qa` of AWS's image for Python 3.12, which is Amazon Linux 2023's
 * minimal image (amazonlinux/amazon-linux-2023, issue 585), and the files of these packages.
 */
export function awsPrograms(system: AmazonLinux): Programs {
  return system === "al2" ? { ...al2023, "/usr/bin": [...al2023["/usr/bin"], ...onlyInAl2] } : al2023;
}

/**
 * What AWS's images have in /var/lang/bin: the language's own programs, not those that a user has installed beside them, which share a folder on many machines.
 * Java's and .NET's have folders of their own.
 */
export function isOfLanguage(name: string): boolean {
  return /^(?:(?:python|pip|pydoc|idle|2to3)[\d.-]*(?:-config)?|node|npm|npx|corepack|ruby|irb|gem|bundler?|erb|rake|ri|rdoc|racc|rbs|typeprof)$/.test(
    name,
  );
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const al2023 = {
  "/usr/bin": [
    // bash
    ...words("bash sh alias bg cd command fc fg getopts hash jobs read type ulimit umask unalias wait"),
    // coreutils-single
    ...words(`[ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown cksum comm cp csplit cut date dd df dir dircolors
      dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum mkdir mkfifo
      mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm rmdir runcon seq
      sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout
      touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes`),
    // curl-minimal, gawk, grep, sed
    ...words("curl awk gawk grep egrep fgrep sed"),
    // glibc, glibc-common
    ...words("gencat getconf getent iconv ldd locale localedef makedb pldd sotruss sprof tzselect zdump"),
    // glib2
    ...words("gapplication gdbus gio glib-compile-schemas gsettings"),
    // gnupg2-minimal
    ...words("gpg gpg2 gpg-agent gpg-connect-agent gpgconf gpgv gpgv2"),
    // ca-certificates, p11-kit-trust, rpm, microdnf
    ...words("ca-legacy update-ca-trust trust rpm rpm2archive rpm2cpio rpmdb rpmkeys rpmquery rpmverify microdnf dnf"),
  ],
  // The second name of ldconfig is where some distributions keep it, behind a script.
  "/usr/sbin": words("alternatives chroot iconvconfig ldconfig ldconfig.real update-alternatives zic"),
} satisfies Programs;

/** Of findutils, diffutils and vim-minimal: what functions of older runtimes find, and of newer ones do not. */
const onlyInAl2 = words("find xargs cmp diff diff3 sdiff vi");

/** Which system AWS's runtime of that version stands on: those up to `lastOfAl2` are older. Source: "Lambda runtimes". */
export function systemOf(version: number, lastOfAl2: number): AmazonLinux {
  return version <= lastOfAl2 ? "al2" : "al2023";
}
