/**
 * What the editor of prose knows: everything that admission lets into rich text, and nothing else; what a node may hold
 * is told from the same table. A node that stands in a document and is not known here would be taken away by this
 * window for everyone, so names are only ever added.
 */
import { contentOf, isLinkAddress } from '@ginnel/merge/bindings/prose-schema';
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

const Blockquote = Node.create({
  name: 'blockquote',
  group: 'block',
  content: contentOf('blockquote'),
  defining: true,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: () => ['blockquote', 0],
});

export const PROSE: Extensions = [
  Document.extend({ content: contentOf('doc') }),
  Paragraph.extend({ content: contentOf('paragraph') }),
  Text,
  Heading.extend({ content: contentOf('heading') }).configure({ levels: [2, 3] }),
  Bold,
  Italic,
  Link.configure({
    openOnClick: false,
    defaultProtocol: 'https',
    isAllowedUri: (address) => isLinkAddress(address),
    HTMLAttributes: { target: null, rel: null, class: null },
  }),
  BulletList.extend({ content: contentOf('bulletList') }),
  OrderedList.extend({ content: contentOf('orderedList') }),
  ListItem.extend({ content: contentOf('listItem') }),
  Blockquote,
  HardBreak,
];
