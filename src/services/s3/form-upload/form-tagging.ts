import { malformedXml } from "../errors.ts";

/**
 * The field `tagging` of a form as the header that says the same: the field has the XML that PutObjectTagging takes. Other XML has no tags, as on
 * AWS. Throws MalformedXML. Source: "POST Object", tagging; recorded answers.
 */
export function toTaggingHeader(xml: string): string {
  const document = xml.replace(/^\s*<\?xml[^>]*\?>/, "").trim();
  const root = /^<([\w:-]+)[^<>]*>/.exec(document)?.[1];
  if (root === undefined || !(document.endsWith(`</${root}>`) || /^<[^<>]*\/>$/.test(document))) throw malformedXml();
  const tags = new URLSearchParams();
  if (root !== "Tagging") return "";
  for (const [tag] of document.matchAll(/<Tag>[\s\S]*?<\/Tag>/g)) {
    const key = textOf(tag, "Key");
    if (key === undefined) throw malformedXml();
    tags.append(key, textOf(tag, "Value") ?? "");
  }
  return tags.toString();
}

function textOf(tag: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(tag)?.[1];
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (_entity, of: string) => entities[of as keyof typeof entities]);
}

const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" } as const;
