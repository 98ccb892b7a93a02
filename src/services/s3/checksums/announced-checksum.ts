import { AwsError } from "../../../platform/aws-error.ts";
import { badChecksum, headerNotImplemented, invalidRequest } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { type Algorithm, algorithmNames, factsOf, headerOf, isAlgorithm } from "./algorithms.ts";
import type { ChecksumMembers } from "./stored-checksum.ts";

/** What a request says about its body's checksum. */
export interface AnnouncedChecksum {
  readonly algorithm: Algorithm;
  /** Base 64; undefined if it comes in the trailer, after the body. */
  readonly value: string | undefined;
}

/** The members by which a request announces a checksum, those included that we do not compute. */
export type AnnouncingInput = Omit<ChecksumMembers, "ChecksumType"> & {
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumXXHASH128?: string | undefined;
};

/**
 * Finds the one checksum that a request brings, in a header or announced for the trailer; undefined if it brings none. Throws
 * InvalidRequest for several or an ill-formed one. Source: "Checking object integrity for data uploads in Amazon S3".
 */
export function announcedChecksum(input: AnnouncingInput, context: S3Context): AnnouncedChecksum | undefined {
  refuseUnknown(input);
  const given = algorithmNames.filter((name) => input[`Checksum${name}`] !== undefined);
  const trailer = context.request.headers["x-amz-trailer"]?.trim().toLowerCase();
  const inTrailer = algorithmNames.find((name) => headerOf(name) === trailer);
  if (trailer?.startsWith("x-amz-checksum-") && !inTrailer) throw headerNotImplemented(trailer);
  if (given.length + (inTrailer ? 1 : 0) > 1) {
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  if (inTrailer) return { algorithm: inTrailer, value: undefined };
  const [algorithm] = given;
  if (algorithm) return { algorithm, value: checkedValue(algorithm, input[`Checksum${algorithm}`] ?? "") };
  checkNothingPromised(input, context);
  return undefined;
}

/** Compares the computed checksum with the one announced. Throws BadDigest. Only after the body has been read. */
export function checkAnnounced(announced: AnnouncedChecksum | undefined, computed: Buffer, context: S3Context): void {
  if (!announced) return;
  const { algorithm } = announced;
  const value = announced.value ?? context.request.trailers()[headerOf(algorithm)];
  if (value === undefined) throw malformedTrailer();
  if (checkedValue(algorithm, value) !== computed.toString("base64")) throw badChecksum(algorithm);
}

/** Throws InvalidRequest unless it is base 64 of the right length. */
export function checkedValue(algorithm: Algorithm, value: string): string {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== factsOf(algorithm).bytes || bytes.toString("base64") !== value) {
    throw invalidRequest(`Value for ${headerOf(algorithm)} header is invalid.`);
  }
  return value;
}

/** An internal call has no headers: it may name an algorithm for S3 to compute. */
function checkNothingPromised(input: AnnouncingInput, context: S3Context): void {
  if (context.request.headers["x-amz-sdk-checksum-algorithm"] === undefined) return;
  if (input.ChecksumAlgorithm === undefined) return;
  throw invalidRequest(
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  );
}

function refuseUnknown(input: AnnouncingInput): void {
  if (input.ChecksumXXHASH128 !== undefined) throw headerNotImplemented(headerOf("XXHASH128"));
  if (input.ChecksumAlgorithm !== undefined && !isAlgorithm(input.ChecksumAlgorithm)) {
    throw headerNotImplemented(`x-amz-checksum-algorithm ${input.ChecksumAlgorithm}`);
  }
}

function malformedTrailer(): AwsError {
  return new AwsError(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    { status: 400 },
  );
}
