// What is nobody's fault and not the page's: a file that is no text, a link that
// was cut. Thrown where it is found, told to the reader in its own words.

export class Notice extends Error {}
