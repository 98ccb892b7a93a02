/** Whether a text is what encoding its bytes gives: with padding, and without bits that belong to no byte. */
export function isStrictBase64(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return false;
  const last = text.slice(-4);
  return Buffer.from(last, "base64").toString("base64") === last;
}
