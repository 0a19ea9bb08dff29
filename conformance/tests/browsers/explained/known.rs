//! What an input cannot tell, and why. What is listed must go on so until it is taken out.

/// What is told of some cases, and why it is no more.
pub(crate) struct Known {
    pub(crate) column: &'static str,
    pub(crate) told: &'static str,
    pub(crate) cases: &'static [&'static str],
    pub(crate) why: &'static str,
}

impl Known {
    /// Whether it is of a column; in whatever language Firefox writes, it tells the same.
    pub(crate) fn is_of(&self, column: &str) -> bool {
        let language = column.strip_prefix(self.column);
        language.is_some_and(|rest| rest.is_empty() || rest.starts_with(" in "))
    }
}

/// Each column's.
pub(crate) const KNOWN: &[Known] = &[
    Known {
        column: "console, Chromium",
        told: "one of 2",
        cases: &["allow-origin-multiple", "preflight:allow-origin-multiple", "allow-origin-list"],
        why: SAME_VALUE,
    },
    Known {
        column: "console, WebKit",
        told: "one of 2",
        cases: &["allow-origin-multiple", "preflight:allow-origin-multiple", "allow-origin-list"],
        why: SAME_VALUE,
    },
    Known {
        column: "console, Firefox",
        told: "one of 2",
        cases: &["allow-origin-list"],
        why: "it writes the same of a value that is no origin",
    },
    Known {
        column: "console, Chromium",
        told: "one of 2",
        cases: &["location-credentials"],
        why: "it writes the same of a redirect to another scheme",
    },
    Known {
        column: "console, Firefox",
        told: "one of 2",
        cases: &["disallowed-by-mode"],
        why: "it writes the same of a worker whose script is of another origin",
    },
    Known {
        column: "console, Firefox",
        told: "one of 6",
        cases: &["network-failure", "preflight:network-failure", "location-credentials"],
        why: "`CORS request did not succeed` is all that it writes of each of these",
    },
    Known {
        column: "console, WebKit",
        told: "one of 5",
        cases: &[
            "allow-origin-missing",
            "preflight:allow-origin-missing",
            "allow-origin-invalid",
            "preflight:allow-origin-invalid",
            "allow-origin-mismatch",
            "preflight:allow-origin-mismatch",
        ],
        why: "it writes the same whatever the header says, or if it is not there",
    },
    Known {
        column: "console, WebKit",
        told: "one of 7",
        cases: &["preflight:network-failure"],
        why: "it writes that access control checks failed, and no more",
    },
    Known {
        column: "console, WebKit",
        told: "one of 2",
        cases: &["preflight-redirect"],
        why: "it writes the status, as of any that is not fine",
    },
    Known {
        column: "HAR, Firefox",
        told: "unknown",
        cases: &["disallowed-by-mode", "no-cors-redirect-mode"],
        why: "the file does not tell that `fetch()` itself refused; of CORS there is nothing in it",
    },
    Known {
        column: "HAR, Firefox",
        told: "unknown",
        cases: &["network-failure", "preflight:network-failure", "redirect-mode-error"],
        why: UNANSWERED,
    },
    Known {
        column: "HAR, Chromium",
        told: "unknown",
        cases: &["redirect-mode-error"],
        why: UNANSWERED,
    },
    Known {
        column: "cURL, Chromium",
        told: "not credentials",
        cases: &["preflight:wildcard-with-credentials", "preflight:allow-credentials"],
        why: "neither a preflight nor what was not sent tells of cookies",
    },
    Known {
        column: "calls, Chromium",
        told: "not credentials",
        cases: &[
            "wildcard-with-credentials",
            "allow-credentials",
            "preflight:wildcard-with-credentials",
            "preflight:allow-credentials",
        ],
        why: "it copies `credentials: \"omit\"` where no cookie went along, whatever the page asked for",
    },
];

const SAME_VALUE: &str = "two headers and a list in one read the same";
const UNANSWERED: &str = "the file holds no answer and no reason; it is said what must be asked";
