/** What IAM takes as the name of a policy. */
export const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;

/** The same in words. */
export const POLICY_NAME_IN_WORDS = '1 to 128 letters, digits and characters of "+=,.@-_"';
