import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { ec2 } from "../service.ts";

const colons = (hex: string) => hex.match(/../g)?.join(":");

test("CreateKeyPair tells a private key of RSA once, whose fingerprint is that of AWS", async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const made = await call("ec2", "CreateKeyPair", { KeyName: "mine" });
  const key = createPrivateKey(made.KeyMaterial ?? "");
  assert.match(made.KeyMaterial ?? "", /^-----BEGIN RSA PRIVATE KEY-----/);
  const der = key.export({ type: "pkcs8", format: "der" });
  assert.equal(made.KeyFingerprint, colons(createHash("sha1").update(der).digest("hex")));
  await refuses(
    call("ec2", "CreateKeyPair", { KeyName: "mine" }),
    "InvalidKeyPair.Duplicate",
    "The keypair already exists",
  );
  await assert.rejects(call("ec2", "CreateKeyPair", { KeyName: "ppk", KeyFormat: "ppk" }), {
    name: "UnsupportedOperation",
  });
  const { KeyPairs = [] } = await call("ec2", "DescribeKeyPairs", { KeyNames: ["mine"], IncludePublicKey: true });
  const line = KeyPairs[0]?.PublicKey ?? "";
  assert.ok(!JSON.stringify(KeyPairs).includes("PRIVATE"));
  // The public key is imported as another pair; its fingerprint is the other one of AWS's.
  const imported = await call("ec2", "ImportKeyPair", { KeyName: "again", PublicKeyMaterial: Buffer.from(line) });
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  assert.equal(imported.KeyFingerprint, colons(createHash("md5").update(spki).digest("hex")));
  await refuses(
    call("ec2", "ImportKeyPair", { KeyName: "none", PublicKeyMaterial: Buffer.from("ssh-rsa AAAA") }),
    "InvalidKey.Format",
    "Key is not in valid OpenSSH public key format",
  );
  const gone = await call("ec2", "DeleteKeyPair", { KeyName: "again" });
  assert.equal(gone.KeyPairId, imported.KeyPairId);
  assert.equal((await call("ec2", "DeleteKeyPair", { KeyName: "again" })).Return, true);
  await refuses(
    call("ec2", "DescribeKeyPairs", { KeyNames: ["again"] }),
    "InvalidKeyPair.NotFound",
    "The key pair 'again' does not exist",
  );
});

/** The judge of a key of OpenSSH is OpenSSH, where the machine has it. */
function hasSshKeygen(): boolean {
  try {
    execFileSync("ssh-keygen", ["-?"], { stdio: "ignore" });
  } catch (problem) {
    return (problem as { code?: string }).code !== "ENOENT";
  }
  return true;
}

test("a key of ED25519 is one that OpenSSH reads", {
  skip: hasSshKeygen() ? false : "this machine has no ssh-keygen",
}, async (context) => {
  const { call } = await openServiceTest(context, [ec2]);
  const made = await call("ec2", "CreateKeyPair", { KeyName: "mine", KeyType: "ed25519" });
  const folder = await mkdtemp(join(tmpdir(), "squall-key-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "key");
  await writeFile(file, `${made.KeyMaterial}\n`, { mode: 0o600 });
  const derived = execFileSync("ssh-keygen", ["-y", "-f", file]).toString().split(" ");
  const { KeyPairs } = await call("ec2", "DescribeKeyPairs", { IncludePublicKey: true });
  assert.deepEqual(
    KeyPairs?.[0]?.PublicKey?.split(" ").slice(0, 2),
    derived.slice(0, 2).map((part) => part.trim()),
  );
  const shown = execFileSync("ssh-keygen", ["-l", "-f", file]).toString().split(" ")[1];
  assert.equal(`SHA256:${made.KeyFingerprint?.replace(/=+$/, "")}`, shown);
});
