//! Who talks to whom.

use crate::recorder::generate::generator::Generator;

/// A page and the servers that it asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Party {
    pub(super) page: &'static str,
    /// Other origins of its site.
    same_site: &'static [&'static str],
    cross_site: &'static [&'static str],
}

impl Generator {
    /// A page as there are many.
    pub(super) fn party(&mut self) -> Party {
        self.weighted(&[(APP, 6), (PLAIN, 2), (DEVELOPER, 2), (TENANT, 1)])
    }

    /// A server that is not the page's own; of another site with some probability.
    pub(super) fn other(&mut self, party: Party, cross_site: f64) -> &'static str {
        let is_cross_site = self.maybe(cross_site);
        self.pick(if is_cross_site { party.cross_site } else { party.same_site })
    }
}

/// A page with TLS.
pub(super) const APP: Party = Party {
    page: "https://app.example.com",
    same_site: &["https://api.example.com", "https://example.com", "https://cdn.example.com:8443"],
    cross_site: &[
        "https://api.partner.net",
        "https://media.s3.amazonaws.com",
        "https://d111.cloudfront.net",
    ],
};

/// A page without.
pub(super) const PLAIN: Party = Party {
    page: "http://app.example.com",
    same_site: &[
        "http://api.example.com",
        "https://app.example.com",
        "http://app.example.com:8080",
    ],
    cross_site: &["http://api.partner.net", "https://api.partner.net"],
};

/// A page on the developer's own machine.
pub(super) const DEVELOPER: Party = Party {
    page: "http://localhost:5173",
    same_site: &["http://localhost:3000", "https://localhost:8443"],
    cross_site: &["https://api.partner.net", "http://127.0.0.1:8000", "https://api.example.com"],
};

/// A page below a public suffix, beside others'.
const TENANT: Party = Party {
    page: "https://alice.github.io",
    same_site: &["https://alice.github.io:8443"],
    cross_site: &["https://bob.github.io", "https://api.partner.net"],
};
