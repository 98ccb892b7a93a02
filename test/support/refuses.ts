import assert from "node:assert/strict";

/** The call fails with AWS's error of that name and text. */
export function refuses(call: Promise<unknown>, name: string, message: string | RegExp): Promise<void> {
  return assert.rejects(call, { name, message });
}
