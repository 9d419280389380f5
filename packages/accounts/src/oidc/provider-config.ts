/** One OpenID provider, as the installation knows it: the council's, the police's, the NHS's. */
export interface ProviderConfig {
  /** In addresses: `council`. */
  readonly id: string;
  /** On the button: `Bury Council`. */
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** E-mail domains whose people may be recognised by their verified address the first time: `bury.gov.uk`. */
  readonly domains: readonly string[];
  /** What the provider calls a sign-in with a second factor (`acr`); `null`: it is seen from the methods (`amr`, RFC 8176). */
  readonly acr: string | null;
}
