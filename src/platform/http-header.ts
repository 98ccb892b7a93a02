/**
 * What an HTTP header of an answer can carry: a name that is a token, a value of visible Latin-1 characters, spaces and tabs. A character
 * stands for a byte, so a value of any bytes that came in (UTF-8, say) goes out as it came. Source: RFC 9110, "Field Values".
 */
export function isHeaderValue(value: string): boolean {
  return !unwritable.test(value);
}

export function isHeaderName(name: string): boolean {
  return token.test(name);
}

/** The value with a space for each character that no header can carry, as S3 gives what an object was said to be in a form's Unicode. */
export function toHeaderValue(value: string): string {
  return value.replace(unwritableCharacters, " ");
}

/** All of it is ASCII: the case of nearly every header, and the one in which a byte is the same in every encoding. */
export function isPlainHeaderValue(value: string): boolean {
  return !notPlain.test(value);
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const unwritable = /[^\t\x20-\x7e\x80-\xff]/;
/** By code point, so that a character of two units is one space. */
const unwritableCharacters = /[^\t\x20-\x7e\x80-\xff]/gu;
const notPlain = /[^\t\x20-\x7e]/;
