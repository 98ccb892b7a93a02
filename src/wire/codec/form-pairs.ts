/** The pairs of an `application/x-www-form-urlencoded` body, decoded as they are asked for: who reads them can stop. */
export function* formPairs(body: string): Generator<readonly [string, string]> {
  let at = 0;
  while (at < body.length) {
    const ampersand = body.indexOf("&", at);
    const end = ampersand < 0 ? body.length : ampersand;
    if (end > at) {
      // Looked for in the pair alone: in the whole body it would be looked for to the end each time where there is none.
      const pair = body.slice(at, end);
      const equals = pair.indexOf("=");
      yield equals < 0
        ? [decodeForm(pair), ""]
        : [decodeForm(pair.slice(0, equals)), decodeForm(pair.slice(equals + 1))];
    }
    at = end + 1;
  }
}

function decodeForm(text: string): string {
  const spaced = text.includes("+") ? text.split("+").join(" ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Stray percent signs and bytes that are no UTF-8: what browsers make of them.
    return new URLSearchParams(`=${text.replaceAll("&", "%26")}`).get("") ?? "";
  }
}
