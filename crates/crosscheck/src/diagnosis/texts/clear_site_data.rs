//! What browsers write of `Clear-Site-Data`.

use super::text::Text;
use super::text::aside;

pub(in crate::diagnosis) const INSECURE: Text =
    aside("Clear-Site-Data header on '{url}': Not supported for insecure origins.");
pub(in crate::diagnosis) const WITHOUT_CREDENTIALS: Text = aside(
    "Clear-Site-Data header on '{url}': The request's credentials mode prohibits modifying cookies \
     and other local data.",
);
pub(in crate::diagnosis) const UNKNOWN: Text =
    aside("Clear-Site-Data header on '{url}': Unrecognized type: {value}.");
pub(in crate::diagnosis) const NOTHING_KNOWN: Text =
    aside("Clear-Site-Data header on '{url}': No recognized types specified.");
pub(in crate::diagnosis) const CLEARED_WITH_COOKIES: Text = aside(
    "Clear-Site-Data header on '{url}': Cleared data types: {value}. Clearing channel IDs and HTTP \
     authentication cache is currently not supported, as it breaks active network connections.",
);
pub(in crate::diagnosis) const CLEARED: Text =
    aside("Clear-Site-Data header on '{url}': Cleared data types: {value}.");

/// Chromium's.
pub(in crate::diagnosis) const OF_CHROMIUM: &[Text] =
    &[INSECURE, WITHOUT_CREDENTIALS, UNKNOWN, NOTHING_KNOWN, CLEARED_WITH_COOKIES, CLEARED];

pub(in crate::diagnosis) const UNKNOWN_VALUE: Text =
    aside("Clear-Site-Data header found. Unknown value “{value}”.");
pub(in crate::diagnosis) const CLEAN_UP: Text =
    aside("Clear-Site-Data header forced the clean up of “{value}” data.");

/// Firefox's.
pub(in crate::diagnosis) const OF_FIREFOX: &[Text] = &[UNKNOWN_VALUE, CLEAN_UP];
