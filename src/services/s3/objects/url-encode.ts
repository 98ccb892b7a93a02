/**
 * Encodes a key as S3 does in lists with `encoding-type=url` and in event messages: as a form encodes (a space is `+`), with
 * slashes as they are.
 */
export function urlEncodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/%20/g, "+")
    .replace(/%2F/g, "/")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
