import type { Interpreter, RuntimeFamily } from "../runtime.ts";

/** Source: "Lambda runtimes", "When to use Lambda's OS-only runtimes". */
const identifiers = ["provided.al2", "provided.al2023"];

/** The OS-only runtimes: Go, Rust, C++, shell and whatever else a function brings as its own program, `bootstrap`. */
export function defineCustom(): RuntimeFamily {
  return {
    identifiers,
    find: async () => ownProgram(),
    remedy: () => "these functions bring their own program",
    plan: async () => ({
      binds: [],
      launch: { kind: "bootstrap", command: [], environment: {} },
      // Nothing runs in them yet, so they cost next to no memory.
      waiting: 3,
    }),
    needsOwnProcess: () => false,
  };
}

/** What such a program finds of the machine is its C library. */
function ownProgram(): Interpreter {
  return { executable: "bootstrap", version: "of the function", exact: true, sdk: undefined, remedy: undefined };
}
