/**
 * Whether a URI has a segment `.` or `..`, in any of the ways by which a URL's parser knows one. It would take the request out of the path that the API's owner has
 * named: `/public/{proxy}` to `/admin`, a bucket's `/{key}` to another bucket.
 */
export function hasDotSegments(uri: string): boolean {
  // The parser leaves these characters out first.
  const [path = ""] = uri.replace(/[\t\n\r]/g, "").split(/[?#]/, 1);
  return /[/\\](?:\.|%2e){1,2}(?:[/\\]|$)/i.test(path);
}
