/**
 * The fields of a space-delimited message. What stands between brackets or double quotes is one field, without them; a
 * bracket or quote that is never closed is a character like others.
 */
export function splitFields(message: string): string[] {
  const fields: string[] = [];
  // Where nothing closes any more it is not looked for again: many open brackets must not cost their number squared.
  const ends: Record<"[" | '"', boolean> = { "[": true, '"': true };
  let at = 0;
  for (;;) {
    while (isSpace(message, at)) at++;
    if (at >= message.length) return fields;
    const opening = message[at];
    if ((opening === "[" || opening === '"') && ends[opening]) {
      const end = opening === "[" ? message.indexOf("]", at + 1) : endOfQuote(message, at + 1);
      if (end >= 0) {
        fields.push(message.slice(at + 1, end));
        at = end + 1;
        continue;
      }
      ends[opening] = false;
    }
    const start = at;
    while (at < message.length && !isSpace(message, at)) at++;
    fields.push(message.slice(start, at));
  }
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13);
}

/** A quote behind a backslash belongs to the text. -1 if there is no end. */
function endOfQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}
