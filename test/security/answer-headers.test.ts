import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { after, before, describe, it } from "node:test";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { listen } from "../../src/gateway/http/listener.ts";
import { createLog } from "../../src/platform/log.ts";
import { loadModel } from "../../src/wire/model/load-model.ts";
import type { Shape } from "../../src/wire/model/shape.ts";
import { readRegistry } from "../../src/wire/registry.ts";
import { createServiceCodec } from "../../src/wire/service-codec.ts";
import type { WireResponse } from "../../src/wire/wire.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { restHabitsOf } from "../support/wire.ts";

/** What no header can carry, or only as bytes that must not change. */
const hostile = ["☃", "a\r\nset-cookie: stolen=1", "\u0000\u007f", "é", "\ud800", "", " ", "x".repeat(300)];

describe("an answer", () => {
  it("of any operation of any service can have any text in what the model binds to headers", async (context) => {
    let answer: WireResponse | undefined;
    const listener = await listen({
      host: "127.0.0.1",
      port: 0,
      log: createLog("silent"),
      handle: async () => answer!,
    });
    let tried = 0;
    context.after(() => listener.close(0));
    for (const facts of readRegistry()) {
      const protocol = facts.protocols.find((each) => each === "restJson1" || each === "restXml");
      if (protocol === undefined) continue;
      const model = loadModel(facts.name);
      const codec = createServiceCodec(facts, model, restHabitsOf(facts.name));
      for (const name of model.operationNames) {
        const output = model.operation(name)!.output;
        if (!hasHeaders(output)) continue;
        for (const text of hostile) {
          answer = codec.encode({ name, protocol, streamsInput: false, labels: {} }, sampleOf(output, text), "id");
          answer.body = undefined;
          const response = await fetch(`http://127.0.0.1:${listener.port}/`, { method: "HEAD" });
          assert.equal(response.headers.get("set-cookie"), null, name);
          assert.notEqual(response.status, 500, name);
          tried += 1;
        }
      }
    }
    assert.ok(tried > 300, String(tried));
  });
});

describe("an object's headers", () => {
  let squall: TestSquall;
  let s3: S3Client;
  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    await ask("PUT", "/pictures");
  });
  after(() => squall.close());

  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body = "") => {
    // Bytes, written before the end and told of behind all else: otherwise Node would write the headers as UTF-8.
    const bytes = Buffer.from(body);
    const request = send(squall.endpoint + path, { method, headers: { ...headers, "content-length": bytes.length } });
    request.write(bytes);
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const text = Buffer.concat(await response.toArray()).toString();
    return { status: response.statusCode, headers: response.headers, text };
  };

  /** What a form's fields make of an object. */
  const upload = async (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ key: "form", ...fields })) form.set(name, value);
    form.set("file", new Blob(["x"]));
    const { status, headers } = await fetch(`${squall.endpoint}/pictures`, { method: "POST", body: form });
    return { status, headers, head: (await ask("HEAD", "/pictures/form")).headers };
  };

  it("come back byte for byte, from GET as from HEAD, from small and large ones, in whole and in part", async () => {
    const bytes = Buffer.from("ÄMÄZÕÑ € 👑").toString("latin1");
    const latin1 = "Hello World\xe9";
    const sent = {
      "x-amz-meta-utf-8": bytes,
      "x-amz-meta-latin": latin1,
      "cache-control": bytes,
      "content-disposition": bytes,
      "content-language": latin1,
    };
    for (const body of ["", "small", "x".repeat(200_000)]) {
      assert.equal((await ask("PUT", "/pictures/raw", sent, body)).status, 200);
      for (const [method, headers] of [
        ["GET", {}],
        ["HEAD", {}],
        ["GET", { range: "bytes=0-1" }],
      ] as const) {
        if (body === "" && "range" in headers) continue;
        const answer = await ask(method, "/pictures/raw", headers);
        for (const [name, value] of Object.entries(sent))
          assert.equal(answer.headers[name], value, `${method} ${name}`);
      }
    }
  });

  it("are decoded and encoded as RFC 2047 says, whoever encoded them", async () => {
    const Metadata = { a: "=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=", b: "=?UTF-8?Q?ascii?=" };
    await s3.send(new PutObjectCommand({ Bucket: "pictures", Key: "encoded", Metadata }));
    const seen = await s3.send(new HeadObjectCommand({ Bucket: "pictures", Key: "encoded" }));
    assert.deepEqual(seen.Metadata, { a: "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", b: "ascii" });
  });

  it("of a form are Unicode: S3 encodes its user's and blanks what its own cannot hold", async () => {
    const { status, head } = await upload({
      key: "form",
      "x-amz-meta-a": "ÄMÄZÕÑ S3",
      "x-amz-meta-b": "=?UTF-8?Q?literal?=",
      "x-amz-meta-c": "a\r\nset-cookie: stolen=1",
      "Cache-Control": "non-ascii-_—_é_",
      "Content-Disposition": 'filename="a\r\nset-cookie: stolen=1"',
    });
    assert.equal(status, 204);
    assert.equal(head["x-amz-meta-a"], "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=");
    assert.equal(head["x-amz-meta-b"], "=?UTF-8?Q?literal?=");
    assert.match(head["x-amz-meta-c"] as string, /^=\?UTF-8\?B\?/);
    assert.equal(head["cache-control"], "non-ascii-_ _é_");
    assert.equal(head["content-disposition"], 'filename="a  set-cookie: stolen=1"');
    assert.equal(head["set-cookie"], undefined);
  });

  it("may name any time they like, or none at all, as text that comes back", async () => {
    const told = async (path: string, headers = {}) => (await ask("GET", path, headers)).headers.expires;
    for (const expires of ["0", "-1", "5d", "never", "2030-01-01T00:00:00Z", "Fri, 1 Sep 2023 01:01:01 GMT"]) {
      assert.equal((await ask("PUT", "/pictures/timed", { expires }, "x")).status, 200, expires);
      assert.equal(await told("/pictures/timed"), expires);
      const source = { "x-amz-copy-source": "/pictures/timed" };
      const replace = { ...source, "x-amz-metadata-directive": "REPLACE", expires: `${expires}!` };
      assert.equal((await ask("PUT", "/pictures/copied", source)).status, 200);
      assert.equal(await told("/pictures/copied"), expires);
      assert.equal((await ask("PUT", "/pictures/copied", replace)).status, 200);
      assert.equal(await told("/pictures/copied"), `${expires}!`);
      assert.equal((await upload({ Expires: expires })).head.expires, expires);
      const signed = { authorization: "AWS test:anything" };
      const overridden = `/pictures/timed?response-expires=${encodeURIComponent(expires)}%3f`;
      assert.equal(await told(overridden, signed), `${expires}?`);
    }
    const { status, text } = await ask("GET", "/pictures/timed?response-expires=a%0D%0Ab:c", {
      authorization: "AWS test:anything",
    });
    assert.deepEqual([status, /<Code>InvalidArgument<\/Code>/.test(text)], [400, true]);
  });

  it("have names that headers have", async () => {
    for (const name of ["x-amz-meta-a b", "x-amz-meta-ä", "x-amz-meta-a:b"]) {
      assert.equal((await upload({ [name]: "v" })).status, 400, name);
    }
    assert.equal((await upload({ "x-amz-meta-__proto__": "v" })).head["x-amz-meta-__proto__"], "v");
  });

  it("of a form's answer tell where it is, whatever its key and redirect are", async () => {
    const odd = await upload({ key: "a ☃/é\r\n", success_action_redirect: "http://127.0.0.1:1/☃" }).catch(
      () => undefined,
    );
    assert.equal(odd, undefined, "the redirect leads nowhere");
    const { status, headers } = await upload({ key: "a ☃/é", success_action_status: "201" });
    assert.deepEqual([status, headers.get("location")], [201, `${squall.endpoint}/pictures/a%20%E2%98%83%2F%C3%A9`]);
  });

  it("may be in a presigned URL's query, as Unicode", async () => {
    const Metadata = { foo: "non-ascii-%E2%80%94_—_é_" };
    const command = new PutObjectCommand({ Bucket: "pictures", Key: "hoisted", Metadata });
    const url = await getSignedUrl(s3, command);
    assert.equal((await fetch(url, { method: "PUT", body: "x" })).status, 200);
    const { headers } = await ask("HEAD", "/pictures/hoisted");
    assert.equal(headers["x-amz-meta-foo"], "=?UTF-8?Q?non-ascii-%E2%80%94=5F=E2=80=94=5F=C3=A9=5F?=");
  });

  it("are replaced only by what can be one, and by nobody unknown", async () => {
    await ask("PUT", "/pictures/k", {}, "bytes");
    const parameters = {
      ResponseCacheControl: "response-cache-control",
      ResponseContentDisposition: "response-content-disposition",
      ResponseContentEncoding: "response-content-encoding",
      ResponseContentLanguage: "response-content-language",
      ResponseContentType: "response-content-type",
    };
    const object = { Bucket: "pictures", Key: "k" };
    for (const [member, parameter] of Object.entries(parameters)) {
      for (const value of ["—", "a\r\nset-cookie: stolen=1", "\u0000"]) {
        const answer = await fetch(await getSignedUrl(s3, new GetObjectCommand({ ...object, [member]: value })));
        const text = await answer.text();
        assert.equal(answer.status, 400, parameter);
        assert.match(
          text,
          /<Code>InvalidArgument<\/Code><Message>Header value cannot be represented using ISO-8859-1\.</,
        );
        assert.ok(text.includes(`<ArgumentName>${parameter}</ArgumentName>`), text);
      }
      for (const Command of [GetObjectCommand, HeadObjectCommand]) {
        const method = Command === GetObjectCommand ? "GET" : "HEAD";
        const answer = await fetch(await getSignedUrl(s3, new Command({ ...object, [member]: "é" })), { method });
        assert.equal(answer.headers.get(parameter.slice("response-".length)), "é", `${method} ${parameter}`);
      }
      const unsigned = await ask("GET", `/pictures/k?${parameter}=text`);
      assert.match(
        unsigned.text,
        /<Code>InvalidRequest<\/Code><Message>Request specific response headers cannot be used for anonymous GET/,
      );
    }
  });

  it("are 2 KB at most, counted as they came or as they are meant", async () => {
    const put = (value: string) => ask("PUT", "/pictures/big", { "x-amz-meta-a": value }, "x");
    assert.equal((await put("x".repeat(2_047))).status, 200);
    assert.equal((await put("é".repeat(2_047))).status, 200);
    const refused = await put("x".repeat(2_048));
    assert.match(refused.text, /<Code>MetadataTooLarge<\/Code>.*<Size>2049<\/Size><MaxSizeAllowed>2048</);
    assert.equal((await put(`=?UTF-8?B?${Buffer.from("☃".repeat(682)).toString("base64")}?=`)).status, 200);
    assert.equal((await put(`=?UTF-8?B?${Buffer.from("☃".repeat(683)).toString("base64")}?=`)).status, 400);
    const elsewhere = await ask("PUT", "/pictures/k2", { "x-amz-website-redirect-location": "javascript:1" }, "x");
    assert.match(elsewhere.text, /<Code>InvalidRedirectLocation</);
  });

  it("of a refusal hold whatever was asked for", async () => {
    for (const path of ["/pictures/%0d%0a%E2%98%83", "/%E2%98%83/k", "/pictures?max-keys=%E2%98%83%0d%0a"]) {
      assert.ok((await ask("GET", path)).status! >= 400, path);
    }
  });
});

function hasHeaders(output: Shape): boolean {
  return output.members.some(({ traits }) => traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined);
}

/** The text in every member that goes into a header and may have text. */
function sampleOf(output: Shape, text: string): Record<string, unknown> {
  const sample: Record<string, unknown> = {};
  for (const { name, shape, traits } of output.members) {
    if (traits.httpPrefixHeaders !== undefined) sample[name] = { a: text, [text]: "b" };
    else if (traits.httpHeader === undefined) continue;
    else if (shape.kind === "string") sample[name] = text;
    else if (shape.kind === "list" && shape.item.shape.kind === "string") sample[name] = [text, text];
  }
  return sample;
}
