import { type CutJson, mostParsedBytes, parse, putLongTexts } from "./long-texts.ts";

/** An empty body is an empty input: clients leave it out where an operation has none. One that is large comes without its long texts. */
export function parseJson(body: Buffer | CutJson): unknown {
  if (!Buffer.isBuffer(body)) return putLongTexts(parse(body.json), body.texts);
  if (body.length === 0) return {};
  if (body.length > mostParsedBytes) throw new Error("the long texts of so large a body have to be taken out first");
  return parse(body.toString("utf8"));
}
