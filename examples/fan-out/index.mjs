import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client();

/** Each message of a topic, as its queue got it: kept under the function's own name. */
export const handler = async ({ Records }, { functionName }) => {
  for (const { body } of Records) {
    const { MessageId, Message, MessageAttributes } = JSON.parse(body);
    const kept = { ...JSON.parse(Message), kind: MessageAttributes?.kind?.Value };
    const Key = `${functionName}/${MessageId}.json`;
    await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key, Body: JSON.stringify(kept) }));
  }
};
