//! What the user of the browser decided before the page loaded.

use crate::wire::words::words;

words! {
    /// What the user decided.
    #[expect(clippy::exhaustive_enums, reason = "the standard closes the set")]
    pub enum PermissionState {
        /// Yes.
        Granted = "granted",
        /// No.
        Denied = "denied",
    }
}

/// What the user decided about a page; what is absent was never decided.
///
/// Spec: <https://wicg.github.io/local-network-access/#permissions-policy>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub struct Permissions {
    /// Whether the page may reach the network around the user.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub local_network: Option<PermissionState>,
    /// Whether the page may reach the user's own machine.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub loopback_network: Option<PermissionState>,
}

impl Permissions {
    /// Whether nothing was decided.
    pub const fn is_empty(&self) -> bool {
        self.local_network.is_none() && self.loopback_network.is_none()
    }
}

words! {
    /// What becomes of cookies of other sites.
    #[non_exhaustive]
    pub enum ThirdPartyCookies {
        /// They are neither sent nor stored.
        Block = "block",
    }
}

/// What the user set for all pages; what is absent is as the browser comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub struct Settings {
    /// What becomes of cookies of other sites.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub third_party_cookies: Option<ThirdPartyCookies>,
}

impl Settings {
    /// Whether everything is as the browser comes.
    pub const fn is_empty(&self) -> bool {
        self.third_party_cookies.is_none()
    }
}
