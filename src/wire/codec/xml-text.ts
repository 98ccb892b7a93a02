/**
 * Text for between tags and, since quotes are escaped too, within attributes. Line ends are escaped because parsers normalise
 * them; control characters, which an S3 key may have, are escaped as S3 does, although XML 1.0 has no place for them.
 */
export function escapeXml(text: string): string {
  return special.test(text) ? text.replace(everySpecial, escapeCharacter) : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found.
const special = /[&<>"\u0000-\u0008\u000a-\u001f\u0085\u2028]/;
const everySpecial = new RegExp(special, "g");
const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeCharacter(character: string): string {
  return named[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
}
