import { join } from "node:path";
import { apt, dnf, installBy } from "../package-managers.ts";
import { systemOf } from "../programs.ts";
import type { LaunchPlan, RuntimeFamily, RuntimeHost } from "../runtime.ts";
import { buildClient, guestFolder } from "./client.ts";
import { type Dotnet, findDotnets } from "./dotnets.ts";

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["dotnet8", "dotnet10"];

/**
 * .NET functions take their events from the Runtime API, as on AWS: those that are programs by themselves, those of class libraries by AWS's
 * client.
 */
export function defineDotnet(host: RuntimeHost): RuntimeFamily {
  let all: readonly Dotnet[] | undefined;
  const dotnets = () => {
    all ??= findDotnets();
    return all;
  };
  return {
    identifiers,
    find: async (identifier) => {
      const nearest = findNearest(identifier, dotnets());
      if (!nearest) return undefined;
      const exact = nearest.major === wantedMajor(identifier);
      const remedies = [
        ...(exact ? [] : [`.NET ${nearest.version} stands in for it: for the very version, ${remedyOf(identifier)}`]),
        ...(nearest.hasSdk ? [] : ["handlers of class libraries need the SDK once"]),
      ];
      return {
        executable: join(nearest.root, "dotnet"),
        version: nearest.version,
        exact,
        sdk: undefined,
        remedy: remedies.join("; ") || undefined,
      };
    },
    remedy: (identifier) =>
      `${remedyOf(identifier)}, or publish the function as a program of its own (\`dotnet publish --self-contained\` or Native AOT, with Amazon.Lambda.RuntimeSupport), named \`bootstrap\`, for the runtime provided.al2023`,
    install: async (identifier) => {
      const major = wantedMajor(identifier);
      const isThere = async () => {
        all = undefined;
        return dotnets().some((dotnet) => dotnet.major === major && dotnet.hasSdk);
      };
      const ways = [apt(`dotnet-sdk-${major}.0`), dnf(`dotnet-sdk-${major}.0`)];
      if (!(await isThere())) await installBy(ways, `.NET ${major}`, isThere);
    },
    plan: async ({ executable }) => {
      const dotnet = dotnets().findLast(({ root }) => join(root, "dotnet") === executable);
      if (!dotnet) throw new Error(`${executable} is not there any more`);
      return toPlan(dotnet, await buildClient(host, dotnet), host);
    },
    needsOwnProcess: () => false,
  };
}

/** The same major version, else the next newer, else the newest. */
function findNearest(identifier: string, all: readonly Dotnet[]): Dotnet | undefined {
  const wanted = wantedMajor(identifier);
  return all.findLast(({ major }) => major === wanted) ?? all.find(({ major }) => major > wanted) ?? all.at(-1);
}

function remedyOf(identifier: string): string {
  const version = `${wantedMajor(identifier)}.0`;
  return `install .NET ${version} (\`squall runtimes install ${identifier}\` does it by apt or dnf)`;
}

function wantedMajor(identifier: string): number {
  return Number(/\d+/.exec(identifier)?.[0]);
}

function toPlan({ root, major }: Dotnet, client: string | undefined, host: RuntimeHost): LaunchPlan {
  const inside = root.startsWith("/usr/") ? root : "/var/lang";
  return {
    binds: [
      ...(inside === root ? [] : [[root, inside] as const]),
      [join(guestFolder(host), "bootstrap"), "/var/runtime/bootstrap"],
      ...(client ? [[client, "/var/runtime/client"] as const] : []),
    ],
    system: systemOf(major, 6),
    links: inside === root ? [[`${root}/dotnet`, "/var/lang/bin/dotnet"]] : [],
    launch: {
      kind: "bootstrap",
      command: ["/bin/sh", "/var/runtime/bootstrap", `${inside}/dotnet`],
      environment: {},
    },
    // Nothing runs in them yet, so they cost next to no memory.
    waiting: 3,
  };
}
