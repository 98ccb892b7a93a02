import { defineCustom } from "../../../runtimes/custom/runtime.ts";
import { defineDotnet } from "../../../runtimes/dotnet/runtime.ts";
import { defineJava } from "../../../runtimes/java/runtime.ts";
import { defineNode } from "../../../runtimes/node/runtime.ts";
import { definePython } from "../../../runtimes/python/runtime.ts";
import { defineRuby } from "../../../runtimes/ruby/runtime.ts";
import type { RuntimeFamily, RuntimeHost } from "../../../runtimes/runtime.ts";
import { type RuntimeReport, RuntimeUnavailableError } from "../sandbox.ts";

/** Which runtimes there are, and what of this machine serves them. */
export class RuntimeCatalogue {
  readonly #families: readonly RuntimeFamily[];
  readonly #standIns = new Map<string, Promise<string | undefined>>();

  constructor(host: RuntimeHost) {
    this.#families = [
      definePython(host),
      defineNode(host),
      defineJava(host),
      defineRuby(host),
      defineDotnet(host),
      defineCustom(),
    ];
  }

  familyOf(runtime: string): RuntimeFamily {
    const family = this.#families.find(({ identifiers }) => identifiers.includes(runtime));
    if (!family) throw new RuntimeUnavailableError(`Squall does not run ${runtime} yet.`);
    return family;
  }

  /** Whose packages are called so: of a runtime's name, or of a package that its functions find on AWS. */
  #familyOfName(name: string): RuntimeFamily {
    return this.#families.find((family) => family.isPackage?.(name)) ?? this.familyOf(name);
  }

  async reports(): Promise<readonly RuntimeReport[]> {
    const all = this.#families.flatMap((family) => family.identifiers.map((runtime) => ({ family, runtime })));
    return Promise.all(
      all.map(async ({ family, runtime }): Promise<RuntimeReport> => {
        const found = await family.find(runtime);
        if (!found)
          return {
            runtime,
            interpreter: undefined,
            version: undefined,
            sdk: undefined,
            remedy: family.remedy(runtime),
          };
        return { runtime, interpreter: found.executable, version: found.version, sdk: found.sdk, remedy: found.remedy };
      }),
    );
  }

  async install(runtime: string): Promise<void> {
    const family = this.#familyOfName(runtime);
    this.#standIns.delete(runtime);
    if (!family.install)
      throw new RuntimeUnavailableError(`Squall cannot install ${runtime} by itself: ${family.remedy(runtime)}.`);
    await family.install(runtime).catch((error: Error) => {
      throw new RuntimeUnavailableError(error.message);
    });
  }

  standIn(runtime: string): Promise<string | undefined> {
    const known = this.#standIns.get(runtime) ?? this.#findStandIn(runtime);
    this.#standIns.set(runtime, known);
    return known;
  }

  async #findStandIn(runtime: string): Promise<string | undefined> {
    const found = await this.familyOf(runtime).find(runtime);
    if (!found || found.exact) return undefined;
    return `${runtime} is served by version ${found.version}, the nearest on this machine: ${found.remedy}`;
  }
}
