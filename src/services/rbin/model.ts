/** What the compiler checks Recycle Bin's operations against. */
export type Rbin = typeof import("../../../tools/sdk/rbin/index.ts");
