/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** What the ARN of a role is, in the words of an error. */
export const ROLE_ARN_IN_WORDS = 'the ARN of a role: "arn:aws:iam::123456789012:role/dns"';

/** Whether this is the ARN of one role, without an asterisk. */
export function isRoleArn(arn: string): boolean {
  return ROLE_ARN.test(arn);
}
