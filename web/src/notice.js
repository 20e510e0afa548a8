// A message to the user that is not an error of the page: a file that is not text, a link that
// was cut. It is thrown and displayed as it is.

export class Notice extends Error {}
