/** Mail, as far as the product needs it: plain text to one person. */

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Resolves when the message was handed over. Rejects when it could not be. */
  send(mail: Mail): Promise<void>;
}
