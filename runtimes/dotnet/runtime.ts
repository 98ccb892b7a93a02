import type { RuntimeFamily } from "../runtime.ts";

/** Source: "Lambda runtimes", the table of supported runtimes. */
const identifiers = ["dotnet8", "dotnet10"];

/**
 * .NET functions are not run from an assembly yet, with or without `dotnet` on the machine: only as programs of their own, which AWS takes too.
 * The family is here so that a function can be created, and its first invocation says that.
 */
export function defineDotnet(): RuntimeFamily {
  return {
    identifiers,
    find: async () => undefined,
    remedy: () =>
      "publish the function as a program of its own (`dotnet publish --self-contained` or Native AOT, with Amazon.Lambda.RuntimeSupport), named `bootstrap`, for the runtime provided.al2023",
    plan: async () => {
      throw new Error("Squall runs no .NET assembly");
    },
    needsOwnProcess: () => false,
  };
}
