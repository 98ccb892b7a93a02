import assert from "node:assert/strict";
import { test } from "node:test";
import { allows } from "../../../../test/support/devices.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { rootPrincipal } from "../../principal.ts";
import type { CallInput, CallOutput, OperationName } from "../../service.ts";
import type { Iot } from "../model.ts";
import { createIot } from "../service.ts";
import { shareIotState } from "../state.ts";

const giver = "000000000000";
const taker = "111111111111";

test("a certificate goes to another account that accepts it, if it is not active and has nothing attached", async (context) => {
  const { table, asRoot } = await openServiceTest(context, [createIot(shareIotState())]);
  const as =
    (account: string) =>
    <N extends OperationName<Iot>>(operation: N, input: CallInput<Iot, N>): Promise<CallOutput<Iot, N>> =>
      table.call("iot", operation, input, { ...asRoot, account, principal: rootPrincipal(account) });
  const give = as(giver);
  const take = as(taker);
  const { certificateId = "", certificateArn: target = "" } = await give("CreateKeysAndCertificate", {
    setAsActive: true,
  });
  const offer = () =>
    give("TransferCertificate", { certificateId, targetAwsAccount: taker, transferMessage: "for you" });
  const accept = () => take("AcceptCertificateTransfer", { certificateId, setAsActive: true });
  const seen = async (by: typeof give) => (await by("DescribeCertificate", { certificateId })).certificateDescription;
  const notThere = { code: "ResourceNotFoundException" };

  await assert.rejects(offer(), { code: "CertificateStateException" });
  await give("UpdateCertificate", { certificateId, newStatus: "INACTIVE" });
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [allows("iot:*", "*")] });
  await give("CreatePolicy", { policyName: "all", policyDocument });
  await give("AttachPolicy", { policyName: "all", target });
  await assert.rejects(offer(), { code: "TransferConflictException" });
  await give("DetachPolicy", { policyName: "all", target });
  await assert.rejects(accept(), notThere);

  await offer();
  const { outgoingCertificates } = await give("ListOutgoingCertificates", {});
  assert.deepEqual(
    outgoingCertificates?.map(({ certificateId: id, transferredTo, transferMessage }) => [
      id,
      transferredTo,
      transferMessage,
    ]),
    [[certificateId, taker, "for you"]],
  );
  await assert.rejects(give("UpdateCertificate", { certificateId, newStatus: "ACTIVE" }), {
    code: "CertificateStateException",
  });
  await give("CancelCertificateTransfer", { certificateId });
  assert.equal((await seen(give))?.status, "INACTIVE");
  await assert.rejects(accept(), notThere);

  await offer();
  await take("RejectCertificateTransfer", { certificateId, rejectReason: "no room" });
  const rejected = await seen(give);
  assert.deepEqual([rejected?.status, rejected?.transferData?.rejectReason], ["INACTIVE", "no room"]);

  await offer();
  await assert.rejects(as("222222222222")("AcceptCertificateTransfer", { certificateId }), notThere);
  await accept();
  const own = await seen(take);
  assert.deepEqual([own?.status, own?.ownedBy, own?.previousOwnedBy], ["ACTIVE", taker, giver]);
  await assert.rejects(seen(give), notThere);
  assert.deepEqual((await give("ListOutgoingCertificates", {})).outgoingCertificates, []);
});
