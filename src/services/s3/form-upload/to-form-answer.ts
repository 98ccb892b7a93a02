import type { ApiAnswer, SurfaceAnswer } from "../../surface.ts";

interface Uploaded {
  readonly bucket: string;
  readonly key: string;
  readonly endpoint: string;
}

/** The answer that the form asks for: a redirect, or a status of 200, 201 with XML, or 204. Source: "POST Object", success actions. */
export function toFormAnswer(
  response: Pick<ApiAnswer, "headers">,
  fields: ReadonlyMap<string, string>,
  { bucket, key, endpoint }: Uploaded,
): SurfaceAnswer {
  const etag = response.headers.ETag ?? "";
  const location = `${endpoint}/${bucket}/${encodeURIComponent(key)}`;
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) url.searchParams.set(name, value);
    return { status: 303, headers: { ...response.headers, Location: url.href }, body: undefined };
  }
  const headers = { ...response.headers, Location: location };
  const status = fields.get("success_action_status");
  if (status !== "201") return { status: status === "200" ? 200 : 204, headers, body: undefined };
  const members = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const xml = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return {
    status: 201,
    headers: { ...headers, "Content-Type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${xml.join("")}</PostResponse>`,
  };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
