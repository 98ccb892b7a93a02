import { join, relative } from "node:path";
import { apt, dnf, installBy, type Way } from "../package-managers.ts";
import { systemOf } from "../programs.ts";
import { hasVariablesOfStart, type LaunchPlan, libraryPath, type RuntimeFamily, type RuntimeHost } from "../runtime.ts";
import { findRubies, type Ruby } from "./rubies.ts";

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0"];

export function defineRuby(host: RuntimeHost): RuntimeFamily {
  let all: Promise<readonly Ruby[]> | undefined;
  const rubies = () => {
    all ??= findRubies();
    return all;
  };
  return {
    identifiers,
    find: async (identifier) => {
      const nearest = findNearest(identifier, await rubies());
      if (!nearest) return undefined;
      const { executable, version, sdk } = nearest;
      const exact = seriesOf(version) === wanted(identifier);
      const remedies = [
        ...(exact ? [] : [`Ruby ${version} stands in for it: for the very version, ${remedyOf(identifier)}`]),
        ...(sdk ? [] : ["`gem install aws-sdk-s3` (and others) for the SDK that AWS's runtime has"]),
      ];
      return {
        executable,
        version,
        exact,
        sdk: sdk && `aws-sdk-core ${sdk}`,
        remedy: remedies.join("; ") || undefined,
      };
    },
    remedy: remedyOf,
    install: async (identifier) => {
      const isThere = async () => {
        all = undefined;
        return (await rubies()).some(({ version }) => seriesOf(version) === wanted(identifier));
      };
      if (!(await isThere())) await installBy(waysTo(wanted(identifier)), `Ruby ${wanted(identifier)}`, isThere);
    },
    plan: async ({ executable }) => {
      const ruby = (await rubies()).find((one) => one.executable === executable);
      if (!ruby) throw new Error(`${executable} is not there any more`);
      return toPlan(ruby, host);
    },
    loadsAhead: true,
    needsOwnProcess: (environment) => hasVariablesOfStart(environment, readAtStart),
  };
}

const readAtStart = new Set([
  ...["RUBYOPT", "RUBY_YJIT_ENABLE", "RUBY_GC_HEAP_INIT_SLOTS", "RUBY_THREAD_VM_STACK_SIZE", "OPENSSL_CONF"],
]);

/** The same series, else the next newer, else the newest. */
function findNearest(identifier: string, all: readonly Ruby[]): Ruby | undefined {
  return all.find(({ version }) => Number(seriesOf(version)) >= Number(wanted(identifier))) ?? all.at(-1);
}

function remedyOf(identifier: string): string {
  return `install Ruby ${wanted(identifier)} (\`squall runtimes install ${identifier}\` does it by ruby-install, rbenv, apt or dnf)`;
}

/** Managers of the user's own versions first: they change nothing for others. Only rbenv asks for the last number. */
function waysTo(series: string): Way[] {
  const ofRbenv = `rbenv install --skip-existing "$(rbenv install --list | grep '^${series.replace(".", "[.]")}[.]')"`;
  return [
    { program: "ruby-install", runs: [["ruby-install", "ruby", series]] },
    { program: "rbenv", runs: [["sh", "-c", ofRbenv]] },
    apt(`ruby${series}`),
    dnf(`ruby${series}`),
  ];
}

function wanted(identifier: string): string {
  return identifier.slice("ruby".length);
}

function seriesOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Until 3.2 these wrote into an error's own message, of which the types that AWS has know nothing. */
const plainMessages = ["--disable=error_highlight", "--disable=did_you_mean"];

function toPlan({ executable, prefix, version, gemFolders }: Ruby, host: RuntimeHost): LaunchPlan {
  const ofSystem = prefix.startsWith("/usr");
  const inside = ofSystem ? executable : join("/var/lang", relative(prefix, executable));
  const elsewhere = gemFolders.filter((folder) => !folder.startsWith("/usr/") && !folder.startsWith(`${prefix}/`));
  return {
    binds: [
      ...(ofSystem ? [] : [[prefix, "/var/lang"] as const]),
      ...elsewhere.map((folder) => [folder, folder] as const),
      [join(host.installDir, "runtimes/ruby/guest"), "/var/runtime/lib"],
    ],
    system: systemOf(Number(seriesOf(version)), 3.2),
    links: ofSystem ? [[executable, "/var/lang/bin/ruby"]] : [],
    launch: {
      kind: "exec",
      command: [inside, ...(seriesOf(version) === "3.1" ? plainMessages : []), "/var/runtime/lib/bootstrap.rb"],
      environment: {
        LANG: "C.UTF-8",
        TZ: ":UTC",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        LD_LIBRARY_PATH: libraryPath,
      },
    },
    waiting: 3,
  };
}
