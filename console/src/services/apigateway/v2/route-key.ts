/** What is wrong with an HTTP API's path. Source: "Create routes for HTTP APIs in API Gateway". */
export function checkPath(path: string): string | undefined {
  if (path === "$default") return undefined;
  if (!path.startsWith("/")) return "A path begins with a slash.";
  if (/\s/.test(path)) return "A path has no spaces.";
  const segments = path.slice(1).split("/");
  const wrong = segments.find((each) => /[{}]/.test(each) && !/^\{[A-Za-z0-9._:-]+\+?\}$/.test(each));
  if (wrong !== undefined) return `${wrong} is no variable: it should be {name} or {name+}.`;
  return segments.slice(0, -1).some((each) => each.endsWith("+}")) ? "{name+} stands at the end only." : undefined;
}
