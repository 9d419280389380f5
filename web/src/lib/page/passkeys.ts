/** Passkeys in the browser: WebAuthn with the JSON that the API speaks. */
import { apiFor } from '#lib/api/read.ts';

type CreationJson = Parameters<typeof PublicKeyCredential.parseCreationOptionsFromJSON>[0];
type RequestJson = Parameters<typeof PublicKeyCredential.parseRequestOptionsFromJSON>[0];

/** Whether this browser can do it, with the forms that the API speaks. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';
}

/** Whether this browser can offer passkeys beside the field for the e-mail address. */
export async function canOfferPasskeys(): Promise<boolean> {
  return canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) === true;
}

/**
 * @param offer  waits quietly until the person picks one beside the field, or until it is aborted
 * @returns false when the person or the device said no, or the server did
 */
export async function signInWithPasskey({ offer }: { offer?: AbortSignal } = {}): Promise<boolean> {
  const api = apiFor(fetch);
  try {
    const begun = await api.passkeySignInOptions();
    if (!begun.ok) return false;
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(begun.value.options as unknown as RequestJson);
    const credential = await navigator.credentials.get(
      offer === undefined ? { publicKey } : { publicKey, mediation: 'conditional', signal: offer },
    );
    return credential instanceof PublicKeyCredential && (await api.passkeySignIn(credential.toJSON())).ok;
  } catch {
    return false; // the person closed the device's question
  }
}

export async function addPasskey(name: string): Promise<'added' | 'sign-in-again' | 'failed'> {
  const api = apiFor(fetch);
  try {
    const begun = await api.passkeyRegistrationOptions();
    if (!begun.ok) return begun.error.kind === 'sign-in-again' ? 'sign-in-again' : 'failed';
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.value.options as unknown as CreationJson);
    const credential = await navigator.credentials.create({ publicKey });
    if (!(credential instanceof PublicKeyCredential)) return 'failed';
    return (await api.addPasskey({ response: credential.toJSON(), name })).ok ? 'added' : 'failed';
  } catch {
    return 'failed';
  }
}
