// @ts-check
/** Which book this is: `base.py` puts the book's own identifier in the place of this one. */
export const BOOK = "book";
