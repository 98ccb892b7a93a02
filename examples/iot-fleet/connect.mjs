import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import mqtt from "mqtt";

const endpoint = process.env.AWS_ENDPOINT_URL ?? "http://localhost:4566";

/** A certificate with a policy of these statements, which speaks for the things that are named; made as any AWS account's. */
export async function makeCertificate(policyName, Statement, things) {
  const iot = new IoTClient({ endpoint, region: "us-east-1" });
  const { certificateArn, certificatePem, keyPair } = await iot.send(
    new CreateKeysAndCertificateCommand({ setAsActive: true }),
  );
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iot.send(new CreatePolicyCommand({ policyName, policyDocument })).catch((error) => {
    if (error.name !== "ResourceAlreadyExistsException") throw error;
  });
  await iot.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
  for (const thingName of things) {
    await iot.send(new CreateThingCommand({ thingName }));
    await iot.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
  }
  iot.destroy();
  return { cert: certificatePem, key: keyPair.PrivateKey };
}

/** The authority that signs the server's certificate: on AWS it would be Amazon's. */
export async function readAuthority() {
  return (await fetch(`${endpoint}/_squall/ca`)).text();
}

/** Devices speak on the port of everything else, and say so by ALPN. */
export function connect(clientId, keys, ca) {
  const { hostname, port } = new URL(endpoint);
  return mqtt.connectAsync({
    protocol: "mqtts",
    host: hostname,
    port: Number(port),
    ALPNProtocols: ["x-amzn-mqtt-ca"],
    clientId,
    ca,
    ...keys,
  });
}
