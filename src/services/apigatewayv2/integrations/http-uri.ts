/** Stage variables and path parameters may stand in it, the scheme apart. */
export function isHttpUri(uri: string): boolean {
  return /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/.test(uri);
}
