/** One's own data as a page that opens anywhere: no script, no picture, nothing fetched. */
import type { OwnData } from '@ginnel/api/routes/privacy';
import { html } from 'hono/html';

const day = (atMs: number): string =>
  new Date(atMs).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });
const until = (atMs: number | null): string => (atMs === null ? 'no end' : day(atMs));

export function ownDataPage(data: OwnData): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>What Ginnel holds about ${data.person.name}</title>
        <style>
          body {
            max-width: 60rem;
            margin: 2rem auto;
            padding: 0 1rem;
            font:
              1.1rem/1.5 system-ui,
              sans-serif;
            color: #1c2326;
            background: #fbf9f4;
          }
          table {
            width: 100%;
            border-collapse: collapse;
          }
          th,
          td {
            padding: 0.4rem 0.6rem 0.4rem 0;
            border-bottom: 1px solid #dcd6c8;
            text-align: left;
            vertical-align: top;
            overflow-wrap: anywhere;
          }
          blockquote {
            margin: 0.5rem 0;
            padding-left: 1rem;
            border-left: 3px solid #2a5f4f;
            white-space: pre-wrap;
          }
        </style>
      </head>
      <body>
        <h1>What Ginnel holds about ${data.person.name}</h1>
        <p>Taken out on ${day(data.exportedAtMs)}. The file beside this one (JSON) says the same for programs.</p>
        ${[
          table(
            'You',
            ['What', ''],
            [
              ['The name you are shown by', data.person.name],
              ...(data.realName === null ? [] : [['Your real name, which is protected', data.realName]]),
              ['E-mail address', data.email ?? 'none'],
              ['Here since', day(data.createdAtMs)],
            ],
          ),
          table(
            'As what you take part',
            ['As', 'From', 'Until'],
            data.capacities.map(({ label, fromMs, untilMs }) => [label, day(fromMs), until(untilMs)]),
          ),
          words(data),
          table('What you decided', ['When', 'What', 'About', 'Your words'], data.decisions.map(decided)),
          table('What others decided about you', ['When', 'What', 'About', 'Their words'], data.about.map(decided)),
          table(
            'When you were asked to stay away',
            ['From', 'Until', 'Why', 'Your answer'],
            data.removals.map((each) => [day(each.fromMs), until(each.untilMs), each.words, each.appeal ?? '']),
          ),
          table(
            'What you reported',
            ['When', 'Why', 'Your words', 'What became of it'],
            data.reports.map((each) => [day(each.atMs), each.reason, each.words, each.outcome ?? 'not decided yet']),
          ),
          table(
            'Kept of you besides',
            ['When', 'What', 'About', 'Words'],
            data.more.map((each) => [day(each.atMs), each.what, each.about, each.words]),
          ),
          table(
            'Doors you opened to guests',
            ['From', 'Until'],
            data.passes.map((each) => [day(each.createdAtMs), day(each.endsAtMs)]),
          ),
          table(
            'When you signed in',
            ['When', 'How', 'Device'],
            data.signIns.map((each) => [day(each.atMs), each.what, each.device]),
          ),
          table(
            'Where you are signed in',
            ['Browser', 'Since', 'Until'],
            data.sessions.map((each) => [each.device, day(each.createdAtMs), day(each.expiresAtMs)]),
          ),
          table(
            'Your passkeys',
            ['Name', 'Since', 'Last used'],
            data.passkeys.map((each) => [each.name, day(each.createdAtMs), each.usedAtMs === null ? 'never' : day(each.usedAtMs)]),
          ),
          table(
            'Who you are elsewhere',
            ['Provider', 'Known there as'],
            data.identities.map((each) => [each.issuer, each.subject]),
          ),
        ]}
      </body>
    </html>`;
  return String(page);
}

type Markup = ReturnType<typeof html>;

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): Markup {
  if (rows.length === 0)
    return html`<h2>${title}</h2>
      <p>Nothing.</p>`;
  return html`<h2>${title}</h2>
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** Every run of words under its document, with when and for whom. */
function words(data: OwnData): Markup {
  const documents = [...new Map(data.words.map(({ documentId, title }) => [documentId, title]))];
  return html`<h2>What you wrote</h2>
    ${documents.length === 0 ? html`<p>Nothing.</p>` : ''}
    ${documents.map(
      ([id, title]) =>
        html`<h3>${title}</h3>
          ${data.words
            .filter(({ documentId }) => documentId === id)
            .map(
              (run) =>
                html`<blockquote>${run.text}</blockquote>
                  <p>${day(run.atMs)}, as ${run.as}, at ${run.path}</p>`,
            )}`,
    )}`;
}

function decided({ atMs, command, subject, detail }: OwnData['decisions'][number]): string[] {
  const { reason, words: said } = JSON.parse(detail) as { reason?: unknown; words?: unknown };
  const why = [reason, said].find((each) => typeof each === 'string');
  return [day(atMs), command, subject, typeof why === 'string' ? why : ''];
}
