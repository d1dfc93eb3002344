/** What an XML document may hold at most; an event of a device is a few dozen short elements. */
const limits = { characters: 256 * 1024, elements: 2000, depth: 20 };

export type XmlValue = string | XmlElement;
/** An element by the names of its children; of several with one name the first counts. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities every document has and characters by number; an entity of the document’s own does not exist. */
const decoded = (text: string): string | undefined => {
  let isSound = true;
  const plain = text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);?/g, (_whole, name: string) => {
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (!name.startsWith('#')) {
      isSound &&= Object.hasOwn(predefined, name);
      return predefined[name] ?? '';
    }
    return code > 8 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
  return isSound ? plain : undefined;
};

const token =
  /<\?[^>]{0,500}\?>|<!--[^]{0,4000}?-->|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]{0,100})((?:\s+[\w.:-]{1,100}\s*=\s*(?:"[^"<]{0,2000}"|'[^'<]{0,2000}'))*)\s*(\/?)>|([^<]+)/y;

interface Open {
  readonly name: string;
  readonly children: Map<string, XmlValue>;
  text: string;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const closed = ({ children, text }: Open): XmlValue =>
  children.size === 0 ? text.trim() : Object.fromEntries(children);

function put(stack: readonly Open[], name: string, value: XmlValue): void {
  const parent = stack.at(-1);
  if (parent && !parent.children.has(name)) parent.children.set(name, value);
}

/**
 * Reads a small document without types, entities or outside references: whatever declares any (`<!DOCTYPE`,
 * `<!ENTITY`) is refused, as is what is not well formed. Undefined for all of these.
 */
export function readXml(document: string): XmlElement | undefined {
  if (document.length > limits.characters) return undefined;
  const root: Open = { name: '', children: new Map(), text: '' };
  const stack: Open[] = [root];
  let count = 0;
  token.lastIndex = 0;
  const source = document.replace(/^\ufeff/, '');
  while (token.lastIndex < source.length) {
    const found = token.exec(source);
    if (!found) return undefined;
    const [, data, slash, name, , empty, text] = found;
    const top = stack.at(-1);
    if (!top) return undefined;
    if (data !== undefined) top.text += data;
    else if (text !== undefined) {
      const plain = decoded(text);
      if (plain === undefined) return undefined;
      top.text += plain;
    } else if (name !== undefined && slash === '/') {
      if (stack.length < 2 || top.name !== name) return undefined;
      stack.pop();
      put(stack, localName(name), closed(top));
    } else if (name !== undefined) {
      count += 1;
      if (count > limits.elements || stack.length > limits.depth) return undefined;
      if (empty === '/') put(stack, localName(name), '');
      else stack.push({ name, children: new Map(), text: '' });
    }
  }
  return stack.length === 1 && root.children.size > 0 ? Object.fromEntries(root.children) : undefined;
}
