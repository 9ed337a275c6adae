/** How long an overwritten state is kept: long enough to notice that its successor is wrong. */
export const OLD_VERSION_DAYS = 90;

/** This many are kept however old they are: a stack that is seldom deployed has its last good states too. */
export const OLD_VERSIONS_KEPT = 20;

/** After so long, parts of an upload that never ended are deleted. */
export const UNFINISHED_UPLOAD_DAYS = 7;
