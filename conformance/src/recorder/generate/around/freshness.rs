//! For how long an answer may be kept, and for whom.

use crate::recorder::generate::generator::Generator;
use crate::recorder::generate::generator::Headers;
use crate::recorder::generate::generator::header;

/// When a file was last changed, in scenarios.
pub(super) const LAST_CHANGED: &str = "Mon, 06 Jul 2026 10:00:00 GMT";
/// Which state of a file it is, in scenarios.
pub(super) const STATE: &str = "\"v1\"";

impl Generator {
    /// What an answer says of how long it may be kept.
    pub(super) fn freshness(&mut self) -> Headers {
        let said: &[(&str, &str)] = self.weighted(&[
            (&[("Cache-Control", "max-age=3600")][..], 12),
            (&[("Cache-Control", "public, max-age=31536000, immutable")], 4),
            (&[("Last-Modified", LAST_CHANGED)], 3),
            (&[("Cache-Control", "max-age=3600"), ("Age", "30")], 1),
            (&[("Cache-Control", "max-age=60"), ("Age", "90")], 1),
            (&[("Expires", "Fri, 31 Dec 2027 23:59:59 GMT")], 1),
            (&[("Cache-Control", "no-cache"), ("ETag", STATE)], 2),
            (&[("Cache-Control", "max-age=0, must-revalidate"), ("ETag", STATE)], 2),
            (&[("Cache-Control", "no-store")], 1),
            (&[("Cache-Control", "private, max-age=600")], 1),
            (&[("ETag", STATE)], 1),
            (&[], 1),
            (&[("Cache-Control", "max-age=0, stale-while-revalidate=600")], 1),
        ]);
        said.iter().map(|(name, value)| header(name, value)).collect()
    }

    /// What an answer says of whom it is for.
    pub(super) fn vary(&mut self) -> Headers {
        let value = self.weighted(&[
            ("", 5),
            ("Origin", 3),
            ("Accept-Encoding", 1),
            ("Accept-Encoding, Origin", 1),
            ("*", 1),
        ]);
        if value.is_empty() { Headers::new() } else { vec![header("Vary", value)] }
    }
}

/// Whether there is a header of a name.
pub(super) fn says(headers: &Headers, name: &str) -> bool {
    headers.iter().any(|(own, _)| own == name)
}
