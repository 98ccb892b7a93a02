import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config.ts";

/** Where a system keeps whom it trusts: a folder for certificates of its administrator's, and the command that takes them in. */
interface SystemStore {
  readonly folder: string;
  readonly update: readonly [string, ...string[]];
}

/** Of Debian and its kin, of Red Hat and its kin, of Arch. */
const systemStores: readonly SystemStore[] = [
  { folder: "/usr/local/share/ca-certificates", update: ["update-ca-certificates"] },
  { folder: "/etc/pki/ca-trust/source/anchors", update: ["update-ca-trust", "extract"] },
  { folder: "/etc/ca-certificates/trust-source/anchors", update: ["trust", "extract-compat"] },
];

const alias = "squall";
const macKeychain = "/Library/Keychains/System.keychain";

/** Gives where it is now. Throws ConfigError, with what to do. */
export async function installForSystem(certificate: string): Promise<string> {
  if (process.platform === "darwin") {
    await withFile(certificate, (path) =>
      run(["security", "add-trusted-cert", "-d", "-r", "trustRoot", "-k", macKeychain, path]),
    );
    return macKeychain;
  }
  const store = systemStores.find(({ folder }) => existsSync(folder));
  if (!store) {
    throw new ConfigError(
      "this system keeps whom it trusts at no place that is known: write `squall ca > FILE` and give it to your system's own tool.",
    );
  }
  const path = join(store.folder, `${alias}.crt`);
  try {
    await writeFile(path, certificate, { mode: 0o644 });
  } catch (error) {
    throw new ConfigError(
      `${(error as Error).message}: run it with sudo, or install into a store of your own with --into FILE.`,
    );
  }
  run(store.update);
  return path;
}

/**
 * Into a store of the user's: a folder of NSS (`~/.pki/nssdb`, Firefox's profile), a key store of Java's (`.jks`, `.p12`, `cacerts`), or a file of
 * certificates in PEM, which need not be there. Throws ConfigError.
 */
export async function installInto(path: string, certificate: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    await withFile(certificate, (file) =>
      run(["certutil", "-d", `sql:${path}`, "-A", "-t", "C,,", "-n", alias, "-i", file]),
    );
  } else if (/\.(?:jks|p12|pkcs12)$|(?:^|\/)cacerts$/.test(path)) {
    const store = ["-keystore", path, "-storepass", "changeit", "-alias", alias];
    await withFile(certificate, (file) => {
      spawnSync("keytool", ["-delete", ...store], { stdio: "ignore" });
      run(["keytool", "-importcert", "-noprompt", "-trustcacerts", ...store, "-file", file]);
    });
  } else await appendTo(path, certificate);
}

async function appendTo(path: string, certificate: string): Promise<void> {
  const present = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new ConfigError(`${path} cannot be read: ${error.message}.`);
  });
  if (present.includes(certificate.trim())) return;
  try {
    await appendFile(path, `${present === "" || present.endsWith("\n") ? "" : "\n"}${certificate}`);
  } catch (error) {
    throw new ConfigError(`${path} cannot be written: ${(error as Error).message}.`);
  }
}

async function withFile(certificate: string, use: (path: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "squall-ca-"));
  try {
    const path = join(folder, "squall.crt");
    await writeFile(path, certificate);
    use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run([command, ...args]: readonly string[]): void {
  const { error, status, stderr } = spawnSync(String(command), args, { encoding: "utf8" });
  if (error)
    throw new ConfigError(`${command} could not be run: ${error.message}. Install it, or use \`squall ca > FILE\`.`);
  if (status !== 0) throw new ConfigError(`${command} failed: ${stderr.trim() || `exit code ${status}`}`);
}
