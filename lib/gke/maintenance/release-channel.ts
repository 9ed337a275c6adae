export const RELEASE_CHANNELS = ["RAPID", "REGULAR", "STABLE", "EXTENDED", "UNSPECIFIED"] as const;

/**
 * GKE's release channels: how soon a cluster gets a new version, and for how long it keeps an old one. `UNSPECIFIED` is no
 * channel: only then may a pool turn its upgrades off.
 */
export type ReleaseChannel = (typeof RELEASE_CHANNELS)[number];
