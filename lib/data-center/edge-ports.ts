/** Where edge servers answer users: with a certificate, on both. */
export const HTTP_PORT = 80;
export const HTTPS_PORT = 443;
