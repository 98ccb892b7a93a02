import type { PathElement } from "./document-path.ts";
import { TokenStream } from "./token-stream.ts";

/** Reads a projection: paths, with commas between them. Throws ExpressionError with AWS's words. */
export function parseProjection(source: string): readonly (readonly PathElement[])[] {
  const tokens = new TokenStream(source);
  const paths: PathElement[][] = [];
  do paths.push(tokens.path(() => false));
  while (tokens.takes(","));
  tokens.expectEnd();
  return paths;
}
