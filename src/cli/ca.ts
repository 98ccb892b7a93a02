import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { defaultEndpoint } from "./api-client.ts";
import { complain, print } from "./print.ts";
import { installForSystem, installInto } from "./trust-store.ts";

const help = `usage: squall ca [--endpoint URL]
       squall ca --install | --into STORE [--endpoint URL]

A running Squall speaks https on the port of everything else. Its certificates are signed by an authority of its own, which was made on this machine and
is kept in the cache directory, for you alone to read. Without a flag, its certificate is printed (PEM).
  --install      have this system trust it; needs to be root
  --into STORE   have a store of yours trust it: a file of certificates (PEM), a key store of Java's (.jks, .p12, cacerts; password changeit),
                 or a folder of NSS, where browsers on Linux look (~/.pki/nssdb)
The endpoint is http://localhost:4566, or AWS_ENDPOINT_URL.

Programs that do not ask the system are told by a variable. With \`squall ca > squall.pem\`:
  aws-cli, boto3, Go, Ruby, PHP, Rust   AWS_CA_BUNDLE=squall.pem (aws-cli and boto3 trust nobody else then)
  JavaScript (Node.js)                  NODE_EXTRA_CA_CERTS=squall.pem
  Java                                  squall ca --into squall.p12, then JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=squall.p12 -Djavax.net.ssl.trustStorePassword=changeit"
  .NET, and what uses OpenSSL           SSL_CERT_FILE=squall.pem
  Terraform                             AWS_CA_BUNDLE=squall.pem, or custom_ca_bundle in the provider
  curl, requests                        CURL_CA_BUNDLE=squall.pem, REQUESTS_CA_BUNDLE=squall.pem
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      install: { type: "boolean" },
      into: { type: "string" },
      endpoint: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    print(help);
    return 0;
  }
  if (values.install && values.into !== undefined)
    throw new ConfigError("--install and --into are two ways: give one of them.");
  const certificate = await ask(`${values.endpoint ?? process.env.AWS_ENDPOINT_URL ?? defaultEndpoint}/_squall/ca`);
  if (values.install) complain(`squall: ${await installForSystem(certificate)} has it: this system trusts it now.\n`);
  else if (values.into !== undefined) {
    await installInto(values.into, certificate);
    complain(`squall: ${values.into} has it.\n`);
  } else print(certificate);
  return 0;
}

async function ask(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new ConfigError(`nothing answers at ${url}: start it with \`npm start\`, or name it with --endpoint.`);
  }
  if (!response.ok) throw new ConfigError(`${url} answers ${response.status}: is it Squall?`);
  return response.text();
}
