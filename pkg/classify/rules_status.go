// The bare status: what an answer means of which nothing else is known. The
// first row that contains the status counts.

package classify

var statusRules = [...]struct {
	from, to int
	class    Class
}{
	{400, 400, InvalidRequest}, {401, 401, Authentication}, {402, 402, Billing}, {403, 403, Permission},
	{404, 404, NotFound}, {405, 405, NotFound}, {407, 407, Authentication}, {408, 408, Timeout}, {409, 409, Conflict},
	{410, 410, NotFound}, {413, 413, RequestTooLarge}, {414, 414, RequestTooLarge}, {424, 424, ServerError}, {425, 425, Unavailable},
	{429, 429, RateLimit}, {431, 431, RequestTooLarge}, {446, 446, ContentFiltered}, {451, 451, Permission}, {460, 460, Canceled}, {498, 498, Overloaded},
	{499, 499, Canceled}, {401, 499, InvalidRequest},
	{500, 500, ServerError}, {501, 501, InvalidRequest}, {502, 503, Unavailable}, {504, 504, Timeout}, {524, 524, Timeout},
	{529, 529, Overloaded}, {520, 530, Unavailable}, {598, 599, Timeout}, {500, 599, ServerError},
}
