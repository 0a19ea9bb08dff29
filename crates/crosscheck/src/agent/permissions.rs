//! What the user decided about pages that reach closer to them.

use crate::agent::address_space::AddressSpace;

/// What the user decided about a page that reaches closer to them than where it is from; `None` if
/// they were never asked.
///
/// Spec: <https://wicg.github.io/local-network-access/#permission-prompts>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is written as a literal")]
pub struct LocalNetworkPermissions {
    /// Whether it may reach the network around them.
    pub local: Option<bool>,
    /// Whether it may reach their own machine.
    pub loopback: Option<bool>,
}

impl LocalNetworkPermissions {
    /// Yes to everything.
    pub const GRANTED: Self = Self { local: Some(true), loopback: Some(true) };

    /// No to everything.
    pub const DENIED: Self = Self { local: Some(false), loopback: Some(false) };

    /// What was decided about a space; what everybody can reach is everybody's.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::{AddressSpace, LocalNetworkPermissions};
    ///
    /// let decided = LocalNetworkPermissions { local: Some(true), ..Default::default() };
    /// assert_eq!(decided.of(AddressSpace::Local), Some(true));
    /// assert_eq!(decided.of(AddressSpace::Loopback), None, "they were never asked");
    /// ```
    pub const fn of(self, space: AddressSpace) -> Option<bool> {
        match space {
            AddressSpace::Loopback => self.loopback,
            AddressSpace::Local => self.local,
            AddressSpace::Public => Some(true),
        }
    }
}
