import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sha256HexPaced } from "../../src/gateway/content-sha256.ts";
import { parseHost } from "../../src/gateway/host-name.ts";
import { readClientHello } from "../../src/gateway/tls/client-hello.ts";
import { parseArn } from "../../src/platform/arn.ts";
import { createSystemClock } from "../../src/platform/clock.ts";
import { compileGlob, globParts } from "../../src/platform/glob.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import { parseSubscription } from "../../src/sandbox/telemetry/subscription.ts";
import { readImport } from "../../src/services/api-gateway/open-api/read-import.ts";
import { readRestAnswer } from "../../src/services/api-gateway/requests/proxy-answer.ts";
import { readKeys } from "../../src/services/api-gateway/usage-plans/read-keys.ts";
import { parseMapping } from "../../src/services/apigatewayv2/requests/parameter-mapping.ts";
import { parseSource } from "../../src/services/apigatewayv2/requests/request-values.ts";
import { parseSelection } from "../../src/services/apigatewayv2/web-sockets/selection-expression.ts";
import { parseAlarmRule } from "../../src/services/cloudwatch/alarms/composite/alarm-rule.ts";
import { checkBody } from "../../src/services/cloudwatch/dashboards/check-body.ts";
import { parseExpression } from "../../src/services/cloudwatch/metric-math/parse.ts";
import { parseSearchQuery } from "../../src/services/cloudwatch/metric-math/search-query.ts";
import { readEmbeddedMetrics } from "../../src/services/cloudwatch/metrics/embedded-metrics.ts";
import { expressionLimits } from "../../src/services/dynamodb/expressions/limits.ts";
import { parseCondition } from "../../src/services/dynamodb/expressions/parse-condition.ts";
import { parseProjection } from "../../src/services/dynamodb/expressions/parse-projection.ts";
import { parseUpdate } from "../../src/services/dynamodb/expressions/parse-update.ts";
import { parseStatement, statementCharacters } from "../../src/services/dynamodb/partiql/parse-statement.ts";
import { normalizeNumber } from "../../src/services/dynamodb/values/number.ts";
import { readUserData } from "../../src/services/ec2/instances/user-data.ts";
import { readOpenSshKey } from "../../src/services/ec2/key-pairs/open-ssh.ts";
import { readSshTexts } from "../../src/services/ec2/key-pairs/ssh-bytes.ts";
import { compilePattern as compileEventPattern } from "../../src/services/event-pattern/compile-pattern.ts";
import { eventBridge } from "../../src/services/event-pattern/dialect.ts";
import { readCidr, readIpAddress } from "../../src/services/event-pattern/ip-address.ts";
import { createMatcher } from "../../src/services/event-pattern/pattern-index.ts";
import { parseBusName } from "../../src/services/eventbridge/buses/event-bus.ts";
import { parseEventPath, valueAt } from "../../src/services/eventbridge/targets/event-path.ts";
import { toTargetInput } from "../../src/services/eventbridge/targets/input-template.ts";
import { readDocument, readOpenApi } from "../../src/services/execute-api/open-api/open-api-document.ts";
import { readYaml } from "../../src/services/execute-api/open-api/read-yaml.ts";
import { parseRouteKey } from "../../src/services/execute-api/route-key.ts";
import { parseServiceUri } from "../../src/services/execute-api/service-uri.ts";
import { toPayloadV2 } from "../../src/services/http-proxy/payload-v2.ts";
import { readProxyAnswer } from "../../src/services/http-proxy/proxy-answer.ts";
import { readPublicKey } from "../../src/services/iam/certificates/ssh-key.ts";
import { readCertificate } from "../../src/services/iam/certificates/x509.ts";
import { checkMetadata } from "../../src/services/iam/federation/saml-provider.ts";
import { findPolicyFault } from "../../src/services/iam/policy/validate-document.ts";
import { readDeviceCertificate } from "../../src/services/iot/certificates/read-device-certificate.ts";
import { compileFleetQuery } from "../../src/services/iot/fleet-index/fleet-query.ts";
import { readRepublished } from "../../src/services/iot/messages/republished.ts";
import { readTopicFilter } from "../../src/services/iot/messages/topic-filter.ts";
import { PacketReader } from "../../src/services/iot/mqtt/packets.ts";
import { readTemplateBody } from "../../src/services/iot/provisioning/template-body.ts";
import { formatTime } from "../../src/services/iot/rule-sql/functions/format-time.ts";
import { readTime } from "../../src/services/iot/rule-sql/functions/read-time.ts";
import { parseRuleExpression, parseRuleSql } from "../../src/services/iot/rule-sql/parse-rule-sql.ts";
import { compileStatement } from "../../src/services/iot/rule-sql/rule-statement.ts";
import { compileTemplate } from "../../src/services/iot/rule-sql/template.ts";
import { readShadowRequest, readShadowUpdate } from "../../src/services/iot/shadows/read-shadow-request.ts";
import { ShadowRefusal } from "../../src/services/iot/shadows/shadow-refusal.ts";
import { parseFunctionName } from "../../src/services/lambda/functions/function-name.ts";
import { readMarker } from "../../src/services/lambda/functions/page.ts";
import { parseTaggable } from "../../src/services/lambda/functions/taggable.ts";
import { readErrorObject } from "../../src/services/lambda/invocation/environment/failures.ts";
import { jsonComplaint } from "../../src/services/lambda/invocation/json-complaint.ts";
import { readClientContext } from "../../src/services/lambda/invocation/prepare-invocation.ts";
import { continueTrace, readTraceHeader } from "../../src/services/lambda/invocation/trace-header.ts";
import { parseLayerVersion } from "../../src/services/lambda/layers/find-layer.ts";
import { parseLayerName } from "../../src/services/lambda/layers/layer-name.ts";
import { limits } from "../../src/services/lambda/limits.ts";
import { parseDecimal } from "../../src/services/logs/filter-pattern/decimal.ts";
import { parseFilterPattern } from "../../src/services/logs/filter-pattern/filter-pattern.ts";
import { Message } from "../../src/services/logs/filter-pattern/message.ts";
import { parseDocument } from "../../src/services/logs/filter-pattern/parse-document.ts";
import { compilePatternRegex } from "../../src/services/logs/filter-pattern/pattern-regex.ts";
import { parseQuery } from "../../src/services/logs/insights/parse-query.ts";
import { compilePolicy } from "../../src/services/policy-language/compile.ts";
import { compilePattern } from "../../src/services/policy-language/pattern.ts";
import { compileRegex } from "../../src/services/regex/regex.ts";
import { parseGrantHeaders } from "../../src/services/s3/acl/parse-grants.ts";
import { readUploadForm } from "../../src/services/s3/form-upload/multipart-form.ts";
import { parseCopySource } from "../../src/services/s3/objects/parse-copy-source.ts";
import { readContentMd5 } from "../../src/services/s3/objects/receive-body.ts";
import { checkPolicy } from "../../src/services/s3/policy/check-policy.ts";
import { parseTagging } from "../../src/services/s3/tags/tags.ts";
import { wireHabits as s3Habits } from "../../src/services/s3/wire/wire-habits.ts";
import { parseCron } from "../../src/services/schedule-expression/cron.ts";
import { parseScheduleExpression } from "../../src/services/schedule-expression/schedule-expression.ts";
import { parseQueueUrl } from "../../src/services/sqs/queues/queue-url.ts";
import { checkRedrivePolicy } from "../../src/services/sqs/redrive/check-redrive-policy.ts";
import { readRedrivePolicy } from "../../src/services/sqs/redrive/redrive-policy.ts";
import { parseWebToken } from "../../src/services/sts/web-identity/identity-token.ts";
import { readWebToken } from "../../src/services/web-token/web-token.ts";
import { compileFilter } from "../../src/services/xray/filters/compile-filter.ts";
import { parseFilter } from "../../src/services/xray/filters/parse-filter.ts";
import { readSegment } from "../../src/services/xray/segments/read-segment.ts";
import { AwsChunkedDecoder } from "../../src/wire/aws-chunked.ts";
import { readCbor } from "../../src/wire/codec/cbor-reader.ts";
import { formPairs } from "../../src/wire/codec/form-pairs.ts";
import { parseForm } from "../../src/wire/codec/form-tree.ts";
import { parseJson } from "../../src/wire/codec/json.ts";
import { parseTimestamp } from "../../src/wire/codec/timestamp.ts";
import { parseXml } from "../../src/wire/codec/xml-parser.ts";
import { compilePattern as compileConstraint } from "../../src/wire/validation/pattern.ts";
import { openServicesWire } from "../support/wire.ts";

const reading = { clock: createSystemClock(), refuse: (message: string) => new Error(message) };

const megabyte = 1_048_576;
const jsonUnits = [
  '"a",',
  '"a", ',
  '"\\u0041",',
  '"\\/",',
  "[],",
  "{},",
  '{"a":1},',
  "1,",
  "1e9,",
  "[",
  '{"a":',
  '"errorType":"a",',
  // What differs costs the engine more than what is repeated.
  '"№":1,',
  '{"№":1},',
  '"№",',
];

/**
 * Every decoder of text or bytes from outside, with as much of the worst as it may be given: what its callers let through, else a
 * megabyte. It decodes or refuses, within a tenth of a second, whichever. `tools/tidy` fails for a decoder that is not here.
 */
const decoders: Readonly<Record<string, Decoder>> = {
  parseXml: {
    decode: parseXml,
    begin: ["<a>", "<a ", '<a b="', "<a><![CDATA[", "<!--", "&", "<a><"],
    more: [
      "<a>",
      "<a/>",
      ' b="c"',
      "&lt;",
      "&#65;",
      "&#x41;",
      "&a;",
      "<!--",
      "<!---->",
      "<![CDATA[]]>",
      "<?a?>",
      "</a>",
      "<a№/>",
    ],
  },
  formPairs: {
    decode: (text) => parseForm(formPairs(text)),
    begin: ["Action=A&"],
    more: ["a&", "a=&", "a=b&", "A.member.1.B.member.999999999=x&", "a.", "1.", "%", "%zz", "+"],
  },
  parseJson: {
    decode: bytes(parseJson),
    begin: ['{"a":', "[", '{"__proto__":', "{"],
    more: ['"№":1,', '{"№":1},', '"№",', "[", '{"a":', '"a",', "1,", "{},", '"\\u0000"', "1e9", '{"a":1,'],
  },
  readCbor: {
    decode: bytes(readCbor),
    begin: ["\xbf", "\x9f", "\xc2", "\x7f", "\x5f", "\x9a\xff\xff\xff\xff", "\xbb\xff\xff\xff\xff\xff\xff\xff\xff"],
    more: [
      "\x9f",
      "\xbf",
      "\x81",
      "\x80",
      "\xa1\x61a",
      "\xc1",
      "\xc1\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
      "\x7f",
      "\x60",
      "\x40",
      "\xfb\x7f\xf0\0\0\0\0\0\0",
      "\xf9\x7c\0",
      "\x61a\x01",
      "\x65№\x01",
      "\xa1\x65№\x01",
      "\x65№",
    ],
  },
  parseTimestamp: { decode: parseTimestamp, limit: 16_384, more: ["1", "-1", "1.", "1e", "2020-01-01T", " "] },
  AwsChunkedDecoder: {
    decode: chunked,
    begin: ["5\r\nhello\r\n", "0\r\n"],
    more: ["1\r\na\r\n", "0", "\r\n", "\n", "a:b\r\n", "5;chunk-signature=", "1;a=b;"],
  },
  readUploadForm: {
    decode: form,
    begin: ["--xyz\r\n", '--xyz\r\nContent-Disposition: form-data; name="file"\r\n\r\n'],
    more: [
      "--xyz\r\n",
      "\r\n",
      "\r\n--xy",
      'Content-Disposition: form-data; name="a"\r\n\r\nb\r\n--xyz\r\n',
      "; name=",
      "content-type: ",
    ],
  },
  compileConstraint: {
    decode: (text) => compileConstraint("[\\w.-]+(?:/[\\w.-]+)*")?.test(text.slice(0, 4_096)),
    more: ["a/", ".", "-a"],
  },
  parseHost: {
    decode: (text) => parseHost(text, virtualHosts),
    limit: 16_384,
    more: ["a.", ".", "s3.", "-", "amazonaws.com.", ":"],
  },
  parseArn: { decode: parseArn, more: [":", "arn:", "a:"] },
  parseServiceUri: {
    decode: parseServiceUri,
    begin: ["arn:aws:apigateway:r:s:path/", "arn:aws:apigateway:r:"],
    more: ["a.", ".", "/", "a:", "path/"],
  },
  readKeys: { decode: readKeys, begin: ["name,key\n"], more: ["a,b\n", '"', ",", '"a""', "\n"] },
  globParts: {
    decode: (text) => compileGlob(globParts(text.slice(0, 20_480)))(text.slice(0, 16_384)),
    begin: ["", "*"],
    more: ["*", "?", "a*", "*a", "a?*", "ab", "*?a", "a?", "?a"],
  },
  parseCondition: {
    decode: parseCondition,
    limit: expressionLimits.sizeBytes,
    begin: ["a=b", "a IN (", "(", "a.", "f("],
    more: [
      "(",
      "a=b AND ",
      " OR a=b",
      "NOT ",
      "f(",
      "a,",
      ".a",
      "[0]",
      "[9",
      "#a",
      ":a",
      "<>",
      "a[0].",
      ")",
      "a BETWEEN b AND ",
    ],
  },
  parseUpdate: {
    decode: parseUpdate,
    limit: expressionLimits.sizeBytes,
    begin: ["SET a=", "SET a=b", "REMOVE a", "ADD a :b"],
    more: ["(", "f(", ",a=b", ",a", "a.", "[0]", "+b", "SET a=b ", ",a :b", "#", ":"],
  },
  parseProjection: {
    decode: parseProjection,
    limit: expressionLimits.sizeBytes,
    begin: ["a"],
    more: ["a,", ".a", "[0]", "[9", "#a,", "a[0],"],
  },
  "a condition that is too long": { decode: parseCondition, begin: ["a=b"], more: [" AND a=b", "("] },
  parseStatement: {
    decode: parseStatement,
    limit: statementCharacters,
    begin: ["SELECT * FROM a WHERE ", "INSERT INTO a VALUE ", "UPDATE a SET b=", "SELECT a FROM b WHERE a IN ["],
    more: [
      "(",
      "a=1 AND ",
      "NOT ",
      "f(",
      "[",
      "{'a':",
      "<<",
      "'a',",
      "''",
      '""',
      '"a".',
      "a[0]",
      "?",
      "1e9",
      ".1",
      "--",
    ],
  },
  readDecimal: {
    decode: normalizeNumber,
    begin: ["-", "1.", "0.", "1e", "1e-"],
    more: ["0", "9", "09", ".", "e", "1e", "-"],
  },
  compilePattern: {
    decode: (text) => compilePattern(text.slice(0, 20_480), policyText)(`${text.slice(0, 16_384)}b`, {}),
    begin: ["*", "*a", "${"],
    more: ["*", "a*", "a?", "?", "${", "\x24{aws:a}", "\x24{*}", "${a,", "a", "aa?"],
  },
  compilePolicy: {
    decode: compilePolicy,
    limit: 131_072,
    begin: ['{"Statement":['],
    more: ['{"Action":"*"},', "[", '"*",', "{}", ","],
  },
  findPolicyFault: {
    decode: findPolicyFault,
    limit: 131_072,
    begin: ['{"Version":"2012-10-17","Statement":[', '{"Statement":'],
    more: ['{"Sid":"a"},', "[", '{"Statement":', '"arn:aws:s3:::",', "{"],
  },
  checkPolicy: {
    decode: (text) => checkPolicy(text, "bucket"),
    limit: 20_480,
    begin: ['{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::'],
    more: ["*", "a*", "?", '","', "["],
  },
  starsOfABucketPolicy: {
    decode: (text) => checkPolicy(policyFor(`${text}c`), "b".repeat(63)),
    limit: 16_000,
    more: ["*", "*b", "b*", "*?"],
  },
  readCertificate: {
    decode: readCertificate,
    limit: 16_384,
    begin: ["-----BEGIN CERTIFICATE-----\n"],
    more: ["-----BEGIN CERTIFICATE-----", "A", "-", "\n"],
  },
  readPublicKey: {
    decode: readPublicKey,
    limit: 16_384,
    begin: ["ssh-rsa ", "-----BEGIN PUBLIC KEY-----\n"],
    more: ["A", " ", "-----BEGIN PUBLIC KEY-----"],
  },
  checkMetadata: {
    decode: (text) => checkMetadata(text, 0),
    begin: ["<EntityDescriptor "],
    more: [
      "<EntityDescriptor ",
      "<a:",
      "entityID=",
      " ",
      "</EntityDescriptor>",
      "</EntityDescriptor> ",
      "validUntil='",
    ],
  },
  compileEventPattern: {
    decode: (text) => createMatcher(compileEventPattern(text, eventBridge))({ a: line }),
    begin: ["{", '{"a":[', '{"$or":[', '{"a":[{"wildcard":"', '{"a":[{"anything-but":['],
    more: [
      '{"a":',
      "[",
      '"a",',
      "1,",
      '"\\"',
      "*",
      "\\",
      '{"a":[1]},',
      '"a":[1],',
      '{"prefix":"a"},',
      '"№":[1],',
      "\n",
      " ",
    ],
  },
  parseBusName: { decode: (text) => parseBusName(text, place), more: ["arn:", ":", "event-bus/", "a"] },
  parseEventPath: {
    decode: (text) => valueAt({ detail: [1] }, parseEventPath(text) ?? []),
    limit: 256,
    begin: ["$"],
    more: [".a", "[0]", "[*]", "['", "[", "]", "$."],
  },
  toTargetInput: {
    decode: (text) => toTargetInput({ Id: "t", Arn: "a", InputTransformer: { InputTemplate: text } }, busEvent, rule),
    limit: 8_192,
    more: ["<", "<a>", '"', "\\", ">", "<aws.events.event.json>"],
  },
  readCidr: { decode: readCidr, more: ["1.", "/", ":", "1"] },
  readIpAddress: { decode: readIpAddress, more: ["1.", ":", "::", "f:"] },
  parseWebToken: { decode: parseWebToken, limit: 20_000, more: [".", "e30.", "A", "W1tb"] },
  parseAlarmRule: {
    decode: parseAlarmRule,
    limit: 10_240,
    begin: ["ALARM(", "NOT ", "("],
    more: ["(", "()", "NOT ", "ALARM(a) OR ", "TRUE AND ", '"', '"\\', "( ", "((("],
  },
  checkBody: { decode: checkBody, begin: ['{"widgets":['], more: ['{"type":"text"},', "[", "{},", '{"widgets":'] },
  readEmbeddedMetrics: {
    decode: (text) => [...readEmbeddedMetrics([0, text])],
    begin: ['{"_aws":{"CloudWatchMetrics":['],
    more: ["[", '{"Namespace":"a"},', '"_aws"', "{"],
  },
  parseExpression: {
    decode: parseExpression,
    limit: 2_048,
    more: ["(", "-", "m1+", "SUM(", "[", "^-", "'", "1.", "a&&"],
  },
  parseSearchQuery: { decode: parseSearchQuery, limit: 2_048, more: ["(", "NOT ", "a=", '"', "a OR ", "{", "AND "] },
  parseFunctionName: {
    decode: (text) => parseFunctionName(text, place),
    more: ["a", "arn:aws:lambda:", ":", "-", "us-east-1:"],
  },
  readClientHello: {
    decode: bytes(readClientHello),
    begin: ["\x16\x03\x01\x3f\xff\x01", "\x16\x03\x01"],
    more: ["\0\x10\0\x02\0\0", "\0", "\xff", "\x01a"],
  },
  readDeviceCertificate: {
    decode: readDeviceCertificate,
    limit: 65_536,
    begin: ["-----BEGIN CERTIFICATE-----\n"],
    more: ["-----BEGIN CERTIFICATE-----", "A", "-", "\n"],
  },
  compileFleetQuery: {
    decode: (text) => compileFleetQuery(text)(new Map([["a", text]])),
    begin: ["(", "a:[", 'a:"', ""],
    more: ["(", ")", "a:", "[1 TO ", " TO ", "]", "*", "?", '"', "AND ", "NOT ", "-", "№"],
  },
  readRepublished: { decode: readRepublished, begin: ["Republished=", ""], more: ["1", "9", "=", "№"] },
  readTopicFilter: { decode: readTopicFilter, begin: ["$share/a/", "$aws/", ""], more: ["/", "+/", "#", "a/", "№/"] },
  readTemplateBody: {
    decode: readTemplateBody,
    limit: 10_240,
    begin: ['{"Resources":{"a":', ""],
    more: ['{"Type":"AWS::IoT::Thing","Properties":', '{"a":', "[", "№"],
  },
  // What comes at once is at most what a socket has read.
  readPacket: {
    decode: bytes((packet) => new PacketReader().read(packet)),
    limit: 65_536,
    begin: ["\x10\xff\x7f\0\x04MQTT\x05\xc2\0\0", "\x32\xff\x7f", "\x82\xff\x7f\0\x01", ""],
    more: ["\xc0\0", "\0\x01a", "\x30\x03\0\x01a", "\0\0\0", "\x26\0\x01a\0\x01b", "\xff"],
  },
  readOpenSshKey: {
    decode: (text) => readOpenSshKey(Buffer.from(text), "name"),
    more: ["ssh-rsa AAAA", "-----BEGIN PUBLIC KEY-----\nA", " ", "AAAAAA"],
  },
  readSshTexts: { decode: (text) => readSshTexts(Buffer.from(text)), more: ["\0\0\0\0", "\0\0\0\x01A", "\xff"] },
  readUserData: { decode: readUserData, more: ["A", " ", "=", "%", "A ="] },
  parseQueueUrl: { decode: (text) => parseQueueUrl(text, place), more: ["http://", "/", "sqs.", "queue/"] },
  readRedrivePolicy: {
    decode: (text) => readRedrivePolicy(checkRedrivePolicy(text, "RedrivePolicy")),
    more: ['{"deadLetterTargetArn":', "[", "{"],
  },
  parseTaggable: { decode: (text) => parseTaggable(text, place), more: ["a", "arn:", ":function:", ":"] },
  parseLayerVersion: {
    decode: (text) => parseLayerVersion(text, 1, place as never),
    more: ["a", "arn:", ":layer:", ":", "1"],
  },
  parseLayerName: { decode: (text) => parseLayerName(text, place), more: ["a", "arn:aws:lambda:", ":layer:", ":"] },
  readMarker: { decode: readMarker, more: ["a", "=", "_"] },
  readClientContext: { decode: readClientContext, limit: 16_384, more: ["W1tb", "=", "e30"] },
  readErrorObject: { decode: bytes(readErrorObject), more: ["[", '{"a":', "a", '"errorType":"a",'], begin: ["{"] },
  continueTrace: {
    decode: (text) => continueTrace(text, "arn", 0, createSystemRandom()),
    limit: 16_384,
    begin: ["Root=1-00000000-000000000000000000000000;"],
    more: [";", "Lineage=", "1:00000000:1|", "%7C", "Root=", "; "],
  },
  parseSubscription: {
    decode: (text) => parseSubscription("telemetry", text),
    limit: 65_536,
    begin: ['{"schemaVersion":"2022-07-01","types":['],
    more: ["[", '"function",', "{"],
  },
  parseFilterPattern: {
    decode: (text) => parseFilterPattern(text).matches(new Message(line)),
    limit: 1_024,
    begin: ["{ ", "[", "%", "{ $.a = "],
    more: ["(", "$.a[*]", "a ", "?a ", "%a%", "a*", '"', '\\"', "a{0,999}", "[ab]", "... ,", "&& ", "-"],
  },
  compileStatement: {
    decode: (text) => runStatement(text.slice(0, 262_144)),
    limit: 262_144,
    begin: ["SELECT ", "SELECT * WHERE ", "SET @a = "],
    more: [
      "(",
      "[",
      "{'a':",
      "a.",
      "a,",
      "1+",
      "-",
      "not ",
      "case when ",
      "cast(",
      "concat(",
      "(select value ",
      "''",
      "1 in ",
      "@a ",
      "as a.",
    ],
  },
  parseRuleSql: {
    decode: (text) => parseRuleSql(text, "2015-10-08"),
    limit: 262_144,
    begin: ["SELECT a FROM "],
    more: ["'", "a", "$"],
  },
  parseRuleExpression: {
    decode: (text) => parseRuleExpression(text, "2016-03-23"),
    limit: 262_144,
    more: ["(", "a=", "get(", "."],
  },
  compileTemplate: {
    decode: (text) => compileTemplate(text, () => () => undefined),
    begin: ["", "\x24{"],
    more: ["\x24{", "{", "}", "'", "\x24\x24"],
  },
  readTime: {
    decode: (text) => [readTime(text, "yyyy-MM-dd VV"), readTime("2020", text)],
    begin: ["2020-01-01 "],
    more: ["y", "'", "A/", "1"],
  },
  formatTime: { decode: (text) => formatTime(text, 0, text.slice(0, 100)), more: ["y", "'", "E", "z"] },
  readShadowUpdate: {
    decode: bytes((body) => refusedOr(() => [readShadowUpdate(body), readShadowRequest(body)])),
    limit: 8_192,
    begin: ['{"state":', '{"state":{"desired":'],
    more: ["[", '{"a":', "1,", '"', "}"],
  },
  parseDocument: { decode: parseDocument, more: ["[", '{"a":', "1,", '"'] },
  compilePatternRegex: {
    decode: (text) => compilePatternRegex(text)?.(line),
    limit: 1_024,
    more: ["a*", "[a", "[^é]", "|", ".*", "a{9}", "a{0,99}", "a?", "\\", "^", "$"],
  },
  compileRegex: {
    decode: (text) => compileRegex(text).groups(line),
    limit: 10_000,
    more: ["(", "(a", "a*", "(a*)*", "a{9}", "[a", "|", "\\", ".*", "(?i)", "a?", "[^é]"],
  },
  parseQuery: {
    decode: parseQuery,
    limit: 10_000,
    begin: ["filter ", "fields ", "stats ", "parse @message /"],
    more: [
      "(",
      "not ",
      "a and ",
      "- ",
      "a,",
      "a.b.",
      "#",
      "# \n",
      " ",
      "| fields a ",
      "a[",
      "/a",
      '"',
      '"\\',
      "1.",
      "count(",
      "`",
    ],
  },
  readTraceHeader: {
    decode: readTraceHeader,
    begin: ["Root=", "Sampled=1;"],
    more: [";", "Root=", "a;", "=", "Parent=0;", "é"],
  },
  compileFilter: {
    decode: (text) => compileFilter(text),
    begin: ["fault AND ", 'service("a") { '],
    more: ["(", "!", "fault OR ", 'service("', '"', "annotation[", "responsetime > ", "1.", "id(", ","],
  },
  parseFilter: {
    decode: parseFilter,
    limit: 2_000,
    begin: ["fault AND ", 'service("a") { '],
    more: ["(", "!", "fault OR ", 'service("', '"', "annotation[", "responsetime > ", "1.", "id(", ","],
  },
  readSegment: {
    decode: (text) => readSegment(text, 0),
    limit: 65_536,
    begin: ['{"trace_id":"1-00000000-000000000000000000000000","id":"', '{"subsegments":'],
    more: ["[", "{", '{"subsegments":[', '"id":"', "\\", "0", "1-0", '"'],
  },
  parseRouteKey: {
    decode: parseRouteKey,
    begin: ["GET /", "ANY /{"],
    more: ["/", "{a}", "{a+}", "{", "}", "/a", "+", " "],
  },
  parseSelection: {
    decode: parseSelection,
    begin: ["$request.body.", "${request."],
    more: ["$", "{", "}", "\\", ".", "a", "body"],
  },
  parseSource: {
    decode: parseSource,
    begin: ["$request.header.", "$context.", "$request.path"],
    more: [".", "a", "$", "request.", "body."],
  },
  parseMapping: {
    decode: parseMapping,
    begin: ["append:header.", "overwrite:"],
    more: [":", ".", "a", "path", "header."],
  },
  readWebToken: { decode: readWebToken, more: [".", "e30", "=", "a", "eyJhIjoxfQ."] },
  parseScheduleExpression: {
    decode: (text) => parseScheduleExpression(text, "scheduler"),
    begin: ["cron(", "rate(", "at("],
    more: ["0,", "0 ", "1-", "*/1,", "L", "#", " ", "9", "?", "("],
  },
  parseCron: { decode: parseCron, limit: 256, more: ["0,", "0 ", "1-", "*/1,", "L", "#", " ", "0-59/1,"] },
  parseDecimal: { decode: parseDecimal, more: ["1", "0", ".", "1.", "e", "1e", "+"] },
  parseGrantHeaders: {
    decode: (text) => parseGrantHeaders({ GrantRead: text }),
    limit: 16_384,
    more: ["id=", 'id="', ",", " ", '"', "a", " ="],
  },
  parseCopySource: { decode: parseCopySource, limit: 16_384, more: ["/", "%", "%2F", "?versionId=", "+", "a"] },
  readContentMd5: { decode: readContentMd5, limit: 16_384, more: ["A", "=", " "] },
  parseTagging: { decode: parseTagging, limit: 16_384, more: ["a=b&", "&", "%", "+", "="] },
};

const rule = { arn: "arn", name: "rule" };
const busEvent = {
  id: "i",
  source: "s",
  detailType: "d",
  account: "a",
  region: "r",
  timeMs: 0,
  resources: [],
  detail: `{"a":"${"b".repeat(10_000)}"}`,
  ingestedMs: 0,
};

/** Those whose name another has taken, and what is read with a text of ours: why it is not here. */
const others: Readonly<Record<string, string>> = {
  parseRegex: "within compileRegex",
  readNodeAddress: "a flag",
  readFolder: "a lab's folder, which who runs the server has put there",
  readLab: "within readFolder",
  readCharacter: "within parseFilterPattern",
  readClass: "within parseFilterPattern",
  readLifecycle: "what is stored, and was checked",
  readNotifications: "what is stored, and was checked",
  parseUri: "the models' own paths",
  readGenerated: "the models' own files",
  readBlob: "a file's own name",
  readPackage: "a zip file, which its own tests attack",
  parseAnswer: "a function's answer: JSON",
  readProxyAnswer: "among what is large, below",
  readRestAnswer: "among what is large, below",
  readStreamHead: "at most 16 KB",
  readWholeStream: "a function's answer: JSON and one header",
};

/**
 * What may be larger than a megabyte, with the worst of as much as it may be given: however long it takes, nobody else waits for it longer than
 * a twentieth of a second at a time.
 */
const large: Readonly<Record<string, LargeDecoder>> = {
  "a request with a package": {
    decode: readPackageRequest,
    bytes: limits.codeRequestBytes,
    begin: ['{"FunctionName":"a","Code":{"ZipFile":"', "["],
    more: ["AA+/", "AA\\/A", "é", "\\", `"${"AAAA".repeat(500)}",`],
    end: '"}}',
  },
  "a request with a map": {
    decode: readPackageRequest,
    bytes: 2 * megabyte,
    begin: ['{"FunctionName":"a","Role":"a","Code":{},"Environment":{"Variables":{', '{"FunctionName":"a","Tags":{'],
    more: ['"№":"v",', '"A№":"v",'],
    end: '"z":"v"}}}',
  },
  "a request of wrong items": {
    decode: readMetricRequest,
    bytes: 2 * megabyte,
    begin: ['{"Namespace":"n","MetricData":['],
    more: ["{},", '{"MetricName":""},', '{"MetricName":"a","Dimensions":[{}]},'],
    end: "{}]}",
  },
  "the hash of a package": { decode: sha256HexPaced, bytes: limits.codeRequestBytes, more: ["a"] },
  jsonComplaint: { decode: jsonComplaint, bytes: limits.synchronousPayloadBytes, more: jsonUnits, end: "1]" },
  readErrorObject: { decode: readErrorObject, bytes: limits.synchronousPayloadBytes, more: jsonUnits, end: "1]" },
  readYaml: { decode: (body) => readYaml(body.toString(), reading.clock), bytes: 100_000, more: ["a: b\n"] },
  readOpenApi: {
    decode: (body) => readOpenApi(body, reading),
    bytes: 1_048_576,
    begin: ['{"openapi":'],
    more: jsonUnits,
    end: "1}",
  },
  readDocument: {
    decode: (body) => readDocument(body, "no", reading),
    bytes: 1_048_576,
    begin: ["a: "],
    more: ["[", "- a\n"],
  },
  readImport: {
    decode: (body) => readImport(body, {}, false, { apiId: "a", clock: reading.clock }),
    bytes: 1_048_576,
    begin: ['{"openapi":1,"paths":{"/a":{"get":{"parameters":['],
    more: ['{"in":"query","name":"a"},', "[", '{"$ref":"#/paths"},'],
    end: "1]}}}}",
  },
  readRestAnswer: {
    decode: (body) => readRestAnswer(body, true),
    bytes: limits.responsePayloadBytes,
    begin: [
      "[",
      '{"body":"',
      '{"isBase64Encoded":true,"body":"',
      '{"body":[',
      '{"a":[',
      '{"headers":{',
      '{"multiValueHeaders":{"a":[',
    ],
    more: ["[", "{},", '"a":"b",', '"a",', "AAAA"],
    end: "1]}",
  },
  readProxyAnswer: {
    decode: (body) => readProxyAnswer(body, "application/json"),
    bytes: limits.responsePayloadBytes,
    begin: [
      "[",
      '{"statusCode":200,"body":"',
      '{"statusCode":200,"isBase64Encoded":true,"body":"',
      '{"statusCode":200,"body":[',
      '{"statusCode":200,"a":[',
      '{"statusCode":200,"headers":{',
      '{"statusCode":200,"cookies":[',
    ],
    more: [...jsonUnits, "AAAA", "a", "\\n", "="],
    end: '"]}',
  },
  toPayloadV2: {
    decode: (body) => toPayloadV2({ ...urlRequest, body }, urlFacts),
    bytes: limits.synchronousPayloadBytes,
    more: ["a", "\n", '"', "\xff"],
  },
  parseXml: { decode: (body) => parseXml(body.toString("utf8")), bytes: 8 * megabyte, more: decoders.parseXml!.more },
  parseJson: { decode: parseJson, bytes: 2 * megabyte, begin: ["[", '{"a":['], more: jsonUnits, end: "1]" },
  readCbor: { decode: readCbor, bytes: 2 * megabyte, begin: ["\x9f"], more: decoders.readCbor!.more },
  parseForm: {
    decode: (body) => parseForm(formPairs(body.toString("utf8"))),
    bytes: 4 * megabyte,
    more: decoders.formPairs!.more,
  },
};

interface LargeDecoder {
  readonly decode: (body: Buffer) => unknown;
  readonly bytes: number;
  readonly begin?: readonly string[];
  readonly more: readonly string[];
  /** What makes it whole, where nothing else does. */
  readonly end?: string;
}

interface Decoder {
  readonly decode: (text: string) => unknown;
  /** Characters that it is given at most. */
  readonly limit?: number;
  readonly begin?: readonly string[];
  /** What is repeated, each by itself and each after each beginning. */
  readonly more: readonly string[];
}

const mostMs = 100;
const mostHeldMs = 50;
const place = { account: "000000000000", region: "us-east-1" };
const policyText = { wildcards: true, variables: true };
const line = `${"a".repeat(20_000)}é`;

describe("hostile input", () => {
  for (const [name, { decode, limit = megabyte, begin = [], more }] of Object.entries(decoders)) {
    it(`${name} takes ${limit} characters of anything in ${mostMs} ms`, async () => {
      for (const text of worstCases(["", ...begin], [...more, ...everywhere], limit)) {
        const ms = await leastMs(() => decode(text));
        assert.ok(ms <= mostMs, `${Math.round(ms)} ms for ${JSON.stringify(text.slice(0, 60))}…`);
      }
    });
  }
});

describe("hostile input that is large", () => {
  for (const [name, { decode, bytes: limit, begin = [""], more, end = "" }] of Object.entries(large)) {
    it(`${name}: ${limit} bytes hold up everybody for ${mostHeldMs} ms at most`, async () => {
      for (const start of begin) {
        for (const unit of more) {
          const text = start + repeated(unit, limit - start.length - end.length) + end;
          const body = Buffer.from(text, /[\x80-\xff]/.test(unit) ? "latin1" : "utf8").subarray(0, limit);
          const ms = await leastHeldMs(() => decode(body));
          assert.ok(ms <= mostHeldMs, `${Math.round(ms)} ms for ${JSON.stringify(text.slice(0, 60))}…`);
        }
      }
    });
  }
});

it("what is read within another decoder, or is our own, says so", () => {
  for (const [name, reason] of Object.entries(others)) assert.ok(reason.length > 0 && !(name in decoders), name);
});

/** What many a decoder stumbles over. */
const everywhere = ["a", " ", "\n", "\\", '"', "é", "\ud800"];

function* worstCases(beginnings: readonly string[], units: readonly string[], limit: number): Generator<string> {
  for (const begin of beginnings) {
    for (const unit of units) {
      const text = begin + repeated(unit, limit - begin.length);
      yield text;
      // An end that nothing before it matches makes a matcher that goes back do so.
      yield `${text.slice(0, -1)}!`;
    }
  }
}

/** So many characters of it; a `№` is another number each time. */
function repeated(unit: string, characters: number): string {
  if (!unit.includes("№")) return unit.repeat(Math.floor(characters / unit.length));
  const count = Math.floor(characters / (unit.length + 4));
  return Array.from({ length: count }, (_, at) => unit.replace("№", at.toString(36).padStart(5, "0"))).join("");
}

/** Of the processor's time, in a few tries, so that what else the machine does is not counted. It may refuse, in whatever words, but not by a fault of ours. */
async function leastMs(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 4 && least > mostMs; tries++) {
    const startedUs = process.cpuUsage();
    try {
      await work();
    } catch (error) {
      assert.ok(
        !(error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError),
        String(error),
      );
    }
    least = Math.min(least, process.cpuUsage(startedUs).user / 1_000);
  }
  return least;
}

/** The longest turn of the process that work takes, in the thread's own time, in a few tries. */
async function leastHeldMs(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 4 && least > mostHeldMs; tries++) {
    let longest = 0;
    let started = process.threadCpuUsage();
    const look = () => {
      longest = Math.max(longest, process.threadCpuUsage(started).user / 1_000);
      started = process.threadCpuUsage();
    };
    let turn = setImmediate(function next() {
      look();
      turn = setImmediate(next);
    });
    await new Promise(setImmediate);
    started = process.threadCpuUsage();
    try {
      await work();
    } catch (error) {
      assert.ok(
        !(error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError),
        String(error),
      );
    }
    look();
    clearImmediate(turn);
    least = Math.min(least, longest);
  }
  return least;
}

const wire = openServicesWire();
const virtualHosts = [{ endpointPrefix: "s3", ...s3Habits.virtualHosts! }];

/** From bytes to what `CreateFunction` gets. */
async function readPackageRequest(body: Buffer): Promise<void> {
  const codec = await wire.codec("lambda");
  const head = { method: "POST", path: "/2015-03-31/functions", query: [], headers: {} };
  const routed = codec.route("restJson1", head, undefined, undefined);
  codec.decode(routed, head, await codec.prepare(routed, body));
}

/** From bytes to what `PutMetricData` gets. */
async function readMetricRequest(body: Buffer): Promise<void> {
  const codec = await wire.codec("cloudwatch");
  const head = { method: "POST", path: "/", query: [], headers: {} };
  const routed = codec.route("awsJson1_0", head, "PutMetricData", undefined);
  codec.decode(routed, head, await codec.prepare(routed, body));
}

function refusedOr(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShadowRefusal)) throw error;
    return undefined;
  }
}

/** A statement as a rule runs it. */
function runStatement(sql: string): unknown {
  const surroundings = { accountId: "1", nowMs: 0, uuid: () => "u", chance: () => 0, ask: async () => null };
  const message = { topic: "a/b", payload: Buffer.from('{"a":[1,{"b":"text"}]}') };
  return compileStatement(sql, "2016-03-23")
    .begin(message, surroundings)
    .output()
    .catch(() => undefined);
}

const urlRequest = {
  method: "POST",
  path: "/",
  rawQuery: "",
  rawHeaders: ["content-type", "text/plain"],
  sourceIp: "::1",
};
const urlFacts = {
  apiId: "a",
  accountId: "anonymous",
  signer: undefined,
  requestId: "a",
  nowMs: 0,
  scheme: "http",
  traceId: "Root=1-0-0",
};

function bytes(decode: (bytes: Buffer) => unknown): (text: string) => unknown {
  return (text) => decode(Buffer.from(text, "latin1"));
}

async function chunked(text: string): Promise<void> {
  const decoder = new AwsChunkedDecoder();
  decoder.end(Buffer.from(text, "latin1"));
  for await (const _chunk of decoder);
}

async function form(text: string): Promise<void> {
  const parts = async function* () {
    for (let at = 0; at < text.length; at += 65_536) yield Buffer.from(text.slice(at, at + 65_536), "latin1");
  };
  const { file } = await readUploadForm(parts(), "multipart/form-data; boundary=xyz");
  for await (const _chunk of file);
}

function policyFor(resource: string): string {
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${resource}/*` };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
