/**
 * What does something to a terminal or a line of a log instead of being seen: control characters (C0, DEL, C1), line and paragraph separators, marks
 * that turn the direction of writing or have no width, halves of characters.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text from outside as one line that shows all there is: what cannot be seen is written as in a string of JavaScript, `\n`, `\u001b`. */
export function toOneLine(text: string): string {
  return text.replace(unseen, escaped);
}

/** The same for a text of several lines: their ends and tabs stay what they are. */
export function toVisibleLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(unseen, (character) => (character === "\n" || character === "\t" ? character : escaped(character)));
}

/** JSON, in which all that cannot be seen is escaped; JSON itself asks for less. */
export function toVisibleJson(value: unknown): string {
  return (JSON.stringify(value) ?? "null").replace(unseen, (character) =>
    character === "\n" ? character : unicode(character),
  );
}

function escaped(character: string): string {
  return short[character] ?? unicode(character);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
