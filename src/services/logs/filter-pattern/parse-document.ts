/** Undefined for a message that is no JSON. */
export function parseDocument(message: string): unknown {
  // Most lines are not JSON, and an exception costs more than a look.
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
