import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CheckIfPhoneNumberIsOptedOutCommand,
  GetSMSAttributesCommand,
  ListPhoneNumbersOptedOutCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { startSquall } from "../../../../test/support/squall.ts";

test("text messages are left in the outbox, with the account's settings, but for numbers that have opted out", async () => {
  await using squall = await startSquall();
  const sns = squall.client(SNSClient);
  const phoneNumber = "+15551234567";
  const messages = async () => {
    const { sms_messages: byNumber } = (await (await fetch(`${squall.endpoint}/_aws/sns/sms-messages`)).json()) as {
      sms_messages: Record<string, { Message: string; SenderID: string; SMSType: string }[]>;
    };
    return byNumber[phoneNumber] ?? [];
  };
  const attributes = { DefaultSenderID: "Shop", DefaultSMSType: "Transactional" };
  await sns.send(new SetSMSAttributesCommand({ attributes }));
  assert.deepEqual((await sns.send(new GetSMSAttributesCommand({}))).attributes, {
    MonthlySpendLimit: "1",
    ...attributes,
  });
  for (const [name, value] of [
    ["Nothing", "x"],
    ["DefaultSMSType", "x"],
    ["DefaultSenderID", "123"],
    ["MonthlySpendLimit", "50"],
    ["UsageReportS3Bucket", "b"],
  ] as const)
    await assert.rejects(sns.send(new SetSMSAttributesCommand({ attributes: { [name]: value } })), {
      name: "InvalidParameterException",
    });
  await sns.send(new PublishCommand({ PhoneNumber: phoneNumber, Message: "hello" }));
  assert.deepEqual(
    (await messages()).map(({ Message, SenderID, SMSType }) => [Message, SenderID, SMSType]),
    [["hello", "Shop", "Transactional"]],
  );
  await assert.rejects(sns.send(new PublishCommand({ PhoneNumber: "+1a234", Message: "m" })), {
    message: "Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to",
  });

  const isOptedOut = async () => (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut;
  assert.equal(await isOptedOut(), false);
  await fetch(`${squall.endpoint}/_aws/sns/phone-opt-outs`, { method: "POST", body: JSON.stringify({ phoneNumber }) });
  assert.equal(await isOptedOut(), true);
  assert.deepEqual((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers, [phoneNumber]);
  await sns.send(new PublishCommand({ PhoneNumber: phoneNumber, Message: "unwanted" }));
  assert.equal((await messages()).length, 1);
  await sns.send(new OptInPhoneNumberCommand({ phoneNumber }));
  assert.equal(await isOptedOut(), false);
  await assert.rejects(sns.send(new OptInPhoneNumberCommand({ phoneNumber: "no number" })), {
    message: "Invalid parameter: PhoneNumber Reason: input incorrectly formatted",
  });
  sns.destroy();
});
