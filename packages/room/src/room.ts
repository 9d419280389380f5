/**
 * One live document as a pure state machine: inputs change its state, outputs say what its host must do. Nothing is
 * shown to anyone before the log has it, and the copy is never more than one append ahead of the log. See SPEC.md.
 */
import { assert, unreachable } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { mergeUpdates } from '@ginnel/merge/updates';
import { CLOSE, closeCodeOf } from '@ginnel/protocol/close-codes';
import { readClientFrame, syncStep1Frame, syncStep2Head } from '@ginnel/protocol/frames';
import type { Appended, StoredDocument } from '@ginnel/store/ports/document-log';
import { acknowledge, dealtWith } from './acknowledging.ts';
import { Claims } from './claims.ts';
import { Company } from './company.ts';
import type { ConnectionId, Joining, RoomInput, RoomOutput } from './contract.ts';
import { createMember, isTooFast, mayHearMore, welcome, type Member } from './member.ts';
import { Members } from './members.ts';
import { Outbox } from './outbox.ts';
import { isOverloaded, Queue, type Waiting } from './queue.ts';
import { Replica, type ReplicaOptions } from './replica.ts';
import { notedFor, rightsMessage, RightsReading } from './rights-reading.ts';
import { isUpToDate } from './up-to-date.ts';
import { judgeWindow, type Batch, type Refused } from './window.ts';

export interface RoomOptions extends ReplicaOptions {
  readonly documentId: DocumentId;
  readonly clock: Clock;
}

export class Room {
  readonly documentId: DocumentId;
  readonly #options: RoomOptions;
  readonly #out = new Outbox();
  readonly #members = new Members();
  readonly #claims = new Claims();
  readonly #company: Company;
  readonly #queue = new Queue();
  readonly #rights = new RightsReading();
  /** `null` while it is being loaded. */
  #replica: Replica | null = null;
  /** What readers have seen while the copy is loaded anew. */
  #seen: { readonly headSeq: number; readonly epoch: number } | null = null;
  #underWay: Batch | null = null;
  #writable = true;
  #isReading = false;
  #ended = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.documentId = options.documentId;
    this.#company = new Company(this.#out, this.#members, this.#claims, options.clock);
  }

  input(input: RoomInput): readonly RoomOutput[] {
    if (!this.#ended) this.#take(input);
    return this.#out.take();
  }

  /** When a `flush` has something to do: 0 for the end of this window, a time for presence, `null` for not at all. */
  get flushAtMs(): number | null {
    if (this.#replica === null || this.#ended) return null;
    const isFree = this.#underWay === null && this.#rights.isKnown && !this.#isReading;
    if (isFree && (this.#queue.length > 0 || !this.#claims.isEmpty || !this.#writable)) return 0;
    const presenceAtMs = this.#company.dueAtMs(this.#replica);
    return isFree ? this.#queue.dueBy(presenceAtMs) : presenceAtMs;
  }

  /** Whether this writer's socket is to be left unread for a while. */
  isOverloaded(connection: ConnectionId): boolean {
    const member = this.#members.get(connection);
    return member !== undefined && isOverloaded(member);
  }

  /** Whether everything that was accepted is durable, so that the room may be forgotten. */
  get isSettled(): boolean {
    return this.#ended || (this.#replica !== null && this.#underWay === null && this.#queue.length === 0 && this.#claims.isEmpty);
  }

  /** The last row that readers have seen; `null` while the document is loaded. */
  get headSeq(): number | null {
    return this.#replica?.headSeq ?? null;
  }

  /** Under which edits are judged; `null` while the document is loaded. */
  get info(): Pick<DocumentInfo, 'epoch' | 'rightsVersion'> | null {
    return this.#replica?.info ?? null;
  }

  get isLive(): boolean {
    return this.#replica?.isLive ?? false;
  }

  get isWritable(): boolean {
    return this.#writable;
  }

  /** Frames that arrived and are not durable. */
  get backlog(): number {
    return this.#queue.length + (this.#underWay?.items.length ?? 0);
  }

  #take(input: RoomInput): void {
    switch (input.type) {
      case 'loaded':
        return this.#loaded(input.stored);
      case 'joined':
        return this.#join(input.joining);
      case 'frame':
        return this.#frame(input.connection, input.bytes);
      case 'appended':
        return this.#appended(input.result);
      case 'append-failed':
        return this.#appendFailed();
      case 'rows':
        return this.#rows(input);
      case 'rights-changed':
        return this.#askRights('moved');
      case 'rights':
        return this.#learnRights(input);
      case 'flush':
        return this.#flush();
      case 'rest':
        return this.#rest();
      case 'left':
        return this.#forget(this.#members.get(input.connection));
      case 'elsewhere':
        return this.#company.elsewhere(input.said, this.#replica);
      default:
        return unreachable(input);
    }
  }

  #join(joining: Joining): void {
    this.#members.add(createMember(joining, this.#options.clock.nowMs()));
    this.#answerAsking();
  }

  /** Greets and answers only while the copy equals the log: nobody learns of what might not last (RM3). */
  #answerAsking(): void {
    if (this.#replica === null || this.#underWay !== null) return;
    for (const member of this.#members.asking) {
      this.#members.asking.delete(member);
      if (!member.greeted) this.#greet(member, this.#replica);
      if (member.asks !== null && this.#members.has(member)) this.#answer(member, member.asks, this.#replica);
    }
  }

  #greet(member: Member, replica: Replica): void {
    const { joining } = member;
    const { info, headSeq } = replica;
    this.#members.greet(member);
    if (joining.epoch !== null && joining.epoch !== info.epoch) {
      this.#out.tell(member, { type: 'epoch', epoch: info.epoch });
      return this.#close(member, CLOSE.epochOver, 'epoch-over');
    }
    this.#out.tell(member, welcome(member, info, headSeq));
    if (!this.#writable) this.#out.tell(member, { type: 'storage', writable: false });
    this.#out.send([joining.connection], syncStep1Frame(replica.stateVector()));
    this.#company.showEveryone(member, replica);
    if (member.heard !== null) this.#hear(member, member.heard);
    if (member.rightsVersion !== info.rightsVersion) this.#askRights('stale');
  }

  #answer(member: Member, since: Uint8Array, replica: Replica): void {
    member.asks = null;
    const update = replica.answer(since);
    if (update === null) return this.#close(member, CLOSE.badFrame, 'malformed');
    this.#members.sync(member);
    this.#out.push({ type: 'send', to: [member.joining.connection], bytes: syncStep2Head(update.length), body: update });
  }

  #close(member: Member, code: number, reason: string): void {
    this.#out.push({ type: 'close', connection: member.joining.connection, code, reason });
    this.#forget(member);
  }

  #forget(member: Member | undefined): void {
    if (member === undefined) return;
    this.#members.remove(member);
    this.#company.leave(member, this.#replica);
    // While the disk does not work, what nobody stands behind any more would only fill the memory.
    this.#queue.left(member, { isWritable: this.#writable });
  }

  #end(code: number, reason: string, epoch: number | null): void {
    for (const member of this.#members.all()) {
      if (epoch !== null) this.#out.tell(member, { type: 'epoch', epoch });
      this.#close(member, code, reason);
    }
    this.#replica?.destroy();
    this.#ended = true;
    this.#out.push({ type: 'ended' });
  }

  #frame(connection: ConnectionId, bytes: Uint8Array): void {
    const member = this.#members.get(connection);
    if (member === undefined) return;
    const nowMs = this.#options.clock.nowMs();
    const frame = readClientFrame(bytes);
    if (frame === null) return this.#close(member, CLOSE.badFrame, 'malformed');
    if (isTooFast(member, frame.type, nowMs)) return this.#close(member, CLOSE.tooFast, 'too-fast');
    switch (frame.type) {
      case 'sync-step-1':
        member.asks = frame.stateVector;
        this.#members.asking.add(member);
        return this.#answerAsking();
      case 'query-awareness':
        if (this.#replica !== null) this.#company.showEveryone(member, this.#replica);
        return;
      case 'awareness':
        return this.#hear(member, frame.update);
      case 'sync-step-2':
      case 'update': {
        const waiting = { member, frame: ++member.framesIn, update: frame.update, arrivedAtMs: nowMs, type: frame.type } as const;
        return this.#replica !== null && this.#writable && isUpToDate(waiting, this.#replica)
          ? this.#acknowledge([waiting], this.#replica)
          : this.#queue.add(waiting);
      }
      default:
        return unreachable(frame);
    }
  }

  /** The end of a window. */
  #flush(): void {
    this.#answerAsking();
    if (this.#replica !== null && this.#underWay === null && !this.#isReading) this.#judge(this.#replica);
    if (this.#replica !== null) this.#company.show('alone', this.#replica);
  }

  #judge(replica: Replica): void {
    if (!this.#queue.isUnder(replica.info.rightsVersion)) return this.#askRights('stale');
    const { batch, refused, doubtful } = judgeWindow(this.#queue, replica, this.#options.clock.nowMs());
    if (doubtful.length > 0) this.#lookAgain(doubtful, replica);
    for (const one of refused) this.#refuse(one);
    const leases = this.#claims.withThose(batch.leases);
    // An empty append asks a disk that failed whether it works again.
    const isNothing = batch.rows.length === 0 && leases.length === 0 && this.#writable;
    this.#acknowledge(dealtWith(refused, isNothing ? [] : batch.items), replica, 'now');
    if (isNothing) return this.#acknowledge(batch.items, replica);
    this.#underWay = { ...batch, leases };
    const { epoch, rightsVersion } = replica.info;
    const append = { documentId: this.documentId, epoch, rightsVersion, baseSeq: replica.headSeq, rows: batch.rows, leases };
    this.#out.push({ type: 'append', append });
  }

  /** What another node has written may be all that is missing (RM19). */
  #lookAgain(doubtful: readonly Waiting[], replica: Replica): void {
    this.#queue.putBack(doubtful);
    this.#isReading = true;
    this.#out.push({ type: 'read', afterSeq: replica.headSeq });
  }

  #refuse({ item: { member, frame }, refusal }: Refused): void {
    this.#out.push({ type: 'refused', connection: member.joining.connection, refusal });
    if (!this.#members.has(member)) return;
    if (mayHearMore(member, this.#options.clock.nowMs())) this.#out.tell(member, { type: 'refused', frame, refusal });
    else this.#close(member, closeCodeOf(refusal.kind), refusal.kind);
  }

  #appended(result: Appended): void {
    const batch = this.#underWay;
    const replica = this.#replica;
    assert(batch !== null && replica !== null, 'an answer follows its append');
    this.#underWay = null;
    switch (result.outcome) {
      case 'durable':
        replica.committed(batch, result.headSeq);
        return this.#publish(batch, replica);
      case 'rights-moved':
        this.#askRights('stale');
        return this.#judgeAgain(batch, replica);
      case 'behind':
        return this.#catchUp(batch, replica);
      case 'lease-taken':
        this.#claims.drop(result.clientId);
        this.#company.drop(result.clientId);
        return this.#judgeAgain(batch, replica);
      case 'epoch-over':
        return this.#end(CLOSE.epochOver, 'epoch-over', replica.info.epoch + 1);
      case 'no-such-document':
        return this.#end(CLOSE.noSuchDocument, 'no-such-document', null);
      default:
        return unreachable(result);
    }
  }

  /** The only place from which edits of this node reach anybody: their rows are durable (RM1). "Saved" goes along with them to who hears both. */
  #publish(batch: Batch, replica: Replica): void {
    this.#claims.durable(batch.leases);
    if (!this.#writable) {
      this.#writable = true;
      this.#out.tellAll(this.#members.greeted(), { type: 'storage', writable: true });
    }
    this.#acknowledge(batch.items, replica);
    if (batch.rows.length > 0) {
      const news = mergeUpdates(batch.rows.map(({ update }) => update));
      this.#out.broadcast(this.#members.readersOf(batch.edits), news, batch.edits.length);
    }
    this.#company.show('with-edits', replica);
    if (replica.isWorthKeeping) this.#keep(replica);
    this.#answerAsking();
  }

  #acknowledge(items: readonly Waiting[], replica: Replica, when: 'now' | 'soon' = 'soon'): void {
    acknowledge(items, { out: this.#out, members: this.#members, replica }, when);
  }

  /** Nothing was written: acceptance stops, and what waits is judged anew when the disk works (RM9). */
  #appendFailed(): void {
    const batch = this.#underWay;
    const replica = this.#replica;
    assert(batch !== null && replica !== null, 'a failure follows its append');
    this.#underWay = null;
    if (this.#writable) this.#out.tellAll(this.#members.greeted(), { type: 'storage', writable: false });
    this.#writable = false;
    for (const { member } of batch.items) {
      // A stock client knows no "storage": a closed socket is the only way to say that nothing is saved.
      if (this.#members.has(member) && !member.joining.speaksGinnel) this.#close(member, CLOSE.tryAgain, 'storage-failed');
    }
    this.#judgeAgain({ ...batch, items: batch.items.filter(({ member }) => this.#members.has(member)) }, replica);
  }

  /** Only what others wrote meanwhile is read (RM23). */
  #catchUp(batch: Batch, replica: Replica): void {
    if (!replica.goBack()) return this.#judgeAgain(batch, replica);
    this.#claims.repeat(replica);
    this.#lookAgain(batch.items, replica);
  }

  /** The copy holds what the log does not: it is made anew from the log, and the window is judged against that. */
  #judgeAgain(batch: Batch, replica: Replica): void {
    this.#queue.putBack(batch.items);
    this.#seen = { headSeq: replica.headSeq, epoch: replica.info.epoch };
    replica.destroy();
    this.#replica = null;
    this.#out.push({ type: 'load' });
  }

  #loaded(stored: StoredDocument): void {
    assert(this.#replica === null && this.#underWay === null, 'a document is loaded when it was asked for');
    const replica = new Replica(stored, this.#options);
    const seen = this.#seen;
    this.#replica = replica;
    this.#seen = null;
    if (seen !== null && seen.epoch !== stored.info.epoch) return this.#end(CLOSE.epochOver, 'epoch-over', stored.info.epoch);
    for (const clientId of this.#claims.repeat(replica)) this.#company.drop(clientId);
    for (const member of this.#members.greeted()) if (member.heard !== null) this.#hear(member, member.heard);
    const missed = seen === null ? 0 : stored.headSeq - seen.headSeq;
    if (missed > 0) this.#out.broadcast(this.#members.readers, replica.since(stored.headSeq - missed), missed);
    this.#answerAsking();
  }

  #rows({ epoch, rows, asked }: RoomInput & { type: 'rows' }): void {
    if (asked) this.#isReading = false;
    // An append under way will find that it is behind; then everything is loaded anew.
    if (this.#replica === null || this.#underWay !== null) return;
    if (epoch !== this.#replica.info.epoch) return this.#askRights('stale');
    const taken = this.#replica.take(rows);
    if (taken.length > 0) this.#out.broadcast(this.#members.readers, mergeUpdates(taken.map(({ update }) => update)), taken.length);
  }

  #rest(): void {
    if (this.#replica === null || this.#underWay !== null) return;
    this.#keep(this.#replica);
    this.#replica.rest();
  }

  #keep(replica: Replica): void {
    const snapshot = replica.snapshot();
    if (snapshot !== null) this.#out.push({ type: 'snapshot', epoch: replica.info.epoch, snapshot });
  }

  #askRights(why: 'stale' | 'moved'): void {
    const question = this.#rights.ask(why, [...this.#members.all(), ...this.#queue.members]);
    if (question !== null) this.#out.push(question);
  }

  #learnRights({ info, standpoints }: RoomInput & { type: 'rights' }): void {
    const replica = this.#replica;
    const isFresh = this.#rights.answered(info.rightsVersion, replica?.info.rightsVersion ?? 0);
    if (replica !== null && info.epoch !== replica.info.epoch) return this.#end(CLOSE.epochOver, 'epoch-over', info.epoch);
    if (!isFresh) return this.#askRights('stale');
    if (replica !== null) replica.info = info;
    for (const member of notedFor([...this.#members.all(), ...this.#queue.members], info, standpoints)) {
      if (!this.#members.has(member)) continue;
      const actor = member.standpoints[0]?.actor;
      if (actor === undefined) this.#close(member, closeCodeOf('removed'), 'removed');
      else if (member.greeted) this.#out.tell(member, rightsMessage(info.phase, actor));
    }
    // Who came in while this was being read has not been asked about.
    if (this.#members.greeted().some(({ rightsVersion }) => rightsVersion !== info.rightsVersion)) this.#askRights('stale');
  }

  #hear(member: Member, update: Uint8Array): void {
    const wrong = this.#company.hear(member, update, this.#replica);
    if (wrong !== null) this.#close(member, closeCodeOf(wrong), wrong);
  }
}
