/** A widget's query names its log groups in itself: `SOURCE '/aws/lambda/a' | SOURCE '/aws/lambda/b' | fields @message`. */
export interface LogQuery {
  readonly sources: readonly string[];
  readonly query: string;
}

export function queryParts(text: string): LogQuery {
  const sources: string[] = [];
  const query = text.replace(/^\s*SOURCE\s+'([^']*)'\s*(?:\|\s*)?/i, take);
  function take(_all: string, name: string): string {
    sources.push(name);
    return "";
  }
  if (sources.length === 0) return { sources, query };
  const rest = queryParts(query);
  return { sources: [...sources, ...rest.sources], query: rest.query };
}

export function queryText({ sources, query }: LogQuery): string {
  return [...sources.map((name) => `SOURCE '${name}'`), query].join(" | ");
}
