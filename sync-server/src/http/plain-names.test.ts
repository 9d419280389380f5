import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

const BAD_INPUT = { error: { kind: 'bad-input' } };
const WRONG_STATE = { error: { kind: 'wrong-state' } };
const TURNED = '\u202eHall\u200b';
const UNSEEN = '\u200b\u3164';

describe('what people call things', () => {
  it('is shown beside other words, so nothing in it turns or hides letters: titles, groups, who is invited', async () => {
    const jo = await server.as('jo-kowalski');
    const made = await jo.createDocument({ kind: 'session', placeId: 'radcliffe-west', title: TURNED });
    expect(await server.api.document(made.ok ? made.value.id : '')).toMatchObject({ value: { title: 'Hall' } });
    expect(await jo.formGroup('radcliffe-west', TURNED)).toMatchObject({ value: { organisation: { name: 'Hall' } } });
    const tom = await server.as('tom-hargreaves');
    const asked = { email: 'pat@example.org', name: TURNED, role: 'resident', placeId: 'west' } as const;
    expect(await tom.invite(asked)).toMatchObject({ value: { invitation: { name: 'Hall' } } });
  });

  it('can be seen; so can the reason for a decision', async () => {
    const tom = await server.as('tom-hargreaves');
    expect(await tom.createDocument({ kind: 'session', placeId: 'west', title: UNSEEN })).toMatchObject(BAD_INPUT);
    expect(await tom.formGroup('west', UNSEEN)).toMatchObject(BAD_INPUT);
    const warning = { placeId: 'west', reason: 'other', words: UNSEEN } as const;
    expect(await tom.warnPerson('jo-kowalski', warning)).toMatchObject(BAD_INPUT);
  });

  it('may begin with a number or be in any script, and is no other name for what cannot be seen in it', async () => {
    const amina = await server.as('amina-hussain');
    expect(await amina.formGroup('radcliffe-west', '1st Radcliffe Scouts')).toMatchObject({
      value: { organisation: { id: 'group-1st-radcliffe-scouts', name: '1st Radcliffe Scouts' } },
    });
    expect(await amina.formGroup('radcliffe-west', '1st  Radcliffe\u00ad Scouts')).toMatchObject(WRONG_STATE);
    expect(await amina.formGroup('radcliffe-west', 'شباب ریڈکلف')).toMatchObject({
      value: { organisation: { id: 'group', name: 'شباب ریڈکلف' } },
    });
  });
});
