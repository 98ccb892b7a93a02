import type { Interpreter, RuntimeFamily } from "../runtime.ts";

/** Source: "Lambda runtimes", "When to use Lambda's OS-only runtimes". */
const identifiers = ["provided.al2", "provided.al2023"];

/** The OS-only runtimes: Go, Rust, C++, shell and whatever else a function brings as its own program, `bootstrap`. */
export function defineCustom(): RuntimeFamily {
  return {
    identifiers,
    find: async (identifier) => (identifier === "provided.al2" ? ownProgramOfAl2 : ownProgram),
    remedy: () => "these functions bring their own program",
    plan: async ({ executable }) => ({
      binds: [],
      system: executable === ownProgramOfAl2.executable ? "al2" : "al2023",
      launch: { kind: "bootstrap", command: [], environment: {} },
      // Nothing runs in them yet, so they cost next to no memory.
      waiting: 3,
    }),
    needsOwnProcess: () => false,
  };
}

/** What such a program finds of the machine is its C library, and the system's programs. */
const ownProgram: Interpreter = {
  executable: "bootstrap",
  version: "of the function",
  exact: true,
  sdk: undefined,
  remedy: undefined,
};
const ownProgramOfAl2: Interpreter = { ...ownProgram, executable: "bootstrap of Amazon Linux 2" };
