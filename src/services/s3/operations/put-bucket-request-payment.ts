import { writeSetting } from "../buckets/settings.ts";
import { malformedXml } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Who pays; where it is the requester, other accounts must say in each request that they know it. */
export const putBucketRequestPayment: S3Operation<"PutBucketRequestPayment"> = async (input, context) => {
  const { Payer: payer } = input.RequestPaymentConfiguration;
  if (payer !== "Requester" && payer !== "BucketOwner") throw malformedXml();
  await writeSetting(context, input, "request-payment", payer === "Requester" ? payer : undefined);
  return {};
};
