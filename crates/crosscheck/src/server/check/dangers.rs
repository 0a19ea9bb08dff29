//! Risks that are taken on purpose: without them, what would take one is an error.

use alloc::format;
use alloc::string::String;

use super::fields::Checker;
use super::fields::accepted;
use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::Danger;

impl Checker<'_> {
    pub(super) fn any_origin(&mut self, index: usize, beside_others: bool) {
        if self.credentials {
            self.used.everybody_with_credentials = true;
            let kind = FindingKind::WildcardWithCredentials;
            let (severity, reason) = match self.danger.everybody_with_credentials {
                false => (
                    Severity::Error,
                    "browsers refuse `*` when the request carries credentials; list the origins \
                     that may use them",
                ),
                true => (
                    Severity::Note,
                    "every page of anybody reads with the visitor's credentials, and each is \
                     told that it is meant",
                ),
            };
            self.item(severity, kind, "origins", index, "*", reason);
        } else if beside_others {
            let kind = FindingKind::WildcardNotAlone;
            let reason = "`*` already allows the other origins; keep one or the other";
            self.item(Severity::Warning, kind, "origins", index, "*", reason);
        }
    }

    pub(super) fn whole_scheme(&mut self, index: usize, text: &str, scheme: &str) {
        self.used.whole_schemes = true;
        let severity = accepted(self.danger.whole_schemes);
        let reason = format!("whatever the visitor installed under `{scheme}:` may read");
        self.item(severity, FindingKind::WholeScheme, "origins", index, text, &reason);
    }

    pub(super) fn address_range(&mut self, index: usize, text: &str) {
        self.used.address_ranges = true;
        let severity = accepted(self.danger.address_ranges);
        let reason = "whoever has an address there may read, in whatever network the visitor is; \
                      list each address, or give the machines names";
        self.item(severity, FindingKind::AddressRange, "origins", index, text, reason);
    }

    /// In: what is under the suffix, and what may have been meant.
    pub(super) fn public_suffix(
        &mut self,
        index: usize,
        text: &str,
        base: &str,
        meant: Option<String>,
    ) {
        self.used.public_suffixes = true;
        let severity = accepted(self.danger.public_suffixes);
        let kind = FindingKind::PublicSuffix;
        let reason = format!("anybody can have a name under `{base}`; name your own part of it");
        self.say(severity, kind, &format!("origins[{index}]"), text, &reason, meant);
    }

    /// A danger accepted for nothing is one that somebody will use by mistake.
    pub(crate) fn unused_dangers(&mut self) {
        for (path, is_taken) in DANGERS {
            if is_taken(self.danger) && !is_taken(&self.used) {
                let reason = "nothing in the policy needs this; take it out";
                self.say(Severity::Warning, FindingKind::UnusedDanger, path, "true", reason, None);
            }
        }
    }
}

/// Whether a danger is taken.
type IsTaken = fn(&Danger) -> bool;

/// Every danger, by its field.
static DANGERS: [(&str, IsTaken); 7] = [
    ("danger.null_origin", |danger| danger.null_origin),
    ("danger.insecure_origins", |danger| danger.insecure_origins),
    ("danger.public_suffixes", |danger| danger.public_suffixes),
    ("danger.whole_schemes", |danger| danger.whole_schemes),
    ("danger.file_origin", |danger| danger.file_origin),
    ("danger.address_ranges", |danger| danger.address_ranges),
    ("danger.everybody_with_credentials", |danger| danger.everybody_with_credentials),
];
