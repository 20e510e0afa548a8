// The types of react.js, written by hand: the repository has none of React.

import type { CSSProperties, ReactElement } from 'react';
import type { Explanation } from './verdict.js';
import type { UserExplanation } from './user.js';

/**
 * The explanation of an error; null until it is there. The default is for the user of the
 * application, in the browser's language.
 */
export function useExplanation(
  error: unknown,
  options?: { audience?: 'user'; language?: string },
): UserExplanation | null;
export function useExplanation(error: unknown, options: { audience: 'developer' }): Explanation | null;

export interface ErrorNoticeProps {
  /** Whatever fetch or an SDK threw; undefined or null shows nothing. */
  error: unknown;
  /** Tries again. Without it there is no button; it is disabled until the server's wait is over. */
  onRetry?: () => void;
  /** BCP 47; default: the browser's. */
  language?: string;
  /** Default: ukemi-notice. */
  className?: string;
  /** Added to the notice's own style. */
  style?: CSSProperties;
}

/** Two sentences in an alert, and a button that tries again where that may help. */
export function ErrorNotice(props: ErrorNoticeProps): ReactElement | null;
