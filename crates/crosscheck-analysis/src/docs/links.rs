//! What leads from one page to another.

use crosscheck::catalog::Entry;

/// Where the pages are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Links {
    /// Anywhere, from the disk too.
    Static,
    /// In the lab, which can show each rule.
    Lab,
}

/// An entry's file.
pub(super) fn path(entry: Entry) -> String {
    format!("{}/{}.html", entry.kind().folder(), entry.name())
}
