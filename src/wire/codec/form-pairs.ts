/** The pairs of an `application/x-www-form-urlencoded` body, decoded as they are asked for: who reads them can stop. */
export function* formPairs(body: string): Generator<readonly [string, string]> {
  let at = 0;
  while (at < body.length) {
    const ampersand = body.indexOf("&", at);
    const end = ampersand < 0 ? body.length : ampersand;
    const equals = body.indexOf("=", at);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    if (end > at) yield [decodeForm(body.slice(at, nameEnd)), decodeForm(body.slice(Math.min(nameEnd + 1, end), end))];
    at = end + 1;
  }
}

function decodeForm(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Stray percent signs and bytes that are no UTF-8: what browsers make of them.
    return new URLSearchParams(`=${text.replaceAll("&", "%26")}`).get("") ?? "";
  }
}
