/** Where a piece of text lies while the text around it changes. Pure; offsets count UTF-16 units. */

export interface Span {
  start: number;
  end: number;
}

export interface Change {
  rangeOffset: number;
  rangeLength: number;
  text: string;
}

/** Where `span` lies after `change`; a change inside or across its borders becomes part of it. */
export function carry(span: Span, change: Change): Span {
  const changeEnd = change.rangeOffset + change.rangeLength;
  const growth = change.text.length - change.rangeLength;
  if (changeEnd <= span.start) return { start: span.start + growth, end: span.end + growth };
  if (change.rangeOffset >= span.end) return span;
  return { start: Math.min(span.start, change.rangeOffset), end: Math.max(span.end, changeEnd) + growth };
}
