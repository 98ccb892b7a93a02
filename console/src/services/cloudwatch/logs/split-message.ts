export interface SplitMessage {
  /** What stands before the JSON, or all of it. */
  readonly before: string;
  readonly json: string | undefined;
}

/** JSON is looked for at this many places; a message may be a megabyte of brackets. */
const mostTries = 8;

/** A message that is JSON, or that ends with it: runtimes put time, request and level before what a program writes. */
export function splitMessage(message: string): SplitMessage {
  const text = message.trimEnd();
  if (!/[}\]]$/.test(text)) return { before: text, json: undefined };
  let tries = 0;
  for (const { index } of text.matchAll(/(?:^|[\s:=])[{[]/g)) {
    if (++tries > mostTries) break;
    const at = text.slice(index).search(/[{[]/) + index;
    const json = text.slice(at);
    try {
      JSON.parse(json);
      return { before: text.slice(0, at).trimEnd(), json };
    } catch {
      // The next bracket may begin it.
    }
  }
  return { before: text, json: undefined };
}
