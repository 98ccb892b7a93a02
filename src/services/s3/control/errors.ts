import { AwsError } from "../../../platform/aws-error.ts";

const error = (code: string, status: number, message: string, fields: Readonly<Record<string, string>> = {}) =>
  new AwsError(code, message, { status, fields });

export const otherAccount = () => error("AccessDenied", 403, "Access Denied");

export const noAccountBlock = (account: string) =>
  error("NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found", {
    AccountId: account,
  });

export const emptyBlock = () => error("InvalidRequest", 400, "Must specify at least one configuration.");

export const noSuchResource = () => error("NoSuchResource", 404, "The specified resource doesn't exist.");

export const tooManyTags = (limit: number) =>
  error("InvalidTag", 400, `The number of tags exceeds the limit of ${limit} tags.`);

export const systemTag = () =>
  error(
    "InvalidTag",
    400,
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
  );

export const duplicateTags = () =>
  error(
    "InvalidTag",
    400,
    "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again.",
  );

export const wrongTag = () =>
  error(
    "InvalidTag",
    400,
    "This request contains a tag key or value that isn't valid. Valid characters include the following: [a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters.",
  );
