// Whether a policy makes sense: one line that names the number and its range.

package retry

// Check returns "" for a policy that makes sense, else what is wrong with it.
func (p Policy) Check() string {
	switch {
	case p.Mode != Own && p.Mode != Advise:
		return "mode is \"own\" or \"advise\""
	case p.MaxAttempts < 1 || p.MaxAttempts > 5:
		return "maxAttempts is between 1 and 5, the first attempt included"
	case p.InitialBackoff < 1 || p.InitialBackoff > 60_000:
		return "initialBackoff is between 1 ms and 60 s"
	case !(p.BackoffMultiplier >= 1 && p.BackoffMultiplier <= 10):
		return "backoffMultiplier is between 1 and 10"
	case p.MaxBackoff < p.InitialBackoff || p.MaxBackoff > 600_000:
		return "maxBackoff is between initialBackoff and 600 s"
	case !(p.Jitter >= 0 && p.Jitter <= 1):
		return "jitter is between 0 (none) and 1 (full)"
	case p.MaxRetryAfter < 0 || p.MaxRetryAfter > 3_600_000:
		return "maxRetryAfter is between 0 and 1 h"
	case p.MaxElapsed < 1 || p.MaxElapsed > 3_600_000:
		return "maxElapsed is between 1 ms and 1 h"
	case p.Stream != WatchAll && p.Stream != Peek:
		return "stream is \"watch\" or \"peek\""
	case p.Resume.rank() < 0:
		return "resume is \"deterministic\", \"always\" or \"never\""
	case p.FirstEventTimeout < 0 || p.FirstEventTimeout > 3_600_000:
		return "firstEventTimeout is between 0 (learned) and 1 h"
	case p.ResponseTimeout < 1 || p.ResponseTimeout > 3_600_000:
		return "responseTimeout is between 1 ms and 1 h"
	case p.StreamIdleTimeout < 1 || p.StreamIdleTimeout > 3_600_000:
		return "streamIdleTimeout is between 1 ms and 1 h"
	case p.MaxTimeout < 1 || p.MaxTimeout > 86_400_000:
		return "maxTimeout is between 1 ms and 24 h"
	case p.Heartbeat < 0 || p.Heartbeat > 600_000:
		return "heartbeat is between 0 (none) and 10 min"
	case p.MaxHeld < 1<<10 || p.MaxHeld > 64<<20:
		return "maxHeld is between 1 KiB and 64 MiB"
	case p.RetryBudget < 0 || p.RetryBudget > 1_000_000:
		return "retryBudget is between 0 (no bound) and 1000000"
	case p.BreakerFailures < 0 || p.BreakerFailures > 100:
		return "breakerFailures is between 0 (no breaker) and 100"
	}
	return p.Fallbacks.check()
}
