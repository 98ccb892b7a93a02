import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { CreateVolumeCommand, EC2Client } from "@aws-sdk/client-ec2";
import { eventually } from "../../test/support/eventually.ts";
import { startSquall } from "../../test/support/squall.ts";
import { makeProof, post, responseOf } from "./held-request.ts";

test("a server that enforces access serves volumes to its own user, on a Unix socket only", async () => {
  await using squall = await startSquall({ auth: "enforce" });
  const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  const ec2 = squall.client(EC2Client, { credentials });
  const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", Size: 1 }));
  const ask = async (input: object) => {
    const proof = makeProof();
    try {
      const body = { volumeId: VolumeId, region: "us-east-1", proof: proof.secret, ...input };
      return await responseOf(post(squall.endpoint, "/_squall/volumes/serve", body), squall.endpoint);
    } finally {
      proof.remove();
    }
  };
  const refused = async (input: object) => {
    const response = await ask(input);
    assert.equal(response.statusCode, 403);
    return (await response.toArray()).join("");
  };
  const socket = join(squall.dataDir, "volume.sock");
  assert.match(await refused({ socket, proof: "0".repeat(32) }), /must run on the server's machine/);
  assert.match(await refused({ port: 0 }), /name a Unix socket/);
  const served = await eventually(async () => {
    const response = await ask({ socket });
    if (response.statusCode === 200) return response;
    response.destroy();
    return undefined;
  }, "the volume to be served");
  const client = connect(socket);
  const [greeting] = await once(client, "data");
  assert.equal(greeting.subarray(0, 8).toString(), "NBDMAGIC");
  client.destroy();
  served.destroy();
});
