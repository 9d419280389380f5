/**
 * What the editor of prose knows: everything that admission lets into rich text, and nothing else. A node that stands in
 * a document and is not known here would be taken away by this window for everyone, so names are only ever added, and
 * what a node may hold is as wide as at the server's door.
 */
import { Node, type Extensions } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';

/** Web and mail addresses, written whole. */
export const LINK_ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

const Blockquote = Node.create({
  name: 'blockquote',
  group: 'block',
  content: 'block*',
  defining: true,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: () => ['blockquote', 0],
});

export const PROSE: Extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [2, 3] }),
  Bold,
  Italic,
  Link.configure({
    openOnClick: false,
    defaultProtocol: 'https',
    isAllowedUri: (address) => LINK_ADDRESS.test(address),
    HTMLAttributes: { target: null, rel: null, class: null },
  }),
  BulletList.extend({ content: 'listItem*' }),
  OrderedList.extend({ content: 'listItem*' }),
  ListItem.extend({ content: 'block*' }),
  Blockquote,
  HardBreak,
];
