import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createManualClock } from "../../platform/clock.ts";
import { createSystemRandom } from "../../platform/random.ts";
import { type AuthorityParts, openCertificateAuthority } from "./certificate-authority.ts";

async function partsOf(context: TestContext): Promise<AuthorityParts & { readonly given: string[] }> {
  const cacheDir = await mkdtemp(join(tmpdir(), "squall-authority-"));
  context.after(() => rm(cacheDir, { recursive: true, force: true }));
  const given: string[] = [];
  const secret = async (_name: string, made: Uint8Array) => {
    given.push(Buffer.from(made).toString("utf8"));
    return Buffer.from(made);
  };
  return { cacheDir, secret, clock: createManualClock(), random: createSystemRandom(), given };
}

test("servers that start at once have one authority, which is the one that is kept", async (context) => {
  const parts = await partsOf(context);
  const opened = await Promise.all(Array.from({ length: 8 }, () => openCertificateAuthority(parts)));
  const kept = await readFile(join(parts.cacheDir, "certificate-authority.pem"), "utf8");
  for (const { certificate } of opened) assert.ok(kept.startsWith(certificate));
  assert.deepEqual(await readdir(parts.cacheDir), ["certificate-authority.pem"]);
});

test("a file that is no authority is named, and given to nobody", async (context) => {
  const parts = await partsOf(context);
  const path = join(parts.cacheDir, "certificate-authority.pem");
  const { certificate } = await openCertificateAuthority(parts);
  const another = await partsOf(context);
  await openCertificateAuthority(another);
  const [key] = /-----BEGIN PRIVATE KEY.*/s.exec(another.given[0] ?? "") ?? [];
  parts.given.length = 0;
  for (const text of ["", "nothing of that kind", certificate, `${certificate}${key}`]) {
    await writeFile(path, text);
    await assert.rejects(openCertificateAuthority(parts), /certificate-authority.pem cannot be used: /);
  }
  assert.deepEqual(parts.given, []);
});
