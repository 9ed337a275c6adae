/** An overwritten state is kept this long, in which somebody will have seen that it is wrong. */
export const OLD_VERSION_DAYS = 90;

/** This many are kept however old they are: a stack that is seldom deployed has its last good states too. */
export const OLD_VERSIONS_KEPT = 20;
